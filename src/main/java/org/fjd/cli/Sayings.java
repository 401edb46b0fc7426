package org.fjd.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.fjd.job.Durations;
import org.fjd.job.JobName;
import org.fjd.job.Quoting;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord.Activity;
import org.fjd.spool.WorkerRecord.Busy;

/** How things are said to people. */
final class Sayings {

    private static final int SHOWN = 10;

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

    /** That nobody is called as was typed, for as many words as fit a line. */
    static String noSuchJob(List<String> typed, Spool spool) {
        return noSuchJob(typed, "at " + Quoting.quoted(spool.root().toString())) + " See: fjd jobs";
    }

    /**
     * The same of a command that is not for all jobs.
     *
     * @param where what makes a job one of those, such as {@code to cancel}
     */
    static String noSuchJob(List<String> typed, String where) {
        List<String> words = typed.stream().map(Quoting::quoted).toList();
        int shown = Math.min(words.size(), SHOWN);
        if (words.size() == 1) {
            return "There is no job %s %s.".formatted(words.get(0), where);
        }
        int named = words.size() > shown ? shown : words.size() - 1;
        String names = String.join(", ", words.subList(0, named));
        String last =
                words.size() > shown ? words.size() - shown + " more" : words.get(words.size() - 1);
        return "There are no jobs %s and %s %s.".formatted(names, last, where);
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
