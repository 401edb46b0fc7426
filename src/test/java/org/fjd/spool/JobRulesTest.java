package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What of the settings counts from one job to the next. */
class JobRulesTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");
    private static final Duration HOLDS = Duration.ofSeconds(5);

    private final TestTime time = new TestTime();
    private final List<String> told = new ArrayList<>();
    private Spool spool;
    private Path file;
    private int changes;

    @BeforeEach
    void open() throws IOException {
        Path directory = Spools.inMemory(time).root();
        spool = Spools.at(directory, time, "[control]\nnice = 1\n[limits]\ngpu = 1\n");
        spool.tellTo(told::add);
        file = directory.resolve(".fjd/fjd.conf");
        assertThat(nice()).contains("1");
        later();
        assertThat(nice()).contains("1");
    }

    private Optional<String> nice() {
        return spool.jobReader()
                .defaults()
                .ofSpool()
                .section("control")
                .flatMap(section -> section.get("nice"));
    }

    private void write(String text) throws IOException {
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.from(NOON.plusSeconds(changes++)));
    }

    private void later() {
        time.pass(HOLDS);
    }

    @Test
    void aChangeCountsAFewSecondsLater() throws IOException {
        write("[control]\nnice = 2\n[limits]\ngpu = 2\n");
        time.pass(HOLDS.minusNanos(1));
        assertThat(nice()).contains("1");
        time.pass(Duration.ofNanos(1));
        assertThat(nice()).contains("2");
        assertThat(spool.limits()).isEqualTo(Map.of("gpu", 2));
        assertThat(told).isEmpty();
    }

    @Test
    void whoHasAskedBeforeSeesTheChangeAsWell() throws IOException {
        var defaults = spool.jobReader().defaults();
        write("[control]\nnice = 2\n");
        later();
        assertThat(nice()).contains("2");
        assertThat(defaults.ofSpool().section("control").orElseThrow().get("nice")).contains("2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[control]\nnice = 99\n", "[limits]\ngpu = some\n", "nice = 2\n"})
    void whatCantBeUsedIsToldOfOnceAndTheOldValuesStay(String text) throws IOException {
        write(text);
        later();
        assertThat(nice()).contains("1");
        assertThat(spool.limits()).isEqualTo(Map.of("gpu", 1));
        later();
        assertThat(nice()).contains("1");
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith("What the settings said before counts, as they can't be used now. ")
                .contains(file.toString());

        write("[control]\nnice = 3\n");
        later();
        assertThat(nice()).contains("3");
        write(text);
        later();
        assertThat(nice()).contains("3");
        assertThat(told).hasSize(2);
    }

    @Test
    void aNewMisspeltKeyIsToldOfOnce() throws IOException {
        write("[control]\nnice = 2\ntimeot = 3s\n");
        later();
        assertThat(nice()).contains("2");
        assertThat(told)
                .containsExactly(
                        file
                                + ", [control]: The key timeot is not known. Did you mean"
                                + " 'timeout'?");
        write("[control]\nnice = 3\ntimeot = 3s\n");
        later();
        assertThat(nice()).contains("3");
        assertThat(told).hasSize(1);
    }

    @Test
    void aFileThatIsEmptyOrGoneForAnInstantIsOverlooked() throws IOException {
        write("");
        later();
        assertThat(nice()).contains("1");
        write("[control]\nnice = 2\n");
        later();
        assertThat(nice()).contains("2");
        Files.delete(file);
        later();
        assertThat(nice()).contains("2");
        write("[control]\nnice = 3\n");
        later();
        assertThat(nice()).contains("3");
    }

    @Test
    void aFileThatIsGoneAtTwoLooksIsGone() throws IOException {
        Files.delete(file);
        later();
        assertThat(nice()).contains("1");
        later();
        assertThat(nice()).isEmpty();
    }

    @Test
    void whoHasNotLookedForLongBelievesTheFirstLook() throws IOException {
        Files.delete(file);
        time.pass(Duration.ofMinutes(1));
        assertThat(nice()).isEmpty();
    }

    @Test
    void whoHasLookedNotSoLongAgoDoesNot() throws IOException {
        Files.delete(file);
        time.pass(HOLDS.multipliedBy(3));
        assertThat(nice()).contains("1");
    }

    @Test
    void whatNeedsANewProcessStaysAsItWas() throws IOException {
        write("[fjd]\nsettle = 9s\n");
        later();
        assertThat(nice()).isEmpty();
        assertThat(spool.settings().settle()).isEqualTo(Settings.DEFAULT.settle());
    }

    @Test
    void whoRunsJobsDoesNotBeginWithWhatIsSomebodyElses(@TempDir Path directory) throws Exception {
        assumeRoot();
        spool = Spools.at(directory, time, "[control]\nnice = 1\n");
        file = directory.resolve(".fjd/fjd.conf");
        Files.setAttribute(file, "unix:uid", 65534);
        JobRules rules = new JobRules(file, spool.settings(), time);
        assertThatExceptionOfType(UnusableSpoolException.class)
                .isThrownBy(rules::requireOwn)
                .withMessageContaining(file + " belongs to ");
    }

    private static void assumeRoot() {
        assumeTrue(
                System.getProperty("user.name", "").equals("root"),
                "only root may give a file to somebody else");
    }

    @Test
    void whoRunsJobsDoesNotReadWhatHasBecomeSomebodyElses(@TempDir Path directory)
            throws Exception {
        assumeRoot();
        spool = Spools.at(directory, time, "[control]\nnice = 1\n");
        spool.tellTo(told::add);
        spool.requireOwn();
        file = directory.resolve(".fjd/fjd.conf");
        write("[control]\nnice = 2\n");
        Files.setAttribute(file, "unix:uid", 65534);
        later();
        assertThat(nice()).contains("1");
        assertThat(told).singleElement().asString().contains(file + " belongs to ");
    }
}
