package org.fjd.recruit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.fjd.job.Labels;
import org.fjd.recruit.Launcher.Failure;
import org.fjd.recruit.WaitingList.Look;
import org.fjd.recruit.WaitingList.Missing;
import org.fjd.recruit.WaitingList.Pending;
import org.fjd.spool.Hire;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WaitingListTest {

    private final FakeBatch batch = new FakeBatch();
    private Spool spool;
    private WaitingList waiting;

    @BeforeEach
    void open() throws IOException {
        spool = FakeBatch.spool(new TestTime(), FakeBatch.SETTINGS);
        waiting = new WaitingList(spool, batch);
    }

    private Hire hire(int count) throws Exception {
        return batch.launcher(spool, FakeBatch.WISH).ask(count);
    }

    private Look look() throws Exception {
        return waiting.look(List.of());
    }

    private static WorkerRecord onTheRoll(String name, Hire hire) {
        return new WorkerRecord(
                name,
                Spools.elsewhere(1),
                "u",
                Instant.EPOCH,
                1,
                new WorkerRecord.Idle(),
                Labels.NONE,
                Optional.empty(),
                Optional.of(hire.mark()),
                Optional.empty());
    }

    private void startedBefore(Hire hire, Duration age) throws IOException {
        Files.setLastModifiedTime(
                spool.root().resolve(".fjd/hired/" + hire.mark() + "/@started"),
                FileTime.from(Instant.now().minus(age)));
    }

    @Test
    void itTellsWhatIsPendingThenWhatHasBeenStartedUntilAllHaveComeUp() throws Exception {
        Hire hire = hire(2);
        batch.start(1);
        assertThat(look())
                .isEqualTo(
                        new Look(
                                List.of(new Pending(hire, "2", "Resources are  short")),
                                List.of(new Missing(hire, 1, false)),
                                List.of()));
        batch.start(1);
        assertThat(look())
                .isEqualTo(new Look(List.of(), List.of(new Missing(hire, 2, false)), List.of()));
        spool.hires().came(hire.mark(), "w1"); // and has left again
        assertThat(look().missing()).containsExactly(new Missing(hire, 1, false));
        assertThat(waiting.look(List.of(onTheRoll("w2", hire))))
                .isEqualTo(new Look(List.of(), List.of(), List.of()));
        assertThat(spool.hires().list()).isEmpty();
        assertThat(Spools.names(spool, ".fjd/hired")).isEmpty();
    }

    @Test
    void allRequestsAreAskedForAtOnceAndToldOfInTheirOrder() throws Exception {
        List<Hire> hires = List.of(hire(1), hire(1), hire(1));
        CyclicBarrier all = new CyclicBarrier(hires.size());
        Commands commands =
                argv -> {
                    try {
                        all.await(10, TimeUnit.SECONDS);
                    } catch (BrokenBarrierException | TimeoutException e) {
                        throw new IOException("asked for one after the other", e);
                    }
                    return batch.run(argv);
                };
        Look look = new WaitingList(spool, commands).look(List.of());
        assertThat(look.troubles()).isEmpty();
        assertThat(look.workers()).extracting(Pending::hire).containsExactlyElementsOf(hires);
    }

    @Test
    void whoIsOnTheRollAndHasLeftItsNameCountsOnce() throws Exception {
        Hire hire = hire(2);
        batch.start(2);
        spool.hires().came(hire.mark(), "w1");
        assertThat(waiting.look(List.of(onTheRoll("w1", hire))).missing())
                .containsExactly(new Missing(hire, 1, false));
    }

    @Test
    void whoHasNotComeUpTenMinutesAfterNothingWasPendingNeverWill() throws Exception {
        Hire hire = hire(2);
        batch.start(2);
        look();
        startedBefore(hire, Duration.ofMinutes(9));
        assertThat(look().missing()).containsExactly(new Missing(hire, 2, false));
        startedBefore(hire, Duration.ofMinutes(11));
        int calls = batch.calls.size();
        assertThat(look().missing()).containsExactly(new Missing(hire, 2, true));
        assertThat(batch.calls).as("it is not asked any more").hasSize(calls);
        startedBefore(hire, Duration.ofHours(25));
        assertThat(look()).isEqualTo(new Look(List.of(), List.of(), List.of()));
        assertThat(spool.hires().list()).isEmpty();
    }

    @Test
    void whoIsPendingAgainIsNotMissing() throws Exception {
        Hire hire = hire(2);
        spool.hires().started(hire);
        startedBefore(hire, Duration.ofMinutes(9));
        assertThat(look().workers()).hasSize(2);
        batch.start(2);
        look();
        assertThat(spool.hires().traces(hire).started())
                .hasValueSatisfying(
                        at -> assertThat(at).isAfter(Instant.now().minus(Duration.ofMinutes(1))));
    }

    @Test
    void whatCannotBeToldIsKeptAndComplainedOf() throws Exception {
        hire(2);
        batch.refuse(Optional.of(1), "down");
        Look look = look();
        assertThat(look.workers()).isEmpty();
        assertThat(look.troubles()).extracting(Failure::words).containsExactly(List.of("down"));
        assertThat(spool.hires().list()).hasSize(1);
    }
}
