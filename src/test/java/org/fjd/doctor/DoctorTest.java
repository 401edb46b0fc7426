package org.fjd.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.fjd.doctor.Finding.Check;
import org.fjd.doctor.Finding.Verdict;
import org.fjd.spool.Scratch;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.UnusableSpoolException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DoctorTest {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final TestTime time = new TestTime();
    private @TempDir Path directory;
    private Spool spool;

    @BeforeEach
    void aSpool() throws Exception {
        spool = Spools.inMemory(time);
    }

    private Diagnosis examine(Doctor doctor) throws Exception {
        List<Finding> told = new ArrayList<>();
        Diagnosis diagnosis = doctor.examine(List.of(), PATIENCE, told::add).orElseThrow();
        assertThat(diagnosis.findings()).isEqualTo(told);
        return diagnosis;
    }

    private Diagnosis examine(UnaryOperator<Scratch> ground) throws Exception {
        return examine(on(ground));
    }

    private Doctor on(UnaryOperator<Scratch> ground) {
        return new Doctor(spool, () -> ground.apply(spool.scratch()));
    }

    private Diagnosis examineStamping(UnaryOperator<Instant> clock) throws Exception {
        return examine(
                scratch ->
                        new Ground(scratch) {
                            @Override
                            public Optional<Instant> modified(String name) {
                                return Optional.of(clock.apply(time.now()));
                            }
                        });
    }

    private static Finding finding(Diagnosis diagnosis, Check check) {
        return diagnosis.findings().stream()
                .filter(f -> f.check() == check)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSoundSpoolIsFitAndNothingIsLeftInIt() throws Exception {
        Spools.drop(spool, "job");
        List<String> before = Spools.files(spool);
        Diagnosis diagnosis = examine(Ground::new);
        assertThat(diagnosis.isFit()).isTrue();
        assertThat(diagnosis.operations()).containsOnlyKeys(Operation.values());
        assertThat(Spools.files(spool)).isEqualTo(before);
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
    }

    @Test
    void anErrorOfOneTrialIsAFaultAndTheOthersGoOn() throws Exception {
        Diagnosis diagnosis =
                examine(
                        scratch ->
                                new Ground(scratch) {
                                    @Override
                                    public void substitute(String from, String to)
                                            throws IOException {
                                        throw new FileSystemException(
                                                to, null, "Operation not supported");
                                    }
                                });
        assertThat(diagnosis.isFit()).isFalse();
        assertThat(finding(diagnosis, Check.REPLACING).what())
                .contains("replacing/text: Operation not supported");
        assertThat(finding(diagnosis, Check.DIRECTORIES).verdict()).isEqualTo(Verdict.GOOD);
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
    }

    @Test
    void whereNothingCanBeWrittenThatIsSaid() throws Exception {
        Doctor refused =
                new Doctor(
                        spool,
                        () -> {
                            throw new FileSystemException("/spool/.fjd/tmp/x", null, "Read-only");
                        });
        assertThatThrownBy(() -> refused.examine(List.of(), PATIENCE, f -> {}))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageContaining(
                        "Nothing can be written to the spool: /spool/.fjd/tmp/x: Read");
        Doctor full =
                on(
                        scratch ->
                                new Ground(scratch) {
                                    @Override
                                    public boolean create(String name, byte[] content)
                                            throws IOException {
                                        throw new IOException("No space left on device");
                                    }
                                });
        assertThatThrownBy(() -> full.examine(List.of(), PATIENCE, f -> {}))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageContaining("No space left on device. Make room there");
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
    }

    @Test
    void whoIsStoppedLeavesNothingBehind() throws Exception {
        List<Finding> told = new ArrayList<>();
        Doctor[] doctor = new Doctor[1];
        doctor[0] =
                on(
                        scratch ->
                                new Ground(scratch) {
                                    @Override
                                    public boolean take(String from, String to) throws IOException {
                                        doctor[0].stop();
                                        return super.take(from, to);
                                    }
                                });
        assertThat(doctor[0].examine(List.of(), PATIENCE, told::add)).isEmpty();
        assertThat(told).extracting(Finding::check).doesNotContain(Check.DIRECTORIES);
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
    }

    @Test
    void noHintsWhereTheyAreReliedOnAreToldOf() throws Exception {
        Spool relying = Spool.open(Files.createDirectory(directory.resolve("s")), time);
        Diagnosis diagnosis =
                examine(
                        new Doctor(
                                relying,
                                () -> {
                                    Ground deaf = new Ground(relying.scratch());
                                    deaf.hints = false;
                                    return deaf;
                                }));
        assumeFalse(relying.isRemote());
        assertThat(finding(diagnosis, Check.HINTS).verdict()).isEqualTo(Verdict.POOR);
        assertThat(diagnosis.proposals())
                .extracting(p -> p.key() + "=" + p.value())
                .contains("watch=false");
    }

    @Test
    void aSlowServerIsToldOf() throws Exception {
        Diagnosis diagnosis =
                examine(
                        scratch ->
                                new Ground(scratch) {
                                    @Override
                                    public Optional<byte[]> read(String name) throws IOException {
                                        time.pass(Duration.ofSeconds(2));
                                        return super.read(name);
                                    }
                                });
        assertThat(finding(diagnosis, Check.SPEED).verdict()).isEqualTo(Verdict.POOR);
        assertThat(finding(diagnosis, Check.SPEED).what())
                .contains("took 2.0 s (read)", "no worker of another host is called lost");
    }

    @Test
    void theClockThatStampsFilesIsComparedWithThisOne() throws Exception {
        Diagnosis diagnosis = examineStamping(now -> now.minusSeconds(3600).plusMillis(1));
        assertThat(finding(diagnosis, Check.CLOCK).verdict()).isEqualTo(Verdict.GOOD);
        assertThat(finding(diagnosis, Check.CLOCK).what())
                .contains("3600 s behind that of here, to within 5.0 ms", "compares no clocks");
    }

    @Test
    void aClockOfWhichNothingElseIsKnownIsTheSame() throws Exception {
        Diagnosis diagnosis = examineStamping(now -> now.minusMillis(4));
        assertThat(finding(diagnosis, Check.CLOCK).what())
                .isEqualTo(
                        "The clock that stamps files is the same as that of here, to within 6.0 ms.");
    }

    @Test
    void settingsThatCanNotBeReadAndOpenRightsAreFaults() throws Exception {
        Spool.open(directory, time);
        Files.writeString(directory.resolve(".fjd/fjd.conf"), "[fjd]\nlease = soon\n");
        Files.setPosixFilePermissions(
                directory.resolve("done"), PosixFilePermissions.fromString("rwxrwxrwx"));
        Spool opened = Spool.openToCheck(directory, time);
        Diagnosis diagnosis = examine(new Doctor(opened, () -> new Ground(opened.scratch())));
        assertThat(finding(diagnosis, Check.SETTINGS).what()).contains("lease = soon");
        assertThat(finding(diagnosis, Check.RIGHTS).what())
                .contains("Everybody may write to " + directory.toRealPath().resolve("done"));
        assertThat(diagnosis.isFit()).isFalse();
    }

    @Test
    void whatIsProposedIsSetAndNothingElse() throws Exception {
        new Doctor(spool)
                .set(
                        List.of(
                                new Diagnosis.Proposal("lease", Optional.empty(), "5m", ""),
                                new Diagnosis.Proposal("settle", Optional.empty(), "9s", "")));
        assertThat(Spools.text(spool, ".fjd/fjd.conf").lines())
                .startsWith("[fjd]", "watch = no")
                .containsExactlyInAnyOrder("[fjd]", "watch = no", "lease = 5m", "settle = 9s");
    }
}
