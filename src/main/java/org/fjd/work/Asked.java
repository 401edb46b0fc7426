package org.fjd.work;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.fjd.job.Run;
import org.fjd.spool.Requests;
import org.fjd.spool.Requests.Leave;

/**
 * What is asked of a worker, as it has heard of it: to leave, to cancel jobs, to begin anew since
 * it was struck off. Thread-safe.
 */
final class Asked implements Heart.Listener {

    private volatile Optional<Leave> leave = Optional.empty();
    private volatile boolean hurried;
    private volatile boolean struckOff;
    private final Set<Run> cancelled = ConcurrentHashMap.newKeySet();

    /** A more urgent request replaces a less urgent one. */
    @Override
    public synchronized void asked(Leave request) {
        if (leave.isEmpty() || request == Leave.NOW) {
            leave = Optional.of(request);
        }
    }

    @Override
    public void cancelled(Run run) {
        cancelled.add(run);
    }

    @Override
    public void struckOff() {
        struckOff = true;
    }

    /** To leave now, and soon there is nobody who could let it finish. */
    void hurry() {
        hurried = true;
        asked(Leave.NOW);
    }

    /** It is about to be on the roll again. */
    void beginAnew() {
        struckOff = false;
    }

    boolean toLeave() {
        return leave.isPresent();
    }

    boolean toLeaveNow() {
        return leave.equals(Optional.of(Leave.NOW));
    }

    boolean isHurried() {
        return hurried;
    }

    boolean isStruckOff() {
        return struckOff;
    }

    boolean isCancelled(Run run) {
        return cancelled.contains(run);
    }

    /** Removes requests to cancel that came too late: those of runs before this one. */
    void clearBefore(Run next, Requests requests) throws IOException {
        for (Run run : Set.copyOf(cancelled)) {
            if (run.number() < next.number()) {
                requests.clear(run);
                cancelled.remove(run);
            }
        }
    }
}
