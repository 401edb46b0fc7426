package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads at once, on the file system of this machine. */
class RaceTest {

    private static final Run RUN = new Run("w", 1);

    private @TempDir Path directory;
    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.at(directory, Time.system());
    }

    /** Has all threads wait for each other, and then do the same at once. */
    private static <T> List<T> atOnce(int threads, Callable<T> action) throws Exception {
        CountDownLatch ready = new CountDownLatch(threads);
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<T>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                futures.add(
                        executor.submit(
                                () -> {
                                    ready.countDown();
                                    ready.await();
                                    return action.call();
                                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void ofManyWhoTakeAPodAndAssignToItExactlyOneWins() throws Exception {
        spool.pods().open(RUN);
        spool.workerQueue().announce(RUN);
        QueuedJob job = spool.jobQueue().look(Spools.drop(spool, "a")).orElseThrow();

        List<Boolean> won =
                atOnce(
                        200,
                        () -> spool.workerQueue().take(RUN) && spool.jobQueue().assign(job, RUN));

        assertThat(won).containsOnlyOnce(true);
        assertThat(Spools.files(spool)).containsExactly(".fjd/taken/w.1", "jobpods/w.1/a.conf");
    }

    @Test
    void ofManyWhoWantTheSameJobForTheirOwnPodsExactlyOneWins() throws Exception {
        QueuedJob job = spool.jobQueue().look(Spools.drop(spool, "a")).orElseThrow();
        for (int i = 1; i <= 200; i++) {
            spool.pods().open(new Run("w", i));
        }
        List<Run> free = new ArrayList<>(spool.pods().runs());

        List<Boolean> won =
                atOnce(
                        200,
                        () -> {
                            Run mine;
                            synchronized (free) {
                                mine = free.remove(free.size() - 1);
                            }
                            return spool.jobQueue().assign(job, mine);
                        });

        assertThat(won).containsOnlyOnce(true);
        assertThat(Spools.files(spool)).singleElement().asString().endsWith("/a.conf");
    }

    @Test
    void filesOfOneNamePublishedByManyAllSurvive() throws Exception {
        Path source = Files.createDirectory(directory.resolve("source"));
        Set<String> contents = new TreeSet<>();
        List<Path> files = new ArrayList<>();
        for (int i = 0; i < 1600; i++) {
            files.add(Files.writeString(source.resolve(i + ".conf"), "content " + i));
            contents.add("content " + i);
        }

        atOnce(
                16,
                () -> {
                    for (int i = 0; i < 100; i++) {
                        Path mine;
                        synchronized (files) {
                            mine = files.remove(files.size() - 1);
                        }
                        assertThat(spool.archive().publish(mine, Spools.name("a"), State.DONE))
                                .isPresent();
                    }
                    return true;
                });

        Set<String> found = new TreeSet<>();
        for (String name : Spools.names(spool, "done")) {
            found.add(Spools.text(spool, "done/" + name));
        }
        assertThat(found).isEqualTo(contents);
        assertThat(Spools.names(spool, "done")).hasSize(1600);
    }

    @Test
    void aPodIsEitherRenewedOrFencedAndItsJobIsInOnePlaceOnly() throws Exception {
        for (int round = 1; round <= 50; round++) {
            Run run = new Run("w" + round, 1);
            Pod pod = spool.pods().open(run);
            spool.jobQueue()
                    .assign(spool.jobQueue().look(Spools.drop(spool, "a")).orElseThrow(), run);
            List<Run> sides = new ArrayList<>(List.of(run, run.next()));

            List<Boolean> won =
                    atOnce(
                            2,
                            () -> {
                                Run side;
                                synchronized (sides) {
                                    side = sides.remove(0);
                                }
                                return side.equals(run)
                                        ? pod.renew(run.next()).isPresent()
                                        : spool.morgue().fence(run, "r").isPresent();
                            });

            assertThat(won).containsOnlyOnce(true);
            assertThat(Spools.files(spool).stream().filter(f -> f.contains(run.worker() + ".")))
                    .hasSize(1);
        }
    }
}
