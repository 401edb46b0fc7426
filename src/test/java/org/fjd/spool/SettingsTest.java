package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsTest {

    private @TempDir Path directory;

    private Settings read(String text) throws IOException {
        return Settings.read(Files.writeString(directory.resolve("fjd.conf"), text));
    }

    @Test
    void withoutAFileTheDefaultsHold() throws IOException {
        assertThat(Settings.read(directory.resolve("none"))).isEqualTo(Settings.DEFAULT);
        assertThat(Settings.DEFAULT.settle()).isEqualTo(Duration.ofSeconds(2));
        assertThat(Settings.DEFAULT.lease()).isEqualTo(Duration.ofMinutes(2));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "[fjd]\n", "[limits]\n"})
    void whatIsNotSaidIsTheDefault(String text) throws IOException {
        assertThat(read(text)).isEqualTo(Settings.DEFAULT);
    }

    @Test
    void ofALimitThatIsThereTwiceItIsSaidWhichCounts() throws IOException {
        Settings settings = read("[limits]\ngpu = 1\nGPU = 4\n[limits]\ngpu = 2\n");
        assertThat(settings.limits()).isEqualTo(Map.of("gpu", 2, "GPU", 4));
        assertThat(settings.warnings())
                .containsExactly(
                        directory.resolve("fjd.conf")
                                + ", [limits]: gpu is there more than once, and the last counts. Keep one of them.");
    }

    @Test
    void limitsAndDefaultsForJobsHaveSectionsOfTheirOwn() throws IOException {
        Settings settings =
                read(
                        "[limits]\nlicence = 3\ngpu=0\n[control]\nretries = 2\n[environment]\nA = b\n");
        assertThat(settings.limits()).isEqualTo(Map.of("licence", 3, "gpu", 0));
        assertThat(settings.defaults().section("control").orElseThrow().get("retries"))
                .hasValue("2");
        assertThat(settings.defaults().section("environment").orElseThrow().get("A")).hasValue("b");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[limits]\nlicence = many\n",
                "[limits]\nlicence = -1\n",
                "[limits]\nlicence =\n",
                "[limits]\nlicence = 1.5\n",
                "[limits]\nlicence = 1000000000\n",
                "[fjd]\nlease = 1m\n[fjd]\ndurable = yes\n",
                "[control]\nretries = some\n",
                "[control]\nnice = 1\n[control]\n",
                "[environment]\nFJD_SPOOL = x\n"
            })
    void aWrongLimitOrDefaultIsSaidAtOnce(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageContaining("fjd.conf");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[fjd] leese = 5m | , [fjd]: The key leese is not known. Did you mean 'lease'?",
                "[fjd] colour = red | , [fjd]: The key colour is not known and does nothing.",
                "[fdj] lease = 5m | : The section fdj is not known. Did you mean 'fjd'?",
                "[limit] a = 1 | : The section limit is not known. Did you mean 'limits'?",
                "[Environment] a = 1 | : The section Environment is not known. Did you mean 'environment'?",
                "[vai slurm] a = 1 | : The section 'vai slurm' is not known. Did you mean 'via'?",
                "[limits] li c = 3 | , [limits]: No job can name the limit 'li c'. Call it by letters, digits and _ . : - and not by a number.",
                "[limits] 3 = 3 | , [limits]: No job can name the limit 3. Call it by letters, digits and _ . : - and not by a number.",
                "[other] a = 1 | : The section other is not known and does nothing.",
                "[control] retires = 1 | , [control]: The key retires is not known. Did you mean 'retries'?"
            })
    void whatIsMisspeltIsToldWithTheNearestRightOne(String text, String warning)
            throws IOException {
        assertThat(read(text.replace("] ", "]\n") + "\n").warnings())
                .containsExactly(directory.resolve("fjd.conf") + warning);
    }

    @Test
    void whatIsRightIsNoReasonToWarn() throws IOException {
        assertThat(
                        read("""
                                        [fjd]
                                        Settle = 2s
                                        [limits]
                                        anything = 1
                                        [environment]
                                        ANY = x
                                        [via anything]
                                        any = x
                                        """)
                                .warnings())
                .isEmpty();
    }

    @Test
    void everythingCanBeSaid() throws IOException {
        Settings settings =
                read(
                        """
                        [fjd]
                        settle = 2s
                        lease: 5m
                        durable = YES
                        trust = ann, bob  carl
                        watch = off
                        """);

        assertThat(settings.settle()).isEqualTo(Duration.ofSeconds(2));
        assertThat(settings.lease()).isEqualTo(Duration.ofMinutes(5));
        assertThat(settings.durable()).isTrue();
        assertThat(settings.trusted()).containsExactlyInAnyOrder("ann", "bob", "carl");
        assertThat(settings.watch()).isEqualTo(Optional.of(false));
    }

    @Test
    void theShortestLeaseIsTenSeconds() throws IOException {
        assertThat(read("[fjd]\nlease = 10s\n").lease()).isEqualTo(Duration.ofSeconds(10));
        assertThatThrownBy(() -> read("[fjd]\nlease = 9999ms\n"))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageEndingWith("fjd.conf: lease must be at least 10s.");
    }

    @Test
    void noDurationIsLongerThanAYear() throws IOException {
        assertThat(read("[fjd]\nlease = 365d\n").lease()).isEqualTo(Duration.ofDays(365));
        assertThatThrownBy(() -> read("[fjd]\nlease = 366d\n"))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageContaining("is not a duration up to a year");
    }

    @Test
    void noSettleTimeIsAllowed() throws IOException {
        assertThat(read("[fjd]\nsettle = 0\n").settle()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"soon", "-1s", "1.5s", "", "5 weeks", "1s 2s"})
    void whatIsNoDurationIsRefusedWithTheFileAndTheRemedy(String value) {
        assertThatThrownBy(() -> read("[fjd]\nsettle = " + value + "\n"))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageContaining(directory.resolve("fjd.conf") + ": settle = " + value)
                .hasMessageEndingWith("Write 500ms, 30s, 5m or 2h.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"durable", "watch"})
    void whatIsNeitherTrueNorFalseIsRefused(String key) {
        assertThatThrownBy(() -> read("[fjd]\n" + key + " = maybe\n"))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageEndingWith("fjd.conf: " + key + " = maybe is neither true nor false.");
    }

    @Test
    void whatIsNotIniIsRefusedWithTheFileAndTheLine() {
        assertThatThrownBy(() -> read("lease = 5m\n"))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageContaining("fjd.conf can't be read: Line 1 ");
    }
}
