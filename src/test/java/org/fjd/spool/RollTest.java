package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RollTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private Roll roll;

    @BeforeEach
    void open() throws IOException {
        roll = Spools.inMemory(new TestTime()).roll();
    }

    private static WorkerRecord worker(long beat) {
        return Spools.worker("w", Spools.elsewhere(1), beat);
    }

    @Test
    void aWorkerIsOnItUntilItIsStruckOff() throws IOException {
        assertThat(roll.hasWorkers()).isFalse();
        roll.enlist(worker(1));
        assertThat(roll.names()).containsExactly("w");
        assertThat(roll.has("w")).isTrue();
        assertThat(roll.isThere("w")).isTrue();
        assertThat(roll.hasWorkers()).isTrue();
        assertThat(roll.read("w")).hasValue(worker(1));

        roll.strike("w");
        assertThat(roll.has("w")).isFalse();
        assertThat(roll.isThere("w")).isFalse();
        assertThat(roll.read("w")).isEmpty();
        assertThat(roll.lastBeat("w")).isEmpty();
        roll.strike("w");
    }

    @Test
    void nobodyElseEnlistsUnderItsName() throws IOException {
        roll.enlist(worker(1));
        assertThatExceptionOfType(FileAlreadyExistsException.class)
                .isThrownBy(() -> roll.enlist(worker(2)));
        assertThat(roll.read("w")).hasValue(worker(1));
    }

    @Test
    void aBeatIsWrittenOverTheOneBefore() throws IOException {
        roll.enlist(worker(1_000_000));
        long size = Files.size(roll.directory().resolve("w"));
        assertThat(roll.beat(worker(2))).isTrue();
        assertThat(roll.read("w")).hasValue(worker(2));
        assertThat(Files.size(roll.directory().resolve("w"))).isEqualTo(size);
        Files.setLastModifiedTime(roll.directory().resolve("w"), FileTime.from(NOON));
        assertThat(roll.lastBeat("w")).hasValue(NOON);
    }

    @Test
    void whoWasStruckOffIsToldSoAndStaysOff() throws IOException {
        assertThat(roll.beat(worker(2))).isFalse();
        assertThat(roll.names()).isEmpty();
    }

    @Test
    void aDirectoryThatSomebodyRemovedIsMadeAgain() throws IOException {
        Files.delete(roll.directory());
        assertThat(roll.names()).isEmpty();
        roll.enlist(worker(1));
        assertThat(roll.has("w")).isTrue();
    }

    @Test
    void whoSteersJobsIsNoWorker() throws IOException {
        roll.enlist(worker(1).with(1, new WorkerRecord.Steering()));
        assertThat(roll.isSteering("w")).isTrue();
        assertThat(roll.hasWorkers()).isFalse();
        roll.enlist(Spools.worker("x", Spools.elsewhere(2), 1));
        assertThat(roll.isSteering("x")).isFalse();
        assertThat(roll.hasWorkers()).isTrue();
    }

    @Test
    void aRecordThatIsJustBeingWrittenCounts() throws IOException {
        Files.createFile(roll.directory().resolve("w"));
        assertThat(roll.read("w")).isEmpty();
        assertThat(roll.hasWorkers()).isTrue();
        assertThat(roll.isThere("w")).isTrue();
    }
}
