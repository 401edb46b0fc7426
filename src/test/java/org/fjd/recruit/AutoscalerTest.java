package org.fjd.recruit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.Labels;
import org.fjd.recruit.Autoscaler.Bounds;
import org.fjd.recruit.BatchLauncher.Wish;
import org.fjd.recruit.Launcher.Failure;
import org.fjd.spool.Hire;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.Trouble;
import org.fjd.spool.WorkerRecord;
import org.fjd.spool.WorkerRecord.Activity;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AutoscalerTest {

    private static final Activity IDLE = new WorkerRecord.Idle();
    private static final Activity BUSY = new WorkerRecord.Busy("x", Instant.EPOCH, 1);

    private final TestTime time = new TestTime();
    private final FakeBatch batch = new FakeBatch();
    private final List<String> told = new ArrayList<>();
    private final List<Hire> hires = new ArrayList<>();
    private Spool spool;
    private Autoscaler autoscaler;
    private int workers;

    @BeforeEach
    void open() throws IOException {
        spool = FakeBatch.spool(time, FakeBatch.SETTINGS + "[limits]\none = 1\n");
        autoscale(0, 5);
    }

    private void autoscale(int min, int max) {
        Wish wish =
                new Wish(
                        "fake",
                        new Labels(Set.of("gpu")),
                        Optional.of(Duration.ofMinutes(5)),
                        List.of());
        autoscaler =
                new Autoscaler(
                        spool,
                        Machine.here(),
                        batch.launcher(spool, wish),
                        new WaitingList(spool, batch),
                        new Bounds(min, max),
                        new Told());
    }

    private final class Told implements Autoscaler.Events {
        @Override
        public void asked(Hire hire) {
            hires.add(hire);
        }

        @Override
        public void failed(Failure why, Optional<Duration> pause) {
            told.add("failed " + pause.map(Duration::toSeconds).orElse(-1L));
        }

        @Override
        public void died(Hire hire, int count, List<Path> logs, Optional<Duration> pause) {
            told.add(count + " died " + logs + " " + pause.map(Duration::toSeconds).orElse(-1L));
        }

        @Override
        public void trouble(IOException why) {
            told.add(Trouble.describe(why));
        }
    }

    private void queue(String... names) throws IOException {
        for (String name : names) {
            Spools.drop(spool, name);
        }
    }

    private void queueWith(String name, String line) throws IOException {
        Spools.drop(spool, name, Spools.JOB + line + "\n");
    }

    private void looks(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            autoscaler.tick();
            time.pass(Duration.ofSeconds(10));
        }
    }

    /** Has the batch system start some of what is pending, and those come up. */
    private void comeUp(int count, Hire hire, Activity doing) throws IOException {
        batch.start(count);
        for (int i = 0; i < count; i++) {
            enlist(Optional.of(hire.mark()), doing, Optional.empty());
        }
    }

    /** As a worker does. */
    private void enlist(Optional<String> hire, Activity doing, Optional<Duration> left)
            throws IOException {
        if (hire.isPresent()) {
            spool.hires().came(hire.get(), "w" + (workers + 1));
        }
        spool.roll()
                .enlist(
                        new WorkerRecord(
                                "w" + ++workers,
                                Spools.elsewhere(workers),
                                "u",
                                Instant.EPOCH,
                                1,
                                doing,
                                new Labels(Set.of("gpu")),
                                Optional.empty(),
                                hire,
                                left));
    }

    @Test
    void withoutJobsItAsksForNobody() throws Exception {
        looks(3);
        assertThat(batch.calls).isEmpty();
    }

    @Test
    void itAsksOnceForAsManyAsThereAreJobs() throws Exception {
        queue("a", "b", "c");
        looks(3);
        assertThat(batch.submitted()).containsExactly(3);
        queue("d");
        looks(3);
        assertThat(batch.submitted()).containsExactly(3, 1);
        assertThat(told).isEmpty();
    }

    @Test
    void neverForMoreThanItMay() throws Exception {
        queue("a", "b", "c", "d", "e", "f", "g");
        looks(3);
        assertThat(batch.submitted()).containsExactly(5);
        comeUp(5, hires.get(0), BUSY);
        looks(3);
        assertThat(batch.submitted()).containsExactly(5);
    }

    @Test
    void whoComesUpAndIsIdleTakesOneOfTheJobs() throws Exception {
        queue("a", "b");
        looks(1);
        comeUp(1, hires.get(0), IDLE);
        looks(2);
        assertThat(batch.submitted()).containsExactly(2);
        queue("c");
        looks(1);
        assertThat(batch.submitted()).containsExactly(2, 1);
    }

    @Test
    void workersThatWereHiredOtherwiseCountIfTheyAreIdleButNotTowardsTheBounds() throws Exception {
        enlist(Optional.empty(), IDLE, Optional.empty());
        enlist(Optional.empty(), BUSY, Optional.empty());
        queue("a", "b", "c", "d", "e", "f", "g");
        looks(1);
        assertThat(batch.submitted()).containsExactly(5);
    }

    @Test
    void whoIsStartedAndHasNotComeUpYetIsAwaited() throws Exception {
        queue("a", "b");
        looks(1);
        batch.start(2);
        looks(3);
        assertThat(batch.submitted()).containsExactly(2);
        assertThat(told).isEmpty();
    }

    @Test
    void whoWasStartedByThoseBeforeItAndHasNotComeUpYetIsAwaited() throws Exception {
        queue("a", "b", "c", "d", "e", "f");
        looks(1);
        batch.start(5);
        autoscale(0, 5);
        looks(3);
        assertThat(batch.submitted()).containsExactly(5);
        comeUp(3, hires.get(0), BUSY);
        looks(3);
        assertThat(batch.submitted()).containsExactly(5);
        assertThat(told).isEmpty();
        looks(7);
        assertThat(told).containsExactly("2 died [] 30");
    }

    @Test
    void aRequestOfABatchSystemThatIsNoLongerKnownDoesNotHoldItUp() throws Exception {
        spool.hires().add(new Hire("sge", "5", "sge-a-b", 1, "me", Instant.EPOCH));
        queue("a");
        looks(1);
        assertThat(batch.submitted()).containsExactly(1);
        assertThat(told).isEmpty();
    }

    @Test
    void whoCameUpAndLeftBeforeItIsNotAwaited() throws Exception {
        queue("a", "b");
        looks(1);
        comeUp(2, hires.get(0), IDLE);
        spool.roll().strike("w1");
        spool.roll().strike("w2");
        autoscale(0, 5);
        looks(1);
        assertThat(batch.submitted()).containsExactly(2, 2);
    }

    @Test
    void howLongWorkersOfOthersHaveLeftTellsNothingOfItsOwn() throws Exception {
        queueWith("a", "expected = 2h");
        queueWith("b", "expected = 2h");
        looks(1);
        batch.start(2);
        autoscale(0, 5);
        looks(1);
        enlist(Optional.of(hires.get(0).mark()), BUSY, Optional.of(Duration.ofMinutes(5)));
        looks(1);
        assertThat(batch.submitted()).containsExactly(2, 1);
    }

    @Test
    void jobsThatCanNotRunNowDoNotCount() throws Exception {
        queueWith("held", "hold = yes");
        queueWith("later", "not-before = 2031-01-01T00:00Z");
        queueWith("after", "after = held");
        queueWith("other", "requires = fpga");
        queueWith("unknown", "limit = unknown");
        queueWith("first", "limit = one");
        queueWith("second", "limit = one");
        looks(1);
        assertThat(batch.submitted()).containsExactly(1);
    }

    @Test
    void thoseThatCanNowDo() throws Exception {
        queueWith("held", "hold = yes");
        queueWith("later", "not-before = 2030-01-01T00:00:05Z");
        queueWith("own", "requires = gpu");
        looks(2);
        assertThat(batch.submitted()).containsExactly(1, 1);
        Files.writeString(spool.root().resolve("jobqueue/held.conf"), Spools.JOB);
        looks(1);
        assertThat(batch.submitted()).containsExactly(1, 1, 1);
    }

    @Test
    void whileTheSpoolIsPausedItAsksForNobody() throws Exception {
        queue("a");
        Files.writeString(spool.root().resolve("workerqueue/paused"), "me");
        looks(2);
        assertThat(batch.submitted()).isEmpty();
    }

    @Test
    void jobsForWhichSuchWorkersNeverHaveTheTimeDoNotCountOnceThatIsKnown() throws Exception {
        queueWith("long", "expected = 2h");
        looks(1);
        batch.start(1);
        enlist(Optional.of(hires.get(0).mark()), IDLE, Optional.of(Duration.ofHours(1)));
        looks(2);
        assertThat(batch.submitted()).containsExactly(1);
        queueWith("short", "expected = 1h");
        spool.roll().strike("w1");
        looks(2);
        assertThat(batch.submitted()).containsExactly(1, 1);
    }

    @Test
    void theLeastNumberIsThereWithoutJobsAndStays() throws Exception {
        autoscale(2, 5);
        looks(3);
        assertThat(batch.submitted()).containsExactly(2);
        assertThat(batch.calls.get(0).get(3)).doesNotContain("--idle-exit");
        queue("a", "b", "c");
        looks(2);
        assertThat(batch.submitted()).containsExactly(2, 1);
        assertThat(
                        batch.calls.stream()
                                .filter(c -> c.get(0).equals("submit"))
                                .toList()
                                .get(1)
                                .get(3))
                .contains("--idle-exit 300s");
    }

    @Test
    void nobodyIsReplacedBecauseTheSpoolWasAwayForLongerThanTheLease() throws Exception {
        autoscale(2, 5);
        looks(1);
        comeUp(2, hires.get(0), IDLE);
        looks(1);
        Path roll = spool.root().resolve(".fjd/workers");
        Path away = spool.root().resolve(".fjd/away");

        Files.move(roll, away);
        Files.createSymbolicLink(roll, roll);
        for (int i = 0; i < 20; i++) {
            assertThatThrownBy(autoscaler::tick).isInstanceOf(IOException.class);
            time.pass(Duration.ofSeconds(10));
        }
        Files.delete(roll);
        Files.move(away, roll);
        looks(3);

        assertThat(batch.submitted()).containsExactly(2);
    }

    @Test
    void requestsThatFailAreRepeatedEverMoreSeldomAndAtLastNotAtAll() throws Exception {
        batch.refuse(Optional.of(1), "no");
        queue("a");
        assertThat(autoscaler.run(() -> false)).isTrue();
        assertThat(told)
                .containsExactly("failed 30", "failed 60", "failed 120", "failed 240", "failed -1");
        assertThat(batch.submitted()).hasSize(5);
    }

    @Test
    void afterAFailureItGoesOnAndForgetsWhenWorkersComeUp() throws Exception {
        batch.refuse(Optional.of(1), "no");
        queue("a");
        looks(1);
        batch.accept();
        looks(5);
        assertThat(batch.submitted()).containsExactly(1, 1);
        comeUp(1, hires.get(0), BUSY);
        looks(1);
        batch.refuse(Optional.of(1), "no");
        queue("b");
        looks(1);
        assertThat(told).containsExactly("failed 30", "failed 30");
    }

    @Test
    void workersThatNeverComeUpAreMissedAfterAMinuteWithTheirLogs() throws Exception {
        queue("a", "b");
        looks(1);
        String log = ".fjd/logs/hire-" + hires.get(0).mark() + "-2.log";
        Files.createFile(spool.root().resolve(log));
        comeUp(1, hires.get(0), IDLE);
        batch.start(1);
        looks(7);
        assertThat(told).isEmpty();
        looks(1);
        assertThat(told).containsExactly("1 died [" + spool.root().resolve(log) + "] 30");
        assertThat(batch.submitted()).containsExactly(2);
        looks(5);
        assertThat(batch.submitted()).containsExactly(2, 1);
    }

    @Test
    void whereTheyAlwaysDieItGivesUp() throws Exception {
        queue("a");
        int[] looks = {0};
        boolean gaveUp =
                autoscaler.run(
                        () -> {
                            batch.start(9);
                            return ++looks[0] > 100_000;
                        });
        assertThat(gaveUp).isTrue();
        assertThat(told).hasSize(5).allMatch(line -> line.startsWith("1 died"));
        assertThat(batch.submitted()).hasSize(5);
    }

    @Test
    void itStopsWhenToldTo() throws Exception {
        int[] asked = {0};
        assertThat(autoscaler.run(() -> ++asked[0] > 10)).isFalse();
        assertThat(asked[0]).isBetween(11, 13);
    }

    @Test
    void whenNobodyTellsWhatIsPendingItAsksForNothing() throws Exception {
        queue("a");
        looks(1);
        batch.refuse(Optional.empty(), "");
        queue("b");
        looks(2);
        assertThat(told).containsExactly("failed 30");
        assertThat(batch.submitted()).containsExactly(1);
    }

    @Test
    void itDoesNotAskOnAndOnWhereTheNumbersCannotBeWrittenDown() throws Exception {
        queue("a");
        for (int i = 101; i < 120; i++) { // in the way
            Files.createDirectories(spool.root().resolve(".fjd/hires/fake-" + i));
        }
        assertThat(autoscaler.run(() -> batch.submitted().size() > 5)).isTrue();
        assertThat(batch.submitted()).containsExactly(1, 1, 1, 1, 1);
        assertThat(told)
                .containsExactly("failed 30", "failed 60", "failed 120", "failed 240", "failed -1");
    }
}
