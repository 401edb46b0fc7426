package org.fjd.steer;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.fjd.job.Defaults;
import org.fjd.spool.JobQueue;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.QueuedText;
import org.fjd.spool.Spool;
import org.fjd.spool.Time;

/**
 * Tells which queued files nobody is still writing, by the rule of the dispatcher: they say that
 * they are whole, or are the same at two looks a settle time apart. For one thread.
 */
final class Settling {

    private record Seen(QueuedJob job, long since) {}

    private final JobQueue queue;
    private final Duration settle;
    private final Time time;
    private final Map<Path, Seen> unsettled = new HashMap<>();

    Settling(Spool spool) {
        this.queue = spool.jobQueue();
        this.settle = spool.settings().settle();
        this.time = spool.time();
    }

    boolean hasSettled(QueuedJob job) throws IOException {
        if (job.retried()) {
            return true;
        }
        long now = time.nanos();
        Seen before = unsettled.get(job.path());
        boolean settled;
        if (before == null || !before.job().isUnchangedIn(job)) {
            unsettled.put(job.path(), new Seen(job, now));
            settled = isSubmitted(job) || job.settleTime(settle).isZero();
        } else {
            settled = now - before.since() >= job.settleTime(settle).toNanos();
        }
        if (settled) {
            unsettled.remove(job.path());
        }
        return settled;
    }

    private boolean isSubmitted(QueuedJob job) {
        return queue.read(job, Defaults.NONE).filter(QueuedText::submitted).isPresent();
    }

    /** How long until one that had not settled may have, at most this long. */
    Duration untilSettled(Duration longest) {
        long now = time.nanos();
        long wait = longest.toNanos();
        for (Seen seen : unsettled.values()) {
            long left = seen.since() + seen.job().settleTime(settle).toNanos() - now;
            if (left > 0) { // else it has gone, or is looked at next anyway
                wait = Math.min(wait, left);
            }
        }
        return Duration.ofNanos(wait);
    }
}
