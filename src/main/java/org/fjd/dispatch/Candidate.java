package org.fjd.dispatch;

import java.util.Comparator;
import org.fjd.job.Claim;
import org.fjd.job.Conditions;
import org.fjd.spool.QueuedJob;

/**
 * A queued job whose text was read. The natural order is that in which jobs are dispatched.
 *
 * @param job the job as it was found
 * @param conditions when it may run
 */
record Candidate(QueuedJob job, Conditions conditions) implements Comparable<Candidate> {

    private static final Comparator<Candidate> ORDER =
            QueuedJob.order(Candidate::conditions, Candidate::job);

    Claim claim() {
        return conditions.claim();
    }

    @Override
    public int compareTo(Candidate other) {
        return ORDER.compare(this, other);
    }
}
