package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.fjd.job.Run;
import org.fjd.spool.Requests.Leave;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Announcements, the roll, requests and the seat. */
class MeetingTest {

    private static final Run RUN = new Run("w", 1);

    private final TestTime time = new TestTime();
    private final Liveness oneSees = liveness();
    private final Liveness otherSees = liveness();
    private Spool spool;

    private Liveness liveness() {
        return new Liveness(Machine.here(), Duration.ofSeconds(100), time);
    }

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
    }

    private void pass(int seconds) {
        for (int i = 0; i < seconds; i++) {
            time.pass(Duration.ofSeconds(1));
            oneSees.look(Duration.ZERO);
            otherSees.look(Duration.ZERO);
        }
    }

    @Test
    void anAnnouncementIsTakenOnce() throws IOException {
        spool.workerQueue().announce(RUN);
        spool.workerQueue().announce(RUN);
        assertThat(spool.workerQueue().idle()).containsExactly(RUN);
        assertThat(spool.workerQueue().isAnnounced(RUN)).isTrue();

        assertThat(spool.workerQueue().take(RUN)).isTrue();
        assertThat(spool.workerQueue().take(RUN)).isFalse();
        assertThat(spool.workerQueue().isAnnounced(RUN)).isFalse();
    }

    @Test
    void aTakenAnnouncementIsUsedAgainOnce() throws IOException {
        spool.workerQueue().announce(RUN);
        spool.workerQueue().take(RUN);

        assertThat(spool.workerQueue().announce(RUN.next(), RUN)).isTrue();
        assertThat(spool.workerQueue().idle()).containsExactly(RUN.next());
        assertThat(spool.workerQueue().announce(RUN.next().next(), RUN)).isFalse();
        assertThat(spool.workerQueue().idle()).containsExactly(RUN.next());
    }

    @Test
    void otherFilesAmongTheAnnouncementsAreLeftAlone() throws IOException {
        for (String name : new String[] {".nfs0001", "w", "w.0", "README", ".w.1"}) {
            Files.createFile(spool.workerQueue().directory().resolve(name));
        }
        assertThat(spool.workerQueue().idle()).isEmpty();
    }

    @Test
    void aWorkerIsOnTheRollUntilItIsStruckOff() throws IOException {
        WorkerRecord record =
                new WorkerRecord(
                        "w",
                        Spools.elsewhere(7),
                        "ann",
                        Instant.parse("2030-01-01T00:00:00Z"),
                        9,
                        new WorkerRecord.Busy("job1", Instant.EPOCH, 4711));
        spool.roll().enlist(record);
        assertThat(spool.roll().read("w")).contains(record);
        assertThatThrownBy(() -> spool.roll().enlist(record))
                .isInstanceOf(FileAlreadyExistsException.class);

        WorkerRecord later = record.with(10, new WorkerRecord.Idle());
        assertThat(spool.roll().beat(later)).isTrue();
        assertThat(spool.roll().read("w")).contains(later);

        spool.roll().strike("w");
        assertThat(spool.roll().beat(later)).isFalse();
        assertThat(spool.roll().has("w")).isFalse();
        assertThat(spool.roll().read("w")).isEmpty();
    }

    @Test
    void aRecordKeepsItsSizeSoThatAFullDiskIsNoMatter() throws IOException {
        spool.roll().enlist(Spools.worker("w", Spools.elsewhere(7), 9));
        long size = Files.size(spool.roll().directory().resolve("w"));
        spool.roll().beat(Spools.worker("w", Spools.elsewhere(7), Long.MAX_VALUE));

        assertThat(Files.size(spool.roll().directory().resolve("w"))).isEqualTo(size);
        assertThat(spool.roll().read("w")).map(WorkerRecord::beat).contains(Long.MAX_VALUE);
    }

    @Test
    void aTornRecordIsNone() throws IOException {
        Files.writeString(spool.roll().directory().resolve("w"), "[worker]\nworker = w\nho");

        assertThat(spool.roll().read("w")).isEmpty();
        assertThat(spool.roll().has("w")).isTrue();
    }

    @Test
    void theMoreUrgentRequestIsHeard() throws IOException {
        spool.requests().ask("w", Leave.WHEN_DONE);
        spool.requests().ask("w", Leave.WHEN_DONE);
        assertThat(spool.requests().to("w")).contains(Leave.WHEN_DONE);
        assertThat(spool.requests().to("w2")).isEmpty();

        spool.requests().ask("w", Leave.NOW);
        assertThat(spool.requests().to("w")).contains(Leave.NOW);

        spool.requests().clear("w");
        assertThat(spool.requests().to("w")).isEmpty();
    }

    @Test
    void theSeatIsTakenOverOnlyAfterItsHolderFellSilent() throws IOException {
        Seat one = spool.seat(Spools.elsewhere(1));
        Seat other = spool.seat(Spools.elsewhere(2));
        assertThat(one.hold(oneSees)).isEmpty();
        for (int i = 0; i < 300; i++) {
            pass(1);
            assertThat(one.hold(oneSees)).isEmpty();
            assertThat(other.hold(otherSees)).isPresent();
        }

        pass(100);
        assertThat(other.hold(otherSees)).map(Seat.Holder::process).contains(Spools.elsewhere(1));
        pass(1);
        assertThat(other.hold(otherSees)).isEmpty();
        assertThat(Spools.names(spool, ".fjd/seat")).containsExactly("2");
    }

    @Test
    void aHolderThatStalledStepsDown() throws IOException {
        Seat one = spool.seat(Spools.elsewhere(1));
        Seat other = spool.seat(Spools.elsewhere(2));
        one.hold(oneSees);
        other.hold(otherSees);
        pass(101);
        other.hold(otherSees);

        assertThat(one.hold(oneSees)).map(Seat.Holder::process).contains(Spools.elsewhere(2));
        one.leave();
        assertThat(other.hold(otherSees)).isEmpty();
    }

    @Test
    void ofTwoThatStandByOneTakesTheSeat() throws IOException {
        spool.seat(Spools.elsewhere(1)).hold(liveness());
        Seat one = spool.seat(Spools.elsewhere(2));
        Seat other = spool.seat(Spools.elsewhere(3));
        one.hold(oneSees);
        other.hold(otherSees);
        pass(101);

        assertThat(one.hold(oneSees)).isEmpty();
        assertThat(other.hold(otherSees)).map(Seat.Holder::process).contains(Spools.elsewhere(2));
    }

    @Test
    void aSeatThatWasLeftIsFreeAtOnce() throws IOException {
        Seat one = spool.seat(Spools.elsewhere(1));
        one.hold(oneSees);
        one.leave();

        assertThat(spool.seat(Spools.elsewhere(2)).hold(otherSees)).isEmpty();
    }

    @Test
    void aSeatWhoseFileIsTornIsTakenOverAfterTheLease() throws IOException {
        Path seat = spool.root().resolve(".fjd/seat/4");
        Files.writeString(seat, "[dispa");
        Seat one = spool.seat(Spools.elsewhere(1));
        assertThat(one.hold(oneSees)).isPresent();
        pass(101);

        assertThat(one.hold(oneSees)).isEmpty();
        assertThat(Spools.names(spool, ".fjd/seat")).containsExactly("5");
    }

    @Test
    void aHolderWhoseSeatWasRemovedStepsDownForTheOneThatTookItMeanwhile() throws IOException {
        Seat one = spool.seat(Spools.elsewhere(1));
        Seat other = spool.seat(Spools.elsewhere(2));
        one.hold(oneSees);
        Files.delete(spool.root().resolve(".fjd/seat/1"));
        assertThat(other.hold(otherSees)).isEmpty();

        assertThat(one.hold(oneSees)).map(Seat.Holder::process).contains(Spools.elsewhere(2));
    }

    @Test
    void toLeaveTakesTheSeatFromNobodyElse() throws IOException {
        Seat one = spool.seat(Spools.elsewhere(1));
        Seat other = spool.seat(Spools.elsewhere(2));
        one.hold(oneSees);
        Files.delete(spool.root().resolve(".fjd/seat/1"));
        other.hold(otherSees);
        one.leave();

        assertThat(Spools.names(spool, ".fjd/seat")).containsExactly("1");
    }

    @Test
    void otherFilesBesideTheSeatDoNotMatter() throws IOException {
        Files.createFile(spool.root().resolve(".fjd/seat/README"));
        Files.createFile(spool.root().resolve(".fjd/seat/0"));

        assertThat(spool.seat(Spools.elsewhere(1)).hold(oneSees)).isEmpty();
        assertThat(Spools.names(spool, ".fjd/seat")).containsExactly("0", "1", "README");
    }
}
