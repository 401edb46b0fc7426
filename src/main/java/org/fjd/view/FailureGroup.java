package org.fjd.view;

import java.util.List;
import java.util.Optional;

/**
 * Failed jobs that went wrong in the same way.
 *
 * @param state how they ended
 * @param exit their exit code, as recorded
 * @param lines the error, in a line or a few; of several jobs with placeholders for what differs
 *     from one to another
 * @param host the host, if it is the same one for all
 * @param jobs the jobs, the last that ended first
 * @param retry what retries them
 */
public record FailureGroup(
        JobState state,
        Optional<String> exit,
        List<String> lines,
        Optional<String> host,
        List<Job> jobs,
        RetryCommand retry) {}
