package org.fjd.spool;

import java.io.IOException;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.JobName;
import org.fjd.job.State;

/** How a job stands that another one is to run after. */
public enum Forerunner {
    SUCCEEDED,
    FAILED,
    /** It is queued or in a pod, though an earlier one of its name may have ended. */
    UNDER_WAY,
    /** It is nowhere. */
    MISSING;

    /**
     * How a job stands.
     *
     * @param underWay the jobs that are queued or in pods, seen before the ends are
     */
    public static Forerunner of(JobName job, Set<JobName> underWay, Ends ends) throws IOException {
        if (underWay.contains(job)) {
            return UNDER_WAY;
        }
        Optional<State> end = ends.of(job);
        if (end.isEmpty()) {
            return MISSING;
        }
        return end.get() == State.FAILED ? FAILED : SUCCEEDED;
    }

    /**
     * Whether a job may run that is to run after these. One that failed keeps nobody waiting: the
     * worker sees that and records it.
     */
    public static boolean letRun(Collection<Forerunner> forerunners) {
        return forerunners.contains(FAILED)
                || forerunners.stream().allMatch(forerunner -> forerunner == SUCCEEDED);
    }
}
