package org.fjd.view;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.fjd.job.Run;
import org.fjd.spool.Wanted;

/**
 * Some of the jobs.
 *
 * @param wanted by their names
 * @param states by their states; if empty, of any
 * @param since if given, those that are in their state for at most so long
 * @param olderThan if given, those that are in their state for longer
 * @param worker if given, those whose present or last run is one of this worker's
 */
public record Selection(
        Wanted wanted,
        Set<JobState> states,
        Optional<Duration> since,
        Optional<Duration> olderThan,
        Optional<String> worker) {

    /** Keeps a copy of the states. */
    public Selection {
        states = Set.copyOf(states);
    }

    /** All of them. */
    public static final Selection ALL =
            new Selection(
                    Wanted.ALL, Set.of(), Optional.empty(), Optional.empty(), Optional.empty());

    /** The same, but of these names. */
    public Selection named(Wanted others) {
        return new Selection(others, states, since, olderThan, worker);
    }

    /** The same, but in these states. */
    public Selection ofStates(Set<JobState> others) {
        return new Selection(wanted, others, since, olderThan, worker);
    }

    /** Those jobs, and the words that mean no job, of whatever kind. */
    public Catalogue.Found from(Catalogue catalogue, Instant now) throws IOException {
        Set<JobState> kinds = states.isEmpty() ? EnumSet.allOf(JobState.class) : states;
        Catalogue.Found found = catalogue.find(wanted, kinds);
        Stream<Job> jobs = found.jobs().parallelStream();
        if (since.isPresent() || olderThan.isPresent()) {
            jobs = jobs.filter(job -> isOfAge(Duration.between(job.since(), now)));
        }
        if (worker.isPresent()) {
            jobs = jobs.filter(job -> worker.equals(workerOf(job)));
        }
        if (!states.isEmpty()) {
            jobs = jobs.filter(job -> states.contains(job.state()));
        }
        return new Catalogue.Found(jobs.toList(), found.missing());
    }

    private boolean isOfAge(Duration age) {
        return since.filter(longest -> age.compareTo(longest) > 0).isEmpty()
                && olderThan.filter(shortest -> age.compareTo(shortest) <= 0).isEmpty();
    }

    /** The worker of a job's present run or, if it has none, of its last. */
    public static Optional<String> workerOf(Job job) {
        return job.lastRun().map(Run::worker);
    }
}
