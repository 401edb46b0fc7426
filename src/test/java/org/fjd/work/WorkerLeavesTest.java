package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.commons.io.file.PathUtils;
import org.fjd.job.Run;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A worker that is sent home, struck off the roll, fenced or cut off, in each of its phases. */
class WorkerLeavesTest extends SteppedWorker {

    WorkerLeavesTest() throws IOException {}

    private static final String STRUCK_OFF =
            "struck off the roll: what it was running is ended, and it begins anew";

    private static final Duration BETWEEN_TWO_LOOKS_AT_REQUESTS = Duration.ofMillis(250);

    private void assign(String name) throws Exception {
        assign(name, run(1));
    }

    private void runs(String name) throws Exception {
        worker.tick();
        assign(name);
        worker.tick();
    }

    /** Runs a job in the second pod while the third is announced. */
    private void runsAhead(String name) throws Exception {
        runs("short");
        runner.last().exits(0);
        ticks(4);
        assign(name, run(2));
        ticks(2);
        assertThat(spool.workerQueue().idle()).containsExactly(run(3));
    }

    private void hasLeftBehind(String... files) throws IOException {
        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.files(spool)).containsExactly(files);
        assertThat(Spools.names(spool, "jobpods")).isEmpty();
        assertThat(Spools.names(spool, ".fjd/morgue")).isEmpty();
    }

    /** What a reaper does to a worker that it takes for dead. */
    private void strikeAndFence() throws IOException {
        spool.roll().strike(worker.name());
        for (Run run : spool.pods().runs()) {
            spool.morgue().fence(run, "r");
            spool.workerQueue().withdraw(run);
        }
    }

    private void hasBegunAnew() throws IOException {
        hasBegunAnewAs(2);
    }

    private void hasBegunAnewAs(long number) throws IOException {
        assertThat(spool.roll().has(worker.name())).isTrue();
        assertThat(spool.pods().runs()).containsExactly(run(number));
        assertThat(spool.workerQueue().idle()).containsExactly(run(number));
        assertThat(spool.workerQueue().taken()).isEmpty();
        assertThat(log).containsOnlyOnce(STRUCK_OFF);
    }

    @ParameterizedTest
    @EnumSource(Leave.class)
    void leavesBeforeItHasAPod(Leave leave) throws Exception {
        worker.leave(leave);
        ticks(3);
        hasLeftBehind();
    }

    @ParameterizedTest
    @EnumSource(Leave.class)
    void leavesWhileIdle(Leave leave) throws Exception {
        worker.tick();
        spool.requests().ask(worker.name(), leave);
        worker.beat();
        ticks(3);
        hasLeftBehind();
    }

    @Test
    void leavesNowThoughItCanNotWriteTheRequestThatWouldWakeIt() throws Exception {
        runs("a");
        Files.delete(spool.requests().directory());
        worker.leaveNow();
        ticks(5);
        hasLeftBehind("retryqueue/a@" + run(1) + ".conf");
    }

    @Test
    void isWokenByARequestOfItsOwnWhenItIsToLeaveNow() throws Exception {
        worker.tick();
        worker.leaveNow();

        assertThat(spool.requests().to(worker.name())).contains(Leave.NOW);
    }

    @Test
    void hearsAfterItsJobWhatWasAskedAndAnnouncesNothingMore() throws Exception {
        runs("a");
        spool.requests().ask(worker.name(), Leave.WHEN_DONE);
        time.pass(BETWEEN_TWO_LOOKS_AT_REQUESTS);
        runner.last().exits(0);
        ticks(5);
        hasLeftBehind("done/a.conf");
    }

    @Test
    void finishesItsJobBeforeItLeaves() throws Exception {
        runs("a");
        worker.leave(Leave.WHEN_DONE);
        ticks(3);
        assertThat(worker.isGone()).isFalse();
        assertThat(runner.last().wasEnded()).isFalse();

        runner.last().exits(0);
        ticks(5);
        hasLeftBehind("done/a.conf");
    }

    @Test
    void endsItsJobAndGivesItBackWhenItIsToLeaveNow() throws Exception {
        runs("a");
        worker.leave(Leave.WHEN_DONE);
        worker.leave(Leave.NOW);
        ticks(5);

        assertThat(runner.last().wasEnded()).isTrue();
        String file = "retryqueue/a@" + run(1) + ".conf";
        hasLeftBehind(file);
        assertThat(Spools.text(spool, file)).contains("[attempt.1]\nstate = returned");
        assertThat(Spools.history(spool.root().resolve(file)).attempt()).isEqualTo(1);
    }

    @Test
    void saysInAJobThatItGivesBackWhatOfItCouldNotBeEnded() throws Exception {
        runs("a");
        runner.last().clings();
        worker.leave(Leave.NOW);
        ticks(1);
        time.pass(Duration.ofSeconds(5));
        ticks(5);

        assertThat(Spools.text(spool, "retryqueue/a@" + run(1) + ".conf"))
                .contains("\nnote = what it left running could not be ended\n");
    }

    @Test
    void aReturnedJobIsNotWrittenAgainThoughOnlyTheReplyToItsMoveWasLost() throws Exception {
        runs("a");
        worker.leave(Leave.NOW);
        ticks(2);
        Path job = spool.pods().jobs(run(1)).get(0);
        assertThat(Spools.text(spool, spool.root().relativize(job).toString()))
                .contains("returned");
        Path elsewhere = spool.pods().open(new Run("other", 1)).path().resolve("a.conf");
        Files.move(job, elsewhere); // a dispatcher had it before the worker looked for it
        ticks(5);

        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.files(spool)).containsExactly("jobpods/other.1/a.conf");
    }

    @Test
    void aJobThatWasNotBegunIsQueuedAgainAsItWas() throws Exception {
        worker.tick();
        assign("a");
        worker.leave(Leave.NOW);
        ticks(4);

        String file = "retryqueue/a@" + run(1) + ".conf";
        hasLeftBehind(file);
        assertThat(Spools.text(spool, file)).isEqualTo(Spools.JOB);
        assertThat(runner.started()).isEmpty();
    }

    @Test
    void aJobThatIsAssignedBetweenTheLastLookAndTheEndIsQueuedAgain() throws Exception {
        worker.tick();
        worker.leave(Leave.WHEN_DONE);
        worker.tick();
        assign("a");
        ticks(3);

        hasLeftBehind("retryqueue/a@" + run(1) + ".conf");
    }

    @Test
    void beginsAnewWhenItWasStruckOffWhileIdle() throws Exception {
        worker.tick();
        strikeAndFence();
        time.pass(Duration.ofSeconds(10));
        worker.beat();
        ticks(3);

        hasBegunAnew();
    }

    @Test
    void leavesWhatItHadToAnyReaperWhenItWasStruckOffButNotFenced() throws Exception {
        runsAhead("a");
        assign("next", run(3));
        spool.roll().strike(worker.name());
        time.pass(Duration.ofSeconds(5));
        worker.beat();
        ticks(3);

        assertThat(Spools.names(spool, ".fjd/morgue"))
                .containsExactly(run(2) + "@nobody", run(3) + "@nobody");
        assertThat(Spools.text(spool, ".fjd/morgue/" + run(2) + "@nobody/a.conf"))
                .isEqualTo(Spools.JOB);
        assertThat(Spools.text(spool, ".fjd/morgue/" + run(3) + "@nobody/next.conf"))
                .isEqualTo(Spools.JOB);
        hasBegunAnewAs(4);
    }

    @Test
    void withdrawsItsAnnouncementWhenItWasStruckOffButNotFenced() throws Exception {
        worker.tick();
        spool.roll().strike(worker.name());
        time.pass(Duration.ofSeconds(5));
        worker.beat();
        ticks(3);

        assertThat(Spools.names(spool, ".fjd/morgue")).containsExactly(run(1) + "@nobody");
        hasBegunAnew();
    }

    @Test
    void noticesWithoutItsHeartThatItWasStruckOffWhenItNeedsAPod() throws Exception {
        worker.tick();
        spool.workerQueue().take(run(1));
        time.pass(Duration.ofMillis(250));
        worker.tick();
        strikeAndFence();
        time.pass(Duration.ofSeconds(2));
        ticks(4);

        hasBegunAnewAs(3);
    }

    @Test
    void goesWhenTheWholeSpoolIsGone() throws Exception {
        worker.tick();
        PathUtils.deleteDirectory(spool.root());
        worker.beat();
        ticks(2);

        assertThat(worker.isGone()).isTrue();
        assertThat(Files.exists(spool.root())).isFalse();
        assertThat(log).contains("the spool is gone, and so is this worker");
    }

    @Test
    void writesNothingOfTheJobThatItRanWhenItWasStruckOff() throws Exception {
        runs("a");
        strikeAndFence();
        time.pass(Duration.ofSeconds(10));
        worker.beat();
        ticks(3);

        assertThat(runner.last().wasEnded()).isTrue();
        assertThat(Spools.text(spool, ".fjd/morgue/" + run(1) + "@r/a.conf")).isEqualTo(Spools.JOB);
        hasBegunAnew();
    }

    @Test
    void writesNothingOfAJobThatEndedAfterItWasFenced() throws Exception {
        runs("a");
        strikeAndFence();
        runner.last().exits(0);
        ticks(5);

        assertThat(Spools.names(spool, "done")).isEmpty();
        assertThat(Spools.text(spool, ".fjd/morgue/" + run(1) + "@r/a.conf")).isEqualTo(Spools.JOB);
        hasBegunAnew();
    }

    @Test
    void beginsAnewWhenAJobWasFencedAfterItsEndWasRecorded() throws Exception {
        runsAhead("a");
        runner.last().exits(0);
        ticks(2);
        assertThat(Spools.text(spool, "jobpods/" + run(2) + "/a.conf")).contains("[result]");
        strikeAndFence();
        ticks(3);

        assertThat(Spools.names(spool, "done")).containsExactly("short.conf");
        assertThat(Spools.text(spool, ".fjd/morgue/" + run(2) + "@r/a.conf")).contains("[result]");
        hasBegunAnewAs(4);
    }

    @Test
    void doesNotWriteAJobFileAgainAfterItWasStruckOff() throws Exception {
        runs("a");
        Files.delete(spool.pods().path(run(1)).resolve("a.conf"));
        spool.roll().strike(worker.name());
        runner.last().exits(0);
        ticks(5);

        assertThat(Spools.names(spool, ".fjd/morgue/" + run(1) + "@nobody")).isEmpty();
        assertThat(Spools.names(spool, "done")).isEmpty();
        hasBegunAnew();
    }

    @Test
    void doesNotWriteAJobFileAgainThatWasFencedAfterItsLastBeat() throws Exception {
        runs("a");
        runner.last().exits(0);
        worker.tick();
        Files.delete(spool.pods().path(run(1)).resolve("a.conf"));
        time.atNextReading(() -> assertThatCode(this::strikeAndFence).doesNotThrowAnyException());
        ticks(5);

        assertThat(Spools.names(spool, ".fjd/morgue/" + run(1) + "@r")).isEmpty();
        assertThat(Spools.names(spool, "done")).isEmpty();
        hasBegunAnew();
    }

    @Test
    void doesNotGiveBackAJobThatWasFenced() throws Exception {
        runs("a");
        strikeAndFence();
        worker.leave(Leave.NOW);
        ticks(6);

        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.names(spool, "retryqueue")).isEmpty();
        assertThat(spool.roll().names()).isEmpty();
    }

    @Test
    void endsItsJobAndGivesItBackWhenItIsCutOffForThreeQuartersOfTheLease() throws Exception {
        runs("a");
        worker.tick();
        for (int i = 0; i < 90; i++) {
            time.pass(Duration.ofSeconds(1));
            worker.tick();
        }
        assertThat(runner.last().wasEnded()).isFalse();
        time.pass(Duration.ofSeconds(1));
        ticks(5);

        assertThat(runner.last().wasEnded()).isTrue();
        assertThat(Spools.text(spool, "retryqueue/a@" + run(1) + ".conf"))
                .contains("state = returned", "cut off");
        assertThat(log).containsExactly("cut off from the spool: a is ended");
        assertThat(spool.workerQueue().idle()).containsExactly(run(2));
    }

    /** As in a call to a file server that does not answer. */
    @Test
    void aWorkerThatHangsWhileItIsCutOffHasItsJobEndedForIt() throws Exception {
        runs("a");
        worker.tick();
        for (int i = 0; i < 90; i++) {
            time.pass(Duration.ofSeconds(1));
            worker.guard.look();
        }
        assertThat(runner.last().wasEnded()).isFalse();
        time.pass(Duration.ofSeconds(1));
        worker.guard.look();
        assertThat(runner.last().wasEnded()).isTrue();

        worker.heart.beat();
        ticks(5);

        assertThat(Spools.text(spool, "retryqueue/a@" + run(1) + ".conf"))
                .contains("state = returned", "cut off");
        assertThat(Spools.names(spool, "failed")).isEmpty();
        assertThat(spool.workerQueue().idle()).containsExactly(run(2));
    }

    @Test
    void oneThatDoesNotHangEndsItItselfAndGivesItTime() throws Exception {
        runs("a");
        runner.last().turnsDeaf();
        worker.tick();
        for (int i = 0; i < 96; i++) {
            time.pass(Duration.ofSeconds(1));
            worker.guard.look();
            worker.tick();
            assertThat(runner.last().wasEnded()).as("second " + i).isEqualTo(i == 95);
        }
    }

    @Test
    void aWorkerThatHangsButIsNotCutOffIsLeftAlone() throws Exception {
        runs("a");
        worker.tick();
        for (int i = 0; i < 1000; i++) {
            time.pass(Duration.ofSeconds(1));
            worker.heart.beat();
            worker.guard.look();
        }

        assertThat(runner.last().wasEnded()).isFalse();
    }

    @Test
    void timeInWhichTheWorkerItselfStoodStillDoesNotCutItOff() throws Exception {
        runs("a");
        time.pass(Duration.ofHours(1));
        ticks(3);

        assertThat(runner.last().wasEnded()).isFalse();
    }

    @Test
    void isNotCutOffByLookingOftenForABeat() throws Exception {
        runs("a");
        ticks(1000);

        assertThat(runner.last().wasEnded()).isFalse();
    }

    @Test
    void askedWhileTheNextJobIsThereAlreadyItRunsThatOneAndNoOther() throws Exception {
        runsAhead("second");
        assign("third", run(3));
        spool.requests().ask(worker.name(), Leave.WHEN_DONE);
        time.pass(BETWEEN_TWO_LOOKS_AT_REQUESTS);
        runner.last().exits(0);
        ticks(5);
        assertThat(runner.started()).hasSize(3);
        assertThat(spool.workerQueue().idle()).isEmpty();

        runner.last().exits(0);
        ticks(5);
        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.names(spool, "done")).hasSize(3);
        assertThat(Spools.names(spool, "jobpods")).isEmpty();
    }
}
