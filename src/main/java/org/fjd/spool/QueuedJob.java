package org.fjd.spool;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
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
 */
public record QueuedJob(Path path, JobName name, boolean retried, FileTime modified, long size)
        implements Comparable<QueuedJob> {

    private static final Comparator<QueuedJob> ORDER =
            Comparator.comparing(QueuedJob::modified)
                    .thenComparing(QueuedJob::name)
                    .thenComparing(QueuedJob::path);

    @Override
    public int compareTo(QueuedJob other) {
        return ORDER.compare(this, other);
    }

    /** Whether another look found the same file unchanged. */
    public boolean isUnchangedIn(QueuedJob later) {
        return modified.equals(later.modified) && size == later.size;
    }
}
