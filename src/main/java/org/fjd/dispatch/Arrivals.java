package org.fjd.dispatch;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.fjd.spool.QueuedJob;

/**
 * Queued files that are not yet known to be whole, each with the time of the next look at it. For
 * one thread.
 */
final class Arrivals {

    private final Duration settle;
    private final Map<Path, Arrival> known = new HashMap<>();
    private final TreeSet<Arrival> order;

    /**
     * A file.
     *
     * @param due when to look at it
     * @param settled whether it has been still until then, if it is unchanged
     */
    record Arrival(QueuedJob job, long due, boolean settled) {}

    Arrivals(Duration settle, long origin) {
        this.settle = settle;
        this.order =
                new TreeSet<>(
                        Comparator.comparing((Arrival arrival) -> arrival.due() - origin)
                                .thenComparing(Arrival::job));
    }

    /** A file that was not seen before, or not as it is now: to be looked at soon. */
    void add(QueuedJob job, long now) {
        put(new Arrival(job, now, false));
    }

    /** A file that may still be written: to be looked at when it has had time to settle. */
    void settle(QueuedJob job, long now) {
        put(new Arrival(job, now + job.settleTime(settle).toNanos(), true));
    }

    /** A file that was whole when it was read: to be read again soon if it has not changed. */
    void again(QueuedJob job, long now) {
        put(new Arrival(job, now, true));
    }

    private void put(Arrival arrival) {
        known.put(arrival.job().path(), arrival);
        order.add(arrival);
    }

    /** Whether there is one to be looked at by now. */
    boolean isDue(long now) {
        return !order.isEmpty() && order.first().due() - now <= 0;
    }

    /** When the next look is due; there must be a file. */
    long nextDue() {
        return order.first().due();
    }

    /** Takes the file off whose look is due first. */
    Arrival take() {
        Arrival first = order.first();
        order.remove(first);
        known.remove(first.job().path());
        return first;
    }

    boolean contains(Path path) {
        return known.containsKey(path);
    }

    void retain(Set<Path> listed) {
        known.values().removeIf(a -> !listed.contains(a.job().path()) && order.remove(a));
    }

    int size() {
        return known.size();
    }
}
