package org.fjd.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.fjd.job.Claim;
import org.fjd.job.Defaults;
import org.fjd.job.Run;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;

/** When a job file counts as whole, and which one comes first. */
class BacklogTest {

    private static final Duration SETTLE = Duration.ofSeconds(2);
    private static final String SUBMITTED = "\n[submitted]\nuser = ann\nwhole = yes\n";

    private final TestTime time = new TestTime();
    private Spool spool;
    private Backlog backlog;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
        backlog = new Backlog(spool.jobQueue(), Defaults.NONE, SETTLE, time);
    }

    /** What is ready after a fresh listing, in order. */
    private List<String> ready() throws IOException {
        backlog.look();
        return readyAsKnown();
    }

    private List<String> readyAsKnown() throws IOException {
        backlog.refresh(Duration.ofDays(1));
        return candidates().stream().map(c -> c.job().name().value()).toList();
    }

    /** Of those that nothing keeps waiting, the ones that lie there unchanged. */
    private List<Candidate> candidates() throws IOException {
        List<Candidate> candidates = new ArrayList<>();
        for (Candidate candidate : List.copyOf(new TreeSet<>(all()))) {
            if (backlog.isStill(candidate)) {
                candidates.add(candidate);
            }
        }
        return candidates;
    }

    private List<Candidate> all() {
        return backlog.lines().values().stream().flatMap(line -> line.stream()).toList();
    }

    /** To open a pipe is to wait until somebody writes into it. */
    @Test
    @Timeout(value = 20, threadMode = ThreadMode.SEPARATE_THREAD)
    void aPipeThatTookThePlaceOfAFileSinceTheListingIsNotOpened(@TempDir Path directory)
            throws Exception {
        spool = Spools.at(directory, time);
        backlog = new Backlog(spool.jobQueue(), Defaults.NONE, SETTLE, time);
        Path job = Spools.drop(spool, "a", Spools.JOB + SUBMITTED);
        backlog.look();
        Files.delete(job);
        assertThat(new ProcessBuilder("mkfifo", job.toString()).start().waitFor()).isZero();
        time.pass(Duration.ofSeconds(3));

        assertThat(readyAsKnown()).isEmpty();
    }

    @Test
    void aDroppedFileIsReadyAtTheSecondLookASettleTimeLater() throws IOException {
        Spools.drop(spool, "a");
        assertThat(ready()).isEmpty();
        assertThat(backlog.untilReady()).isEqualTo(SETTLE);
        time.pass(SETTLE.minusNanos(1));
        assertThat(ready()).isEmpty();
        time.pass(Duration.ofNanos(1));
        assertThat(ready()).containsExactly("a");
    }

    @Test
    void aSubmittedFileIsReadyAtOnce() throws IOException {
        Spools.drop(spool, "a", Spools.JOB + SUBMITTED);
        assertThat(ready()).containsExactly("a");
    }

    @Test
    void aSubmittedFileThatIsNotYetWholeSettles() throws IOException {
        Spools.drop(spool, "a", Spools.JOB + SUBMITTED.replace("yes\n", "yes"));
        Spools.drop(spool, "b", Spools.JOB + SUBMITTED + "[more]\n");
        assertThat(ready()).isEmpty();
    }

    @Test
    void aFileThatIsStillBeingWrittenIsNotReady() throws IOException {
        Path file = Spools.drop(spool, "a", "-");
        for (int i = 0; i < 10; i++) {
            assertThat(ready()).isEmpty();
            time.pass(SETTLE);
            Files.writeString(file, "x".repeat(i + 2));
        }
        assertThat(ready()).isEmpty();
        time.pass(SETTLE);
        assertThat(ready()).containsExactly("a");
    }

    @Test
    void anEmptyFileWaitsLongerForItsWriter() throws IOException {
        Spools.drop(spool, "a", "");
        ready();
        time.pass(Duration.ofSeconds(10).minusNanos(1));
        assertThat(ready()).isEmpty();
        time.pass(Duration.ofNanos(1));
        assertThat(ready()).containsExactly("a");
    }

    @Test
    void aFileOfTheSameSizeButALaterTimeHasChanged() throws IOException {
        Spools.drop(spool, "a", "one");
        ready();
        Spools.drop(spool, "a", "two", Duration.ofMillis(1));
        time.pass(SETTLE);
        assertThat(ready()).isEmpty();
        time.pass(SETTLE);
        assertThat(ready()).containsExactly("a");
    }

    @Test
    void aFileThatWasRemovedBetweenTheLooksIsForgotten() throws IOException {
        Path file = Spools.drop(spool, "a");
        ready();
        Files.delete(file);
        time.pass(SETTLE);
        assertThat(readyAsKnown()).isEmpty();
        assertThat(backlog.size()).isZero();
    }

    @Test
    void aJobToBeRetriedIsReadyAtOnce() throws IOException {
        Path file = Spools.drop(spool, "a");
        spool.jobQueue().putBack(file, Spools.name("a"), new Run("w", 3));
        assertThat(ready()).containsExactly("a");
    }

    @Test
    void theEarlierComesFirstThenTheNameAsPeopleCount() throws IOException {
        Spools.drop(spool, "job10");
        Spools.drop(spool, "job2");
        Spools.drop(spool, "late", Spools.JOB, Duration.ofSeconds(1));
        Spools.drop(spool, "zero", Spools.JOB, Duration.ofSeconds(-1));
        ready();
        time.pass(SETTLE);
        assertThat(ready()).containsExactly("zero", "job2", "job10", "late");
    }

    @Test
    void filesThatAreNoJobsAreLeftAlone() throws IOException {
        for (String name : List.of(".a.conf", "a.conf~", "a.txt", ".conf", ".nfs01.conf")) {
            Files.writeString(spool.root().resolve("jobqueue").resolve(name), Spools.JOB);
        }
        Files.writeString(spool.root().resolve("retryqueue/a.conf"), Spools.JOB);
        backlog.look();
        assertThat(backlog.size()).isZero();
    }

    @Test
    void aRefusedJobComesAgainAfterAWhile() throws IOException {
        Spools.drop(spool, "a");
        ready();
        time.pass(SETTLE);
        ready();
        backlog.refuse(candidates().get(0));
        time.pass(Duration.ofSeconds(29));
        assertThat(ready()).isEmpty();
        assertThat(backlog.untilReady()).isEqualTo(Duration.ofSeconds(1));
        time.pass(Duration.ofSeconds(1));
        assertThat(ready()).containsExactly("a");
    }

    /** Lists the queues, which takes so long. */
    private void lookFor(Duration cost) throws IOException {
        time.atNextReading(() -> time.atNextReading(() -> time.pass(cost)));
        backlog.look();
    }

    @Test
    void whereSomethingIsNewListingTakesATenthOfTheTime() throws IOException {
        lookFor(Duration.ofSeconds(1));
        Spools.drop(spool, "a");
        backlog.hint();
        time.pass(Duration.ofSeconds(10).minusNanos(1));
        backlog.refresh(Duration.ZERO);
        assertThat(backlog.size()).isZero();
        time.pass(Duration.ofNanos(1));
        backlog.refresh(Duration.ZERO);
        assertThat(backlog.size()).isOne();
    }

    @Test
    void whereNothingIsNewListingTakesATwentiethOfTheTime() throws IOException {
        lookFor(Duration.ofSeconds(1));
        Spools.drop(spool, "a");
        time.pass(Duration.ofSeconds(20).minusNanos(1));
        backlog.refresh(Duration.ZERO);
        assertThat(backlog.size()).isZero();
        time.pass(Duration.ofNanos(1));
        backlog.refresh(Duration.ZERO);
        assertThat(backlog.size()).isOne();
    }

    @Test
    void aListingThatHungDoesNotBlindTheDispatcherForLong() throws IOException {
        lookFor(Duration.ofMinutes(5));
        Spools.drop(spool, "a");
        backlog.hint();
        time.pass(Duration.ofSeconds(30));
        backlog.refresh(Duration.ZERO);

        assertThat(backlog.size()).isOne();
    }

    @Test
    void aListingIsGoodForThePaceUnlessSomebodyHints() throws IOException {
        Duration pace = Duration.ofSeconds(3);
        backlog.look();
        Spools.drop(spool, "a");
        time.pass(pace.minusNanos(1));
        backlog.refresh(pace);
        assertThat(backlog.size()).isZero();
        time.pass(Duration.ofNanos(1));
        backlog.refresh(pace);
        assertThat(backlog.size()).isOne();

        Spools.drop(spool, "b");
        backlog.hint();
        backlog.refresh(pace);
        assertThat(backlog.size()).isEqualTo(2);
    }

    @Test
    void aFileThatIsNoLongerListedIsForgotten() throws IOException {
        Path file = Spools.drop(spool, "a", Spools.JOB + SUBMITTED);
        ready();
        Files.delete(file);
        backlog.look();
        assertThat(backlog.size()).isZero();
        assertThat(readyAsKnown()).isEmpty();
    }

    @Test
    void aSubmittedFileStaysReadyUntilItIsAssigned() throws IOException {
        Spools.drop(spool, "a", Spools.JOB + SUBMITTED);
        assertThat(ready()).containsExactly("a");
        assertThat(ready()).containsExactly("a");

        backlog.remove(candidates().get(0));
        assertThat(backlog.size()).isZero();
        assertThat(readyAsKnown()).isEmpty();
    }

    private static String job(String... lines) {
        return Spools.JOB.replace("[control]\n", "[control]\n" + String.join("\n", lines) + "\n")
                + SUBMITTED;
    }

    @Test
    void theHigherPriorityComesFirst() throws IOException {
        Spools.drop(spool, "usual", job());
        Spools.drop(spool, "low", job("priority = -1"), Duration.ofSeconds(-9));
        Spools.drop(spool, "high", job("priority = 10"), Duration.ofSeconds(9));
        assertThat(ready()).containsExactly("high", "usual", "low");
    }

    @Test
    void aHeldJobWaitsUntilItsUserReleasesIt() throws IOException {
        Path file =
                Spools.drop(spool, "a", Spools.JOB.replace("[control]", "[control]\nhold = yes"));
        assertThat(ready()).isEmpty();
        time.pass(SETTLE);
        assertThat(ready()).isEmpty();
        assertThat(backlog.held()).hasSize(1);
        assertThat(backlog.stuck(claim -> false)).containsExactly(file);

        Spools.drop(spool, "a", Spools.JOB, Duration.ofSeconds(3));
        assertThat(ready()).isEmpty();
        time.pass(SETTLE);
        assertThat(ready()).containsExactly("a");
    }

    @Test
    void aJobIsNotReadyBeforeItsTime() throws IOException {
        Spools.drop(spool, "a", job("not-before = " + time.now().plusSeconds(90)));
        assertThat(ready()).isEmpty();
        time.pass(Duration.ofSeconds(89));
        assertThat(ready()).isEmpty();
        time.pass(Duration.ofSeconds(1));
        assertThat(ready()).containsExactly("a");
    }

    @Test
    void aJobThatFailedWaitsAsLongAsItAskedFor() throws IOException {
        String failed = "\n[attempt.1]\nstate = failed\nrun = w.1\nretry-in = 30s\nwhole = yes\n";
        Path file = Spools.drop(spool, "a", Spools.JOB + failed);
        spool.jobQueue().putBack(file, Spools.name("a"), new Run("w", 1));
        assertThat(ready()).isEmpty();
        assertThat(backlog.untilReady()).isEqualTo(Duration.ofSeconds(30));
        time.pass(Duration.ofSeconds(30));
        assertThat(ready()).containsExactly("a");
    }

    @Test
    void aJobThatWasLostAfterItFailedNeedNotWait() throws IOException {
        String failed = "\n[attempt.1]\nstate = failed\nrun = w.1\nretry-in = 30s\nwhole = yes\n";
        String lost = "\n[attempt.2]\nstate = lost\nrun = w.2\nwhole = yes\n";
        Path file = Spools.drop(spool, "a", Spools.JOB + failed + lost);
        spool.jobQueue().putBack(file, Spools.name("a"), new Run("w", 2));
        assertThat(ready()).containsExactly("a");
    }

    @Test
    void jobsWithTheSameClaimWaitInOneLine() throws IOException {
        Spools.drop(spool, "a", job("requires = gpu", "limit = x"));
        Spools.drop(spool, "b", job("requires = gpu", "limit = x"));
        Spools.drop(spool, "c", job());
        ready();
        assertThat(backlog.lines())
                .containsOnlyKeys(
                        new Claim(Set.of("gpu"), Set.of("x")), new Claim(Set.of(), Set.of()));
    }

    @Test
    void aFileThatCannotBeRunIsReadySoThatItsWorkerSaysWhy() throws IOException {
        Spools.drop(spool, "a", "[control]\nexecutable = a\npriority = high\n");
        ready();
        time.pass(SETTLE);
        assertThat(ready()).containsExactly("a");
    }

    @Test
    void aFileThatChangedMayBeReadyASettleTimeLater() throws IOException {
        Spools.drop(spool, "a", "one");
        ready();
        Spools.drop(spool, "a", "two", Duration.ofMillis(1));
        time.pass(SETTLE);
        assertThat(ready()).isEmpty();
        assertThat(backlog.untilReady()).isEqualTo(SETTLE);
    }
}
