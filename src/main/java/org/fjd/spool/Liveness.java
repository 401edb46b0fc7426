package org.fjd.spool;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/**
 * Judges who is alive, as one observer sees it: by whether a counter changes while the observer
 * looks on. No clock of another host is read.
 *
 * <p>The observer's patience is spent only by time in which it looked regularly and its own write
 * to the spool was quick: neither a file server that hangs or refuses nor an observer that was
 * stopped makes everybody look dead. For one thread.
 */
public final class Liveness {

    private static final Duration SLOW = Duration.ofSeconds(2);

    private record Seen(long beat, long patience) {}

    private final Machine here;
    private final long lease;
    private final long longestGap;
    private final Time time;
    private final Map<String, Seen> seen = new HashMap<>();
    private long patience;
    private long lastLook;

    public Liveness(Machine here, Duration lease, Time time) {
        this.here = here;
        this.lease = lease.toNanos();
        this.longestGap = lease.toNanos() / 10;
        this.time = time;
        this.lastLook = time.nanos();
    }

    /** How far apart looks may be: of a longer pause only this much counts as looking on. */
    public Duration longestGap() {
        return Duration.ofNanos(longestGap);
    }

    /**
     * Begins a look at everybody.
     *
     * @param ownWrite how long the observer's own last write to the spool took; for ever if it
     *     failed
     */
    public void look(Duration ownWrite) {
        long now = time.nanos();
        if (ownWrite.compareTo(SLOW) <= 0) {
            patience += Math.min(now - lastLook, longestGap);
        }
        lastLook = now;
    }

    /**
     * Whether a process is lost: at once if it ran on this machine and is gone, else when its
     * counter has not changed for a lease.
     */
    public boolean isLost(String name, ProcessId process, long beat) {
        if (process.isDead(here)) {
            return true;
        }
        Seen last = seen.get(name);
        if (last == null || last.beat() != beat) {
            seen.put(name, new Seen(beat, patience));
            return false;
        }
        return patience - last.patience() > lease;
    }

    /** Forgets who is no longer on the roll. */
    public void forget(String name) {
        seen.remove(name);
    }
}
