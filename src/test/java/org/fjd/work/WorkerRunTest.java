package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A worker that is left to itself, with its heart, by the real clock. */
@Timeout(60)
class WorkerRunTest {

    private final Time time = Time.system();
    private final FakeRunner runner = new FakeRunner();
    private final List<String> log = new CopyOnWriteArrayList<>();
    private Spool spool;
    private Worker worker;
    private Thread working;
    private Thread beating;

    @BeforeEach
    void enlist() throws IOException {
        spool = Spools.inMemory(time);
        Runner atOnce =
                order -> {
                    Running job = runner.start(order);
                    runner.last().exits(0);
                    return job;
                };
        worker = Worker.enlist(spool, Machine.here(), atOnce, spool.lookout(), log::add);
        working = new Thread(this::work);
    }

    private void work() {
        try {
            worker.run(beat -> beating = new Thread(beat));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void end() throws InterruptedException {
        worker.leaveNow();
        working.join();
    }

    private void await(Callable<Boolean> condition) throws Exception {
        while (!condition.call()) {
            time.pause(Duration.ofMillis(5));
        }
    }

    private void runsOneAfterTheOther(String... jobs) throws Exception {
        for (String job : jobs) {
            await(() -> !spool.workerQueue().idle().isEmpty());
            Run run = spool.workerQueue().idle().get(0);
            Path dropped = Spools.drop(spool, job);
            assertThat(spool.workerQueue().take(run)).isTrue();
            spool.jobQueue().assign(spool.jobQueue().look(dropped).orElseThrow(), run);
            await(() -> Spools.names(spool, "done").contains(job + ".conf"));
        }
    }

    @Test
    void runsJobsUntilItIsAskedToLeave() throws Exception {
        working.start();
        runsOneAfterTheOther("a", "b", "c");
        assertThat(working.isAlive()).isTrue();

        spool.requests().ask(worker.name(), Leave.WHEN_DONE);
        working.join();
        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.names(spool, ".fjd/workers")).isEmpty();
        assertThat(Spools.names(spool, ".fjd/requests")).isEmpty();
        assertThat(Spools.names(spool, "workerqueue")).isEmpty();
        assertThat(log).isEmpty();
    }

    @Test
    void leavesAtOnceWhenItIsToldByItsOwnProcess() throws Exception {
        working.start();
        await(() -> !spool.workerQueue().idle().isEmpty());
        worker.leaveNow();
        working.join();

        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.names(spool, ".fjd/requests")).isEmpty();
    }

    @Test
    void itsHeartStopsWhenItHasLeft() throws Exception {
        working.start();
        await(() -> !spool.workerQueue().idle().isEmpty());
        worker.leaveNow();
        working.join();
        beating.join();

        assertThat(beating.isAlive()).isFalse();
    }

    @Test
    void itsHeartStopsWhenItIsInterrupted() throws Exception {
        working.start();
        await(() -> !spool.workerQueue().idle().isEmpty());
        working.interrupt();
        working.join();
        beating.join();

        assertThat(beating.isAlive()).isFalse();
        assertThat(worker.isGone()).isFalse();
    }

    @Test
    void beatsByItself() throws Exception {
        working.start();
        await(() -> spool.roll().read(worker.name()).filter(r -> r.beat() >= 2).isPresent());
        assertThat(Optional.of(working).filter(Thread::isAlive)).isPresent();
    }

    @Test
    void tellsOfTroubleOnceAndGoesOnWhenThatHasGone() throws Exception {
        Path queue = spool.root().resolve("workerqueue");
        Files.delete(queue);
        Files.writeString(queue, "in the way");
        working.start();
        await(() -> !log.isEmpty());
        time.pause(Duration.ofMillis(1500));
        assertThat(log).singleElement().asString().endsWith("; tried again until it goes");

        Files.delete(queue);
        runsOneAfterTheOther("a");
        assertThat(queue).isDirectory();
    }
}
