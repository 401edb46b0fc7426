package org.fjd.steer;

import java.io.IOException;
import java.util.function.BooleanSupplier;
import org.fjd.job.Change;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;

/**
 * Changes and cancels jobs that have not ended. It may be killed at any instant: what it had in
 * hand is then queued again. For one thread.
 */
public final class Steerer {

    /** Which jobs are to be cancelled, by where they are. */
    public enum Extent {
        QUEUED,
        RUNNING,
        BOTH;

        boolean hasQueued() {
            return this != RUNNING;
        }

        boolean hasRunning() {
            return this != QUEUED;
        }
    }

    private final Spool spool;
    private final Machine here;
    private final Lookout lookout;
    private final BooleanSupplier stop;

    /**
     * @param lookout is closed by the caller
     * @param stop asked between two jobs, and now and then while it waits: whether it is to leave
     *     the rest as it is
     */
    public Steerer(Spool spool, Machine here, Lookout lookout, BooleanSupplier stop) {
        this.spool = spool;
        this.here = here;
        this.lookout = lookout;
        this.stop = stop;
    }

    /**
     * Cancels jobs: those that are queued by itself, those that run by asking their workers.
     *
     * @param wait whether to wait until the running ones have ended, for a minute at most after the
     *     last one that did
     * @throws IOException if the spool could not even be looked at
     */
    public Account cancel(Wanted wanted, Extent extent, boolean wait)
            throws IOException, InterruptedException {
        return new Cancelling(spool, here, lookout, stop, extent, wait).pursue(wanted);
    }

    /**
     * Changes queued jobs.
     *
     * @throws IOException if the spool could not even be looked at
     */
    public Account change(Wanted wanted, Change change) throws IOException, InterruptedException {
        return new Changing(spool, here, lookout, stop, change).pursue(wanted);
    }
}
