package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Optional;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Change;
import org.fjd.job.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the spool has for commands that steer jobs. */
class SteeringTest {

    private static final Change HOLD = new Change(Optional.empty(), Optional.of(true));

    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
    }

    private Path failed(String name) throws IOException {
        return Files.writeString(spool.root().resolve("failed/" + name + ".conf"), Spools.JOB);
    }

    @Test
    void whoSteersIsNoWorker() throws Exception {
        WorkerRecord steering =
                Spools.worker("s", Spools.elsewhere(1), 1).with(1, new WorkerRecord.Steering());
        spool.roll().enlist(steering);
        assertThat(spool.roll().read("s")).contains(steering);
        assertThat(spool.roll().isSteering("s")).isTrue();
        assertThat(spool.roll().hasWorkers()).isFalse();

        spool.roll().enlist(Spools.worker("w", Spools.elsewhere(1), 1));
        assertThat(spool.roll().isSteering("w")).isFalse();
        assertThat(spool.roll().hasWorkers()).isTrue();
    }

    @Test
    void oneWhoseRecordCannotBeReadMayBeAWorker() throws Exception {
        Files.createFile(spool.roll().directory().resolve("w"));

        assertThat(spool.roll().hasWorkers()).isTrue();
    }

    @Test
    void aCancellationIsForOneRun() throws Exception {
        spool.requests().cancel(new Run("w", 1));
        spool.requests().cancel(new Run("w", 1));
        spool.requests().cancel(new Run("w", 12));
        assertThat(Spools.names(spool, ".fjd/requests"))
                .containsExactly("w.1.cancel", "w.12.cancel");

        spool.requests().clear(new Run("w", 1));
        spool.requests().clear(new Run("w", 1));
        assertThat(Spools.names(spool, ".fjd/requests")).containsExactly("w.12.cancel");
        assertThat(spool.requests().to("w")).isEmpty();
    }

    @Test
    void whatWasAskedOfTheRunsOfAWorkerThatIsGoneGoesToo() throws Exception {
        spool.requests().cancel(new Run("w", 1));
        spool.requests().cancel(new Run("w2", 1));
        spool.requests().clear("w");

        assertThat(Spools.names(spool, ".fjd/requests")).containsExactly("w2.1.cancel");
    }

    @Test
    void anEndedJobIsQueuedAgainThoughItsQueueIsMissing() throws Exception {
        Files.delete(spool.root().resolve("retryqueue"));
        Path file = failed("a~2");

        assertThat(spool.jobQueue().putBack(file, Spools.name("a~2"), new Run("s", 2))).isTrue();
        assertThat(spool.jobQueue().putBack(file, Spools.name("a~2"), new Run("s", 3))).isFalse();
        assertThat(Spools.files(spool)).containsExactly("retryqueue/a~2@s.2.conf");
    }

    @Test
    void aChangeKeepsTheTimeOfTheFile() throws Exception {
        Path file = Spools.drop(spool, "a");
        FileTime modified = Files.getLastModifiedTime(file);

        assertThat(spool.archive().note(file, HOLD, List.of(new Entry("by", "ann")))).isTrue();
        assertThat(Files.getLastModifiedTime(file)).isEqualTo(modified);
        assertThat(file)
                .hasContent(Spools.JOB + "\n[change.1]\nhold = true\nby = ann\nwhole = yes\n");
    }

    @Test
    void aChangeOfWhatIsNoPlainFileIsNone() throws Exception {
        Path target = Spools.drop(spool, "a");
        Path link = target.resolveSibling("l.conf");
        assertThat(spool.archive().note(link, HOLD, List.of())).isFalse();

        Files.createSymbolicLink(link, target);
        assertThat(spool.archive().note(link, HOLD, List.of())).isFalse();
        assertThat(target).hasContent(Spools.JOB);
    }

    @Test
    void anEmptyFileSettlesForTenSecondsAtLeast() throws Exception {
        QueuedJob empty = spool.jobQueue().look(Spools.drop(spool, "a", "")).orElseThrow();
        QueuedJob full = spool.jobQueue().look(Spools.drop(spool, "b")).orElseThrow();

        assertThat(full.settleTime(java.time.Duration.ofSeconds(3))).hasSeconds(3);
        assertThat(empty.settleTime(java.time.Duration.ofSeconds(3))).hasSeconds(10);
        assertThat(empty.settleTime(java.time.Duration.ofSeconds(11))).hasSeconds(11);
    }
}
