package org.fjd.steer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Change;
import org.fjd.job.Conditions;
import org.fjd.job.History;
import org.fjd.job.JobFile;
import org.fjd.job.Outcome;
import org.fjd.job.Rejection;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.Wanted;
import org.fjd.spool.WorkerRecord;
import org.fjd.steer.Steered.Done;
import org.fjd.steer.Steered.Was;
import org.fjd.steer.Steerer.Extent;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SteererTest {

    private static final String SUBMITTED = Spools.JOB + "\n[submitted]\nby = ann\nwhole = yes\n";
    private static final Change HOLD = new Change(Optional.empty(), Optional.of(true));
    private static final Change RELEASE = new Change(Optional.empty(), Optional.of(false));
    private static final Run RUN = new Run("w", 1);

    private final TestTime time = new TestTime();
    private BooleanSupplier stop = () -> false;
    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
    }

    private Steerer steerer() {
        time.pass(Duration.ofMillis(1)); // so that it has a name of its own
        return new Steerer(spool, Machine.here(), spool.lookout(), () -> stop.getAsBoolean());
    }

    private Account change(Change change, String... typed) throws Exception {
        return steerer().change(Wanted.of(spool, List.of(typed)), change);
    }

    private Account cancel(String... typed) throws Exception {
        return steerer().cancel(Wanted.of(spool, List.of(typed)), Extent.BOTH, true);
    }

    private Path submit(String name) throws IOException {
        return Spools.drop(spool, name, SUBMITTED);
    }

    /** Puts a job into the pod of a worker that lives elsewhere. */
    private Path assign(String name, Run run) throws IOException {
        if (!spool.roll().has(run.worker())) {
            spool.roll().enlist(Spools.worker(run.worker(), Spools.elsewhere(1), 1));
        }
        spool.pods().open(run);
        Path queued = spool.root().resolve("jobqueue").resolve(name + ".conf");
        if (Files.notExists(queued)) {
            submit(name);
        }
        spool.jobQueue().assign(spool.jobQueue().look(queued).orElseThrow(), run);
        return spool.pods().jobs(run).get(0);
    }

    private void end(String name, Run run, State state) throws IOException {
        Path job = spool.pods().jobs(run).get(0);
        Spools.end(spool.archive(), job, Spools.name(name), new Outcome(state, run, List.of()));
    }

    private Path only(String directory) throws IOException {
        assertThat(Spools.names(spool, directory)).hasSize(1);
        return spool.root()
                .resolve(directory)
                .resolve(Spools.names(spool, directory).iterator().next());
    }

    private static Conditions conditions(Path file, Spool spool) throws IOException, Rejection {
        return JobFile.parse(Files.readAllBytes(file), spool.jobReader().defaults())
                .control()
                .conditions();
    }

    private static Steered steered(String job, Was was, Done done, String why) {
        return new Steered(Spools.name(job), was, done, why);
    }

    private void assertNothingIsLeft() throws IOException {
        assertThat(Spools.names(spool, ".fjd/workers")).isSubsetOf("w", "v");
        assertThat(Spools.names(spool, ".fjd/morgue")).isEmpty();
        assertThat(spool.pods().runs()).allMatch(run -> run.worker().matches("[wv]"));
    }

    @Nested
    class AChange {

        @Test
        void standsInTheFileAndKeepsItsTimeAndText() throws Exception {
            FileTime modified = Files.getLastModifiedTime(submit("a"));
            Account account = change(HOLD, "a");

            assertThat(account.jobs()).containsExactly(steered("a", Was.QUEUED, Done.HELD, ""));
            assertThat(account.isComplete()).isTrue();
            Path file = only("retryqueue");
            assertThat(Files.readString(file))
                    .startsWith(SUBMITTED + "\n[change.1]\nhold = true\nby = ")
                    .contains("@" + Machine.here().host() + "\nat = 2030-01-01T00:00:00.001Z\n")
                    .endsWith("whole = yes\n");
            assertThat(Files.getLastModifiedTime(file)).isEqualTo(modified);
            assertThat(conditions(file, spool).hold()).isTrue();
            assertThat(Spools.names(spool, "jobqueue")).isEmpty();
            assertNothingIsLeft();
        }

        @Test
        void mayBeChangedAgain() throws Exception {
            submit("a");
            change(HOLD, "a");
            Account account = change(RELEASE, "a");
            change(new Change(Optional.of(-7), Optional.empty()), "a");

            assertThat(account.jobs()).containsExactly(steered("a", Was.QUEUED, Done.RELEASED, ""));
            Conditions now = conditions(only("retryqueue"), spool);
            assertThat(now.hold()).isFalse();
            assertThat(now.priority()).isEqualTo(-7);
            assertThat(Files.readString(only("retryqueue")))
                    .contains("[change.1]", "[change.2]", "[change.3]");
        }

        @Test
        void ofWhatIsSoAlreadyWritesNothing() throws Exception {
            Path file = submit("a");
            assertThat(change(RELEASE, "a").jobs())
                    .containsExactly(steered("a", Was.QUEUED, Done.UNCHANGED, "it is not held"));
            assertThat(change(new Change(Optional.of(0), Optional.empty()), "a").isComplete())
                    .isTrue();
            assertThat(file).hasContent(SUBMITTED);
        }

        @Test
        void ofARunningJobIsRefused() throws Exception {
            assign("a", RUN);
            Account account = change(HOLD, "a");

            assertThat(account.jobs())
                    .containsExactly(steered("a", Was.RUNNING, Done.NOTHING, "it is running"));
            assertThat(account.isComplete()).isFalse();
            assertThat(Spools.names(spool, "jobpods/w.1")).containsExactly("a.conf");
        }

        @Test
        void ofAnEndedJobIsRefused() throws Exception {
            for (State state : List.of(State.DONE, State.FAILED)) {
                assign(state.word(), RUN);
                end(state.word(), RUN, state);
            }

            assertThat(change(HOLD, "done", "failed").jobs())
                    .containsExactly(
                            steered("done", Was.DONE, Done.NOTHING, "it has ended"),
                            steered("failed", Was.FAILED, Done.NOTHING, "it has ended"));
        }

        @Test
        void ofNamesakesChangesAllThatAreQueued() throws Exception {
            assign("a", RUN);
            spool.jobQueue().putBack(spool.pods().jobs(RUN).get(0), Spools.name("a"), RUN);
            submit("a");
            assign("a", new Run("w", 2));
            submit("a");

            assertThat(change(HOLD, "a").jobs())
                    .containsExactly(
                            steered("a", Was.QUEUED, Done.HELD, ""),
                            steered("a", Was.QUEUED, Done.HELD, ""));
            assertThat(Spools.names(spool, "retryqueue")).hasSize(2);
            assertThat(Spools.names(spool, "jobpods/w.2")).containsExactly("a.conf");
        }

        @Test
        void waitsUntilADroppedFileHasSettled() throws Exception {
            Path file = Spools.drop(spool, "a");
            long begin = time.nanos();
            time.atNextPause(() -> write(file, Spools.JOB + "# more\n"));
            change(HOLD, "a");

            assertThat(Files.readString(only("retryqueue")))
                    .startsWith(Spools.JOB + "# more\n\n[change.1]");
            assertThat(Duration.ofNanos(time.nanos() - begin))
                    .isBetween(Duration.ofSeconds(2), Duration.ofSeconds(5));
        }

        @Test
        void doesNotTouchAFileThatIsWrittenForEver() throws Exception {
            Path file = Spools.drop(spool, "a");
            AtomicInteger lines = new AtomicInteger();
            for (int i = 0; i < 200; i++) {
                time.atNextPause(() -> write(file, "# ".repeat(lines.incrementAndGet())));
            }

            assertThat(change(HOLD, "a").jobs())
                    .containsExactly(
                            steered(
                                    "a",
                                    Was.QUEUED,
                                    Done.NOTHING,
                                    "its file is still being written"));
            assertThat(file).exists();
            assertNothingIsLeft();
        }

        @Test
        void ofAFileThatWouldBeRejectedIsRefused() throws Exception {
            Spools.drop(spool, "a", "nonsense\n[submitted]\nwhole = yes\n");
            Account account = change(HOLD, "a");

            assertThat(account.jobs()).hasSize(1).allMatch(job -> job.done() == Done.NOTHING);
            assertThat(account.jobs().get(0).why()).contains("INI");
            assertThat(Spools.names(spool, "jobqueue")).containsExactly("a.conf");
        }

        @Test
        void ofWhatIsNoPlainFileIsRefused() throws Exception {
            Path queue = spool.root().resolve("jobqueue");
            Files.createDirectory(queue.resolve("d.conf"));
            Files.createSymbolicLink(queue.resolve("l.conf"), Spools.drop(spool, "a"));

            assertThat(change(HOLD, "d", "l").jobs())
                    .hasSize(2)
                    .allMatch(job -> job.done() == Done.NOTHING)
                    .allMatch(job -> job.why().contains("not a plain file"));
            assertThat(Spools.names(spool, "jobqueue"))
                    .containsExactly("a.conf", "d.conf", "l.conf");
        }

        @Test
        void ofANameThatIsTooLongIsRefused() throws Exception {
            submit("x".repeat(200));

            assertThat(change(HOLD, "x*").jobs().get(0).why()).contains("longer than");
            assertThat(Spools.names(spool, "jobqueue")).hasSize(1);
        }

        @Test
        void leavesTheRestWhenItIsStopped() throws Exception {
            submit("a");
            submit("b");
            AtomicInteger asked = new AtomicInteger();
            stop = () -> asked.incrementAndGet() > 2;
            Account account = change(HOLD, "*");

            assertThat(account.jobs())
                    .extracting(Steered::done)
                    .containsExactly(Done.HELD, Done.NOTHING);
            assertThat(account.isComplete()).isFalse();
            assertNothingIsLeft();
        }
    }

    @Nested
    class ACancellation {

        @Test
        void ofAQueuedJobEndsIt() throws Exception {
            submit("a");
            Account account = cancel("a");

            assertThat(account.jobs())
                    .containsExactly(steered("a", Was.QUEUED, Done.CANCELLED, ""));
            assertThat(Spools.files(spool)).containsExactly("failed/a.conf");
            assertThat(Spools.text(spool, "failed/a.conf"))
                    .startsWith(SUBMITTED + "\n[result]\nstate = cancelled\nrun = ")
                    .contains("\nby = ", "\nended = 2030-01-01T00:00:00.001Z\n");
            assertNothingIsLeft();
        }

        @Test
        void doesNotMindThatItCouldNotBeRunAnyway() throws Exception {
            Spools.drop(spool, "a", "nonsense\n[submitted]\nwhole = yes\n");

            assertThat(cancel("a").isComplete()).isTrue();
            assertThat(Spools.names(spool, "failed")).containsExactly("a.conf");
        }

        @Test
        void ofAHeldJobAndOfOneInTheRetryQueue() throws Exception {
            submit("a");
            change(HOLD, "a");

            assertThat(cancel("a").jobs())
                    .extracting(Steered::done)
                    .containsExactly(Done.CANCELLED);
            assertThat(Spools.files(spool)).containsExactly("failed/a.conf");
        }

        @Test
        void ofNamesakesGivesThemDifferentNames() throws Exception {
            submit("a");
            change(HOLD, "a");
            submit("a");
            cancel("a");

            assertThat(Spools.files(spool)).containsExactly("failed/a.conf", "failed/a~2.conf");
        }

        @Test
        void ofARunningJobAsksItsWorkerAndWaits() throws Exception {
            assign("a", RUN);
            Path request = spool.root().resolve(".fjd/requests/w.1.cancel");
            time.atNextPause(
                    () -> {
                        assertThat(request).exists().isEmptyFile();
                        act(() -> end("a", RUN, State.CANCELLED));
                    });

            assertThat(cancel("a").jobs())
                    .containsExactly(steered("a", Was.RUNNING, Done.CANCELLED, ""));
            assertThat(request).doesNotExist();
        }

        @Test
        void tellsOfAJobThatEndedBeforeItsWorkerHeard() throws Exception {
            assign("a", RUN);
            time.atNextPause(() -> act(() -> end("a", RUN, State.DONE)));

            assertThat(cancel("a").jobs())
                    .containsExactly(
                            steered("a", Was.RUNNING, Done.NOTHING, "it ended by itself: done"));
        }

        @Test
        void goesByTheRunNotByANamesakeThatEndedBefore() throws Exception {
            assign("a", new Run("v", 1));
            end("a", new Run("v", 1), State.CANCELLED);
            assign("a", RUN);
            time.atNextPause(() -> act(() -> end("a", RUN, State.FAILED)));

            assertThat(cancel("a").jobs())
                    .containsExactly(
                            steered("a", Was.RUNNING, Done.NOTHING, "it ended by itself: failed"));
        }

        @Test
        void followsAJobThatItsWorkerReturns() throws Exception {
            Path job = assign("a", RUN);
            time.atNextPause(() -> act(() -> spool.jobQueue().putBack(job, Spools.name("a"), RUN)));

            assertThat(cancel("a").jobs())
                    .containsExactly(steered("a", Was.QUEUED, Done.CANCELLED, ""));
            assertThat(Spools.names(spool, "retryqueue")).isEmpty();
            assertThat(Spools.names(spool, ".fjd/requests")).isEmpty();
        }

        @Test
        void doesNotWaitForEver() throws Exception {
            assign("a", RUN);
            long begin = time.nanos();
            Account account = cancel("a");

            assertThat(account.jobs()).extracting(Steered::done).containsExactly(Done.NOTHING);
            assertThat(account.jobs().get(0).why()).contains("was asked");
            assertThat(Duration.ofNanos(time.nanos() - begin))
                    .isBetween(Duration.ofSeconds(60), Duration.ofSeconds(63));
        }

        @Test
        void doesNotWaitAtAllIfItIsNotTo() throws Exception {
            assign("a", RUN);
            Account account = steerer().cancel(Wanted.of(spool, List.of("a")), Extent.BOTH, false);

            assertThat(account.jobs()).containsExactly(steered("a", Was.RUNNING, Done.ASKED, ""));
            assertThat(account.isComplete()).isTrue();
            assertThat(Spools.names(spool, ".fjd/requests")).containsExactly("w.1.cancel");
        }

        @Test
        void ofAllTakesWhatIsQueuedAndWhatRuns() throws Exception {
            submit("a");
            assign("b", RUN);
            time.atNextPause(() -> act(() -> end("b", RUN, State.CANCELLED)));
            Account account = steerer().cancel(Wanted.ALL, Extent.BOTH, true);

            assertThat(account.jobs())
                    .extracting(Steered::done)
                    .containsExactly(Done.CANCELLED, Done.CANCELLED);
        }

        @Test
        void ofTheQueuedLeavesWhatRuns() throws Exception {
            submit("a");
            assign("b", RUN);
            Account account = steerer().cancel(Wanted.ALL, Extent.QUEUED, true);

            assertThat(account.jobs())
                    .containsExactly(steered("a", Was.QUEUED, Done.CANCELLED, ""));
            assertThat(Spools.names(spool, ".fjd/requests")).isEmpty();
        }

        @Test
        void ofTheRunningLeavesWhatIsQueued() throws Exception {
            submit("a");
            assign("b", RUN);
            Account account = steerer().cancel(Wanted.ALL, Extent.RUNNING, false);

            assertThat(account.jobs()).containsExactly(steered("b", Was.RUNNING, Done.ASKED, ""));
            assertThat(Spools.names(spool, "jobqueue")).containsExactly("a.conf");
        }

        @ParameterizedTest
        @CsvSource({"QUEUED, b, it is running", "RUNNING, a, it is queued"})
        void saysOfANamedJobThatItIsInTheOtherState(Extent extent, String job, String why)
                throws Exception {
            submit("a");
            assign("b", RUN);
            Account account = steerer().cancel(Wanted.of(spool, List.of(job)), extent, true);

            assertThat(account.jobs()).extracting(Steered::why).containsExactly(why);
        }

        @Test
        void waitsForAJobThatAReaperHasInHand() throws Exception {
            assign("a", RUN);
            var entry = spool.morgue().fence(RUN, "r").orElseThrow();
            time.atNextPause(
                    () ->
                            act(
                                    () ->
                                            spool.jobQueue()
                                                    .putBack(
                                                            entry.jobs().get(0),
                                                            Spools.name("a"),
                                                            RUN)));

            assertThat(cancel("a").jobs())
                    .containsExactly(steered("a", Was.QUEUED, Done.CANCELLED, ""));
        }

        @Test
        void ofAFileThatMayOnlyBeReadTakesTheRightToWriteIt() throws Exception {
            Files.setPosixFilePermissions(
                    submit("a"), PosixFilePermissions.fromString("r--r--r--"));

            assertThat(cancel("a").isComplete()).isTrue();
        }
    }

    @Nested
    class ARace {

        @Test
        void withADispatcherThatIsFirstLeadsToTheWorker() throws Exception {
            submit("a");
            // the clock is read when the job is looked at for settling, before it is taken
            stop = hookAt(2, () -> act(() -> assign("a", RUN)));
            time.atNextPause(() -> {});
            time.atNextPause(() -> act(() -> end("a", RUN, State.CANCELLED)));

            assertThat(cancel("a").jobs())
                    .containsExactly(steered("a", Was.RUNNING, Done.CANCELLED, ""));
        }

        @Test
        void withADispatcherThatIsFirstTellsThatItRunsNow() throws Exception {
            submit("a");
            stop = hookAt(2, () -> act(() -> assign("a", RUN)));

            assertThat(change(HOLD, "a").jobs())
                    .containsExactly(steered("a", Was.RUNNING, Done.NOTHING, "it is running"));
        }

        @Test
        void withAUserWhoWithdrawsTheJob() throws Exception {
            Path file = submit("a");
            stop = hookAt(2, () -> act(() -> Files.delete(file)));

            assertThat(cancel("a").jobs())
                    .containsExactly(
                            steered(
                                    "a",
                                    Was.GONE,
                                    Done.NOTHING,
                                    "it is not in the spool any more"));
            assertNothingIsLeft();
        }

        @Test
        void withAnotherSteererWaitsUntilThatIsDone() throws Exception {
            Path job = assign("a", RUN);
            spool.roll()
                    .beat(
                            Spools.worker("w", Spools.elsewhere(1), 2)
                                    .with(3, new WorkerRecord.Steering()));
            time.atNextPause(() -> act(() -> spool.jobQueue().putBack(job, Spools.name("a"), RUN)));

            assertThat(change(HOLD, "a").jobs())
                    .containsExactly(steered("a", Was.QUEUED, Done.HELD, ""));
        }

        /** Is asked once before each round, and once before each job. */
        private BooleanSupplier hookAt(int asked, Runnable hook) {
            AtomicInteger times = new AtomicInteger();
            return () -> {
                if (times.incrementAndGet() == asked) {
                    hook.run();
                }
                return false;
            };
        }
    }

    @Nested
    class AName {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "fit-1",
                    "fit-1.conf",
                    "/spool/jobqueue/fit-1.conf",
                    "jobqueue/fit-1.conf",
                    "/spool/failed/fit-1.conf",
                    "jobpods/w-1-1.1/fit-1.conf",
                    "retryqueue/fit-1@w-1-1.1.conf",
                    "fit-1@w-1-1.1.conf",
                    "fit-?",
                    "f*[1-3]",
                    "{fit,fat}-1.conf"
                })
        void isFoundHoweverItIsTyped(String typed) throws Exception {
            submit("fit-1");
            submit("other");

            assertThat(cancel(typed).jobs())
                    .containsExactly(steered("fit-1", Was.QUEUED, Done.CANCELLED, ""));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "fit",
                    "",
                    ".conf",
                    "x*",
                    "[",
                    "/elsewhere/jobqueue/fit-1.conf",
                    "elsewhere/fit-1.conf",
                    "jobqueue/fit*.conf",
                    "../spool/logs/fit-1.conf",
                    "/",
                    "jobqueue/"
                })
        void thatMeansNothingIsNamed(String typed) throws Exception {
            submit("fit-1");
            Account account = cancel(typed);

            assertThat(account.jobs()).isEmpty();
            assertThat(account.unknown()).containsExactly(typed);
            assertThat(account.isComplete()).isFalse();
        }

        @Test
        void withTheCharactersOfAPatternMeansItselfFirst() throws Exception {
            submit("fit[1]");
            submit("fit1");

            assertThat(cancel("fit[1]").jobs())
                    .extracting(Steered::job)
                    .containsExactly(Spools.name("fit[1]"));
        }

        @Test
        void thatIsTypedTwiceCountsOnce() throws Exception {
            submit("a");

            assertThat(cancel("a", "a", "a.conf", "*").jobs()).hasSize(1);
        }

        @Test
        void ofAPatternTellsOfThoseThatHaveEndedOnlyIfAllHave() throws Exception {
            submit("fit-1");
            assign("fit-2", RUN);
            end("fit-2", RUN, State.DONE);

            assertThat(cancel("fit-*").jobs())
                    .extracting(Steered::job)
                    .containsExactly(Spools.name("fit-1"));
            Account again = cancel("fit-*", "nix-*");
            assertThat(again.jobs())
                    .containsExactly(
                            steered("fit-1", Was.FAILED, Done.NOTHING, "it has ended"),
                            steered("fit-2", Was.DONE, Done.NOTHING, "it has ended"));
            assertThat(again.unknown()).containsExactly("nix-*");
        }
    }

    @Nested
    class OfManyJobs {

        @Test
        void eachHasARunOfItsOwn() throws Exception {
            for (int i = 0; i < 30; i++) {
                submit("job" + i);
            }
            change(HOLD, "job*");
            cancel("job?");

            assertThat(Spools.names(spool, "retryqueue")).hasSize(20);
            List<Run> runs =
                    IntStream.range(0, 10)
                            .mapToObj(i -> spool.root().resolve("failed/job" + i + ".conf"))
                            .map(SteererTest::result)
                            .map(Outcome::run)
                            .distinct()
                            .toList();
            assertThat(runs).hasSize(10);
            assertNothingIsLeft();
        }

        @Test
        void theOrderIsKeptByTheModificationTime() throws Exception {
            for (int i = 0; i < 5; i++) {
                Spools.drop(spool, "job" + i, SUBMITTED, Duration.ofSeconds(100 - i));
            }
            change(HOLD, "job*");

            assertThat(
                            spool.jobQueue().entries().stream()
                                    .map(e -> unchecked(() -> spool.jobQueue().look(e)))
                                    .flatMap(Optional::stream)
                                    .sorted()
                                    .map(job -> job.name().value()))
                    .containsExactly("job4", "job3", "job2", "job1", "job0");
        }
    }

    @Test
    void whoIsStruckOffStopsAndSaysSo() throws Exception {
        submit("a");
        submit("b");
        submit("c");
        AtomicInteger asked = new AtomicInteger();
        stop =
                () -> {
                    if (asked.incrementAndGet() == 3) {
                        act(this::reapAll);
                    }
                    return false;
                };
        Account account = change(HOLD, "*");

        assertThat(account.trouble().orElseThrow()).contains("took it for dead");
        assertThat(account.isComplete()).isFalse();
        assertThat(account.jobs())
                .containsExactly(
                        steered("a", Was.QUEUED, Done.HELD, ""),
                        steered("b", Was.QUEUED, Done.NOTHING, "not tried"),
                        steered("c", Was.QUEUED, Done.NOTHING, "not tried"));
        assertThat(Spools.names(spool, "jobqueue")).containsExactly("b.conf", "c.conf");
        assertThat(Spools.names(spool, "jobpods")).isEmpty();
    }

    private void reapAll() throws IOException {
        for (String name : spool.roll().names()) {
            spool.roll().strike(name);
        }
        for (Run run : spool.pods().runs()) {
            spool.morgue().bury(spool.morgue().fence(run, "r").orElseThrow());
        }
    }

    @Test
    void itBeatsBetweenTwoJobs() throws Exception {
        submit("a");
        submit("b");
        List<Long> beats = new ArrayList<>();
        stop =
                () -> {
                    act(
                            () -> {
                                for (String name : spool.roll().names()) {
                                    WorkerRecord record = spool.roll().read(name).orElseThrow();
                                    assertThat(record.activity().word()).isEqualTo("steering");
                                    beats.add(record.beat());
                                }
                            });
                    time.pass(Duration.ofSeconds(5));
                    return false;
                };
        submit("c");
        change(HOLD, "*");

        assertThat(beats).containsExactly(1L, 2L);
    }

    @Test
    @Timeout(60)
    void aFileThatGoesBeforeItSettledDoesNotHurryTheLooks() throws Exception {
        Path file = Spools.drop(spool, "a");
        assign("b", RUN);
        time.atNextPause(() -> act(() -> Files.delete(file)));

        assertThat(cancel("a", "b").jobs())
                .extracting(Steered::done)
                .containsExactly(Done.NOTHING, Done.NOTHING);
    }

    @Test
    void aRequestToLeaveIsNotForOneWhoSteers() throws Exception {
        submit("a");
        spool.requests().ask("somebody", Leave.NOW);
        change(HOLD, "a");

        assertThat(Spools.names(spool, ".fjd/requests")).containsExactly("somebody.fire-now");
    }

    private static Outcome result(Path file) {
        History history = unchecked(() -> Spools.history(file));
        Outcome result = history.result().orElseThrow();
        assertThat(result.details()).extracting(Entry::key).containsExactly("by", "ended");
        return result;
    }

    private static void write(Path file, String text) {
        act(() -> Files.writeString(file, text));
    }

    interface Action<T> {
        T call() throws Exception;
    }

    interface Step {
        void run() throws Exception;
    }

    private static <T> T unchecked(Action<T> action) {
        try {
            return action.call();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static void act(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
