package org.fjd.work;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.fjd.spool.Time;

/**
 * Ends the job of a worker that is cut off from the spool and hangs in a call to it, and so can not
 * do it itself. Touches no file. For one thread, which is not the worker's.
 */
final class Guard {

    private static final Duration STEP = Duration.ofSeconds(1);

    /** A worker that does not hang has taken another step by then. */
    private static final Duration HANGS = Duration.ofSeconds(3);

    private final Time time;
    private final Heart heart;
    private final LongSupplier steps;
    private final Supplier<Optional<Supervision>> running;
    private long seen;
    private long lastSeen;

    /**
     * @param steps how many the worker has begun
     * @param running its job, if it has one
     */
    Guard(Time time, Heart heart, LongSupplier steps, Supplier<Optional<Supervision>> running) {
        this.time = time;
        this.heart = heart;
        this.steps = steps;
        this.running = running;
    }

    /** Looks whether that is so, and ends the job then. */
    void look() throws InterruptedException {
        long now = time.nanos();
        if (steps.getAsLong() != seen) {
            seen = steps.getAsLong();
            lastSeen = now;
        }
        boolean hangs = now - lastSeen > HANGS.toNanos();
        Optional<Supervision> job = running.get();
        if (heart.isCutOff() && hangs && job.isPresent()) {
            job.get().endFor(Worker.CUT_OFF);
        }
    }

    /** Looks every second until interrupted. */
    void run() {
        try {
            while (true) {
                time.pause(STEP);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
