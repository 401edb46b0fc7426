package org.fjd.submit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fjd.ini.Section.Entry;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.Pod;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.Wanted;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingTest implements Waiting.Events {

    private static final Machine HERE = Machine.here();
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final TestTime time = new TestTime();
    private final List<String> told = new ArrayList<>();
    private Spool spool;
    private Submitter submitter;
    private long runs;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
        submitter = new Submitter(spool, HERE, spool.root());
    }

    @Override
    public void noDispatcher() {
        told.add("no dispatcher");
    }

    @Override
    public void noWorkers() {
        told.add("no workers");
    }

    @Override
    public void gone(JobName job) {
        told.add(job.value() + " is gone");
    }

    private Submission submit(String name) throws Exception {
        JobText text = JobText.ofWords(List.of("x"), JobOptions.in(spool.root()));
        return submitter.submit(submitter.draft(text, Optional.of(new JobName(name))));
    }

    private Waiting waiting(Submission... jobs) {
        return Waiting.forSubmitted(spool, HERE, List.of(jobs), this);
    }

    private Waiting waiting(String... names) throws Exception {
        return Waiting.forWanted(spool, HERE, Wanted.of(spool, List.of(names)), this);
    }

    private Pod assign(String name) throws IOException {
        Run run = new Run("w", ++runs);
        Pod pod = spool.pods().open(run);
        Path queued = spool.root().resolve("jobqueue/" + name + ".conf");
        spool.jobQueue().assign(spool.jobQueue().look(queued).orElseThrow(), run);
        return pod;
    }

    private static Outcome outcome(State state, Run run, int exit) {
        return new Outcome(state, run, List.of(new Entry("exit", Integer.toString(exit))));
    }

    private void end(Pod pod, int exit) throws IOException {
        Path job = pod.jobs().get(0);
        JobName name = JobName.ofFileName(job.getFileName().toString()).orElseThrow();
        State state = exit == 0 ? State.DONE : State.FAILED;
        Path file =
                Spools.end(spool.archive(), job, name, outcome(state, pod.run(), exit))
                        .orElseThrow();
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH.plusSeconds(runs)));
    }

    private void later(Action action) {
        time.atNextPause(
                () -> {
                    try {
                        action.run();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
    }

    private interface Action {
        void run() throws IOException;
    }

    @Test
    void itEndsWhenTheLastJobHasEnded() throws Exception {
        Waiting waiting = waiting(submit("a"), submit("b"));
        later(() -> end(assign("b"), 0));
        later(() -> end(assign("a"), 3));

        assertThat(waiting.await(Optional.of(MINUTE))).isTrue();
        assertThat(waiting.ended())
                .containsExactlyInAnyOrder(
                        new Ended(
                                new JobName("b"),
                                spool.root().resolve("done/b.conf"),
                                true,
                                OptionalInt.of(0)),
                        new Ended(
                                new JobName("a"),
                                spool.root().resolve("failed/a.conf"),
                                false,
                                OptionalInt.of(3)));
        assertThat(waiting.open()).isEmpty();
    }

    @Test
    void itEndsWhenTheTimeIsOver() throws Exception {
        Waiting waiting = waiting(submit("a"));
        long begin = time.nanos();

        assertThat(waiting.await(Optional.of(MINUTE))).isFalse();
        assertThat(Duration.ofNanos(time.nanos() - begin)).isEqualTo(MINUTE);
        assertThat(waiting.open()).containsExactly(new JobName("a"));
    }

    @Test
    void nothingToWaitForIsNoWait() throws Exception {
        assertThat(Waiting.forAll(spool, HERE, this).await(Optional.empty())).isTrue();
    }

    @Test
    void aSubmissionIsKnownByItsIdentityAndNotByItsName() throws Exception {
        submit("a");
        end(assign("a"), 0);
        Submission own = submit("a");
        Waiting waiting = waiting(own);
        assertThat(waiting.look()).isFalse();

        end(assign("a"), 1);
        assertThat(waiting.look()).isTrue();
        assertThat(waiting.ended().get(0).done()).isFalse();
    }

    @Test
    void aNamesakeInDoneGivesItAnotherName() throws Exception {
        submit("a");
        end(assign("a"), 0);
        Waiting waiting = waiting(submit("a"));
        end(assign("a"), 0);

        assertThat(waiting.look()).isTrue();
        assertThat(waiting.ended().get(0).file()).hasFileName("a~2.conf");
    }

    @Test
    void aJobThatWasRejectedHasFailedWithoutAnExitCode() throws Exception {
        Waiting waiting = waiting(submit("a"));
        Path job = assign("a").jobs().get(0);
        spool.archive().reject(job, new JobName("a"), "no");

        assertThat(waiting.look()).isTrue();
        assertThat(waiting.ended().get(0).exit()).isEmpty();
        assertThat(waiting.ended().get(0).done()).isFalse();
    }

    @Test
    void aNameThatIsOnlyReservedIsNoEnd() throws Exception {
        Spools.drop(spool, "a");
        Waiting waiting = waiting("a");
        assign("a");
        Files.createFile(spool.root().resolve("done/a.conf"));

        assertThat(waiting.look()).isFalse();
    }

    @Test
    void theExitCodeIsThatOfTheLastRun() throws Exception {
        Waiting waiting = waiting(submit("a"));
        Pod first = assign("a");
        Path job = first.jobs().get(0);
        spool.archive().note(job, outcome(State.FAILED, first.run(), 9));
        spool.jobQueue().putBack(job, new JobName("a"), first.run());
        assertThat(waiting.look()).isFalse();

        Path again = spool.jobQueue().entries().get(0);
        Run run = new Run("w", ++runs);
        Pod second = spool.pods().open(run);
        spool.jobQueue().assign(spool.jobQueue().look(again).orElseThrow(), run);
        end(second, 4);

        assertThat(waiting.look()).isTrue();
        assertThat(waiting.ended().get(0).exit()).hasValue(4);
    }

    @Test
    void aJobThatHasEndedBeforeNeedsNoWaiting() throws Exception {
        Spools.drop(spool, "a");
        end(assign("a"), 2);
        Waiting waiting = waiting("a");

        assertThat(waiting.await(Optional.empty())).isTrue();
        assertThat(waiting.ended()).extracting(Ended::exit).containsExactly(OptionalInt.of(2));
    }

    @Test
    void ofNamesakesThatHaveEndedTheLatestCounts() throws Exception {
        for (int exit : new int[] {0, 0, 5}) {
            Spools.drop(spool, "a");
            end(assign("a"), exit);
        }
        assertThat(waiting("a").ended()).extracting(Ended::exit).containsExactly(OptionalInt.of(5));
    }

    @Test
    void aJobThatWasPutBackIsWaitedForUntilItEndsAgain() throws Exception {
        Spools.drop(spool, "a");
        end(assign("a"), 2);
        Files.move(
                spool.root().resolve("failed/a.conf"),
                spool.root().resolve("jobqueue/a.conf"),
                StandardCopyOption.ATOMIC_MOVE);
        Waiting waiting = waiting("a");
        assertThat(waiting.look()).isFalse();

        end(assign("a"), 0);
        assertThat(waiting.look()).isTrue();
        assertThat(waiting.ended().get(0).done()).isTrue();
    }

    @Test
    void jobsOfOneNameAreWaitedForUntilNoneIsLeft() throws Exception {
        Spools.drop(spool, "a");
        Pod first = assign("a");
        Spools.drop(spool, "a");
        Waiting waiting = waiting("a");
        end(first, 0);
        assertThat(waiting.look()).isFalse();

        end(assign("a"), 7);
        assertThat(waiting.look()).isTrue();
        assertThat(waiting.ended()).extracting(Ended::exit).containsExactly(OptionalInt.of(7));
    }

    @Test
    void allThatIsQueuedOrRunsIsWaitedFor() throws Exception {
        Spools.drop(spool, "queued");
        Spools.drop(spool, "running");
        Spools.drop(spool, "ended");
        assign("running");
        end(assign("ended"), 0);

        assertThat(Waiting.forAll(spool, HERE, this).open())
                .containsExactly(new JobName("queued"), new JobName("running"));
    }

    @Test
    void aJobThatEndsWhileTheyAreListedHasEnded() throws Exception {
        Spools.drop(spool, "a");
        later(() -> end(assign("a"), 6));
        Waiting waiting = Waiting.forAll(spool, HERE, this);

        assertThat(waiting.look()).isTrue();
        assertThat(waiting.ended()).extracting(Ended::exit).containsExactly(OptionalInt.of(6));
    }

    @Test
    void aNameThatNobodyHasIsToldOf() throws Exception {
        Spools.drop(spool, "b");
        Waiting waiting = waiting("a", "b");

        assertThat(waiting.unknown()).containsExactly("a");
        assertThat(waiting.gone()).isEmpty();
        assertThat(waiting.open()).containsExactly(new JobName("b"));
    }

    @Test
    void aPatternMeansWhatIsQueuedAndWhatHasEndedWithItsCopiesAsOne() throws Exception {
        Spools.drop(spool, "fit-1");
        Files.writeString(spool.root().resolve("done/fit-2.conf"), Spools.JOB);
        Files.writeString(spool.root().resolve("failed/fit-2~2.conf"), Spools.JOB);
        Files.writeString(spool.root().resolve("failed/other.conf"), Spools.JOB);
        Waiting waiting = waiting("fit-*");

        assertThat(waiting.open()).containsExactly(new JobName("fit-1"));
        assertThat(waiting.ended()).extracting(Ended::job).containsExactly(new JobName("fit-2"));
        assertThat(waiting.unknown()).isEmpty();
        assertThat(waiting("fit-2~2").ended()).extracting(Ended::done).containsExactly(false);
    }

    @Test
    void aJobThatWasTakenAwayIsNotWaitedFor() throws Exception {
        Submission job = submit("a");
        Waiting waiting = waiting(job);
        later(() -> Files.delete(job.file()));

        assertThat(waiting.await(Optional.of(MINUTE))).isTrue();
        assertThat(told).contains("a is gone");
        assertThat(waiting.gone()).containsExactly(new JobName("a"));
        assertThat(waiting.ended()).isEmpty();
    }

    @Test
    void itIsSaidOnceThatNobodyIsThere() throws Exception {
        waiting(submit("a")).await(Optional.of(MINUTE));

        assertThat(told).containsExactly("no dispatcher", "no workers");
    }

    @Test
    void nothingIsSaidWhileEverybodyIsThere() throws Exception {
        spool.roll().enlist(Spools.worker("w", ProcessId.self(HERE), 1));
        spool.seat(ProcessId.self(HERE)).hold(new org.fjd.spool.Liveness(HERE, MINUTE, time));
        waiting(submit("a")).await(Optional.of(MINUTE));

        assertThat(told).isEmpty();
    }

    @Test
    void whoHasDiedOnThisMachineIsNotThere() throws Exception {
        ProcessId dead = new ProcessId(HERE.host(), HERE.identity(), HERE.pid(), "never");
        spool.roll().enlist(Spools.worker("w", dead, 1));
        spool.seat(dead).hold(new org.fjd.spool.Liveness(HERE, MINUTE, time));
        waiting(submit("a")).await(Optional.of(MINUTE));

        assertThat(told).containsExactly("no dispatcher", "no workers");
    }

    private String followed(Submission job) throws Exception {
        StringBuilder text = new StringBuilder();
        new Follower(spool, job, waiting(job), text::append).follow();
        return text.toString();
    }

    private Path log(String name, String text) throws IOException {
        Path log = spool.root().resolve("logs/" + name + ".log");
        return Files.write(
                log,
                text.getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
                java.nio.file.StandardOpenOption.CREATE,
                java.nio.file.StandardOpenOption.APPEND);
    }

    @Test
    void whatAJobPrintsIsPassedOnRunAfterRun() throws Exception {
        Submission job = submit("a");
        later(() -> assign("a"));
        later(() -> log("a", "one \u00c3"));
        later(() -> log("a", "\u00bc\n\u00ff"));
        later(
                () -> {
                    Path file = spool.root().resolve("jobpods/w.1/a.conf");
                    Run first = new Run("w", 1);
                    log("a", "end\n");
                    spool.archive().note(file, logged(State.FAILED, first, "logs/a.log"));
                    spool.jobQueue().putBack(file, new JobName("a"), first);
                });
        later(
                () -> {
                    Run second = new Run("w", 2);
                    spool.pods().open(second);
                    Path entry = spool.jobQueue().entries().get(0);
                    spool.jobQueue().assign(spool.jobQueue().look(entry).orElseThrow(), second);
                    log("a@w.2", "again ");
                });
        later(() -> {});
        later(
                () -> {
                    Run second = new Run("w", 2);
                    log("a@w.2", "done\n");
                    Spools.end(
                            spool.archive(),
                            spool.root().resolve("jobpods/w.2/a.conf"),
                            new JobName("a"),
                            logged(State.DONE, second, "logs/a@w.2.log"));
                });

        assertThat(followed(job)).isEqualTo("one ü\n\uFFFDend\nagain done\n");
    }

    private static Outcome logged(State state, Run run, String log) {
        return new Outcome(state, run, List.of(new Entry("log", log)));
    }

    @Test
    void whatANamesakePrintedBeforeIsNotPassedOn() throws Exception {
        Files.setLastModifiedTime(log("a", "old\n"), FileTime.from(Instant.EPOCH));
        Submission job = submit("a");
        later(() -> assign("a"));
        later(() -> {});
        later(() -> end(spool.pods().open(new Run("w", 1)), 0));

        assertThat(followed(job)).isEmpty();
    }
}
