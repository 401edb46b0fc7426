package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Labels;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker whose time is limited. */
class WorkerStaysTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration BEFORE_THE_END = Duration.ofSeconds(30);

    private final TestTime time = new TestTime();
    private final FakeRunner runner = new FakeRunner();
    private final List<String> log = new ArrayList<>();
    private Spool spool;
    private Worker worker;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
    }

    private void enlist(Optional<Duration> allocation, Optional<Duration> idleExit)
            throws IOException {
        Optional<Instant> end = allocation.map(time.now()::plus);
        Terms terms =
                new Terms(Labels.NONE, Optional.empty(), Optional.of("slurm-1-1"), end, idleExit);
        worker = Worker.enlist(spool, Machine.here(), terms, runner, spool.lookout(), log::add);
    }

    private void ticks(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            worker.tick();
        }
    }

    private void assign(String name, long number) throws Exception {
        Run run = new Run(worker.name(), number);
        Path dropped = Spools.drop(spool, name);
        spool.workerQueue().take(run);
        spool.jobQueue().assign(spool.jobQueue().look(dropped).orElseThrow(), run);
    }

    private Optional<Duration> timeLeft() throws IOException {
        return spool.roll().read(worker.name()).orElseThrow().timeLeft();
    }

    @Test
    void itsRecordSaysAtEachBeatHowLongItRunsJobsYet() throws Exception {
        enlist(Optional.of(HOUR), Optional.empty());
        assertThat(timeLeft()).contains(HOUR.minus(BEFORE_THE_END));
        assertThat(spool.roll().read(worker.name()).orElseThrow().hire()).contains("slurm-1-1");
        time.pass(Duration.ofMinutes(10));
        worker.beat();
        assertThat(timeLeft()).contains(Duration.ofMinutes(50).minus(BEFORE_THE_END));
    }

    @Test
    void itLeavesItsNameWithTheRequestByWhichItWasHired() throws Exception {
        spool.hires().expect("slurm-1-1");
        enlist(Optional.empty(), Optional.empty());
        assertThat(Spools.names(spool, ".fjd/hired/slurm-1-1")).containsExactly(worker.name());
    }

    @Test
    void oneWithoutAnEndDoesNotSpeakOfIt() throws Exception {
        enlist(Optional.empty(), Optional.empty());
        time.pass(Duration.ofDays(1000));
        worker.beat();
        ticks(3);
        assertThat(timeLeft()).isEmpty();
        assertThat(worker.isGone()).isFalse();
    }

    @Test
    void itLeavesHalfAMinuteBeforeTheEnd() throws Exception {
        enlist(Optional.of(HOUR), Optional.empty());
        ticks(2);
        time.pass(HOUR.minus(BEFORE_THE_END).minusMillis(1));
        ticks(3);
        assertThat(worker.isGone()).isFalse();
        time.pass(Duration.ofMillis(1));
        ticks(3);
        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.files(spool)).isEmpty();
        assertThat(log).containsOnlyOnce("its time here ends in half a minute, so it leaves");
    }

    @Test
    void oneThatComesTooLateLeavesAtOnce() throws Exception {
        enlist(Optional.of(Duration.ofSeconds(-5)), Optional.empty());
        assertThat(timeLeft()).contains(Duration.ZERO);
        ticks(3);
        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.files(spool)).isEmpty();
    }

    @Test
    void aJobThatRunsByThenIsReturned() throws Exception {
        enlist(Optional.of(HOUR), Optional.empty());
        ticks(1);
        assign("a", 1);
        ticks(1);
        time.pass(HOUR.minus(BEFORE_THE_END));
        ticks(6);
        assertThat(worker.isGone()).isTrue();
        assertThat(runner.last().wasEnded()).isTrue();
        assertThat(Spools.text(spool, "retryqueue/a@" + worker.name() + ".1.conf"))
                .contains("state = returned", "the time of its worker was over");
    }

    @Test
    void aJobThatDoesNotEndIsKilledInTime() throws Exception {
        enlist(Optional.of(HOUR), Optional.empty());
        ticks(1);
        Path dropped = Spools.drop(spool, "a", "[control]\nexecutable: true\nkill-after: 10m\n");
        Run run = new Run(worker.name(), 1);
        spool.workerQueue().take(run);
        spool.jobQueue().assign(spool.jobQueue().look(dropped).orElseThrow(), run);
        ticks(1);
        runner.last().turnsDeaf();
        time.pass(HOUR.minus(BEFORE_THE_END));
        ticks(2);
        time.pass(Duration.ofSeconds(19));
        ticks(2);
        assertThat(runner.last().wasEnded()).isFalse();
        time.pass(Duration.ofSeconds(1));
        ticks(6);
        assertThat(runner.last().wasEnded()).isTrue();
        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.names(spool, "retryqueue")).hasSize(1);
    }

    @Test
    void itLeavesWhenItHadNothingToDoForTooLong() throws Exception {
        enlist(Optional.empty(), Optional.of(HOUR));
        ticks(2);
        time.pass(HOUR.minusMillis(1));
        ticks(2);
        assertThat(worker.isGone()).isFalse();
        time.pass(Duration.ofMillis(1));
        ticks(3);
        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.files(spool)).isEmpty();
    }

    @Test
    void whileAJobRunsItIsNotIdleAndAfterThatItBeginsToWaitAnew() throws Exception {
        enlist(Optional.empty(), Optional.of(HOUR));
        ticks(1);
        assign("a", 1);
        ticks(1);
        time.pass(HOUR.multipliedBy(3));
        runner.last().exits(0);
        ticks(6);
        time.pass(HOUR.minusMillis(1));
        ticks(3);
        assertThat(worker.isGone()).isFalse();
        time.pass(Duration.ofMillis(1));
        ticks(3);
        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
    }

    @Test
    void aJobThatComesAtTheLastMomentIsRun() throws Exception {
        enlist(Optional.empty(), Optional.of(HOUR));
        ticks(1);
        time.pass(HOUR);
        assign("a", 1);
        ticks(1);
        runner.last().exits(0);
        ticks(5);
        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
        assertThat(worker.isGone()).isFalse();
    }

    @Test
    void whereJobAndWorkerAreTerminatedTogetherTheJobIsReturnedWhoeverIsFirst() throws Exception {
        enlist(Optional.empty(), Optional.empty());
        ticks(1);
        assign("a", 1);
        ticks(1);
        runner.last().exits(143);
        ticks(2);
        time.pass(Duration.ofSeconds(1));
        worker.leave(Leave.NOW);
        ticks(6);
        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.text(spool, "retryqueue/a@" + worker.name() + ".1.conf"))
                .contains("state = returned", "its worker was sent home");
        assertThat(Spools.names(spool, "failed")).isEmpty();
    }
}
