package org.fjd.work;

import java.time.Duration;

/** A job that was started. */
interface Running {

    /** The number of its process. */
    long pid();

    /**
     * Waits until its process has ended, but not longer than that.
     *
     * @return whether it has
     */
    boolean await(Duration longest) throws InterruptedException;

    /** How its process ended; not to be asked before it has. */
    Exit exit();

    /**
     * Asks all its processes to end, each of them once, and waits, but not longer than that.
     *
     * @return whether all are gone; if so, {@link #exit} says how the job's own process ended
     */
    default boolean ask(Duration longest) throws InterruptedException {
        return end(longest);
    }

    /**
     * Ends all its processes: asks them to, and after the grace kills them.
     *
     * @return whether all are gone; if so, {@link #exit} says how the job's own process ended
     */
    boolean end(Duration grace) throws InterruptedException;
}
