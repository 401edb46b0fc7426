package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fjd.job.Run;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Spool;
import org.fjd.spool.Time;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many who want the same thing at once. */
class RacesIT {

    private static final int CONTENDERS = 200;

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void ofTwoHundredWhoAssignOneJobExactlyOneDoes() throws Exception {
        for (int round = 0; round < 5; round++) {
            Path file = sandbox.submit("prize" + round, Sandbox.job("true"));
            String worker = "contender" + round;
            for (int i = 1; i <= CONTENDERS; i++) {
                open().pods().open(new Run(worker, i));
            }
            List<Boolean> won =
                    atOnce(
                            number -> {
                                QueuedJob job = open().jobQueue().look(file).orElseThrow();
                                return () -> open().jobQueue().assign(job, new Run(worker, number));
                            });
            assertThat(won.stream().filter(w -> w)).as("winners").hasSize(1);
            int winner = won.indexOf(true) + 1;
            assertThat(sandbox.names("jobpods/" + worker + "." + winner))
                    .containsExactly("prize" + round + ".conf");
            assertThat(everywhere("prize" + round)).hasSize(1);
        }
    }

    @Test
    void ofTwoHundredWhoTakeOrFenceOnePodExactlyOneDoes() throws Exception {
        Run run = new Run("sought", 1);
        open().pods().open(run);
        open().workerQueue().announce(run);
        assertThat(atOnce(number -> () -> open().workerQueue().take(run)).stream().filter(w -> w))
                .hasSize(1);
        assertThat(
                        atOnce(number -> () -> open().morgue().fence(run, "h" + number).isPresent())
                                .stream()
                                .filter(w -> w))
                .hasSize(1);
    }

    @Test
    void twentyDispatchersStartEachJobOnce() throws Exception {
        int jobs = 200;
        for (int i = 0; i < jobs; i++) {
            sandbox.submit("job" + i, Sandbox.job("echo $FJD_JOB >>runs"));
        }
        List<Program> dispatchers = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            dispatchers.add(sandbox.start("dispatcher"));
        }
        sandbox.hire(4);
        // Whoever dispatches is killed, again and again.
        for (int ended = 25; ended < jobs; ended += 25) {
            int enough = ended;
            Sandbox.waitUntil(
                    enough + " jobs have ended", () -> sandbox.names("done").size() >= enough);
            killTheHolderOfTheSeat();
        }
        for (Program dispatcher : dispatchers) {
            int exit = dispatcher.await().exit();
            assertThat(exit).as(dispatcher.describe()).isIn(0, 137);
        }
        List<String> names = IntStream.range(0, jobs).mapToObj(i -> "job" + i).toList();
        assertThat(sandbox.lines("runs")).containsExactlyInAnyOrderElementsOf(names);
        assertThat(sandbox.names("done"))
                .containsExactlyInAnyOrderElementsOf(names.stream().map(n -> n + ".conf").toList());
        assertThat(sandbox.names("failed")).isEmpty();
    }

    private void killTheHolderOfTheSeat() throws Exception {
        List<String> seats = sandbox.names(".fjd/seat");
        if (!seats.isEmpty()) {
            Stream<String> lines = sandbox.lines(".fjd/seat/" + seats.get(0)).stream();
            lines.filter(line -> line.startsWith("pid = "))
                    .map(line -> Long.parseLong(line.substring("pid = ".length())))
                    .forEach(Sandbox::kill);
        }
    }

    /** Prepares a deed for each contender, then has all do theirs at the same moment. */
    private static List<Boolean> atOnce(Contender contender) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(CONTENDERS);
        try {
            CyclicBarrier start = new CyclicBarrier(CONTENDERS);
            List<Future<Boolean>> deeds = new ArrayList<>();
            for (int number = 1; number <= CONTENDERS; number++) {
                Callable<Boolean> deed = contender.prepare(number);
                deeds.add(
                        threads.submit(
                                () -> {
                                    start.await();
                                    return deed.call();
                                }));
            }
            List<Boolean> won = new ArrayList<>();
            for (Future<Boolean> deed : deeds) {
                won.add(deed.get());
            }
            return won;
        } finally {
            threads.shutdownNow();
        }
    }

    private interface Contender {
        Callable<Boolean> prepare(int number) throws Exception;
    }

    private Spool open() throws Exception {
        return Spool.open(sandbox.at(""), Time.system());
    }

    private List<Path> everywhere(String job) throws Exception {
        try (Stream<Path> entries = Files.walk(sandbox.at(""))) {
            return entries.filter(e -> e.getFileName().toString().startsWith(job)).toList();
        }
    }
}
