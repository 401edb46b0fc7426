package org.fjd.job;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One run of one job: a worker, and the number of the worker's pod. No run happens twice.
 *
 * @param worker the worker's name: 1 to {@value #MAX_WORKER_BYTES} bytes in UTF-8, fit to be part
 *     of a file name (no white space, control characters, slashes, backslashes or {@code @}, and no
 *     dot or hyphen in front)
 * @param number 1 or more
 */
public record Run(String worker, long number) {

    /** So that {@link JobName#retryFileName} stays within what file systems allow. */
    public static final int MAX_WORKER_BYTES = 48;

    private static final Pattern WORKER =
            Pattern.compile("(?![.-])[^\\s\\p{Z}\\p{C}/\\\\@\uFFFD]+");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]*");

    /**
     * A run.
     *
     * @throws IllegalArgumentException if the worker's name or the number is not as said above
     */
    public Run {
        if (!isWorker(worker)) {
            throw new IllegalArgumentException("not a worker's name: '" + worker + "'");
        }
        if (number < 1) {
            throw new IllegalArgumentException("runs are numbered from 1, not " + number);
        }
    }

    /**
     * Reads what {@link #toString} wrote; empty for anything else, such as a number with leading
     * zeros or past the range of a long.
     */
    public static Optional<Run> parse(String text) {
        int dot = text.lastIndexOf('.');
        if (dot < 0 || !isWorker(text.substring(0, dot))) {
            return Optional.empty();
        }
        String digits = text.substring(dot + 1);
        if (!NUMBER.matcher(digits).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Run(text.substring(0, dot), Long.parseLong(digits)));
        } catch (NumberFormatException pastLong) {
            return Optional.empty();
        }
    }

    /**
     * The same worker's next run.
     *
     * @throws ArithmeticException after {@link Long#MAX_VALUE}
     */
    public Run next() {
        return new Run(worker, Math.addExact(number, 1));
    }

    /** {@code worker.number}, which is also the name of the run's pod and announcement. */
    @Override
    public String toString() {
        return worker + "." + number;
    }

    private static boolean isWorker(String name) {
        return WORKER.matcher(name).matches()
                && name.getBytes(StandardCharsets.UTF_8).length <= MAX_WORKER_BYTES;
    }
}
