package org.fjd.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import org.fjd.job.Durations;
import org.fjd.spool.Spool;
import org.fjd.view.Throughput;

/**
 * The one line that shows how far the jobs are: counts of directories, so it is true whoever moved
 * the files. Counting takes at most a twentieth of the time. For one thread.
 */
final class LiveLine {

    private static final Duration PACE = Duration.ofMillis(500);
    private static final Duration AFTER_TROUBLE = Duration.ofSeconds(20);
    private static final int SHARE = 20;

    private final Spool spool;
    private final Throughput throughput = new Throughput();
    private int doneBefore = -1;
    private int failedBefore;
    private long nextLook;

    LiveLine(Spool spool) {
        this.spool = spool;
        this.nextLook = spool.time().nanos();
    }

    /** The line, if it is time for a new one. */
    Optional<String> refresh(int queued) {
        long now = spool.time().nanos();
        if (now - nextLook < 0) {
            return Optional.empty();
        }
        try {
            String line = line(now, queued);
            long cost = spool.time().nanos() - now;
            nextLook = now + Math.max(PACE.toNanos(), cost * SHARE);
            return Optional.of(line);
        } catch (IOException e) {
            nextLook = now + AFTER_TROUBLE.toNanos();
            return Optional.empty(); // the dispatcher meets the same trouble and says so
        }
    }

    private String line(long now, int queued) throws IOException {
        int done = spool.archive().countDone();
        int failed = spool.archive().countFailed();
        if (doneBefore < 0) {
            doneBefore = done;
            failedBefore = failed;
        }
        done -= doneBefore;
        failed -= failedBefore;
        int running = spool.pods().runs().size() - spool.workerQueue().idle().size();
        throughput.count(now, done + failed);
        double rate = throughput.rate();
        String left =
                rate > 0
                        ? ", %s left"
                                .formatted(
                                        Durations.format(
                                                Duration.ofSeconds(
                                                        Math.round((queued + running) / rate))))
                        : "";
        return String.format(
                Locale.ROOT,
                "[FJD] %d queued, %d running, %d done, %d failed, %.1f jobs/s%s",
                queued,
                Math.max(0, running),
                done,
                failed,
                rate,
                left);
    }
}
