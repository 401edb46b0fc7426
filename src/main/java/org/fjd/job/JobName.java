package org.fjd.job;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A job's name: that of its file, without {@code .conf}. Ordered naturally: job2 before job10.
 *
 * @param value any file name that is not empty and does not start with a dot
 */
public record JobName(String value) implements Comparable<JobName> {

    /** The longest name that fjd takes, in bytes of UTF-8. */
    public static final int MAX_BYTES = 180;

    private static final String CONF = ".conf";
    private static final String REASON = ".reason";
    private static final String LOG = ".log";
    private static final Pattern COPY = Pattern.compile("(?s)(.+)~([2-9]|[1-9]\\d{1,8})");
    private static final Comparator<String> ORDER = new NaturalOrder();

    /**
     * A name.
     *
     * @throws IllegalArgumentException if no file of this name is a job's: it is empty, starts with
     *     a dot, or has a slash or a NUL
     */
    public JobName {
        if (!isName(value)) {
            throw new IllegalArgumentException("not a job's name: " + Quoting.quoted(value));
        }
    }

    /**
     * The job whose file has this name; empty for a file to be left alone: not ending in {@code
     * .conf}, just {@code .conf}, or starting with a dot as editors' and NFS's own files do.
     */
    public static Optional<JobName> ofFileName(String fileName) {
        return of(fileName, CONF);
    }

    /** The job that a word names, with or without the {@code .conf} of its file. */
    public static Optional<JobName> ofWord(String word) {
        return ofFileName(word.endsWith(CONF) ? word : word + CONF);
    }

    /** The job whose {@link #reasonFileName} this is; empty for other names. */
    public static Optional<JobName> ofReasonFileName(String fileName) {
        return of(fileName, REASON);
    }

    /** The job whose {@link #logFileName()} this is; empty for other names. */
    public static Optional<JobName> ofLogFileName(String fileName) {
        return of(fileName, LOG);
    }

    private static Optional<JobName> of(String fileName, String suffix) {
        return Optional.of(fileName)
                .filter(name -> name.endsWith(suffix))
                .map(name -> name.substring(0, name.length() - suffix.length()))
                .filter(JobName::isName)
                .map(JobName::new);
    }

    /** The job whose {@link #retryFileName} this is, for whatever run; empty for other names. */
    public static Optional<JobName> ofRetryFileName(String fileName) {
        if (!fileName.endsWith(CONF)) {
            return Optional.empty();
        }
        int at = fileName.lastIndexOf('@');
        if (at < 0
                || Run.parse(fileName.substring(at + 1, fileName.length() - CONF.length()))
                        .isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(fileName.substring(0, at)).filter(JobName::isName).map(JobName::new);
    }

    /** {@code x.conf}. */
    public String fileName() {
        return value + CONF;
    }

    /**
     * The name under which the first, second, ... job of this name lies in one directory: x, x~2,
     * x~3.
     *
     * @throws IllegalArgumentException if the copy is less than 1
     */
    public JobName copy(int copy) {
        if (copy < 1) {
            throw new IllegalArgumentException("copies are numbered from 1, not " + copy);
        }
        return copy == 1 ? this : new JobName(value + "~" + copy);
    }

    /**
     * The job of which this is a copy by its name, as {@link #copy} calls copies: job7 for job7~2.
     * Any other is its own.
     */
    public JobName original() {
        if (value.indexOf('~') < 0) {
            return this; // as most are, and there may be very many
        }
        Matcher copy = COPY.matcher(value);
        return copy.matches() ? new JobName(copy.group(1)) : this;
    }

    /** {@code x@run.conf}: what the job is called once this run of it is over. */
    public String retryFileName(Run run) {
        return value + "@" + run + CONF;
    }

    /** {@code x.reason}: where it says why {@code x.conf}, beside it, was rejected. */
    public String reasonFileName() {
        return value + REASON;
    }

    /** {@code x.log}. */
    public String logFileName() {
        return value + LOG;
    }

    /** {@code x@run.log}. */
    public String logFileName(Run run) {
        return value + "@" + run + LOG;
    }

    /**
     * The name for a message: as it is where it is plain, else in single quotes with everything odd
     * escaped. It never breaks a line and never controls a terminal.
     */
    public String quoted() {
        return quoted(value);
    }

    /** Any text for a message in the same way, such as what a user typed for a job's name. */
    public static String quoted(String text) {
        return Quoting.quoted(text);
    }

    /** Why fjd cannot take a job of this name, as a sentence with the remedy; empty if it can. */
    public Optional<String> objection() {
        if (value.codePoints().anyMatch(JobName::isUnwritable)) {
            return Optional.of(
                    "Its name cannot be written in this locale. Rename it, or run fjd in a UTF-8"
                            + " locale.");
        }
        if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return Optional.of(
                    "Its name is longer than "
                            + MAX_BYTES
                            + " bytes, and fjd makes longer names from it. Give it a shorter one.");
        }
        return Optional.empty();
    }

    /**
     * The name under which a file can be kept and its companions named: this one, if there is no
     * {@link #objection} to it, else what can be kept of it.
     */
    public JobName acceptable() {
        StringBuilder kept = new StringBuilder();
        int bytes = 0;
        for (int codePoint : value.codePoints().map(c -> isUnwritable(c) ? '_' : c).toArray()) {
            String character = Character.toString(codePoint);
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                break;
            }
            kept.append(character);
        }
        return new JobName(kept.toString());
    }

    /** Naturally: runs of digits as numbers. Consistent with equals. */
    @Override
    public int compareTo(JobName other) {
        return ORDER.compare(value, other.value);
    }

    private static boolean isName(String value) {
        return !value.isEmpty()
                && !value.startsWith(".")
                && value.indexOf('/') < 0
                && value.indexOf('\0') < 0;
    }

    private static boolean isUnwritable(int codePoint) {
        return codePoint == '\uFFFD' || Character.getType(codePoint) == Character.SURROGATE;
    }
}
