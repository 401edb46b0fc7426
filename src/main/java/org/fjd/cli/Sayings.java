package org.fjd.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.fjd.job.Durations;
import org.fjd.job.JobName;
import org.fjd.job.Quoting;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord.Activity;
import org.fjd.spool.WorkerRecord.Busy;

/** How things are said to people. */
final class Sayings {

    private Sayings() {}

    /** {@code idle}, or {@code running job7 for 3s}. */
    static String activity(Activity activity, Instant now) {
        return activity instanceof Busy busy
                ? "running %s for %s"
                        .formatted(
                                JobName.ofFileName(busy.job() + ".conf")
                                        .map(JobName::quoted)
                                        .orElse("'" + busy.job() + "'"),
                                Durations.format(Duration.between(busy.since(), now)))
                : activity.word();
    }

    /** {@code 1 worker}, {@code 2 workers}. */
    static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    /** {@code 512 B}, {@code 4 KiB}, {@code 17 MiB}. */
    static String size(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        return bytes < 1 << 20 ? bytes / 1024 + " KiB" : (bytes >> 20) + " MiB";
    }

    /** A path as it is named from the spool, safe on a terminal. */
    static String path(Spool spool, Path path) {
        Path named = path.startsWith(spool.root()) ? spool.root().relativize(path) : path;
        return named.toString().isEmpty() ? "." : Quoting.quoted(named.toString());
    }
}
