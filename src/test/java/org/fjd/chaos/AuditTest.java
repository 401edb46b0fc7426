package org.fjd.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.chaos.Audit.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instrument that finds nothing has to show that it can. */
class AuditTest {

    private static final String TEXT = "[chaos]\nserial = 7\n";
    private static final Submission JOB = new Submission(7, "twin1", false, TEXT, 0);
    private static final String LOST = "\n[attempt.1]\nstate = lost\nrun = a-1-x.1\nwhole = yes\n";
    private static final String DONE =
            "\n[result]\nstate = done\nrun = b-2-y.4\nexit = 0\nwhole = yes\n";
    private static final String CANCELLED =
            "\n[result]\nstate = cancelled\nrun = c-3-z.1\nby = x@c\nwhole = yes\n";

    private @TempDir Path spool;

    @BeforeEach
    void makeArchives() throws IOException {
        Files.createDirectory(spool.resolve("done"));
        Files.createDirectory(spool.resolve("failed"));
    }

    @Test
    void aJobThatEndedOnceIsFine() throws IOException {
        write("done/twin1.conf", TEXT + DONE);
        note("start b-2-y.4", "end b-2-y.4");
        assertThat(faults(Set.of())).isEmpty();
    }

    @Test
    void aSecondStartIsExplainedByWhatHappenedToTheFirstWorker() throws IOException {
        write("done/twin1.conf", TEXT + LOST + DONE);
        note("start a-1-x.1", "start b-2-y.4", "end b-2-y.4");
        assertThat(faults(Set.of("a-1-x"))).isEmpty();
        assertThat(faults(Set.of("b-2-y"))).containsExactly(Fault.UNEXPLAINED);
    }

    @Test
    void aStartThatTheFileDoesNotTellOfIsUnexplained() throws IOException {
        write("done/twin1.conf", TEXT + DONE);
        note("start a-1-x.1", "start b-2-y.4", "end b-2-y.4");
        assertThat(faults(Set.of("a-1-x"))).containsExactly(Fault.UNEXPLAINED);
    }

    @Test
    void aRunThatWasStartedTwiceIsUnexplained() throws IOException {
        write("done/twin1.conf", TEXT + DONE);
        note("start b-2-y.4", "start b-2-y.4");
        assertThat(faults(Set.of("b-2-y"))).containsExactly(Fault.UNEXPLAINED);
    }

    @Test
    void aResultOfAJobThatNeverStartedIsUnexplained() throws IOException {
        write("done/twin1.conf", TEXT + DONE);
        assertThat(faults(Set.of())).containsExactly(Fault.UNEXPLAINED);
    }

    @Test
    void anOrphanThatGoesOnAfterTheNextStartHasOutlivedItsRun() throws IOException {
        note("start a-1-x.1", "start b-2-y.4", "end a-1-x.1", "end b-2-y.4");
        write("done/twin1.conf", TEXT + LOST + DONE);
        assertThat(faults(Set.of("a-1-x"))).containsExactly(Fault.OUTLIVED);
        String far = LOST.replace("whole", "note = it is far away\nwhole");
        write("done/twin1.conf", TEXT + far + DONE);
        assertThat(faults(Set.of("a-1-x"))).isEmpty();
    }

    @Test
    void aJobWithoutAnEndIsLost() throws IOException {
        write("done/twin1.conf", "");
        assertThat(faults(Set.of())).containsExactly(Fault.LOST);
    }

    @Test
    void aJobWithTwoEndsIsRecordedTwice() throws IOException {
        note("start b-2-y.4");
        write("done/twin1.conf", TEXT + DONE);
        write("done/twin1~2.conf", TEXT + DONE);
        assertThat(faults(Set.of())).containsExactly(Fault.RECORDED_TWICE);
        Files.delete(spool.resolve("done/twin1~2.conf"));
        write("done/twin1.conf", TEXT + DONE + DONE.replace("result", "result.2"));
        assertThat(faults(Set.of())).containsExactly(Fault.RECORDED_TWICE);
    }

    @Test
    void theEndMustBeTheRightOne() throws IOException {
        note("start b-2-y.4");
        write("failed/twin1.conf", TEXT + DONE);
        assertThat(faults(Set.of())).containsExactly(Fault.WRONG_END);
        Files.delete(spool.resolve("failed/twin1.conf"));
        write("done/twin1.conf", TEXT);
        assertThat(faults(Set.of())).contains(Fault.WRONG_END);
    }

    @Test
    void theFirstWordOnWhetherARunWasLostIsFinal() throws IOException {
        note("start a-1-x.1", "start b-2-y.4", "end b-2-y.4");
        String tooLate = DONE.replace("b-2-y.4", "a-1-x.1");
        write("done/twin1.conf", TEXT + LOST + tooLate + DONE.replace("result", "result.2"));
        assertThat(faults(Set.of("a-1-x"))).isEmpty();
        note("start a-1-x.1", "end a-1-x.1");
        write("done/twin1.conf", TEXT + tooLate + LOST);
        assertThat(faults(Set.of())).isEmpty();
    }

    @Test
    void aCancelledJobHasOneEndThatSaysSoAndNeedNoStart() throws IOException {
        write("failed/twin1.conf", TEXT + CANCELLED);
        assertThat(faults(Set.of(), new Orders(1, 1, 0, 0, Set.of()))).isEmpty();
        assertThat(faults(Set.of(), new Orders(1, 0, 0, 0, Set.of()))).isEmpty();
        assertThat(faults(Set.of(), Orders.NONE)).containsExactly(Fault.WRONG_END);
        note("start b-2-y.4", "end b-2-y.4");
        write("failed/twin1.conf", TEXT + CANCELLED + DONE.replace("result", "result.2"));
        assertThat(faults(Set.of(), new Orders(1, 1, 0, 0, Set.of())))
                .containsExactly(Fault.RECORDED_TWICE, Fault.WRONG_END);
    }

    @Test
    void whatACommandSaidIsCancelledMustBe() throws IOException {
        note("start b-2-y.4", "end b-2-y.4");
        write("done/twin1.conf", TEXT + DONE);
        assertThat(faults(Set.of(), new Orders(1, 0, 0, 0, Set.of()))).isEmpty();
        assertThat(faults(Set.of(), new Orders(1, 1, 0, 0, Set.of())))
                .containsExactly(Fault.WRONG_END);
    }

    @Test
    void aRetriedJobHasOneEndMoreForEachTime() throws IOException {
        note("start b-2-y.4", "start b-2-y.5");
        String again = DONE.replace("result", "result.2").replace("y.4", "y.5");
        write("done/twin1.conf", TEXT + DONE + again);
        assertThat(faults(Set.of(), new Orders(0, 0, 1, 0, Set.of()))).isEmpty();
        assertThat(faults(Set.of(), new Orders(0, 0, 0, 1, Set.of()))).isEmpty();
        assertThat(faults(Set.of(), Orders.NONE)).containsExactly(Fault.RECORDED_TWICE);
        assertThat(faults(Set.of(), new Orders(0, 0, 2, 0, Set.of()))).containsExactly(Fault.LOST);
    }

    @Test
    void aHeldJobMayBeStartedOnlyByAWorkerThatWasStopped() throws IOException {
        note("start a-1-x.1", "start b-2-y.4", "end b-2-y.4");
        write("done/twin1.conf", TEXT + LOST + DONE);
        Orders held = new Orders(0, 0, 0, 0, Set.of("b-2-y.4"));
        assertThat(faults(Set.of("a-1-x"), held)).containsExactly(Fault.RAN_HELD);
        assertThat(faults(Set.of("a-1-x", "b-2-y"), held)).isEmpty();
    }

    @Test
    void aCommandThatWasKilledIsKnownByItsHostAndNumber() throws IOException {
        note("start b-2-y.4", "end b-2-y.4");
        write("done/twin1.conf", TEXT + LOST + DONE);
        assertThat(faults(Set.of("a-1"))).isEmpty();
        assertThat(faults(Set.of("a-2"))).containsExactly(Fault.UNEXPLAINED);
    }

    @Test
    void aTextOfWhichAByteChangedIsAltered() throws IOException {
        note("start b-2-y.4");
        write("done/twin1.conf", TEXT + DONE);
        Audit audit = audit(Set.of());
        audit.queued(new Submission(7, "twin1", false, TEXT + "more = 1\n", 0), Orders.NONE);
        assertThat(faultsOf(audit)).containsExactly(Fault.ALTERED);
    }

    @Test
    void aTornFileHasOneEndToo() throws IOException {
        Audit empty = audit(Set.of());
        empty.torn(JOB, Optional.of("[cha"));
        assertThat(faultsOf(empty)).containsExactly(Fault.LOST);
        write("failed/job7.conf", "[cha");
        write("failed/job7.reason", "no executable\n");
        Audit rejected = audit(Set.of());
        rejected.torn(JOB, Optional.of("[cha"));
        assertThat(faultsOf(rejected)).isEmpty();
    }

    @Test
    void whatIsStillUnderWayOrWasNeverSubmittedIsLeftBehind() throws IOException {
        write("done/job8.conf", TEXT);
        write("retryqueue/job9@a-1-x.1.conf", TEXT);
        Audit audit = audit(Set.of());
        audit.rest(Set.of(7, 9));
        assertThat(audit.faults(Fault.LEFT_BEHIND)).hasSize(2);
    }

    private List<Fault> faults(Set<String> struck) throws IOException {
        return faults(struck, Orders.NONE);
    }

    private List<Fault> faults(Set<String> struck, Orders orders) throws IOException {
        Audit audit = audit(struck);
        audit.queued(JOB, orders);
        return faultsOf(audit);
    }

    private Audit audit(Set<String> struck) throws IOException {
        return new Audit(spool, serial -> spool.resolve("notes." + serial), struck);
    }

    private static List<Fault> faultsOf(Audit audit) {
        return Arrays.stream(Fault.values()).filter(f -> !audit.faults(f).isEmpty()).toList();
    }

    private void note(String... lines) throws IOException {
        Files.write(spool.resolve("notes.7"), List.of(lines), UTF_8);
    }

    private void write(String file, String text) throws IOException {
        Path path = spool.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, text);
    }
}
