package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.fjd.job.Durations;
import org.fjd.job.History;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.PackWriter;
import org.fjd.spool.PackedFile;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spools;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A worker goes by what its job's {@code [control]} asks for. */
class WorkerKeysTest extends SteppedWorker {

    WorkerKeysTest() throws IOException {}

    private long runs;

    @BeforeEach
    void enlist() throws Exception {
        worker.tick();
    }

    private Run next() {
        return new Run(worker.name(), runs + 1);
    }

    /** Puts a file into the announced pod, as a dispatcher does, and gives the worker a step. */
    private Run begin(Path queued) throws Exception {
        Run run = next();
        runs++;
        assign(queued, run);
        worker.tick();
        return run;
    }

    private Run begin(String name, String keys) throws Exception {
        return begin(Spools.drop(spool, name, Spools.JOB + keys + "\n"));
    }

    private void exits(int code) throws Exception {
        runner.last().exits(code);
        ticks(4);
    }

    private Outcome ended(String file) throws IOException {
        return Spools.history(spool.root().resolve(file)).result().orElseThrow();
    }

    private static String detail(Outcome outcome, String key) {
        return outcome.details().stream()
                .filter(detail -> detail.key().equals(key))
                .map(detail -> detail.value())
                .reduce("", String::concat);
    }

    private Path retried(String job, Run run) {
        return spool.root().resolve("retryqueue").resolve(job + "@" + run + ".conf");
    }

    @ParameterizedTest
    @CsvSource({"0, failed", "3, done", "9, failed", "10, done", "20, done", "21, failed"})
    void anExitCodeIsASuccessIfItIsAmongThoseNamed(int exit, String place) throws Exception {
        begin("a", "success: 3 10-20");
        exits(exit);
        assertThat(Spools.names(spool, place)).containsExactly("a.conf");
        assertThat(ended(place + "/a.conf").state().word()).isEqualTo(place);
        assertThat(detail(ended(place + "/a.conf"), "exit")).isEqualTo(Integer.toString(exit));
    }

    @Test
    void aJobThatFailsIsTriedAgainAsOftenAsItAsksFor() throws Exception {
        Run first = begin("a", "retries: 2\nretry-delay: 1500ms\nretry-growth: 4");
        exits(1);
        assertThat(Spools.names(spool, "failed")).isEmpty();
        Outcome attempt = Spools.history(retried("a", first)).of(first).orElseThrow();
        assertThat(attempt.state()).isEqualTo(State.FAILED);
        assertThat(detail(attempt, "exit")).isEqualTo("1");
        assertThat(detail(attempt, "retry-in")).isEqualTo("1500ms");
        assertThat(Spools.history(retried("a", first)).result()).isEmpty();

        Run second = begin(retried("a", first));
        assertThat(runner.last().order().environment()).containsEntry("FJD_ATTEMPT", "2");
        exits(2);
        Outcome again = Spools.history(retried("a", second)).of(second).orElseThrow();
        assertThat(Durations.parse(detail(again, "retry-in"))).contains(Duration.ofSeconds(6));

        begin(retried("a", second));
        exits(3);
        Outcome end = ended("failed/a.conf");
        assertThat(detail(end, "exit")).isEqualTo("3");
        assertThat(detail(end, "retry-in")).isEmpty();
        assertThat(Spools.names(spool, "retryqueue")).isEmpty();
    }

    @Test
    void withoutADelayNothingIsSaidOfOne() throws Exception {
        Run run = begin("a", "retries: 1");
        exits(1);
        assertThat(Spools.text(spool, "retryqueue/a@" + run + ".conf"))
                .contains("[attempt.1]")
                .doesNotContain("retry-in");
    }

    private void clingsToTheEndOfItsTime() throws Exception {
        runner.last().clings();
        time.pass(Duration.ofSeconds(1));
        ticks(1);
        time.pass(Duration.ofMinutes(1));
        ticks(5);
    }

    @Test
    void whatCouldNotBeEndedOfATryIsSaidOfThat() throws Exception {
        Run run = begin("a", "timeout: 1s\nretries: 1");
        clingsToTheEndOfItsTime();
        Outcome attempt = Spools.history(retried("a", run)).of(run).orElseThrow();
        assertThat(detail(attempt, "note")).isEqualTo("what it left running could not be ended");
    }

    @Test
    void allThatIsToBeNotedOfAnEndIs() throws Exception {
        begin("a", "timeout: 1s");
        Path values = Path.of(runner.last().order().environment().get("FJD_VALUES"));
        Files.writeString(spool.root().resolve(values.toString()), "odd\n");
        clingsToTheEndOfItsTime();
        assertThat(detail(ended("failed/a.conf"), "note"))
                .isEqualTo(
                        "what it left running could not be ended; lines of its values that are not 'name = value': 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdout", "stderr"})
    void aJobDoesNotPrintIntoADirectory(String key) throws Exception {
        begin("a", key + ": jobqueue");
        ticks(4);
        assertThat(runner.started()).isEmpty();
        assertThat(detail(ended("failed/a.conf"), "reason"))
                .endsWith("/jobqueue: a directory can't be printed into. Name a file.");
    }

    @Test
    void onlyTheExitCodesNamedAreWorthAnotherTry() throws Exception {
        Run run = begin("a", "retries: 5\nretry-on: 75");
        exits(75);
        begin(retried("a", run));
        exits(1);
        assertThat(ended("failed/a.conf").state()).isEqualTo(State.FAILED);
    }

    @Test
    void aJobThatIsReturnedHasAllItsRetriesLeft() throws Exception {
        Run run = begin("a", "retries: 1");
        worker.leave(Leave.NOW);
        ticks(6);
        History history = Spools.history(retried("a", run));
        assertThat(history.of(run)).map(Outcome::state).contains(State.RETURNED);
        assertThat(history.failedInARow()).isZero();
    }

    @Test
    void aJobIsEndedWhenItsTimeIsOver() throws Exception {
        begin("a", "timeout: 90s");
        time.pass(Duration.ofSeconds(90).minusNanos(1));
        ticks(3);
        assertThat(runner.last().wasEnded()).isFalse();

        time.pass(Duration.ofNanos(1));
        ticks(4);
        Outcome end = ended("failed/a.conf");
        assertThat(end.state()).isEqualTo(State.TIMED_OUT);
        assertThat(detail(end, "exit")).isEqualTo("143");
        assertThat(detail(end, "signal")).isEqualTo("TERM");
        assertThat(detail(end, "timeout")).isEqualTo("90s");
    }

    @Test
    void aJobThatEndedByItselfAtTheLastMomentIsJudgedAsItEnded() throws Exception {
        begin("a", "timeout: 90s");
        time.pass(Duration.ofHours(1));
        exits(0);
        assertThat(ended("done/a.conf").state()).isEqualTo(State.DONE);
        assertThat(runner.last().wasEnded()).isFalse();
    }

    @Test
    void aJobThatTimesOutIsTriedAgainIfItAsksForThat() throws Exception {
        Run run = begin("a", "timeout: 1s\nretries: 1");
        time.pass(Duration.ofSeconds(1));
        ticks(4);
        Outcome attempt = Spools.history(retried("a", run)).of(run).orElseThrow();
        assertThat(attempt.state()).isEqualTo(State.TIMED_OUT);
    }

    @Test
    void aJobThatDoesNotListenIsKilledAfterItsOwnGrace() throws Exception {
        begin("a", "timeout: 1s\nkill-after: 30s");
        runner.last().turnsDeaf();
        time.pass(Duration.ofSeconds(1));
        ticks(3);
        time.pass(Duration.ofSeconds(30).minusNanos(1));
        ticks(3);
        assertThat(runner.last().wasEnded()).isFalse();
        time.pass(Duration.ofNanos(1));
        ticks(1);
        assertThat(runner.last().wasEnded()).isTrue();
    }

    @Test
    void theGraceIsShortForAWorkerThatIsItselfBeingEnded() throws Exception {
        begin("a", "kill-after: 1h");
        runner.last().turnsDeaf();
        worker.leaveNow();
        ticks(2);
        time.pass(Duration.ofSeconds(19));
        ticks(2);
        assertThat(runner.last().wasEnded()).isFalse();
        time.pass(Duration.ofSeconds(1));
        ticks(1);
        assertThat(runner.last().wasEnded()).isTrue();
    }

    @Test
    void aJobIsCancelledOnRequestAndNotTriedAgain() throws Exception {
        Run run = begin("a", "retries: 3");
        spool.requests().cancel(run);
        time.pass(Duration.ofSeconds(6));
        worker.beat();
        ticks(4);
        Outcome end = ended("failed/a.conf");
        assertThat(end.state()).isEqualTo(State.CANCELLED);
        assertThat(detail(end, "signal")).isEqualTo("TERM");
        assertThat(runner.last().wasEnded()).isTrue();
        ticks(1);
        assertThat(Spools.names(spool, ".fjd/requests")).isEmpty();
    }

    @Test
    void aJobIsCancelledThoughItIsJustBeingReturned() throws Exception {
        Run run = begin("a", "kill-after: 10s");
        runner.last().turnsDeaf();
        worker.leave(Leave.NOW);
        ticks(2);
        spool.requests().cancel(run);
        worker.beat();
        time.pass(Duration.ofSeconds(10));
        ticks(4);
        assertThat(ended("failed/a.conf").state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void aRequestThatComesAfterTheEndDoesNothingAndIsCleared() throws Exception {
        Run run = begin("a", "");
        runner.last().exits(0);
        spool.requests().cancel(run);
        worker.beat();
        ticks(4);
        assertThat(ended("done/a.conf").state()).isEqualTo(State.DONE);

        begin("b", "");
        exits(0);
        ticks(1);
        assertThat(ended("done/b.conf").state()).isEqualTo(State.DONE);
        assertThat(Spools.names(spool, ".fjd/requests")).isEmpty();
    }

    @Test
    void aRequestToTheRunOfAnotherWorkerIsLeftAlone() throws Exception {
        Run other = new Run("other-1-x", 1);
        begin("a", "");
        spool.requests().cancel(other);
        worker.beat();
        exits(0);
        ticks(2);
        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
        assertThat(Spools.names(spool, ".fjd/requests")).containsExactly(other + ".cancel");
    }

    @Test
    void aJobThatIsCancelledBeforeItsWorkerBeginsIsNotStarted() throws Exception {
        spool.requests().cancel(next());
        time.pass(Duration.ofSeconds(6));
        worker.heart.listen();
        begin("a", "");
        ticks(3);
        assertThat(runner.started()).isEmpty();
        assertThat(ended("failed/a.conf").state()).isEqualTo(State.CANCELLED);
    }

    @Test
    void requestsAreRemovedWhenTheWorkerLeaves() throws Exception {
        spool.requests().cancel(next());
        worker.leave(Leave.WHEN_DONE);
        ticks(4);
        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.names(spool, ".fjd/requests")).isEmpty();
    }

    @Test
    void theFilesThatAJobIsToMakeMustBeThereWhenItHasSucceeded() throws Exception {
        Path place = Files.createDirectories(spool.root().resolve("place"));
        begin("a", "directory: place\nexpects: out.dat 'b c'");
        Files.writeString(place.resolve("out.dat"), "1");
        Files.writeString(place.resolve("b c"), "1");
        exits(0);
        assertThat(ended("done/a.conf").state()).isEqualTo(State.DONE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aFileThatIsMissingOrEmptyIsWaitedForAndThenTheJobHasFailed(boolean empty)
            throws Exception {
        begin("a", "expects: out.dat");
        if (empty) {
            Files.createFile(spool.root().resolve("out.dat"));
        }
        runner.last().exits(0);
        ticks(4);
        time.pass(Duration.ofSeconds(5).minusNanos(1)); // of a spool without hints
        ticks(4);
        assertThat(Spools.names(spool, "failed")).isEmpty();
        time.pass(Duration.ofNanos(1));
        ticks(4);
        Outcome end = ended("failed/a.conf");
        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(detail(end, "exit")).isEqualTo("0");
        assertThat(detail(end, "wall")).isEqualTo("0.000");
        assertThat(detail(end, "reason"))
                .isEqualTo(
                        "the file out.dat, which it was to make, is "
                                + (empty ? "empty" : "missing"));
    }

    @Test
    void aFileThatShowsLateIsSeen() throws Exception {
        begin("a", "expects: out.dat");
        runner.last().exits(0);
        ticks(2);
        time.pass(Duration.ofSeconds(4));
        Files.writeString(spool.root().resolve("out.dat"), "1");
        ticks(4);
        assertThat(ended("done/a.conf").state()).isEqualTo(State.DONE);
    }

    @Test
    void aJobThatFailsNeedNotMakeItsFiles() throws Exception {
        begin("a", "expects: out.dat");
        exits(1);
        assertThat(detail(ended("failed/a.conf"), "reason")).isEmpty();
    }

    @Test
    void aMissingFileIsAFailureThatIsTriedAgain() throws Exception {
        Run run = begin("a", "expects: out.dat\nretries: 1");
        runner.last().exits(0);
        ticks(1);
        time.pass(Duration.ofSeconds(6));
        ticks(4);
        assertThat(retried("a", run)).exists();
    }

    @Test
    void whatAJobSaysOfItsResultsIsRecordedWithItsEnd() throws Exception {
        Run run = begin("a", "");
        Path values = Path.of(runner.last().order().environment().get("FJD_VALUES"));
        Path progress = Path.of(runner.last().order().environment().get("FJD_PROGRESS"));
        assertThat(values).hasToString("/spool/jobpods/" + run + "/values");
        Files.writeString(spool.root().resolve(values.toString()), "accuracy = 0.9\nodd\n");
        Files.writeString(spool.root().resolve(progress.toString()), "1/3\n2/3 fitting");
        assertThat(spool.pods().progress(run)).contains("2/3 fitting");
        exits(0);
        assertThat(Spools.text(spool, "done/a.conf"))
                .contains(
                        "\n[values]\naccuracy = 0.9\nrun = "
                                + run
                                + "\nwhole = yes\n\n[result]\nstate = done\n")
                .contains("\nnote = lines of its values that are not 'name = value': 1\n");
        assertThat(Spools.names(spool, ".fjd/strays")).isEmpty();
        assertThat(spool.pods().progress(run)).isEmpty();
    }

    @Test
    void whatARunThatIsTriedAgainSaidIsNotRecorded() throws Exception {
        Run run = begin("a", "retries: 1");
        Path pod = spool.root().resolve("jobpods/" + run);
        Files.writeString(pod.resolve("values"), "accuracy = 0.9\n");
        exits(1);
        assertThat(Spools.text(spool, "retryqueue/a@" + run + ".conf")).doesNotContain("accuracy");
        assertThat(Spools.names(spool, ".fjd/strays")).isEmpty();
        assertThat(Spools.names(spool, "jobpods/" + next())).isEmpty();
    }

    @Test
    void aKeyThatIsProbablyMisspeltIsRecordedAsAWarning() throws Exception {
        begin("a", "retires: 1\nprioritty: 3");
        exits(0);
        assertThat(detail(ended("done/a.conf"), "warning")).contains("retires", "prioritty");
    }

    @Test
    void ofManyWarningsTheFirstAreRecorded() throws Exception {
        begin("a", "x1: 1\nx2: 1\nx3: 1\nx4: 1\nx5: 1\nx6: 1\nx7: 1");
        exits(0);
        assertThat(detail(ended("done/a.conf"), "warning"))
                .contains("x5")
                .doesNotContain("x6")
                .endsWith(" And 2 more like these.");
    }

    @Test
    void variablesOfTheJobAreSetAndThoseOfFjdToo() throws Exception {
        Run run = begin("a", "nice: 7\n[environment]\nOMP_NUM_THREADS = 4\nempty =");
        assertThat(runner.last().order().environment())
                .containsEntry("OMP_NUM_THREADS", "4")
                .containsEntry("empty", "")
                .containsEntry("FJD_POD", run.toString());
        assertThat(runner.last().order().nice()).isEqualTo(7);
    }

    @Test
    void aJobRunsAfterThoseThatAreDone() throws Exception {
        Files.writeString(spool.root().resolve("done/x.conf"), "1");
        Path failed = Files.writeString(spool.root().resolve("failed/y.conf"), "1");
        Files.setLastModifiedTime(failed, FileTime.from(Instant.EPOCH));
        Files.writeString(spool.root().resolve("done/y~2.conf"), "1");
        begin("a", "after: x y");
        assertThat(runner.started()).hasSize(1);
    }

    @Test
    void aJobRunsAfterOneThatIsPacked() throws Exception {
        Path done = Files.writeString(spool.root().resolve("done/x.conf"), "1");
        try (PackWriter writer = spool.packs().write("1")) {
            writer.add(PackedFile.Place.DONE, done);
            assertThat(spool.packs().remove(writer.publish().get(0))).isTrue();
        }
        begin("a", "after: x");
        assertThat(runner.started()).hasSize(1);
    }

    @Test
    void aJobIsNotRunAfterOneThatFailed() throws Exception {
        Files.writeString(spool.root().resolve("done/x.conf"), "1");
        Files.writeString(spool.root().resolve("failed/y~2.conf"), "1");
        begin("a", "after: x y\nretries: 3");
        ticks(3);
        assertThat(runner.started()).isEmpty();
        Outcome end = ended("failed/a.conf");
        assertThat(end.state()).isEqualTo(State.FAILED);
        assertThat(detail(end, "reason")).isEqualTo("it was to run after y, which failed");
        assertThat(spool.workerQueue().idle()).containsExactly(next());
    }

    @Test
    void aRejectedFileCountsAsFailedAndAReservationAsNothing() throws Exception {
        Files.createFile(spool.root().resolve("done/x.conf"));
        Files.createFile(spool.root().resolve("failed/x.conf"));
        Run run = begin("a", "after: x");
        ticks(3);
        assertThat(retried("a", run)).exists();

        Files.writeString(spool.root().resolve("failed/x.reason"), "It is empty.");
        begin(retried("a", run));
        ticks(3);
        assertThat(detail(ended("failed/a.conf"), "reason")).endsWith("x, which failed");
    }

    @Test
    void aJobThatIsToRunAfterOneThatHasNotEndedIsReturned() throws Exception {
        Spools.drop(spool, "x", Spools.JOB);
        Run run = begin("a", "after: x");
        ticks(3);
        assertThat(runner.started()).isEmpty();
        Outcome attempt = Spools.history(retried("a", run)).of(run).orElseThrow();
        assertThat(attempt.state()).isEqualTo(State.RETURNED);
        assertThat(detail(attempt, "reason"))
                .isEqualTo("it was to run after x, which has not ended");
    }

    @Test
    void aJobThatWaitsForItselfInACircleHasFailed() throws Exception {
        Files.writeString(spool.root().resolve("done/z.conf"), "1");
        Spools.drop(spool, "x", Spools.JOB + "after: z y");
        Spools.drop(spool, "y", Spools.JOB + "after: a");
        begin("a", "after: x");
        ticks(3);
        assertThat(detail(ended("failed/a.conf"), "reason"))
                .isEqualTo("it was to run after x, which waits for it in a circle");
    }

    @Test
    void aCircleIsSeenThroughAPodAndTheRetryQueueToo() throws Exception {
        Run elsewhere = new Run("other-1-x", 1);
        Files.writeString(
                spool.pods().open(elsewhere).path().resolve("x.conf"), Spools.JOB + "after: y");
        Files.writeString(
                spool.root().resolve("retryqueue/y@" + elsewhere + ".conf"),
                Spools.JOB + "after: a");
        begin("a", "after: x");
        ticks(3);
        assertThat(detail(ended("failed/a.conf"), "reason")).endsWith("in a circle");
    }

    @Test
    void itIsNoCircleIfANamesakeIsDone() throws Exception {
        Files.writeString(spool.root().resolve("done/a.conf"), "1");
        Spools.drop(spool, "x", Spools.JOB + "after: a");
        Run run = begin("a", "after: x");
        ticks(3);
        assertThat(retried("a", run)).exists();
    }

    @Test
    void aJobThatIsToRunAfterItselfWaitsInACircle() throws Exception {
        begin("a", "after: a");
        ticks(3);
        assertThat(detail(ended("failed/a.conf"), "reason")).endsWith("in a circle");
    }

    @Test
    void aDefaultThatIsWrittenWhileTheWorkerIsThereCountsForItsNextJob() throws Exception {
        Path settings = spool.root().resolve(".fjd/fjd.conf");
        Files.writeString(settings, "[control]\ntimeout = 1s\n[environment]\nSEED = 7\n");
        time.pass(Duration.ofSeconds(5));
        begin("a", "");
        assertThat(runner.last().order().environment()).containsEntry("SEED", "7");
        Files.writeString(settings, "[environment]\nSEED = 8\n");
        time.pass(Duration.ofSeconds(5));
        ticks(2);
        exits(0);
        assertThat(ended("failed/a.conf").state()).isEqualTo(State.TIMED_OUT);
        time.pass(Duration.ofSeconds(5));
        begin("b", "");
        assertThat(runner.last().order().environment()).containsEntry("SEED", "8");
    }
}
