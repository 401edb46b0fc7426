package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.fjd.dispatch.Dispatcher;
import org.fjd.dispatch.Heard;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.UnusableSpoolException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Odd things that a spool must survive, whoever did them. */
class OddSpoolTest {

    private final TestTime time = new TestTime();
    private final FakeRunner runner = new FakeRunner();
    private final Heard heard = new Heard();
    private Spool spool;
    private @TempDir Path directory;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
    }

    private Worker worker() throws Exception {
        Worker worker = Worker.enlist(spool, Machine.here(), runner, spool.lookout(), line -> {});
        worker.tick();
        return worker;
    }

    private void ticks(Worker worker, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            try {
                worker.tick();
            } catch (IOException e) {
                // tried again
            }
        }
    }

    private QueuedJob queued(String name) throws IOException {
        return spool.jobQueue().look(Spools.drop(spool, name)).orElseThrow();
    }

    private Dispatcher dispatcher() {
        return new Dispatcher(spool, Machine.here(), true, heard);
    }

    private void dispatch(Dispatcher dispatcher, int rounds) throws Exception {
        for (int i = 0; i < rounds; i++) {
            try {
                dispatcher.hint();
                dispatcher.tick(Duration.ZERO);
            } catch (IOException e) {
                heard.trouble(e);
            }
            time.pass(Duration.ofSeconds(1));
        }
    }

    @Test
    void aJobThatSlippedIntoATakenPodIsRunOnce() throws Exception {
        Worker worker = worker();
        Run first = new Run(worker.name(), 1);
        spool.workerQueue().take(first);
        worker.tick();
        time.pass(Duration.ofSeconds(3));
        QueuedJob slipped = queued("slipped");
        time.atNextReading(
                () -> {
                    try {
                        assertThat(spool.jobQueue().assign(slipped, first)).isTrue();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                });
        worker.tick();

        Dispatcher dispatcher = dispatcher();
        Spools.drop(spool, "other");
        for (int i = 0; i < 60; i++) {
            dispatch(dispatcher, 1);
            ticks(worker, 2);
            runner.started().forEach(run -> run.exits(0));
        }

        assertThat(Spools.names(spool, "done")).containsExactly("other.conf", "slipped.conf");
        assertThat(Spools.names(spool, ".fjd/strays")).isEmpty();
    }

    @Test
    void theReaperNeverBuriesAJobThatCouldNotBeQueuedAgain() throws Exception {
        Run run = new Run("far-1-x", 1);
        spool.pods().open(run);
        spool.jobQueue().assign(queued("a"), run);
        Files.delete(spool.root().resolve("retryqueue"));
        dispatch(dispatcher(), 6);

        assertThat(Spools.files(spool)).contains("retryqueue/a@far-1-x.1.conf");
    }

    @Test
    void aWorkerThatLeavesNeverBuriesAJobThatCouldNotBeQueuedAgain() throws Exception {
        Worker worker = worker();
        Run run = new Run(worker.name(), 1);
        spool.workerQueue().take(run);
        spool.jobQueue().assign(queued("a"), run);
        Files.delete(spool.root().resolve("retryqueue"));
        worker.leave(Leave.NOW);
        ticks(worker, 5);

        assertThat(Spools.files(spool)).contains("retryqueue/a@" + run + ".conf");
    }

    @Test
    void aWorkerThatIsSentHomeLeavesThoughTheNameOfTheJobInItsPodIsTooLongForTheRetryQueue()
            throws Exception {
        spool = Spools.at(directory, time);
        Worker worker = worker();
        Run run = new Run(worker.name(), 1);
        spool.workerQueue().take(run);
        spool.jobQueue().assign(queued("x".repeat(240)), run);
        worker.leave(Leave.NOW);
        ticks(worker, 10);

        assertThat(worker.isGone()).isTrue();
    }

    @Test
    void aJobThatPutsAFileInPlaceOfItsPodDoesNotStopItsWorker() throws Exception {
        Worker worker = worker();
        Run run = new Run(worker.name(), 1);
        spool.workerQueue().take(run);
        spool.jobQueue().assign(queued("a"), run);
        worker.tick();
        Path pod = spool.root().resolve("jobpods").resolve(run.toString());
        Files.delete(pod.resolve("a.conf"));
        Files.delete(pod);
        Files.writeString(pod, "not a directory");
        runner.last().exits(0);
        ticks(worker, 10);

        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
    }

    @Test
    void aFileAmongThePodsDoesNotStopTheDispatcher() throws Exception {
        Worker worker = worker();
        Files.writeString(spool.root().resolve("jobpods").resolve("odd.1"), "no pod");
        Dispatcher dispatcher = dispatcher();
        dispatch(dispatcher, 4);
        Spools.drop(spool, "a");
        dispatch(dispatcher, 4);
        ticks(worker, 1);

        assertThat(runner.started()).hasSize(1);
    }

    @Test
    void aFileInTheMorgueDoesNotStopTheDispatcher() throws Exception {
        Worker worker = worker();
        Files.writeString(spool.root().resolve(".fjd/morgue").resolve("odd.1@x"), "no pod");
        Spools.drop(spool, "a");
        dispatch(dispatcher(), 4);
        ticks(worker, 1);

        assertThat(runner.started()).hasSize(1);
    }

    @Test
    void aDurableSpoolRejectsADanglingLink() throws Exception {
        spool = Spools.at(directory, time, "durable = yes\n");
        Worker worker = worker();
        Run run = new Run(worker.name(), 1);
        spool.workerQueue().take(run);
        Files.createSymbolicLink(
                spool.pods()
                        .open(new Run("y", 1))
                        .path()
                        .resolveSibling(run.toString())
                        .resolve("a.conf"),
                directory.resolve("nowhere"));
        ticks(worker, 3);

        assertThat(Spools.names(spool, "failed")).containsExactly("a.conf", "a.reason");
    }

    @Test
    void aRejectionThatLostItsRaceLeavesNoReason() throws Exception {
        Optional<Path> rejected =
                spool.archive().reject(spool.root().resolve("x.conf"), Spools.name("x"), "no");

        assertThat(rejected).isEmpty();
        assertThat(Spools.names(spool, "failed")).isEmpty();
    }

    @Test
    void aDurationThatNoClockHoldsIsRefused() {
        assertThatThrownBy(() -> Spools.at(directory, time, "lease = 999999999d\n"))
                .isInstanceOf(UnusableSpoolException.class);
    }

    @Test
    void aSettleTimeThatNoClockHoldsIsRefused() {
        assertThatThrownBy(() -> Spools.at(directory, time, "settle = 999999999d\n"))
                .isInstanceOf(UnusableSpoolException.class);
    }

    @Test
    void settingsThatAreNotUtf8AreRefusedWithTheFile() throws Exception {
        Path conf = Files.createDirectory(directory.resolve(".fjd")).resolve("fjd.conf");
        Files.write(conf, new byte[] {'[', 'f', 'j', 'd', ']', '\n', (byte) 0xe4});
        assertThatThrownBy(() -> Spool.open(directory, time))
                .isInstanceOf(UnusableSpoolException.class);
    }

    @Test
    void aPodThatWasMadeThoughTheReplyWasLostIsOpened() throws Exception {
        Run run = new Run("w", 1);
        spool.pods().open(run);
        assertThat(spool.pods().open(run).run()).isEqualTo(run);
    }

    @Test
    void aJobFileThatAJobPutBesideItsOwnIsQueuedWhenItsWorkerDies() throws Exception {
        Worker worker = worker();
        Run run = new Run(worker.name(), 1);
        spool.workerQueue().take(run);
        spool.jobQueue().assign(queued("a"), run);
        worker.tick();
        Path pod = spool.root().resolve("jobpods").resolve(run.toString());
        Files.writeString(pod.resolve("b.conf"), Spools.JOB);
        spool.roll().strike(worker.name());
        dispatch(dispatcher(), 4);

        assertThat(Spools.names(spool, "retryqueue"))
                .containsExactlyInAnyOrder("a@" + run + ".conf", "b@" + run + ".conf");
    }

    @Test
    void aJobWhoseStartMissesAnotherFileIsNotSweptAway() throws Exception {
        Worker worker = worker();
        Run run = new Run(worker.name(), 1);
        spool.workerQueue().take(run);
        spool.jobQueue().assign(queued("a"), run);
        runner.failOnce(new java.nio.file.NoSuchFileException("logs/a.log"));
        ticks(worker, 5);

        assertThat(Spools.names(spool, ".fjd/strays")).isEmpty();
    }

    @Test
    void aWorkerThatWasStruckOffMakesNoPodBeforeItIsOnTheRollAgain() throws Exception {
        Worker worker = worker();
        Run run = new Run(worker.name(), 1);
        spool.roll().strike(worker.name());
        spool.morgue().fence(run, "r");
        spool.workerQueue().take(run);
        worker.tick();
        time.pass(Duration.ofSeconds(3));
        ticks(worker, 4);

        assertThat(spool.roll().has(worker.name()) || spool.pods().runs().isEmpty()).isTrue();
    }

    @Test
    void theJobsFileIsNotDoubledWhenTheReplyToItsEndIsLostTwice() throws Exception {
        // A publish whose move was done, though both its reply and the look after it failed.
        Worker worker = worker();
        Run run = new Run(worker.name(), 1);
        spool.workerQueue().take(run);
        spool.jobQueue().assign(queued("a"), run);
        worker.tick();
        runner.last().exits(0);
        worker.tick();
        worker.tick();
        Path file = spool.root().resolve("jobpods").resolve(run.toString()).resolve("a.conf");
        spool.archive().publish(file, Spools.name("a"), State.DONE);
        ticks(worker, 5);

        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
    }

    @Test
    void theMarkOfOthersHostsIsNotMistakenForOnesOwn() throws Exception {
        Run run = new Run(Machine.here().host() + "-gpu-17-abc", 1);
        spool.pods().open(run);
        spool.jobQueue().assign(queued("a"), run);
        dispatch(dispatcher(), 3);

        assertThat(Spools.text(spool, "retryqueue/a@" + run + ".conf"))
                .contains("could not be ended from");
    }
}
