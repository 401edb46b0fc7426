package org.fjd.recruit;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import java.util.function.Function;

/** Does something for many hosts, or other things, all at once. */
final class Everywhere {

    private Everywhere() {}

    /**
     * Does it, and tells of each as it comes, in the calling thread.
     *
     * @throws IOException as soon as one throws that; the others are interrupted
     */
    static <K, T> void each(
            List<? extends K> hosts, Function<K, Callable<T>> errand, Consumer<T> told)
            throws IOException, InterruptedException {
        each(hosts, hosts.size(), errand, told);
    }

    /** As above, for so many at once at most. */
    static <K, T> void each(
            List<? extends K> hosts, int most, Function<K, Callable<T>> errand, Consumer<T> told)
            throws IOException, InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, most));
        try {
            ExecutorCompletionService<T> done = new ExecutorCompletionService<>(threads);
            hosts.forEach(host -> done.submit(errand.apply(host)));
            for (int i = 0; i < hosts.size(); i++) {
                told.accept(done.take().get());
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException trouble) {
                throw trouble;
            }
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
    }
}
