package org.fjd.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.view.Shelves.section;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.fjd.job.JobName;
import org.fjd.job.Labels;
import org.fjd.job.Run;
import org.fjd.spool.Liveness;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.WorkerRecord;
import org.fjd.upkeep.Archiver;
import org.fjd.view.Reason.After;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WhyTest {

    private static final String SUBMITTED = "[submitted]\nby = ann\nwhole = yes\n";
    private static final ProcessId GONE =
            new ProcessId(Machine.here().host(), Machine.here().identity(), 1, "never");

    private Shelves shelves;

    @BeforeEach
    void make() throws IOException {
        shelves = new Shelves();
    }

    private Instant now() {
        return shelves.time.now();
    }

    private static List<JobName> jobs(String... names) {
        return List.of(names).stream().map(JobName::new).toList();
    }

    private static Reason ended(boolean packed, String... cause) {
        return new Reason.Ended(packed, new Before(jobs(cause), List.of(), false));
    }

    private static Reason inCircle(String... cause) {
        return new Reason.Ended(false, new Before(jobs(cause), List.of(), true));
    }

    private static SortedSet<String> words(String... words) {
        return new TreeSet<>(Set.of(words));
    }

    private Path queue(String name, String... lines) throws IOException {
        return queue(name, Duration.ofMinutes(1), lines);
    }

    private Path queue(String name, Duration ago, String... lines) throws IOException {
        return shelves.write(
                "jobqueue/" + name + ".conf",
                Spools.JOB + String.join("\n", lines) + "\n" + SUBMITTED,
                now().minus(ago));
    }

    /** Puts a worker on the roll that has just written its record. */
    private Run hire(String worker, ProcessId process, WorkerRecord.Activity doing, String labels)
            throws IOException {
        shelves.spool
                .roll()
                .enlist(
                        new WorkerRecord(
                                worker,
                                process,
                                "user",
                                Instant.EPOCH,
                                1,
                                doing,
                                Labels.parse(labels).orElseThrow()));
        touch(".fjd/workers/" + worker, Duration.ZERO);
        Run run = new Run(worker, 1);
        shelves.spool.pods().open(run);
        return run;
    }

    private Run busy(String worker, String labels) throws IOException {
        return hire(worker, Spools.elsewhere(1), new WorkerRecord.Busy("other", now(), 2), labels);
    }

    private Run idle(String worker, String labels) throws IOException {
        Run run = hire(worker, Spools.elsewhere(1), new WorkerRecord.Idle(), labels);
        shelves.spool.workerQueue().announce(run);
        return run;
    }

    private void touch(String path, Duration ago) throws IOException {
        Files.setLastModifiedTime(shelves.at(path), FileTime.from(now().minus(ago)));
    }

    /** Has a process hold the seat since it wrote there. */
    private void dispatch(ProcessId process, Duration ago) throws IOException {
        shelves.spool
                .seat(process)
                .hold(new Liveness(Machine.here(), Duration.ofMinutes(2), shelves.time));
        touch(".fjd/seat/1", ago);
    }

    private void dispatch() throws IOException {
        dispatch(Spools.elsewhere(7), Duration.ofSeconds(1));
    }

    private void limits(String lines) throws IOException {
        shelves.write(".fjd/fjd.conf", "[fjd]\nwatch = no\n[limits]\n" + lines);
    }

    private void pack() throws Exception {
        new Archiver(shelves.spool, Machine.here())
                .pack(new Archiver.Order(Duration.ZERO, Set.of(), false));
    }

    private List<Reason> why(String name) throws IOException {
        Spool spool = Spool.openForReading(shelves.spool.root(), shelves.time);
        Map<String, String> before = shelves.everything();
        List<Job> found = Shelves.named(spool, name);
        assertThat(found).hasSize(1);
        List<Reason> reasons = new Why(spool, Machine.here()).of(found).get(0).reasons();
        assertThat(shelves.everything()).isEqualTo(before);
        return reasons;
    }

    @Test
    void withAnIdleWorkerAndADispatcherNothingKeepsAJob() throws IOException {
        dispatch();
        idle("w", "");
        queue("a");
        assertThat(why("a")).containsExactly(new Reason.Ready());
    }

    @Test
    void allThatKeepsAJobIsToldWhatMattersMostFirst() throws IOException {
        queue("a", "hold = yes");
        shelves.spool.pause().pause("ann: disk full");
        assertThat(why("a"))
                .containsExactly(
                        new Reason.Held(Optional.empty(), Optional.empty()),
                        new Reason.Paused("ann: disk full"),
                        new Reason.NoDispatcher(),
                        new Reason.NoWorkers(0));
    }

    @Test
    void whoHeldAJobIsTold() throws IOException {
        dispatch();
        idle("w", "");
        String change = "\n[change.%d]\nhold = %s\nby = %s@node1\nat = 2029\nwhole = yes\n";
        String content = Spools.JOB + SUBMITTED;
        shelves.write(
                "jobqueue/a.conf",
                content + change.formatted(1, "true", "ann") + change.formatted(2, "true", "bob"));
        shelves.write(
                "jobqueue/b.conf",
                content + change.formatted(1, "true", "ann") + change.formatted(2, "false", "bob"));
        assertThat(why("a"))
                .containsExactly(new Reason.Held(Optional.of("bob@node1"), Optional.of("2029")));
        assertThat(why("b")).doesNotHaveAnyElementsOfTypes(Reason.Held.class);
    }

    @Test
    void aJobThatHasEndedIsToldOf() throws IOException {
        shelves.done("d");
        shelves.failed("f", "failed", "exit = 3");
        shelves.write("failed/r.conf", "nonsense");
        shelves.write("failed/r.reason", "It is not INI.\n");
        for (String name : List.of("d", "f")) {
            assertThat(why(name)).containsExactly(ended(false));
        }
        assertThat(why("r"))
                .containsExactly(new Reason.Ended(false, new Before(List.of(), jobs("r"), false)));
    }

    @Test
    void aRejectedForerunnerIsToBeMended() throws IOException {
        shelves.write("failed/r.conf", "nonsense");
        shelves.write("failed/r.reason", "It is not INI.\n");
        failedAfter("b", "r");
        failedAfter("c", "b");
        assertThat(why("c"))
                .containsExactly(
                        new Reason.Ended(false, new Before(jobs("r", "b"), jobs("r"), false)));
    }

    private Path failedAfter(String name, String after) throws IOException {
        return shelves.write(
                "failed/" + name + ".conf",
                Spools.JOB + "after = " + after + "\n" + section("result", "failed", "w.1"));
    }

    @Test
    void whatMakesAJobFailAgainIsToldFirstCausesFirst() throws IOException {
        shelves.done("good");
        shelves.failed("a", "failed");
        failedAfter("b", "good a");
        failedAfter("c", "b a nowhere");
        assertThat(why("a")).containsExactly(ended(false));
        assertThat(why("b")).containsExactly(ended(false, "a"));
        assertThat(why("c")).containsExactly(ended(false, "a", "b"));
        queue("a");
        assertThat(why("c")).containsExactly(ended(false, "b"));
        queue("b", "after = a");
        assertThat(why("c")).containsExactly(ended(false));
    }

    @Test
    void aCircleOfJobsThatHaveFailedIsTold() throws IOException {
        failedAfter("self", "self");
        failedAfter("a", "b");
        failedAfter("b", "a");
        failedAfter("c", "a");
        assertThat(why("self")).containsExactly(inCircle());
        assertThat(why("a")).containsExactly(inCircle("b"));
        assertThat(why("c")).containsExactly(inCircle("b", "a"));
    }

    @Test
    void ofThoseBeforeItTheHighestPriorityIsTold() throws IOException {
        dispatch();
        busy("w", "gpu");
        queue("other", "priority = 9", "requires = cpu");
        queue("held", "priority = 8", "hold = yes");
        queue("first", "priority = -3");
        queue("second", "priority = -4");
        queue("a", "priority = -7");
        assertThat(why("a")).containsExactly(new Reason.InLine(words(), 1, 0, 2, -3));
        assertThat(why("first")).containsExactly(new Reason.InLine(words(), 1, 0, 0, 0));
    }

    @Test
    void aJobThatIsPackedIsToldOf() throws Exception {
        shelves.done("d");
        pack();
        assertThat(why("d")).containsExactly(ended(true));
    }

    @Test
    void eachNamesakeIsToldOf() throws IOException {
        dispatch();
        idle("w", "");
        shelves.done("a");
        shelves.done("a~2");
        queue("a");
        Spool spool = Spool.openForReading(shelves.spool.root(), shelves.time);
        List<Why.Answer> told = new Why(spool, Machine.here()).of(Shelves.named(spool, "a"));
        assertThat(told)
                .extracting(answer -> answer.reasons().get(0).word())
                .containsExactly("ready", "ended", "ended");
    }

    @Test
    void aJobInAPodRunsOrIsAboutTo() throws IOException {
        Run run = hire("w", Spools.elsewhere(1), new WorkerRecord.Busy("a", now(), 2), "");
        shelves.write("jobpods/" + run + "/a.conf", Spools.JOB);
        Run other = hire("x", Spools.elsewhere(1), new WorkerRecord.Idle(), "");
        shelves.write("jobpods/" + other + "/b.conf", Spools.JOB);
        Run steering = hire("y", Spools.elsewhere(1), new WorkerRecord.Steering(), "");
        shelves.write("jobpods/" + steering + "/c.conf", Spools.JOB);
        assertThat(why("a")).containsExactly(new Reason.Running());
        assertThat(why("b")).containsExactly(new Reason.Assigned());
        assertThat(why("c")).containsExactly(new Reason.Changing());
    }

    @Test
    void aJobWhoseWorkerIsDeadWaitsForADispatcher() throws IOException {
        Run run = hire("w", GONE, new WorkerRecord.Busy("a", now(), 2), "");
        shelves.write("jobpods/" + run + "/a.conf", Spools.JOB);
        assertThat(why("a"))
                .containsExactly(
                        new Reason.Running(),
                        new Reason.WorkerDead("w", GONE.host(), 1),
                        new Reason.NoDispatcher());
        dispatch();
        assertThat(why("a")).hasSize(2);
        shelves.write("jobpods/x.1/b.conf", Spools.JOB);
        assertThat(why("b")).containsExactly(new Reason.WorkerGone("x"));
    }

    @ParameterizedTest
    @CsvSource({"30, false", "31, true"})
    void aWorkerIsSilentAfterAWhile(int seconds, boolean silent) throws IOException {
        dispatch();
        Run run = hire("w", Spools.elsewhere(1), new WorkerRecord.Busy("a", now(), 2), "");
        shelves.write("jobpods/" + run + "/a.conf", Spools.JOB);
        Duration ago = Duration.ofSeconds(seconds);
        touch(".fjd/workers/w", ago);
        assertThat(why("a").contains(new Reason.WorkerSilent("w", "far", ago))).isEqualTo(silent);
    }

    @Test
    void aJobWaitsForItsTime() throws IOException {
        dispatch();
        idle("w", "");
        queue("a", "not-before = " + now().plusSeconds(1));
        queue("b", "not-before = " + now());
        assertThat(why("a"))
                .containsExactly(new Reason.NotBefore(now().plusSeconds(1), Duration.ofSeconds(1)));
        assertThat(why("b")).containsExactly(new Reason.Ready());
    }

    @Test
    void aJobThatFailedWaitsForItsNextTry() throws IOException {
        dispatch();
        idle("w", "");
        String failed =
                Spools.JOB + section("attempt.1", "failed", "w.9", "exit = 1", "retry-in = 60s");
        shelves.write("retryqueue/a@w.9.conf", failed, now().minusSeconds(20));
        shelves.write("retryqueue/b@w.8.conf", failed, now().minusSeconds(60));
        assertThat(why("a")).containsExactly(new Reason.RetryDelay(Duration.ofSeconds(40)));
        assertThat(why("b")).containsExactly(new Reason.Ready());
    }

    @Test
    void aFileThatWasDroppedByHandHasToSettle() throws IOException {
        dispatch();
        idle("w", "");
        shelves.write("jobqueue/a.conf", Spools.JOB, now().minusMillis(500));
        shelves.write("jobqueue/b.conf", Spools.JOB, now().minusSeconds(2));
        shelves.write("jobqueue/c.conf", "", now().minusSeconds(2));
        shelves.write("jobqueue/d.conf", Spools.JOB, now().plusSeconds(3600));
        assertThat(why("a")).containsExactly(new Reason.Settling(Duration.ofMillis(1500), false));
        assertThat(why("b")).containsExactly(new Reason.Ready());
        assertThat(why("c")).containsExactly(new Reason.Settling(Duration.ofSeconds(8), true));
        assertThat(why("d")).containsExactly(new Reason.Settling(Duration.ofSeconds(2), false));
    }

    @Test
    void aFileThatWillBeRejectedIsToldOf() throws IOException {
        dispatch();
        idle("w", "");
        Instant before = now().minusSeconds(60);
        shelves.write("jobqueue/nonsense.conf", "no job", before);
        shelves.write("jobqueue/empty.conf", "", before);
        shelves.write("jobqueue/large.conf", "#".repeat((1 << 20) + 1), before);
        shelves.write("jobqueue/" + "n".repeat(181) + ".conf", Spools.JOB, before);
        Files.createSymbolicLink(shelves.at("jobqueue/link.conf"), shelves.at("done"));
        for (String name : List.of("nonsense", "empty", "large", "n".repeat(181), "link")) {
            assertThat(why(name).get(0)).as(name).isInstanceOf(Reason.Unfit.class);
        }
        assertThat(why("nonsense").get(0))
                .extracting(reason -> ((Reason.Unfit) reason).why())
                .asString()
                .startsWith("It is not INI.");
    }

    @Test
    void aJobWaitsForOthersDownToTheRoot() throws IOException {
        dispatch();
        idle("w", "");
        queue("a", "hold = yes");
        queue("b", "after = a");
        queue("c", "after = b");
        Reason held = new Reason.Held(Optional.empty(), Optional.empty());
        assertThat(why("b")).containsExactly(new After(jobs("a"), held));
        assertThat(why("c")).containsExactly(new After(jobs("b", "a"), held));
        queue("a");
        assertThat(why("c")).containsExactly(new After(jobs("b", "a"), new Reason.Ready()));
        Files.delete(shelves.at("jobqueue/a.conf"));
        assertThat(why("c")).containsExactly(new After(jobs("b", "a"), new Reason.Missing()));
    }

    @Test
    void theRootMayBeWithAWorkerOrNeedWhatIsNotThere() throws IOException {
        dispatch();
        idle("w", "");
        Run run = hire("x", Spools.elsewhere(1), new WorkerRecord.Busy("a", now(), 2), "");
        shelves.write("jobpods/" + run + "/a.conf", Spools.JOB);
        queue("g", "requires = gpu");
        queue("b", "after = a g done");
        shelves.done("done");
        assertThat(why("b"))
                .containsExactly(
                        new After(jobs("a"), new Reason.Running()),
                        new After(jobs("g"), new Reason.LabelsMissing(words("gpu"), words())));
    }

    @Test
    void oneThatFailedIsToldOfAloneSinceItKeepsNobodyWaiting() throws IOException {
        dispatch();
        idle("w", "");
        shelves.failed("f", "failed");
        queue("b", "after = f nowhere");
        queue("c", "after = b");
        Reason failed = new Reason.ForerunnerFailed(new JobName("f"));
        assertThat(why("b")).containsExactly(failed);
        assertThat(why("c")).containsExactly(new After(jobs("b"), failed));
    }

    @Test
    void aForerunnerThatIsQueuedAgainIsWaitedForThoughItFailed() throws IOException {
        dispatch();
        idle("w", "");
        shelves.failed("f", "failed");
        queue("f");
        queue("b", "after = f");
        assertThat(why("b")).containsExactly(new After(jobs("f"), new Reason.Ready()));
    }

    @Test
    void circlesAreTold() throws IOException {
        dispatch();
        idle("w", "");
        queue("a", "after = c");
        queue("b", "after = a");
        queue("c", "after = b");
        queue("d", "after = a");
        queue("self", "after = self");
        assertThat(why("a")).containsExactly(new Reason.InCircle(jobs("a", "c", "b")));
        assertThat(why("self")).containsExactly(new Reason.InCircle(jobs("self")));
        assertThat(why("d"))
                .containsExactly(new After(jobs("a"), new Reason.InCircle(jobs("a", "c", "b"))));
    }

    @Test
    void aForerunnerThatIsPackedCounts() throws Exception {
        dispatch();
        idle("w", "");
        shelves.done("a");
        pack();
        queue("b", "after = a");
        assertThat(why("b")).containsExactly(new Reason.Ready());
    }

    @Test
    void labelsThatNobodyHasAreTold() throws IOException {
        dispatch();
        idle("w", "cpu");
        idle("x", "gpu");
        queue("a", "requires = gpu cpu");
        queue("b", "requires = gpu");
        assertThat(why("a"))
                .containsExactly(
                        new Reason.LabelsMissing(words("cpu", "gpu"), words("cpu", "gpu")));
        assertThat(why("b")).containsExactly(new Reason.Ready());
    }

    @Test
    void whereNobodyHasTheTimeThatIsTold() throws IOException {
        dispatch();
        Run run = new Run("w", 1);
        shelves.spool
                .roll()
                .enlist(
                        new WorkerRecord(
                                "w",
                                Spools.elsewhere(1),
                                "user",
                                Instant.EPOCH,
                                1,
                                new WorkerRecord.Idle(),
                                Labels.NONE,
                                Optional.empty(),
                                Optional.of("slurm-1-1"),
                                Optional.of(Duration.ofMinutes(90))));
        touch(".fjd/workers/w", Duration.ZERO);
        shelves.spool.pods().open(run);
        shelves.spool.workerQueue().announce(run);
        queue("a", "expected = 2h");
        queue("b", "expected = 90m");
        queue("c", "after = a");
        Reason missing = new Reason.TimeMissing(Duration.ofHours(2), Duration.ofMinutes(90));
        assertThat(why("a")).containsExactly(missing);
        assertThat(why("b")).containsExactly(new Reason.Ready());
        assertThat(why("c")).containsExactly(new After(jobs("a"), missing));
        idle("x", "gpu");
        assertThat(why("a")).containsExactly(new Reason.Ready());
    }

    @Test
    void workersThatAreLostOrOnlySteerAreNone() throws IOException {
        dispatch();
        hire("dead", GONE, new WorkerRecord.Idle(), "");
        hire("silent", Spools.elsewhere(1), new WorkerRecord.Idle(), "");
        touch(".fjd/workers/silent", Duration.ofSeconds(121));
        hire("steering", Spools.elsewhere(1), new WorkerRecord.Steering(), "");
        queue("a");
        assertThat(why("a")).containsExactly(new Reason.NoWorkers(2));
        touch(".fjd/workers/silent", Duration.ofMinutes(2));
        assertThat(why("a")).containsExactly(new Reason.InLine(words(), 1, 0, 0, 0));
    }

    @Test
    void itsPlaceInTheLineIsByPriorityThenAge() throws IOException {
        dispatch();
        busy("w", "");
        queue("a", Duration.ofMinutes(3));
        queue("b", Duration.ofMinutes(2));
        queue("c", Duration.ofMinutes(1));
        queue("urgent", Duration.ofMinutes(1), "priority = 5");
        assertThat(why("urgent")).containsExactly(new Reason.InLine(words(), 1, 0, 0, 0));
        assertThat(why("a")).containsExactly(new Reason.InLine(words(), 1, 0, 1, 5));
        assertThat(why("c")).containsExactly(new Reason.InLine(words(), 1, 0, 3, 5));
    }

    @Test
    void onlyJobsCountThatCouldHaveSuchAWorker() throws IOException {
        limits("none = 0\n");
        dispatch();
        busy("w", "gpu");
        busy("x", "cpu");
        Duration long2 = Duration.ofHours(2);
        queue("plain", long2);
        queue("gpu", long2, "requires = gpu");
        queue("cpu", long2, "requires = cpu");
        queue("held", long2, "hold = yes");
        queue("later", long2, "not-before = 2031-01-01 00:00");
        queue("waiting", long2, "after = plain");
        queue("limited", long2, "limit = none");
        queue("freed", long2, "after = done");
        shelves.done("done");
        queue("a", "requires = gpu");
        assertThat(why("a")).containsExactly(new Reason.InLine(words("gpu"), 1, 0, 3, 0));
    }

    @ParameterizedTest
    @CsvSource({"1, false", "2, true"})
    void asManyAsAreIdleAreTakenAtOnce(int before, boolean waits) throws IOException {
        dispatch();
        idle("w", "");
        idle("x", "");
        for (int i = 0; i < before; i++) {
            queue("q" + i, Duration.ofHours(1));
        }
        queue("a");
        assertThat(why("a"))
                .containsExactly(
                        waits ? new Reason.InLine(words(), 2, 2, before, 0) : new Reason.Ready());
    }

    @Test
    void limitsAreTold() throws IOException {
        limits("licence = 2\nclosed = 0\n");
        dispatch();
        idle("w", "");
        Run run = busy("x", "");
        shelves.write("jobpods/" + run + "/r.conf", Spools.JOB + "limit = licence\n");
        queue("a", "limit = licence");
        queue("b", "limit = closed nix");
        queue("c", "limit = Licence");
        assertThat(why("a")).containsExactly(new Reason.Ready());
        assertThat(why("b"))
                .containsExactly(
                        new Reason.LimitUnknown("nix"),
                        new Reason.LimitReached("closed", 0, List.of()));
        assertThat(why("c")).containsExactly(new Reason.LimitUnknown("Licence"));
        Run other = busy("y", "");
        shelves.write("jobpods/" + other + "/s.conf", Spools.JOB + "limit = licence\n");
        assertThat(why("a")).containsExactly(new Reason.LimitReached("licence", 2, jobs("r", "s")));
    }

    @ParameterizedTest
    @CsvSource({"30, false", "31, true"})
    void aDispatcherIsSilentAfterAWhile(int seconds, boolean silent) throws IOException {
        Duration ago = Duration.ofSeconds(seconds);
        dispatch(Spools.elsewhere(7), ago);
        idle("w", "");
        queue("a");
        assertThat(why("a"))
                .containsExactly(
                        silent ? new Reason.DispatcherSilent("far", 7, ago) : new Reason.Ready());
    }

    @Test
    void aDispatcherOfThisMachineIsDeadAtOnceAndOneThatLeftIsNone() throws IOException {
        idle("w", "");
        queue("a");
        dispatch(GONE, Duration.ZERO);
        assertThat(why("a")).containsExactly(new Reason.DispatcherDead(GONE.host(), 1));
        Files.delete(shelves.at(".fjd/seat/1"));
        assertThat(why("a")).containsExactly(new Reason.NoDispatcher());
    }

    @Test
    void theClockOfFilesIsThatOfALivingWorkerHereWhereOursCanNotBeRight() {
        Instant noon = Instant.parse("2029-06-01T12:00:00Z");
        assertThat(Crew.serverTime(noon, Optional.empty())).isEqualTo(noon);
        assertThat(Crew.serverTime(noon, Optional.of(noon.minusSeconds(10)))).isEqualTo(noon);
        Instant ahead = noon.plusMillis(1);
        assertThat(Crew.serverTime(noon, Optional.of(ahead))).isEqualTo(ahead);
        Instant behind = noon.minusSeconds(11);
        assertThat(Crew.serverTime(noon, Optional.of(behind))).isEqualTo(behind);
    }

    @Test
    void aClockThatIsAheadMakesNobodySilent() throws IOException {
        idle("w", "");
        hire("here", ProcessId.self(Machine.here()), new WorkerRecord.Idle(), "");
        queue("a");
        dispatch();
        shelves.time.pass(Duration.ofHours(1));
        assertThat(why("a")).containsExactly(new Reason.Ready());
    }

    @Test
    void defaultsOfTheSpoolCount() throws IOException {
        shelves.write(".fjd/fjd.conf", "[control]\nrequires = gpu\n");
        dispatch();
        busy("w", "gpu");
        queue("q", Duration.ofHours(1));
        queue("a");
        assertThat(why("a")).containsExactly(new Reason.InLine(words("gpu"), 1, 0, 1, 0));
    }
}
