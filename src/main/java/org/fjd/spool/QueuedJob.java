package org.fjd.spool;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Comparator;
import java.util.function.Function;
import org.fjd.job.Conditions;
import org.fjd.job.JobName;

/**
 * A job file in a queue as one look found it. The natural order is that in which jobs are
 * dispatched.
 *
 * @param path where it lies
 * @param name the job's name
 * @param retried whether it lies in {@code retryqueue/}, where only fjd puts files, and whole ones
 * @param modified its modification time
 * @param size its size in bytes
 * @param plain whether it is a plain file, so that it may be opened
 */
public record QueuedJob(
        Path path, JobName name, boolean retried, FileTime modified, long size, boolean plain)
        implements Comparable<QueuedJob> {

    private static final Duration EMPTY_SETTLE = Duration.ofSeconds(10);
    private static final Comparator<QueuedJob> ORDER =
            Comparator.comparing(QueuedJob::modified)
                    .thenComparing(QueuedJob::name)
                    .thenComparing(QueuedJob::path);

    /**
     * The order in which jobs are dispatched: that of their priority, the highest first, then the
     * natural one.
     */
    public static <T> Comparator<T> order(
            Function<T, Conditions> conditions, Function<T, QueuedJob> job) {
        return Comparator.comparing((T of) -> -conditions.apply(of).priority()).thenComparing(job);
    }

    @Override
    public int compareTo(QueuedJob other) {
        return ORDER.compare(this, other);
    }

    /**
     * How long it must not change before it may be touched, unless it says that it is whole. An
     * empty file is most likely the output of a program that has not written yet.
     *
     * @param settle what the spool's settings say
     */
    public Duration settleTime(Duration settle) {
        boolean longer = size == 0 && settle.compareTo(EMPTY_SETTLE) < 0;
        return longer ? EMPTY_SETTLE : settle;
    }

    /**
     * Whether nobody writes it any more, so that it need not settle.
     *
     * @param text what its text says
     */
    public boolean isWhole(QueuedText text) {
        return retried || text.submitted();
    }

    /** Whether another look found the same file unchanged. */
    public boolean isUnchangedIn(QueuedJob later) {
        return modified.equals(later.modified) && size == later.size;
    }
}
