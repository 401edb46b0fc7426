package org.fjd.steer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.steer.Pausing.Standing;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PausingTest {

    private final TestTime time = new TestTime();
    private Spool spool;
    private Pausing pausing;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
        pausing = new Pausing(spool, Machine.here());
    }

    @Test
    void aPauseSaysWhoAndWhenAndWhyOnOneLine() throws Exception {
        Standing standing = pausing.pause(Optional.of("the disk\nis \u001bfull"));

        assertThat(spool.workerQueue().look().paused()).isTrue();
        assertThat(standing.changed()).isTrue();
        assertThat(Spools.text(spool, "workerqueue/paused"))
                .isEqualTo(
                        "%s@%s, 2030-01-01T00:00:00Z: the disk\uFFFDis \uFFFDfull\n"
                                .formatted(Machine.here().user(), Machine.here().host()));
    }

    @Test
    void anEmptyNoteIsNone() throws Exception {
        assertThat(pausing.pause(Optional.of(" ")).note().orElseThrow()).endsWith("T00:00:00Z");
    }

    @Test
    void aSecondPauseKeepsTheNoteOfTheFirst() throws Exception {
        pausing.pause(Optional.of("first"));
        Standing second = pausing.pause(Optional.of("second"));

        assertThat(second.changed()).isFalse();
        assertThat(second.note().orElseThrow()).endsWith(": first");
    }

    @Test
    void aSpoolGoesOn() throws Exception {
        pausing.pause(Optional.empty());

        assertThat(pausing.resume().changed()).isTrue();
        assertThat(spool.workerQueue().look().paused()).isFalse();
        assertThat(pausing.resume())
                .isEqualTo(new Standing(false, Optional.empty(), java.util.List.of()));
    }

    @Test
    void anEmptyFileMadeByHandIsAPause() throws Exception {
        Files.createFile(spool.root().resolve("workerqueue/paused"));

        assertThat(spool.workerQueue().look().paused()).isTrue();
        assertThat(spool.pause().note()).contains("");
        assertThat(pausing.resume().changed()).isTrue();
    }

    @Test
    void itIsToldWhatStillRuns() throws Exception {
        Run run = new Run("w", 1);
        spool.roll().enlist(Spools.worker("w", Spools.elsewhere(1), 1));
        spool.pods().open(run);
        spool.jobQueue().assign(spool.jobQueue().look(Spools.drop(spool, "a")).orElseThrow(), run);

        assertThat(pausing.pause(Optional.empty()).running()).containsExactly(Spools.name("a"));
    }
}
