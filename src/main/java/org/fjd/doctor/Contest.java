package org.fjd.doctor;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two threads that do something at the same time. */
final class Contest implements AutoCloseable {

    private final ExecutorService rivals =
            Executors.newFixedThreadPool(
                    2,
                    task -> {
                        Thread thread = new Thread(task, "a rival");
                        thread.setDaemon(true);
                        return thread;
                    });

    /** What one of them does. */
    interface Attempt {
        /** Returns whether it succeeded. */
        boolean by(int rival) throws IOException;
    }

    /** Which of the two succeeded, {@code 0} and {@code 1}. */
    List<Integer> winners(Attempt attempt) throws IOException, InterruptedException {
        CyclicBarrier start = new CyclicBarrier(2);
        List<Future<Boolean>> both = new ArrayList<>();
        for (int rival = 0; rival < 2; rival++) {
            int own = rival;
            both.add(rivals.submit(() -> attempt(start, attempt, own)));
        }
        List<Integer> winners = new ArrayList<>();
        for (int rival = 0; rival < 2; rival++) {
            if (result(both.get(rival))) {
                winners.add(rival);
            }
        }
        return winners;
    }

    private static boolean attempt(CyclicBarrier start, Attempt attempt, int rival)
            throws IOException, InterruptedException, BrokenBarrierException {
        start.await();
        return attempt.by(rival);
    }

    /** Does something in the background. */
    Future<Boolean> begin(Attempt attempt) {
        return rivals.submit(() -> attempt.by(0));
    }

    static boolean result(Future<Boolean> future) throws IOException, InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IOException refused) {
                throw refused;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    @Override
    public void close() {
        rivals.shutdownNow();
    }
}
