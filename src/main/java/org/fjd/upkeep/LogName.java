package org.fjd.upkeep;

import java.util.Optional;
import org.fjd.job.Run;

/**
 * What the name of a file in {@code logs/} says.
 *
 * @param job the job's name
 */
record LogName(String job) {

    private static final String LOG = ".log";

    /** Reads {@code <job>.log} or {@code <job>@<run>.log}; empty for any other name. */
    static Optional<LogName> parse(String fileName) {
        if (!fileName.endsWith(LOG) || fileName.startsWith(".")) {
            return Optional.empty();
        }
        String name = fileName.substring(0, fileName.length() - LOG.length());
        int at = name.lastIndexOf('@');
        boolean hasRun = at > 0 && Run.parse(name.substring(at + 1)).isPresent();
        return Optional.of(new LogName(hasRun ? name.substring(0, at) : name));
    }

    /** Whether it is of a job or of a namesake that is called {@code <job>~2} by now. */
    boolean isOf(String other) {
        return other.equals(job) || other.replaceFirst("~[1-9]\\d*$", "").equals(job);
    }
}
