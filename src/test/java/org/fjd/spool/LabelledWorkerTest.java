package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.Labels;
import org.fjd.job.Run;
import org.fjd.spool.WorkerRecord.Busy;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a worker has stands on the roll; what is asked of its runs among the requests. */
class LabelledWorkerTest {

    private static final String LONGEST_NAME = "w".repeat(Run.MAX_WORKER_BYTES);

    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
    }

    private static WorkerRecord record(Labels labels, WorkerRecord.Activity activity) {
        return hiredOn(Optional.empty(), labels, activity);
    }

    private static WorkerRecord hiredOn(
            Optional<String> on, Labels labels, WorkerRecord.Activity activity) {
        return new WorkerRecord(
                LONGEST_NAME,
                Spools.elsewhere(1),
                "u",
                Instant.EPOCH,
                1,
                activity,
                labels,
                on,
                Optional.empty(),
                Optional.empty());
    }

    @Test
    void labelsAreReadBackAndStayThroughoutItsBeats() throws Exception {
        Labels labels = new Labels(Set.of("gpu", "avx2"));
        WorkerRecord worker = record(labels, new WorkerRecord.Idle());
        spool.roll().enlist(worker);
        assertThat(spool.roll().read(LONGEST_NAME)).contains(worker);
        assertThat(spool.roll().beat(worker.with(2, new WorkerRecord.Starting()))).isTrue();
        assertThat(spool.roll().read(LONGEST_NAME).orElseThrow().labels()).isEqualTo(labels);
        assertThat(Files.readString(spool.roll().directory().resolve(LONGEST_NAME)))
                .contains("\nlabels = avx2 gpu\n");
    }

    @Test
    void underWhatNameItWasHiredIsReadBackWhereItIsTheNameOfAHost() throws Exception {
        for (String name : new String[] {"node1", "n".repeat(64), "", "all", "a b"}) {
            WorkerRecord worker = hiredOn(Optional.of(name), Labels.NONE, new WorkerRecord.Idle());
            if (!spool.roll().beat(worker)) {
                spool.roll().enlist(worker);
            }
            assertThat(spool.roll().read(LONGEST_NAME).orElseThrow().on())
                    .isEqualTo(Optional.of(name).filter(HostName::isValid));
        }
        WorkerRecord node1 = hiredOn(Optional.of("node1"), Labels.NONE, new WorkerRecord.Idle());
        assertThat(node1.hostName()).isEqualTo("node1");
        assertThat(node1.with(2, new WorkerRecord.Starting()).hostName()).isEqualTo("node1");
        assertThat(record(Labels.NONE, new WorkerRecord.Idle()).hostName()).isEqualTo("far");
    }

    @Test
    void aRecordWithoutThemDoesNotSpeakOfThem() throws Exception {
        spool.roll().enlist(record(Labels.NONE, new WorkerRecord.Idle()));
        assertThat(spool.roll().read(LONGEST_NAME).orElseThrow().labels()).isEqualTo(Labels.NONE);
        assertThat(Files.readString(spool.roll().directory().resolve(LONGEST_NAME)))
                .doesNotContain("labels");
    }

    @Test
    void theLongestLabelsAndTheLongestJobFitTogether() throws Exception {
        Labels labels = new Labels(Set.of("x".repeat(Labels.MAX_BYTES)));
        WorkerRecord worker =
                hiredOn(
                        Optional.of("n".repeat(64)),
                        labels,
                        new Busy("\n".repeat(180), Instant.EPOCH, 1L << 40));
        spool.roll().enlist(worker);
        assertThat(spool.roll().read(LONGEST_NAME).orElseThrow().labels()).isEqualTo(labels);
    }

    @Test
    void whatCanNotBeReadAndIsNotOnTheRollIsNoWorker() throws IOException {
        Files.createDirectory(spool.roll().directory().resolve(LONGEST_NAME));

        assertThat(spool.roll().read(LONGEST_NAME)).isEmpty();
    }

    @Test
    void theRequestAndTheTimeLeftAreReadBackAndFitToo() throws Exception {
        Labels labels = new Labels(Set.of("x".repeat(Labels.MAX_BYTES)));
        WorkerRecord worker =
                new WorkerRecord(
                        LONGEST_NAME,
                        Spools.elsewhere(1),
                        "u",
                        Instant.EPOCH,
                        1,
                        new Busy("\n".repeat(180), Instant.EPOCH, 1L << 40),
                        labels,
                        Optional.of("n".repeat(64)),
                        Optional.of("m".repeat(80)),
                        Optional.of(Duration.ofDays(36_500)));
        spool.roll().enlist(worker);
        WorkerRecord read = spool.roll().read(LONGEST_NAME).orElseThrow();
        assertThat(read.hire()).isEqualTo(worker.hire());
        assertThat(read.timeLeft()).isEqualTo(worker.timeLeft());
        assertThat(read.labels()).isEqualTo(labels);
        spool.roll().beat(read.with(2, new WorkerRecord.Idle()).with(Optional.of(Duration.ZERO)));
        assertThat(spool.roll().read(LONGEST_NAME).orElseThrow().timeLeft())
                .contains(Duration.ZERO);
    }

    @Test
    void theRunsOfAWorkerAreCancelledByNameAndClearedWithIt() throws Exception {
        Run run = new Run("w-1-x", 3);
        Run other = new Run("w-1-xy", 3);
        spool.requests().cancel(run);
        spool.requests().cancel(run);
        spool.requests().cancel(other);
        Files.createFile(spool.requests().directory().resolve("w-1-x.cancel"));
        assertThat(spool.requests().hear("w-1-x").cancelled()).containsExactly(run);
        assertThat(spool.requests().hear("w-1-x").leave()).isEmpty();

        spool.requests().ask("w-1-x", Requests.Leave.NOW);
        spool.requests().ask("w-1-x", Requests.Leave.WHEN_DONE);
        assertThat(spool.requests().hear("w-1-x").leave()).contains(Requests.Leave.NOW);
        spool.requests().clear("w-1-x");
        assertThat(Spools.names(spool, ".fjd/requests"))
                .containsExactly("w-1-x.cancel", other + ".cancel");
    }
}
