package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.fjd.job.Labels;
import org.fjd.job.Run;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A worker whose jobs are processes, and whose file system gives hints. */
@Timeout(60)
class WorkerOnDiskTest {

    private static final Duration LONG = Duration.ofSeconds(50);

    private @TempDir Path directory;
    private Spool spool;
    private Lookout lookout;
    private Worker worker;

    @BeforeEach
    void enlist() throws IOException {
        Files.createDirectory(directory.resolve(".fjd"));
        Files.writeString(directory.resolve(".fjd/fjd.conf"), "[fjd]\nwatch = yes\n");
        spool = Spool.open(directory, Time.system());
        lookout = spool.lookout();
        worker = Worker.enlist(spool, Machine.here(), Terms.of(Labels.NONE), lookout, line -> {});
    }

    @AfterEach
    void close() throws IOException {
        lookout.close();
    }

    private void assign(String name, String content) throws IOException {
        Run run = new Run(worker.name(), 1);
        Path dropped = Spools.drop(spool, name, content);
        spool.workerQueue().take(run);
        spool.jobQueue().assign(spool.jobQueue().look(dropped).orElseThrow(), run);
    }

    @Test
    void runsTheJobInItsPodAsAProcessBeforeItLeaves() throws Exception {
        worker.tick();
        assign("a", "[control]\nexecutable: echo hello\n");
        worker.leave(Leave.WHEN_DONE);
        worker.run();

        assertThat(Spools.text(spool, "done/a.conf")).contains("\nexit = 0\n");
        assertThat(Spools.text(spool, "logs/a.log")).startsWith("hello ");
    }

    @Test
    void aJobThatComesIntoItsPodIsHintedAt() throws Exception {
        worker.tick();
        assign("a", Spools.JOB);

        assertThat(lookout.await(LONG)).containsExactly(spool.pods().path(run(1)));
    }

    private Run run(long number) {
        return new Run(worker.name(), number);
    }

    @Test
    void whatIsAskedOfItIsHintedAt() throws Exception {
        worker.leave(Leave.WHEN_DONE);
        worker.run();
        spool.requests().ask("somebody", Leave.NOW);

        assertThat(lookout.await(LONG)).containsExactly(spool.requests().directory());
    }
}
