package org.fjd.cli;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Has a long-running command end in order on SIGTERM or Ctrl-C. Thread-safe. */
final class Shutdown {

    private final CountDownLatch ended = new CountDownLatch(1);

    private Shutdown() {}

    /**
     * From now on the JVM, when it is asked to end, asks the command, unless that has ended by
     * itself, and waits for its {@link #ended}.
     *
     * @param longest how long it waits at most
     */
    static Shutdown heldUpBy(Runnable ask, Duration longest) {
        Shutdown shutdown = new Shutdown();
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    if (!shutdown.hasEnded()) {
                                        ask.run();
                                        shutdown.await(longest);
                                    }
                                }));
        return shutdown;
    }

    /** The command has ended. */
    void ended() {
        ended.countDown();
    }

    private boolean hasEnded() {
        return ended.getCount() == 0;
    }

    private void await(Duration longest) {
        try {
            ended.await(longest.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
