package org.fjd.view;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.fjd.job.JobName;

/** Where jobs are found. */
interface Source {

    /**
     * A list of the caller's own: the jobs of the wanted names that may have one of the wanted
     * states, in no order. Each job is there once, however it moves while this looks.
     */
    List<Job> jobs(Predicate<JobName> wanted, Set<JobState> states) throws IOException;
}
