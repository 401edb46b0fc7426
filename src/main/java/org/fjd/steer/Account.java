package org.fjd.steer;

import java.util.List;
import java.util.Optional;

/**
 * What was done for the jobs that somebody wanted.
 *
 * @param jobs what became of each, in the order in which it was settled
 * @param unknown what was named and is the name of no job, or matches none; as it was typed
 * @param trouble why the rest was left as it was, if the spool did not let it go on
 */
public record Account(List<Steered> jobs, List<String> unknown, Optional<String> trouble) {

    /** Keeps copies. */
    public Account {
        jobs = List.copyOf(jobs);
        unknown = List.copyOf(unknown);
    }

    /** Whether everything is now as it was wanted. */
    public boolean isComplete() {
        return unknown.isEmpty()
                && trouble.isEmpty()
                && jobs.stream().noneMatch(job -> job.done() == Steered.Done.NOTHING);
    }
}
