package org.fjd.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.fjd.job.Run;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

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
        backlog = new Backlog(spool.jobQueue(), SETTLE, time);
    }

    private List<String> ready() throws IOException {
        backlog.look();
        return backlog.ready(100).stream().map(QueuedJob::name).map(n -> n.value()).toList();
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
        assertThat(backlog.ready(1)).isEmpty();
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
        backlog.refuse(backlog.ready(1).get(0));
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
        assertThat(backlog.ready(100)).isEmpty();
    }

    @Test
    void aSubmittedFileStaysReadyUntilItIsAssigned() throws IOException {
        Spools.drop(spool, "a", Spools.JOB + SUBMITTED);
        assertThat(ready()).containsExactly("a");
        assertThat(ready()).containsExactly("a");

        backlog.remove(backlog.ready(1).get(0));
        assertThat(backlog.size()).isZero();
        assertThat(backlog.ready(1)).isEmpty();
    }

    @Test
    void noMoreAreReadyThanAreAskedFor() throws IOException {
        for (String name : List.of("a", "b", "c")) {
            Spools.drop(spool, name, Spools.JOB + SUBMITTED);
        }
        backlog.look();
        assertThat(backlog.ready(2))
                .extracting(job -> job.name().value())
                .containsExactly("a", "b");
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
