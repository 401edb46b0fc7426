package org.fjd.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fjd.ini.Section.Entry;
import org.fjd.job.History;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Liveness;
import org.fjd.spool.Machine;
import org.fjd.spool.Morgue;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReaperTest {

    private static final Run RUN = new Run("w", 1);
    private static final Duration LEASE = Duration.ofSeconds(100);

    private final TestTime time = new TestTime();
    private final Heard heard = new Heard();
    private Spool spool;
    private Liveness liveness;
    private Reaper reaper;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
        liveness = new Liveness(Machine.here(), LEASE, time);
        reaper = new Reaper(spool, Machine.here(), "r", liveness, heard);
    }

    private void tick() throws Exception {
        liveness.look(Duration.ZERO);
        reaper.tick();
    }

    private Path inPod(String name, String content) throws IOException {
        return inPod(name, content, RUN);
    }

    private Path inPod(String name, String content, Run run) throws IOException {
        spool.pods().open(run);
        Path dropped = Spools.drop(spool, name, content);
        spool.jobQueue().assign(spool.jobQueue().look(dropped).orElseThrow(), run);
        return spool.root().resolve("jobpods").resolve(run.toString()).resolve(name + ".conf");
    }

    private static Outcome outcome(State state) {
        return new Outcome(state, RUN, List.of(new Entry("exit", "0")));
    }

    private void enlist(ProcessId process) throws IOException {
        spool.roll().enlist(Spools.worker("w", process, 1));
    }

    private void enlist(ProcessId process, String worker, WorkerRecord.Activity activity)
            throws IOException {
        spool.roll().enlist(Spools.worker(worker, process, 1).with(1, activity));
    }

    /** A process of this machine that has ended. */
    private static ProcessId dead() {
        ProcessId self = ProcessId.self(Machine.here());
        return new ProcessId(self.host(), self.machine(), self.pid(), "before");
    }

    @Test
    void whatIsAskedOfAWorkerThatHasLeftIsForgottenAtTheSecondLook() throws Exception {
        spool.requests().ask("w", Leave.NOW);
        spool.requests().cancel(RUN);
        tick();
        assertThat(Spools.names(spool, ".fjd/requests")).hasSize(2);
        tick();
        assertThat(Spools.names(spool, ".fjd/requests")).isEmpty();
    }

    @Test
    void theReasonFollowsAFileThatWasRejectedByWhoDiedRightAfterThat() throws Exception {
        spool.pods().open(RUN);
        Files.writeString(spool.pods().path(RUN).resolve(".a.reason"), "It is bad.");
        Files.writeString(spool.root().resolve("failed/a.conf"), "bad [");
        enlist(dead());

        tick();

        assertThat(Spools.text(spool, "failed/a.reason")).isEqualTo("It is bad.");
    }

    @Test
    void aPodThatCanNotBeFencedIsToldOfAndTheOthersAreNotLeft() throws Exception {
        inPod("a", Spools.JOB);
        inPod("b", Spools.JOB, new Run("x", 1));
        enlist(dead());
        enlist(dead(), "x", new WorkerRecord.Idle());
        Path inTheWay = spool.root().resolve(".fjd/morgue/w.1@r");
        Files.createDirectories(inTheWay.resolve("odd"));

        tick();

        assertThat(heard.lines()).anyMatch(line -> line.startsWith("trouble "));
        assertThat(Spools.names(spool, "retryqueue")).contains("b@x.1.conf");
    }

    @Test
    void anEntryThatCanNotBeSentOnIsToldOfAndTheOthersAreNotLeft() throws Exception {
        Path job = inPod("a", Spools.JOB);
        spool.archive().record(job, outcome(State.FAILED));
        inPod("b", Spools.JOB, new Run("x", 1));
        spool.morgue().fence(RUN, "r");
        spool.morgue().fence(new Run("x", 1), "r");
        Path failed = spool.root().resolve("failed");
        Files.delete(failed);
        Files.createSymbolicLink(failed, failed); // no name can be had there

        tick();

        assertThat(heard.lines()).anyMatch(line -> line.startsWith("trouble "));
        assertThat(Spools.names(spool, "retryqueue")).containsExactly("b@x.1.conf");
        assertThat(Spools.names(spool, ".fjd/morgue")).containsExactly("w.1@r");
    }

    @Test
    void aLostWorkerThatHasNoPodIsStruckOffTheRoll() throws Exception {
        enlist(dead());
        tick();
        assertThat(spool.roll().names()).isEmpty();
        assertThat(heard.lines()).containsExactly("lost w");
        tick();
        assertThat(heard.lines()).hasSize(1);
    }

    @Test
    void aWorkerThatLeavesJustAsItIsLookedForIsNotCalledLost() throws Exception {
        Machine machine = Spools.whereItEnds(spool, "w", 0);
        enlist(Spools.ENDING);
        liveness = new Liveness(machine, LEASE, time);
        reaper = new Reaper(spool, machine, "r", liveness, heard);
        tick();
        assertThat(heard.lines()).isEmpty();
    }

    /** Also where the last reading of its record was some looks ago. */
    @Test
    void aWorkerThatBeatsAgainJustBeforeItWouldBeCalledLostIsNot() throws Exception {
        int silent = 0;
        while (!isLostAfter(silent)) {
            assertThat(spool.roll().beat(Spools.worker("w", Spools.elsewhere(1), 2))).isTrue();
            tick();
            assertThat(heard.lines()).as("silent for %d s", silent).isEmpty();
            silent++;
        }
        assertThat(silent).isGreaterThan((int) LEASE.toSeconds());
    }

    private boolean isLostAfter(int seconds) throws Exception {
        open();
        enlist(Spools.elsewhere(1));
        for (int second = 0; second < seconds; second++) {
            tick();
            time.pass(Duration.ofSeconds(1));
        }
        return !heard.lines().isEmpty();
    }

    /** By an old listing of the roll, or because it has enlisted only since then. */
    @Test
    void whatAWorkerHasInTheMorgueIsLeftToItWhereItIsMissedOnce() throws Exception {
        inPod("a", Spools.JOB);
        spool.morgue().fence(RUN, "w");
        tick();
        enlist(Spools.elsewhere(1));
        tick();
        tick();

        assertThat(Spools.names(spool, ".fjd/morgue")).containsExactly("w.1@w");
        assertThat(heard.lines()).isEmpty();
    }

    @Test
    void aJobWithoutARecordIsNotedAsLostAndQueuedAgain() throws Exception {
        inPod("a", Spools.JOB);
        enlist(dead());
        spool.workerQueue().announce(RUN);
        spool.requests().ask("w", Leave.NOW);

        tick();

        assertThat(Spools.files(spool)).containsExactly("retryqueue/a@w.1.conf");
        assertThat(Spools.text(spool, "retryqueue/a@w.1.conf"))
                .startsWith(Spools.JOB + "\n[attempt.1]\nstate = lost\nrun = w.1\n")
                .contains("\nreaper = r\nlost-in-a-row = 1\n");
        assertThat(heard.lines()).containsExactly("lost w", "reaped a lost");
        assertThat(Spools.names(spool, "jobpods")).isEmpty();
        assertThat(Spools.names(spool, ".fjd/morgue")).isEmpty();
    }

    @Test
    void aJobWithAWholeResultIsPublishedWhereThatSays() throws Exception {
        Path job = inPod("a", Spools.JOB);
        spool.archive().note(job, outcome(State.FAILED));
        Files.writeString(job, Files.readString(job).replace("attempt.1", "result"));
        String before = Files.readString(job);
        enlist(dead());

        tick();

        assertThat(Spools.files(spool)).containsExactly("failed/a.conf");
        assertThat(Spools.text(spool, "failed/a.conf")).isEqualTo(before);
    }

    @Test
    void aJobThatWasGivenBackIsQueuedWithoutAnotherNote() throws Exception {
        Path job = inPod("a", Spools.JOB);
        spool.archive().note(job, outcome(State.RETURNED));
        String before = Files.readString(job);
        enlist(dead());

        tick();

        assertThat(Spools.text(spool, "retryqueue/a@w.1.conf")).isEqualTo(before);
        assertThat(Spools.history(spool.root().resolve("retryqueue/a@w.1.conf")).attempt())
                .isEqualTo(1);
    }

    @Test
    void ofALostRunItIsNotedWhereItWasAndSinceWhen() throws Exception {
        Instant since = Instant.parse("2029-06-01T12:00:00.123456Z");
        enlist(dead(), "node1-4711-abc", new WorkerRecord.Busy("a", since, 5));
        inPod("a", Spools.JOB, new Run("node1-4711-abc", 2));

        tick();

        assertThat(Spools.text(spool, "retryqueue/a@node1-4711-abc.2.conf"))
                .contains("\nhost = node1\nstarted = 2029-06-01T12:00:00.123Z\nended = ");
    }

    @Test
    void ofALostRunItIsNotedWhereItsOutputIs() throws Exception {
        inPod("a", Spools.JOB);
        Path first = spool.logs().create(Spools.name("a"), RUN);
        Files.setLastModifiedTime(first, FileTime.from(time.now()));
        enlist(dead());
        tick();
        Run next = new Run("x", 1);
        spool.pods().open(next);
        Path queued = spool.root().resolve("retryqueue/a@w.1.conf");
        spool.jobQueue().assign(spool.jobQueue().look(queued).orElseThrow(), next);
        spool.logs().create(Spools.name("a"), next);
        tick();
        tick();

        History history = Spools.history(spool.root().resolve("retryqueue/a@x.1.conf"));
        assertThat(history.of(RUN).orElseThrow().detail("log")).contains("logs/a.log");
        assertThat(history.of(next).orElseThrow().detail("log")).contains("logs/a@x.1.log");
    }

    @Test
    void theOutputOfAnotherRunIsNotThatOfTheLostOne() throws Exception {
        inPod(
                "a",
                Spools.JOB
                        + "\n[attempt.1]\nstate = failed\nrun = v.1\nlog = logs/a.log\nwhole = yes\n");
        Path failed = spool.logs().create(Spools.name("a"), new Run("v", 1));
        Files.setLastModifiedTime(failed, FileTime.from(time.now()));
        inPod("b", Spools.JOB, new Run("w", 2));
        Path older = spool.logs().create(Spools.name("b"), new Run("v", 1));
        Files.setLastModifiedTime(older, FileTime.from(Instant.EPOCH));
        enlist(dead());
        tick();

        assertThat(Spools.text(spool, "retryqueue/a@w.1.conf")).containsOnlyOnce("\nlog = ");
        assertThat(Spools.text(spool, "retryqueue/b@w.2.conf")).doesNotContain("\nlog = ");
    }

    @Test
    void theStartOfAnEarlierRunIsNotThatOfTheLostOne() throws Exception {
        Instant since = Instant.parse("2029-06-01T12:00:00.123Z");
        enlist(dead(), "node1-4711-abc", new WorkerRecord.Busy("a", since, 5));
        String earlier =
                "\n[attempt.1]\nstate = failed\nrun = node1-4711-abc.1\nstarted = %s\nwhole = yes\n"
                        .formatted(since);
        inPod("a", Spools.JOB + earlier, new Run("node1-4711-abc", 2));

        tick();

        assertThat(Spools.text(spool, "retryqueue/a@node1-4711-abc.2.conf"))
                .contains("\nhost = node1\nended = ");
    }

    @Test
    void theStartOfAnotherJobIsNotThatOfTheLostOne() throws Exception {
        Instant since = Instant.parse("2029-06-01T12:00:00.123Z");
        enlist(dead(), "node1-4711-abc", new WorkerRecord.Busy("b", since, 5));
        inPod("a", Spools.JOB, new Run("node1-4711-abc", 2));

        tick();

        assertThat(Spools.text(spool, "retryqueue/a@node1-4711-abc.2.conf"))
                .contains("\nhost = node1\nended = ");
    }

    @Test
    void aJobThatFailedBeforeIsToldWhenItsLostRunBegan() throws Exception {
        Instant since = Instant.parse("2029-06-01T12:00:00.123Z");
        enlist(dead(), "node1-4711-abc", new WorkerRecord.Busy("a", since, 5));
        String earlier =
                "\n[attempt.1]\nstate = failed\nrun = node1-4711-abc.1\nstarted = %s\nwhole = yes\n"
                        .formatted(since.minusSeconds(60));
        inPod("a", Spools.JOB + earlier, new Run("node1-4711-abc", 2));

        tick();

        assertThat(Spools.text(spool, "retryqueue/a@node1-4711-abc.2.conf"))
                .contains("\nhost = node1\nstarted = 2029-06-01T12:00:00.123Z\nended = ");
    }

    @Test
    void aTornResultCountsAsNone() throws Exception {
        inPod("a", Spools.JOB + "\n[result]\nstate = done\nrun = w.1\nwhole = ye");
        enlist(dead());
        tick();

        assertThat(Spools.names(spool, "done")).isEmpty();
        assertThat(Spools.names(spool, "retryqueue")).hasSize(1);
    }

    @Test
    void theFifthLostWorkerInARowEndsTheJob() throws Exception {
        StringBuilder content = new StringBuilder(Spools.JOB);
        for (int i = 1; i < Reaper.CRASH_LIMIT; i++) {
            content.append(
                    "\n[attempt.%d]\nstate = lost\nrun = x.%d\nwhole = yes\n".formatted(i, i));
        }
        inPod("a", content.toString());
        enlist(dead());

        tick();

        assertThat(Spools.files(spool)).containsExactly("failed/a.conf");
        History history = Spools.history(spool.root().resolve("failed/a.conf"));
        assertThat(history.result()).map(Outcome::state).contains(State.LOST);
        assertThat(heard.lines()).containsExactly("lost w", "reaped a lost");
    }

    @Test
    void theFourthLostWorkerInARowDoesNot() throws Exception {
        StringBuilder content = new StringBuilder(Spools.JOB);
        for (int i = 1; i < Reaper.CRASH_LIMIT - 1; i++) {
            content.append(
                    "\n[attempt.%d]\nstate = lost\nrun = x.%d\nwhole = yes\n".formatted(i, i));
        }
        inPod("a", content.toString());
        enlist(dead());
        tick();

        assertThat(Spools.names(spool, "retryqueue")).hasSize(1);
    }

    @Test
    void aWorkerOfAnotherMachineIsLostOnlyAfterTheLease() throws Exception {
        inPod("a", Spools.JOB);
        enlist(Spools.elsewhere(1));
        for (int i = 0; i <= 100; i++) {
            tick();
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(spool.roll().has("w")).isTrue();
        assertThat(Spools.names(spool, "jobpods")).hasSize(1);

        tick();
        assertThat(heard.lines()).containsExactly("lost w", "reaped a lost");
        assertThat(Spools.text(spool, "retryqueue/a@w.1.conf"))
                .contains("could not be ended from " + Machine.here().host());
    }

    @Test
    void withAWorkerGoesItsAnnouncementAndWhatWasAskedOfIt() throws Exception {
        spool.pods().open(RUN);
        spool.workerQueue().announce(RUN);
        enlist(dead());
        spool.requests().ask("w", Leave.WHEN_DONE);
        tick();

        assertThat(heard.lines()).containsExactly("lost w");
        assertThat(Spools.names(spool, ".fjd/workers")).isEmpty();
        assertThat(Spools.names(spool, ".fjd/requests")).isEmpty();
        tick();
        assertThat(Spools.names(spool, "jobpods")).isEmpty();
        assertThat(Spools.names(spool, "workerqueue")).isEmpty();
    }

    @Test
    void aWorkerWhoseCounterChangesIsNeverLost() throws Exception {
        enlist(Spools.elsewhere(1));
        for (int i = 2; i < 500; i++) {
            spool.roll().beat(Spools.worker("w", Spools.elsewhere(1), i / 90));
            tick();
            time.pass(Duration.ofSeconds(1));
        }

        assertThat(heard.lines()).isEmpty();
    }

    @Test
    void podsOfAWorkerWhoIsNotOnTheRollAreFencedAtTheSecondLook() throws Exception {
        inPod("a", Spools.JOB);
        spool.workerQueue().announce(new Run("v", 7));

        tick();
        assertThat(Spools.names(spool, "jobpods")).hasSize(1);
        assertThat(Spools.names(spool, "workerqueue")).hasSize(1);
        tick();
        assertThat(Spools.files(spool)).containsExactly("retryqueue/a@w.1.conf");
    }

    /** Or was there all the time, and two listings in a row were old. */
    @Test
    void aWorkerThatEnlistsAgainAfterTheListingIsLeftAlone() throws Exception {
        inPod("a", Spools.JOB);
        tick();
        liveness.look(Duration.ZERO);
        time.atNextReading(
                () -> assertThatCode(() -> enlist(Spools.elsewhere(1))).doesNotThrowAnyException());
        reaper.tick();
        assertThat(Spools.names(spool, "jobpods")).hasSize(1);
        assertThat(spool.roll().has("w")).isTrue();
    }

    @Test
    void anotherOneGoesOnAfterTheWorkerWasStruckOff() throws Exception {
        inPod("a", Spools.JOB);
        spool.workerQueue().announce(RUN);
        tick();
        tick();

        assertThat(Spools.files(spool)).containsExactly("retryqueue/a@w.1.conf");
    }

    @Test
    void anotherOneGoesOnAfterTheFence() throws Exception {
        inPod("a", Spools.JOB);
        spool.workerQueue().announce(RUN);
        spool.morgue().fence(RUN, "dead reaper");
        tick();
        tick();

        assertThat(Spools.files(spool)).containsExactly("retryqueue/a@w.1.conf");
        assertThat(Spools.text(spool, "retryqueue/a@w.1.conf")).containsOnlyOnce("[attempt");
    }

    @Test
    void anotherOneGoesOnAfterTheNote() throws Exception {
        inPod("a", Spools.JOB);
        Morgue.Entry entry = spool.morgue().fence(RUN, "dead").orElseThrow();
        spool.archive().note(entry.jobs().get(0), outcome(State.LOST));
        String noted = Files.readString(entry.jobs().get(0));
        tick();
        tick();

        assertThat(Spools.text(spool, "retryqueue/a@w.1.conf")).isEqualTo(noted);
    }

    @Test
    void anotherOneGoesOnAfterTheJobWasSent() throws Exception {
        inPod("a", Spools.JOB);
        Morgue.Entry entry = spool.morgue().fence(RUN, "dead").orElseThrow();
        spool.jobQueue().putBack(entry.jobs().get(0), Spools.name("a"), RUN);
        tick();
        tick();

        assertThat(spool.morgue().entries()).isEmpty();
        assertThat(Spools.names(spool, "retryqueue")).hasSize(1);
    }

    @Test
    void lostIsFinalThoughTheWorkerWritesAResultLater() throws Exception {
        inPod("a", Spools.JOB);
        Morgue.Entry entry = spool.morgue().fence(RUN, "dead").orElseThrow();
        Path job = entry.jobs().get(0);
        spool.archive().note(job, outcome(State.LOST));
        Files.writeString(
                job, Files.readString(job) + "\n[result]\nstate = done\nrun = w.1\nwhole = yes\n");
        tick();
        tick();

        assertThat(Spools.names(spool, "done")).isEmpty();
        assertThat(Spools.names(spool, "retryqueue")).containsExactly("a@w.1.conf");
    }

    @Test
    void aJobWhoseNameIsTooLongForTheRetryQueueIsRejected() throws Exception {
        inPod("x".repeat(200), Spools.JOB);
        enlist(dead());
        tick();

        assertThat(Spools.names(spool, "failed"))
                .containsExactly("x".repeat(180) + ".conf", "x".repeat(180) + ".reason");
        assertThat(Spools.names(spool, ".fjd/morgue")).isEmpty();
        assertThat(heard.lines()).contains("reaped " + "x".repeat(200) + " failed");
    }

    @Test
    void whatIsNoPlainFileAnyMoreIsRejected() throws Exception {
        Path job = inPod("a", Spools.JOB);
        Files.delete(job);
        Files.createDirectory(job);
        enlist(dead());
        tick();

        assertThat(Spools.names(spool, "failed")).containsExactly("a.conf", "a.reason");
        assertThat(heard.lines()).contains("reaped a failed");
    }

    @Test
    void whatElseIsInAPodGoesToTheStrays() throws Exception {
        Path job = inPod("a", Spools.JOB);
        Files.writeString(job.resolveSibling("core"), "x");
        enlist(dead());
        tick();

        assertThat(Spools.files(spool))
                .containsExactly(".fjd/strays/w.1/core", "retryqueue/a@w.1.conf");
    }

    @Test
    void aRecordIsReadAgainEveryFourSeconds() throws Exception {
        enlist(Spools.elsewhere(1));
        tick();
        spool.roll().strike("w");
        enlist(dead());
        time.pass(Duration.ofSeconds(4).minusNanos(1));
        tick();
        assertThat(heard.lines()).isEmpty();

        time.pass(Duration.ofNanos(1));
        tick();
        assertThat(heard.lines()).containsExactly("lost w");
    }

    @Test
    void aResultOfAnEarlierRunDoesNotSettleThisOne() throws Exception {
        inPod("a", Spools.JOB + "\n[result]\nstate = failed\nrun = v.1\nwhole = yes\n");
        enlist(dead());
        tick();

        assertThat(Spools.files(spool)).containsExactly("retryqueue/a@w.1.conf");
        assertThat(heard.lines()).containsExactly("lost w", "reaped a lost");
    }

    @Test
    void tellsWhereItSentAJobThatHadEnded() throws Exception {
        inPod("a", Spools.JOB + "\n[result]\nstate = failed\nrun = w.1\nwhole = yes\n");
        enlist(dead());
        tick();

        assertThat(Spools.files(spool)).containsExactly("failed/a.conf");
        assertThat(heard.lines()).containsExactly("lost w", "reaped a failed");
    }

    @Test
    void tellsOfAJobThatItRejected() throws Exception {
        Path job = inPod("a", Spools.JOB);
        Files.delete(job);
        Files.createDirectory(job);
        enlist(dead());
        tick();

        assertThat(Spools.text(spool, "failed/a.reason")).contains("no plain file");
        assertThat(heard.lines()).containsExactly("lost w", "reaped a failed");
    }

    @Test
    void notesThatProcessesOfAnotherHostCouldNotBeEnded() throws Exception {
        inPod("a", Spools.JOB);
        enlist(dead());
        tick();

        assertThat(Spools.text(spool, "retryqueue/a@w.1.conf"))
                .contains("\nnote = what it left running could not be ended from ");
    }

    @Test
    void notesNothingOfProcessesOfItsOwnHost() throws Exception {
        Run run = new Run(Machine.here().host() + "-4711-abc", 1);
        spool.pods().open(run);
        spool.jobQueue().assign(spool.jobQueue().look(Spools.drop(spool, "a")).orElseThrow(), run);
        tick();
        tick();

        assertThat(Spools.text(spool, "retryqueue/a@" + run + ".conf"))
                .contains("\nstate = lost\n")
                .doesNotContain("note =");
    }

    @Test
    void aJobThatCanNotBeSentOnIsKeptAndToldOfAndTriedAgain() throws Exception {
        inPod("a", Spools.JOB);
        enlist(dead());
        Path queue = spool.root().resolve("retryqueue");
        Files.delete(queue);
        Files.writeString(queue, "in the way");
        tick();
        assertThat(heard.lines()).anyMatch(line -> line.startsWith("trouble "));
        assertThat(Spools.names(spool, ".fjd/morgue")).containsExactly("w.1@r");

        Files.delete(queue);
        Files.createDirectory(queue);
        tick();
        assertThat(Spools.text(spool, "retryqueue/a@w.1.conf")).containsOnlyOnce("[attempt");
    }
}
