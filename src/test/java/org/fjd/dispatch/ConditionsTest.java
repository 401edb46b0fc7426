package org.fjd.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Labels;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.PackEntry;
import org.fjd.spool.PackWriter;
import org.fjd.spool.PackedFile.Place;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Jobs that may run only when something else is the case. */
class ConditionsTest {

    private static final String SUBMITTED = "[submitted]\nby = ann\nwhole = yes\n";

    private final TestTime time = new TestTime();
    private final Heard heard = new Heard();
    private Spool spool;
    private Dispatcher dispatcher;

    @BeforeEach
    void open() throws IOException {
        open("[limits]\nlicence = 2\nclosed = 0\n");
    }

    private void open(String settings) throws IOException {
        Path directory = Spools.inMemory(time).root();
        spool = Spools.at(directory, time, settings);
        dispatcher = new Dispatcher(spool, Machine.here(), true, heard);
    }

    private Run idle(String worker) throws IOException {
        Run run = new Run(worker, 1);
        spool.roll().enlist(Spools.worker(worker, Spools.elsewhere(1), 1));
        spool.pods().open(run);
        spool.workerQueue().announce(run);
        return run;
    }

    private void job(String name, String... lines) throws IOException {
        Spools.drop(spool, name, Spools.JOB + String.join("\n", lines) + "\n" + SUBMITTED);
    }

    private static void modified(Path file, long hours) throws IOException {
        FileTime when = FileTime.from(Instant.EPOCH.plus(Duration.ofHours(24 + hours)));
        Files.setLastModifiedTime(file, when);
    }

    private int tick() throws Exception {
        dispatcher.hint();
        return dispatcher.tick(Duration.ofSeconds(1));
    }

    /** As its worker would when a job has ended. */
    private void end(Run run, String where) throws IOException {
        Path job = spool.pods().jobs(run).get(0);
        Files.move(job, spool.root().resolve(where).resolve(job.getFileName()));
        Files.delete(spool.pods().path(run));
    }

    @Test
    void aJobRunsWhenTheOnesBeforeItHaveSucceeded() throws Exception {
        Run first = idle("w");
        idle("x");
        job("b", "after = a");
        job("a");
        assertThat(tick()).isEqualTo(1);
        assertThat(tick()).isZero();
        assertThat(dispatcher.isOver()).isFalse();
        end(first, "done");
        time.pass(Duration.ofSeconds(1));
        assertThat(tick()).isEqualTo(1);
        assertThat(Spools.names(spool, "jobpods/x.1")).containsExactly("b.conf");
    }

    @Test
    void aJobWaitsForANamesakeThatIsQueuedThoughAnEarlierOneIsDone() throws Exception {
        Files.writeString(spool.root().resolve("done/a.conf"), Spools.JOB);
        job("a", "hold = yes");
        job("b", "after = a");
        idle("w");
        assertThat(tick()).isZero();
        assertThat(dispatcher.isOver()).isTrue();
    }

    @Test
    void aJobWhoseForerunnerFailedIsAssignedSoThatItsWorkerSaysSo() throws Exception {
        Files.writeString(spool.root().resolve("failed/a.conf"), Spools.JOB);
        job("b", "after = a");
        idle("w");
        assertThat(tick()).isEqualTo(1);
    }

    @Test
    void theLastOneOfANameDecides() throws Exception {
        modified(Files.writeString(spool.root().resolve("failed/a.conf"), Spools.JOB), 0);
        Path done = Files.writeString(spool.root().resolve("done/a~2.conf"), Spools.JOB);
        modified(done, 1);
        assertThat(spool.archive().ends().of(Spools.name("a"))).hasValue(State.DONE);
        modified(done, -1);
        assertThat(spool.archive().ends().of(Spools.name("a"))).hasValue(State.FAILED);
        Files.writeString(spool.root().resolve("done/c.conf"), "");
        assertThat(spool.archive().ends().of(Spools.name("c"))).isEmpty();
    }

    private PackEntry packed(String pack, Place place, String job, long hours) throws Exception {
        Path file = spool.root().resolve(place.word()).resolve(job + ".conf");
        modified(Files.writeString(file, Spools.JOB + "# " + pack), hours);
        try (PackWriter writer = spool.packs().write(pack)) {
            writer.add(place, file);
            PackEntry entry = writer.publish().get(0);
            assertThat(spool.packs().remove(entry)).isTrue();
            return entry;
        }
    }

    private Optional<State> end(String job) throws IOException {
        return spool.archive().ends().of(Spools.name(job));
    }

    @Test
    void aJobRunsAfterOneThatIsPacked() throws Exception {
        packed("1", Place.DONE, "a", 0);
        job("b", "after = a");
        idle("w");
        assertThat(tick()).isEqualTo(1);
    }

    @Test
    void theLastOneOfANameDecidesAlsoIfItIsPacked() throws Exception {
        packed("1", Place.FAILED, "a", 0);
        assertThat(end("a")).hasValue(State.FAILED);
        packed("2", Place.DONE, "a~3", 2);
        assertThat(end("a")).hasValue(State.DONE);
        assertThat(end("a~3")).hasValue(State.DONE);
        assertThat(end("a~2")).isEmpty();
        assertThat(end("b")).isEmpty();
        Path failed = Files.writeString(spool.root().resolve("failed/a.conf"), Spools.JOB);
        modified(failed, 1);
        assertThat(end("a")).hasValue(State.DONE);
        modified(failed, 3);
        assertThat(end("a")).hasValue(State.FAILED);
    }

    @Test
    void whatIsStruckFromItsPackDoesNotCount() throws Exception {
        packed("1", Place.FAILED, "a", 0);
        assertThat(end("a")).hasValue(State.FAILED);
        Path marks = spool.packs().directory().resolve("struck/1/failed");
        Files.createFile(Files.createDirectories(marks).resolve("a.conf"));
        assertThat(end("a")).isEmpty();
    }

    @Test
    void aPackIsReadOnceAndOnlyIfItMayHaveALaterOne() throws Exception {
        Path pack = packed("1", Place.DONE, "a", 0).pack();
        assertThat(end("a")).hasValue(State.DONE);
        Files.writeString(pack, "damaged");
        assertThat(end("a")).as("remembered").hasValue(State.DONE);
        spool = Spool.open(spool.root(), time);
        assertThat(end("a")).as("no longer to be read").isEmpty();

        Path old = packed("2", Place.FAILED, "b", 9).pack();
        modified(Files.writeString(spool.root().resolve("done/b.conf"), Spools.JOB), 2);
        modified(old, 1);
        assertThat(end("b")).as("it ended after the pack was made").hasValue(State.DONE);
        modified(old, 2);
        assertThat(end("b")).hasValue(State.FAILED);
    }

    @Test
    void aPackThatCanNotBeReadIsToldOfOnce() throws Exception {
        List<String> told = new ArrayList<>();
        spool.tellTo(told::add);
        Path pack = packed("1", Place.DONE, "a", 0).pack();
        Files.writeString(pack, "damaged");
        packed("2", Place.DONE, "c", 1);
        job("b", "after = a");
        job("d", "after = c");
        idle("w");
        for (int i = 0; i < 5; i++) {
            time.pass(Duration.ofSeconds(10));
            tick();
        }

        assertThat(told).singleElement().asString().startsWith(pack + " is no pack of fjd");
        assertThat(Spools.names(spool, "jobqueue")).containsExactly("b.conf");
    }

    @Test
    void aForerunnerThatIsNowhereIsToldOfOnce() throws Exception {
        job("b", "after = a");
        idle("w");
        for (int i = 0; i < 5; i++) {
            assertThat(tick()).isZero();
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(heard.lines()).containsExactly("b misses a");
        assertThat(dispatcher.isOver()).isTrue();
        job("a");
        assertThat(tick()).isEqualTo(1);
        assertThat(dispatcher.isOver()).isFalse();
    }

    @Test
    void jobsThatWaitForEachOtherAreAssignedSoThatTheirWorkersSaySo() throws Exception {
        job("a", "after = c");
        job("b", "after = a");
        job("c", "after = b");
        job("d", "after = a");
        for (String worker : new String[] {"w", "x", "y", "z"}) {
            idle(worker);
        }
        assertThat(tick()).isEqualTo(3);
    }

    @Test
    void aLimitLetsSoManyRunAndNoMore() throws Exception {
        for (String name : new String[] {"a", "b", "c"}) {
            job(name, "limit = licence");
        }
        Run first = idle("w");
        idle("x");
        idle("y");
        assertThat(tick()).isEqualTo(2);
        assertThat(tick()).isZero();
        end(first, "done");
        assertThat(tick()).isEqualTo(1);
    }

    @Test
    void aDispatcherThatComesLaterCountsWhatRunsAlready() throws Exception {
        job("a", "limit = licence");
        job("b", "limit = licence");
        job("c", "limit = licence");
        idle("w");
        assertThat(tick()).isEqualTo(1);
        dispatcher.leave();
        dispatcher = new Dispatcher(spool, Machine.here(), true, heard);
        idle("x");
        idle("y");
        assertThat(tick()).isEqualTo(1);
    }

    @Test
    void aLimitOrALabelThatNobodyGivesIsToldOfOnce() throws Exception {
        job("a", "limit = closed");
        job("b", "limit = unknown");
        job("c", "requires = gpu");
        idle("w");
        for (int i = 0; i < 9; i++) {
            assertThat(tick()).isZero();
            time.pass(Duration.ofSeconds(2));
        }
        assertThat(heard.lines())
                .containsExactlyInAnyOrder("unservable a", "unservable b", "unservable c");
    }

    @Test
    void whileTheSpoolIsPausedNothingIsAssigned() throws Exception {
        Path mark = Files.createFile(spool.root().resolve("workerqueue/paused"));
        job("a");
        idle("w");
        assertThat(tick()).isZero();
        assertThat(tick()).isZero();
        assertThat(dispatcher.isOver()).isFalse();
        Files.delete(mark);
        assertThat(tick()).isEqualTo(1);
        assertThat(heard.lines()).containsExactly("paused", "resumed", "dispatched 1");
    }

    @Test
    void itIsOverWhenAllThatIsLeftIsHeld() throws Exception {
        job("a", "hold = true");
        job("b", "after = a");
        tick();
        assertThat(dispatcher.isOver()).isTrue();
        job("c", "not-before = " + time.now().plusSeconds(60));
        tick();
        assertThat(dispatcher.isOver()).isFalse();
    }

    private Run idle(String worker, String labels) throws IOException {
        Run run = idle(worker);
        WorkerRecord plain = Spools.worker(worker, Spools.elsewhere(1), 2);
        spool.roll()
                .beat(
                        new WorkerRecord(
                                worker,
                                plain.process(),
                                plain.user(),
                                plain.since(),
                                plain.beat(),
                                plain.activity(),
                                Labels.parse(labels).orElseThrow()));
        return run;
    }

    @Test
    void aJobGoesToAWorkerWithItsLabels() throws Exception {
        idle("plain");
        idle("both", "gpu big");
        job("a", "requires = gpu");
        assertThat(tick()).isEqualTo(1);
        assertThat(Spools.names(spool, "jobpods/both.1")).containsExactly("a.conf");
        job("b");
        job("c", "requires = gpu");
        assertThat(tick()).isEqualTo(1);
        assertThat(Spools.names(spool, "jobpods/plain.1")).containsExactly("b.conf");
        idle("late", "gpu");
        assertThat(tick()).isEqualTo(1);
        assertThat(Spools.names(spool, "jobpods/late.1")).containsExactly("c.conf");
        time.pass(Duration.ofSeconds(2));
        tick();
        assertThat(heard.lines()).doesNotContain("unservable c");
    }

    @Test
    void aLabelThatABusyWorkerHasIsNotToldOf() throws Exception {
        idle("plain");
        Run busy = idle("busy", "gpu");
        spool.workerQueue().withdraw(busy);
        job("a", "requires = gpu");
        for (int i = 0; i < 3; i++) {
            assertThat(tick()).isZero();
            time.pass(Duration.ofSeconds(2));
        }
        assertThat(heard.lines()).isEmpty();
    }

    @Test
    void aJobThatNeedsNoLabelsIsNotToldOfWhereNobodyIs() throws Exception {
        job("a");
        for (int i = 0; i < 3; i++) {
            assertThat(tick()).isZero();
            time.pass(Duration.ofSeconds(2));
        }
        assertThat(heard.lines()).doesNotContain("unservable a");
    }

    @Test
    void aJobThatSaysHowLongItTakesGoesOnlyToAWorkerThatHasTheTime() throws Exception {
        idle("short", Duration.ofSeconds(59));
        job("a", "expected = 1m");
        assertThat(tick()).isZero();
        job("b");
        assertThat(tick()).isEqualTo(1);
        assertThat(Spools.names(spool, "jobpods/short.1")).containsExactly("b.conf");
        idle("long", Duration.ofSeconds(60));
        assertThat(tick()).isEqualTo(1);
        assertThat(Spools.names(spool, "jobpods/long.1")).containsExactly("a.conf");
        job("c", "expected = 1m");
        idle("endless");
        assertThat(tick()).isEqualTo(1);
    }

    @Test
    void howMuchTimeAWorkerHasIsReadAfresh() throws Exception {
        Run run = idle("w", Duration.ofSeconds(60));
        job("a", "requires = none", "expected = 1m");
        assertThat(tick()).isZero();
        spool.roll().beat(record("w", 2, Duration.ofSeconds(59)));
        job("b", "expected = 1m");
        assertThat(tick()).isZero();
        assertThat(Spools.names(spool, "jobpods/" + run)).isEmpty();
    }

    private Run idle(String worker, Duration left) throws IOException {
        Run run = idle(worker);
        spool.roll().beat(record(worker, 2, left));
        return run;
    }

    private static WorkerRecord record(String worker, long beat, Duration left) {
        WorkerRecord plain = Spools.worker(worker, Spools.elsewhere(1), beat);
        return new WorkerRecord(
                worker,
                plain.process(),
                plain.user(),
                plain.since(),
                beat,
                plain.activity(),
                Labels.NONE,
                Optional.empty(),
                Optional.empty(),
                Optional.of(left));
    }

    @Test
    void aWorkerWhoseRecordIsJustBeingWrittenIsAskedAgain() throws Exception {
        Run run = new Run("w", 1);
        spool.pods().open(run);
        spool.workerQueue().announce(run);
        job("a", "requires = gpu");
        assertThat(tick()).isZero();
        spool.workerQueue().withdraw(run);
        Files.delete(spool.pods().path(run));
        idle("w", "gpu");
        assertThat(tick()).isEqualTo(1);
    }

    @Test
    void aJobWhoseTimeIsNearStartsThen() throws Exception {
        job("a", "not-before = " + time.now().plusSeconds(10));
        idle("w");
        assertThat(tick()).isZero();
        time.pass(Duration.ofMillis(9999));
        assertThat(tick()).isZero();
        time.pass(Duration.ofMillis(1));
        assertThat(tick()).isEqualTo(1);
    }

    /** The clock may be set while it waits. */
    @Test
    void aJobWhoseTimeIsFarIsLookedAtEveryMinute() throws Exception {
        job("a", "not-before = " + time.now().plusSeconds(61));
        idle("w");
        assertThat(tick()).isZero();
        time.pass(Duration.ofSeconds(60));
        assertThat(tick()).isZero();
        time.pass(Duration.ofSeconds(1));
        assertThat(tick()).isEqualTo(1);
    }

    @Test
    void aJobThatItsUserEditsWhileItWaitsSettlesAnew() throws Exception {
        Path file = Spools.drop(spool, "a", Spools.JOB);
        tick();
        time.pass(Duration.ofSeconds(2));
        tick();
        assertThat(dispatcher.queued()).isEqualTo(1);
        Files.writeString(file, Spools.JOB + "priority = 1\n");
        idle("w");
        assertThat(tick()).isZero();
        assertThat(dispatcher.queued()).isEqualTo(1);
        time.pass(Duration.ofMillis(1999));
        assertThat(tick()).isZero();
        time.pass(Duration.ofMillis(2));
        assertThat(tick()).isEqualTo(1);
    }

    /** As by {@code cp}, which has written half of it. */
    @Test
    void aSubmittedJobThatItsUserOverwritesIsNotAssignedAsItIs() throws Exception {
        job("a");
        tick();
        assertThat(dispatcher.queued()).isEqualTo(1);
        Files.writeString(spool.root().resolve("jobqueue/a.conf"), "[control]\nexecutable: rm -rf");
        idle("w");
        assertThat(tick()).isZero();
        assertThat(dispatcher.queued()).isEqualTo(1);
    }

    @Test
    void whoseForerunnerRunsIsNotToldOfAndWhoseIsNowhereIsOnceAtTheSecondLook() throws Exception {
        idle("w");
        job("a");
        tick();
        job("b", "after = a");
        job("c", "after = nobody");
        tick();
        assertThat(heard.lines()).containsExactly("dispatched 1");
        for (int i = 0; i < 3; i++) {
            time.pass(Duration.ofSeconds(1));
            tick();
        }
        assertThat(heard.lines()).containsExactly("dispatched 1", "c misses nobody");
    }

    @Test
    void itIsNotOverWhenAnEndHasJustLetAnotherOneRun() throws Exception {
        Run run = idle("w");
        job("a");
        job("b", "after = a");
        assertThat(tick()).isEqualTo(1);
        end(run, "done");
        assertThat(dispatcher.isOver()).isFalse();
    }

    @Test
    void itIsOverWhenNobodyMayServeWhatIsLeft() throws Exception {
        job("a", "limit = closed");
        tick();
        assertThat(dispatcher.isOver()).isTrue();
        job("b", "limit = licence");
        tick();
        assertThat(dispatcher.isOver()).isFalse();
    }

    private void settings(String text) throws IOException {
        Files.writeString(spool.root().resolve(".fjd/fjd.conf"), text);
        time.pass(Duration.ofSeconds(5));
    }

    @Test
    void aJobThatADefaultHeldRunsWhenTheDefaultIsTakenOut() throws Exception {
        open("[control]\nhold = yes\n");
        idle("w");
        job("a");
        assertThat(tick()).isZero();
        assertThat(tick()).isZero();
        settings("[control]\nnice = 1\n");
        assertThat(tick()).isEqualTo(1);
    }

    @Test
    void aDefaultThatComesHoldsAJobThatIsKnownAlready() throws Exception {
        job("a");
        assertThat(tick()).isZero();
        settings("[control]\nhold = yes\n");
        assertThat(tick()).isZero();
        idle("w");
        assertThat(tick()).isZero();
        assertThat(dispatcher.queued()).isEqualTo(1);
    }

    @Test
    void theNewValueOfALimitCounts() throws Exception {
        idle("w");
        job("a", "limit = closed");
        assertThat(tick()).isZero();
        settings("[limits]\nclosed = 1\n");
        assertThat(tick()).isEqualTo(1);
    }

    @Test
    void newDefaultsDoNotBeginADelayAnew() throws Exception {
        idle("w");
        Path job =
                Spools.drop(
                        spool,
                        "a",
                        Spools.JOB
                                + "[attempt.1]\nstate = failed\nrun = x.1\nretry-in = 8s\nwhole = yes\n");
        Files.move(job, spool.root().resolve("retryqueue/a@x.1.conf"));
        assertThat(tick()).isZero();
        settings("[control]\nnice = 1\n");
        assertThat(tick()).isZero();
        time.pass(Duration.ofSeconds(2));
        assertThat(tick()).isZero();
        time.pass(Duration.ofSeconds(1));
        assertThat(tick()).isEqualTo(1);
    }
}
