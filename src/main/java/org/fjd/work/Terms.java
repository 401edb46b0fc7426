package org.fjd.work;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.fjd.job.Labels;

/**
 * On which terms a worker works.
 *
 * @param labels what it has that jobs may require
 * @param on under which name of {@code hosts.conf} it was hired, if under one
 * @param hire the mark of the request to a batch system by which it was hired
 * @param endsAt when its allocation ends, by the clock of its own host: it has left by then
 * @param idleExit after what time without a job it leaves
 */
public record Terms(
        Labels labels,
        Optional<String> on,
        Optional<String> hire,
        Optional<Instant> endsAt,
        Optional<Duration> idleExit) {

    /** Those of a worker that stays until it is sent home. */
    public static Terms of(Labels labels) {
        return new Terms(
                labels, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
}
