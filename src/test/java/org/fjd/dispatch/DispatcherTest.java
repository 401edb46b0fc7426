package org.fjd.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DispatcherTest {

    private static final Duration PACE = Duration.ofSeconds(1);
    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final String TROUBLE = "trouble too many levels of symbolic links";

    private final TestTime time = new TestTime();
    private final Heard heard = new Heard();
    private Spool spool;
    private Dispatcher dispatcher;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
        dispatcher = new Dispatcher(spool, Machine.here(), true, heard);
    }

    private Run idle(String worker) throws IOException {
        Run run = new Run(worker, 1);
        if (!spool.roll().has(worker)) {
            spool.roll().enlist(Spools.worker(worker, Spools.elsewhere(1), 1));
        }
        spool.pods().open(run);
        spool.workerQueue().announce(run);
        return run;
    }

    private int tick(Dispatcher one) throws Exception {
        one.hint();
        return one.tick(PACE);
    }

    /** Two rounds, a settle time apart. */
    private int round(Dispatcher one) throws Exception {
        int assigned = tick(one);
        time.pass(SETTLE);
        return assigned + tick(one);
    }

    @Test
    void waitsForWorkers() throws Exception {
        Spools.drop(spool, "a");
        assertThat(round(dispatcher)).isZero();
        assertThat(dispatcher.isOver()).isFalse();

        idle("w");
        assertThat(tick(dispatcher)).isEqualTo(1);
        assertThat(Spools.names(spool, "jobpods/w.1")).containsExactly("a.conf");
        assertThat(Spools.names(spool, "workerqueue")).isEmpty();
    }

    @Test
    void waitsForJobs() throws Exception {
        idle("w");
        assertThat(round(dispatcher)).isZero();
        assertThat(dispatcher.isOver()).isFalse();
        assertThat(Spools.names(spool, "workerqueue")).hasSize(1);

        Spools.drop(spool, "a");
        assertThat(round(dispatcher)).isEqualTo(1);
    }

    @Test
    void isOverOnlyWhenQueuesPodsAndMorgueAreEmpty() throws Exception {
        Run run = idle("w");
        Spools.drop(spool, "a");
        round(dispatcher);
        assertThat(dispatcher.isOver()).as("in a pod").isFalse();

        Path job = spool.pods().jobs(run).get(0);
        spool.jobQueue().putBack(job, Spools.name("a"), run);
        assertThat(dispatcher.isOver()).as("in the retry queue").isFalse();

        Files.delete(spool.root().resolve("retryqueue/a@w.1.conf"));
        spool.morgue().fence(run, "somebody");
        assertThat(dispatcher.isOver()).as("in the morgue").isFalse();

        Files.delete(spool.root().resolve(".fjd/morgue/w.1@somebody"));
        tick(dispatcher);
        assertThat(dispatcher.isOver()).isTrue();
    }

    @Test
    void isNotOverBeforeItHasSeenAJob() throws Exception {
        tick(dispatcher);

        assertThat(dispatcher.isOver()).isFalse();
    }

    @Test
    void missesWorkersThoughSomebodySteersJobs() throws Exception {
        spool.roll()
                .enlist(
                        Spools.worker("s", Spools.elsewhere(1), 1)
                                .with(1, new WorkerRecord.Steering()));
        Spools.drop(spool, "a");
        for (int i = 0; i < 10; i++) {
            tick(dispatcher);
            time.pass(Duration.ofSeconds(1));
        }

        assertThat(heard.lines()).containsExactly("no workers for 1");
    }

    @Test
    void saysOnceThatNobodyIsThereForTheJobs() throws Exception {
        Spools.drop(spool, "a");
        for (int i = 0; i < 30; i++) {
            tick(dispatcher);
            time.pass(Duration.ofSeconds(1));
        }

        assertThat(heard.lines()).containsExactly("no workers for 1");
    }

    @Test
    void assignsInTheOrderOfTimeAndThenOfNamesAsPeopleCount() throws Exception {
        Spools.drop(spool, "job10");
        Spools.drop(spool, "job2");
        Spools.drop(spool, "zero", Spools.JOB, Duration.ofSeconds(-1));
        round(dispatcher);
        for (String job : List.of("zero", "job2", "job10")) {
            idle("for-" + job);
            tick(dispatcher);
            assertThat(Spools.names(spool, "jobpods/for-" + job + ".1"))
                    .containsExactly(job + ".conf");
        }
    }

    @Test
    void letsAStaleAnnouncementGoAndKeepsTheJob() throws Exception {
        spool.roll().enlist(Spools.worker("w", Spools.elsewhere(1), 1));
        spool.workerQueue().announce(new Run("w", 1));
        Spools.drop(spool, "a");

        assertThat(round(dispatcher)).isZero();
        assertThat(Spools.names(spool, "workerqueue")).isEmpty();
        assertThat(Spools.names(spool, "jobqueue")).containsExactly("a.conf");
        idle("x");
        assertThat(tick(dispatcher)).isEqualTo(1);
    }

    /** A file in place of a pod refuses the move, and leaves the job where it is. */
    @Test
    void aJobThatCanNotBeMovedIsReportedOnceAndLeftAloneForAWhile(@TempDir Path directory)
            throws Exception {
        spool = Spools.at(directory, time);
        dispatcher = new Dispatcher(spool, Machine.here(), true, heard);
        for (String worker : List.of("v", "w", "x")) {
            Path pod = spool.root().resolve("jobpods").resolve(idle(worker).toString());
            Files.delete(pod);
            Files.writeString(pod, "no directory");
        }
        Spools.drop(spool, "a");
        round(dispatcher);
        tick(dispatcher);

        assertThat(heard.lines()).containsExactly("stuck a");
        assertThat(Spools.names(spool, "jobqueue")).containsExactly("a.conf");
        assertThat(Spools.names(spool, "workerqueue")).hasSize(2);
        time.pass(Duration.ofSeconds(31));
        tick(dispatcher);
        assertThat(Spools.names(spool, "workerqueue")).hasSize(1);
    }

    @Test
    void aJobWhosePodCanNotBeOpenedGoesToAnotherOne(@TempDir Path directory) throws Exception {
        spool = Spools.at(directory, time);
        dispatcher = new Dispatcher(spool, Machine.here(), true, heard);
        takeAway("jobpods/" + idle("w"));
        Spools.drop(spool, "a");
        assertThat(round(dispatcher)).isZero();
        Run other = idle("x");

        assertThat(tick(dispatcher)).isEqualTo(1);
        assertThat(Spools.names(spool, "jobpods/" + other)).containsExactly("a.conf");
        assertThat(heard.lines()).noneMatch(line -> line.startsWith("stuck"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"after = other", "limit = licence"})
    void aPodThatCanNotBeOpenedKeepsOnlyThoseWaitingThatNeedToKnowWhatIsInIt(
            String need, @TempDir Path directory) throws Exception {
        spool = Spools.at(directory, time, "[limits]\nlicence = 1\n");
        dispatcher = new Dispatcher(spool, Machine.here(), true, heard);
        Files.writeString(
                spool.root().resolve("done/other.conf"),
                Spools.JOB + "\n[result]\nstate = done\nrun = u.1\nwhole = yes\n");
        spool.roll().enlist(Spools.worker("v", Spools.elsewhere(1), 1));
        Path away = takeAway("jobpods/" + spool.pods().open(new Run("v", 1)).run());
        Spools.drop(spool, "a", Spools.JOB + need + "\n");
        Spools.drop(spool, "b");
        idle("w");
        idle("x");
        round(dispatcher);

        assertThat(Spools.names(spool, "jobqueue")).containsExactly("a.conf");
        putBack(away, "jobpods/v.1");
        time.pass(Duration.ofSeconds(5));
        tick(dispatcher);
        tick(dispatcher);
        assertThat(Spools.names(spool, "jobqueue")).isEmpty();
    }

    /** Puts a link to itself there, of which there is no listing. */
    private Path takeAway(String directory) throws IOException {
        Path path = spool.root().resolve(directory);
        Path away = Files.move(path, spool.root().resolve("away"));
        Files.createSymbolicLink(path, path);
        return away;
    }

    private void putBack(Path away, String directory) {
        try {
            Files.move(away, spool.root().resolve(directory), StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void jobsAreDispatchedWhateverTroublesTheReaper() throws Exception {
        takeAway(".fjd/morgue");
        Spools.drop(spool, "a");
        idle("w");

        assertThat(round(dispatcher)).isEqualTo(1);
        assertThat(heard.lines()).containsExactly(TROUBLE, TROUBLE, "dispatched 1");
    }

    @Test
    void twoAtOnceNeverAssignAJobTwiceAndLoseNone() throws Exception {
        Dispatcher other = new Dispatcher(spool, Machine.here(), true, heard);
        for (int i = 0; i < 20; i++) {
            Spools.drop(spool, "job" + i);
        }
        tick(dispatcher);
        Files.delete(spool.root().resolve(".fjd/seat/1"));
        tick(other);
        time.pass(SETTLE);
        int assigned = 0;
        for (int i = 0; i < 20; i++) {
            idle("w" + i);
            // Each still has in its list what the other one has assigned meanwhile.
            assigned += (i % 3 == 0 ? other : dispatcher).tick(Duration.ofDays(1));
            assigned += (i % 3 == 0 ? dispatcher : other).tick(Duration.ofDays(1));
            if (!spool.workerQueue().idle().isEmpty()) {
                assigned += dispatcher.tick(Duration.ofDays(1));
            }
            while (!spool.workerQueue().idle().isEmpty()) {
                assigned += tick(dispatcher) + tick(other);
            }
        }

        assertThat(heard.lines()).doesNotContain("standing by");
        assertThat(Spools.files(spool).stream().filter(file -> file.endsWith(".conf")))
                .hasSize(20)
                .doesNotHaveDuplicates();
        assertThat(assigned)
                .isEqualTo(
                        (int)
                                Spools.files(spool).stream()
                                        .filter(file -> file.startsWith("jobpods/"))
                                        .count());
    }

    @Test
    void aSecondOneStandsByAndSaysSoOnce() throws Exception {
        Dispatcher other = new Dispatcher(spool, Machine.here(), true, heard);
        tick(dispatcher);
        Spools.drop(spool, "a");
        idle("w");
        for (int i = 0; i < 5; i++) {
            assertThat(tick(other)).isZero();
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(heard.lines()).containsExactly("standing by");

        dispatcher.leave();
        time.pass(Duration.ofSeconds(2));
        assertThat(tick(other)).isEqualTo(1);
        assertThat(heard.lines()).contains("took over");
    }

    @Test
    void oneThatStandsByWaitsBetweenItsLooks() throws Exception {
        tick(dispatcher);
        Dispatcher other = new Dispatcher(spool, Machine.here(), true, heard);
        AtomicInteger rounds = new AtomicInteger();
        Instant begin = time.now();
        other.run(spool.lookout(), true, () -> rounds.incrementAndGet() > 100);

        assertThat(time.now()).isAfter(begin.plusSeconds(30));
    }

    @Test
    void tellsHowManyAreQueuedAndHowManyItDispatched() throws Exception {
        Spools.drop(spool, "a");
        Spools.drop(spool, "b");
        round(dispatcher);
        assertThat(dispatcher.queued()).isEqualTo(2);

        idle("w");
        tick(dispatcher);
        assertThat(dispatcher.queued()).isOne();
        assertThat(heard.lines()).containsExactly("dispatched 1");
    }

    @Test
    void missesWorkersOnlyAfterAWhile() throws Exception {
        Spools.drop(spool, "a");
        tick(dispatcher);
        time.pass(Duration.ofSeconds(5));
        tick(dispatcher);
        assertThat(heard.lines()).isEmpty();

        time.pass(Duration.ofNanos(1));
        tick(dispatcher);
        assertThat(heard.lines()).containsExactly("no workers for 1");
    }

    @Test
    void aJobThatWasWithdrawnSinceTheLastListingIsForgotten() throws Exception {
        Path file = Spools.drop(spool, "a");
        spool.jobQueue().putBack(file, Spools.name("a"), new Run("v", 1));
        tick(dispatcher);
        Files.delete(spool.root().resolve("retryqueue/a@v.1.conf"));
        idle("w");

        assertThat(dispatcher.tick(Duration.ofDays(1))).isZero();
        assertThat(dispatcher.queued()).isZero();
        assertThat(heard.lines()).isEmpty();
    }

    @Test
    void looksAfterTheWorkersFromTimeToTime() throws Exception {
        tick(dispatcher);
        ProcessId self = ProcessId.self(Machine.here());
        ProcessId dead = new ProcessId(self.host(), self.machine(), self.pid(), "before");
        spool.roll().enlist(Spools.worker("w", dead, 1));
        tick(dispatcher);
        assertThat(heard.lines()).isEmpty();

        time.pass(Duration.ofSeconds(2));
        tick(dispatcher);
        assertThat(heard.lines()).containsExactly("lost w");
    }

    @Test
    void aShortLeaseIsNotStretchedByRareLooks() throws Exception {
        spool = Spools.at(spool.root(), time, "lease = 10s\n");
        dispatcher = new Dispatcher(spool, Machine.here(), false, heard);
        spool.roll().enlist(Spools.worker("w", Spools.elsewhere(1), 1));
        for (int second = 0; second <= 10; second++) {
            tick(dispatcher);
            time.pass(Duration.ofSeconds(1));
        }
        assertThat(heard.lines()).isEmpty();

        tick(dispatcher);
        assertThat(heard.lines()).containsExactly("lost w");
    }

    @Nested
    @Timeout(20)
    class Serving {

        private final List<Duration> asked = new ArrayList<>();
        private long lastAsked = time.nanos();

        /** Ends each job that lies in the pod, and says whether it was asked so often. */
        private boolean workAndStopAfter(int times, Run run) {
            asked.add(Duration.ofNanos(time.nanos() - lastAsked));
            lastAsked = time.nanos();
            try {
                for (Path job : spool.pods().jobs(run)) {
                    Spools.end(
                            spool.archive(),
                            job,
                            Spools.name("a"),
                            new Outcome(State.DONE, run, List.of()));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return asked.size() > times;
        }

        @Test
        void endsWithTheLastJob() throws Exception {
            Run run = idle("w");
            Spools.drop(spool, "a");
            dispatcher.run(spool.lookout(), false, () -> workAndStopAfter(1000, run));

            assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
            assertThat(asked).hasSizeLessThan(20).allMatch(d -> d.compareTo(PACE) <= 0);
            assertThat(heard.lines()).noneMatch(line -> line.startsWith("leaves"));
        }

        @Test
        void tellsOfTroubleAndTriesAgain() throws Exception {
            Run run = idle("w");
            Spools.drop(spool, "a");
            Path away = takeAway("jobqueue");
            time.atNextPause(() -> putBack(away, "jobqueue"));
            dispatcher.run(spool.lookout(), false, () -> workAndStopAfter(1000, run));

            assertThat(heard.lines()).containsExactly(TROUBLE, "dispatched 1");
            assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
        }

        @Test
        void saysHowManyJobsItLeavesThatAreHeld() throws Exception {
            Run run = idle("w");
            Spools.drop(spool, "a");
            Spools.drop(spool, "b", Spools.JOB + "hold = yes\n");
            dispatcher.run(spool.lookout(), false, () -> workAndStopAfter(1000, run));

            assertThat(asked).hasSizeLessThan(20);
            assertThat(heard.lines()).contains("leaves 1, 1 held");
        }

        @Test
        void waitsForTheFirstJob() throws Exception {
            Run run = idle("w");
            dispatcher.run(spool.lookout(), false, () -> workAndStopAfter(30, run));

            assertThat(asked).hasSize(31);
        }

        @Test
        void goesOnForEverUntilItIsToldToStop() throws Exception {
            Run run = idle("w");
            Spools.drop(spool, "a");
            dispatcher.run(spool.lookout(), true, () -> workAndStopAfter(100, run));

            assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
            assertThat(asked).hasSize(101).allMatch(d -> d.compareTo(PACE) <= 0);
        }
    }
}
