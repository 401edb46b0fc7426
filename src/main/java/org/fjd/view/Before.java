package org.fjd.view;

import java.util.List;
import org.fjd.job.JobName;

/**
 * What would make jobs fail again that have failed, if they were tried again by themselves.
 *
 * @param cause other jobs, those that they are to run after and that have failed too, and those
 *     that these are to run after: they would fail again unless these succeed. What comes first is
 *     to be tried first
 * @param rejected those of them all, causes or not, whose files are to be mended first
 * @param circle whether some of them wait for each other, so that none of these can succeed
 */
public record Before(List<JobName> cause, List<JobName> rejected, boolean circle) {

    /** Keeps copies. */
    public Before {
        cause = List.copyOf(cause);
        rejected = List.copyOf(rejected);
    }

    /** Whether there is none of that. */
    public boolean isNothing() {
        return cause.isEmpty() && rejected.isEmpty() && !circle;
    }
}
