package org.fjd.doctor;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.fjd.spool.Time;

/** For how long, and how often, something is tried. For one thread. */
final class Budget {

    private final Time time;
    private final BooleanSupplier stopped;
    private final long end;
    private final int least;
    private final int most;
    private int rounds;

    /**
     * @param stopped whether the user wants no more of it
     * @param least how often at least, however long that takes
     */
    Budget(Time time, BooleanSupplier stopped, Duration longest, int least, int most) {
        this.time = time;
        this.stopped = stopped;
        this.end = time.nanos() + longest.toNanos();
        this.least = least;
        this.most = most;
    }

    /** Whether there is to be another round; it counts then. */
    boolean another() {
        boolean isLeft = rounds < least || (rounds < most && time.nanos() - end < 0);
        if (stopped.getAsBoolean() || !isLeft) {
            return false;
        }
        rounds++;
        return true;
    }

    /** The number of the present round, from 1. */
    int round() {
        return rounds;
    }
}
