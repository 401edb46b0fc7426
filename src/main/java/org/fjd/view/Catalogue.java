package org.fjd.view;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fjd.job.JobName;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;
import org.fjd.view.JobState.Place;

/**
 * All jobs of a spool, as its files have them at the moment of asking. Nothing is kept between two
 * calls, and nothing in the spool is made or changed. Thread-safe.
 */
public final class Catalogue {

    private record Seen(Place place, String fileName, Instant since) {

        static Seen of(Job job) {
            return new Seen(job.place(), job.file().getFileName().toString(), job.since());
        }
    }

    private final List<Source> sources;

    /**
     * Jobs that somebody means.
     *
     * @param jobs they, in the order in which they are shown
     * @param missing the words that mean no job, as they were typed
     */
    public record Found(List<Job> jobs, List<String> missing) {}

    public Catalogue(Spool spool) {
        this.sources = List.of(new SpoolSource(spool), new PackSource(spool));
    }

    /** All jobs, in the order in which they are shown. */
    public List<Job> jobs() throws IOException {
        return jobs(name -> true);
    }

    /** The jobs of the wanted names, in that order. */
    List<Job> jobs(Predicate<JobName> wanted) throws IOException {
        return jobs(wanted, EnumSet.allOf(JobState.class));
    }

    /** The jobs that have a name, but for what tells copies apart. */
    List<Job> namesakes(JobName name) throws IOException {
        return jobs(job -> job.original().equals(name.original()));
    }

    /** The jobs that are meant, with their namesakes. */
    public Found find(Wanted wanted) throws IOException {
        return find(wanted, EnumSet.allOf(JobState.class));
    }

    /** Those that may have one of these states; which word means which job is up to all of them. */
    Found find(Wanted wanted, Set<JobState> states) throws IOException {
        if (wanted.isAll()) {
            return new Found(jobs(name -> true, states), List.of());
        }
        Wanted named = wanted.withNamesakes();
        List<Job> jobs = jobs(named::mayMean);
        Set<JobName> names = jobs.stream().map(Job::name).collect(Collectors.toSet());
        Wanted.Choice choice = named.choose(names);
        Set<Place> places = states.stream().map(JobState::place).collect(Collectors.toSet());
        jobs.removeIf(job -> !choice.jobs().contains(job.name()) || !places.contains(job.place()));
        return new Found(jobs, choice.missing());
    }

    /**
     * The jobs of the wanted names that may have one of these states. Whether a job has it is for
     * the caller to ask, since it may cost a look into the job's file.
     */
    List<Job> jobs(Predicate<JobName> wanted, Set<JobState> states) throws IOException {
        List<Job> jobs = new ArrayList<>();
        for (Source source : sources) {
            List<Job> more = source.jobs(wanted, states);
            if (!jobs.isEmpty() && !more.isEmpty()) {
                // One that was packed after its directory was listed is there a second time.
                Set<Seen> seen = jobs.stream().map(Seen::of).collect(Collectors.toSet());
                more.removeIf(job -> seen.contains(Seen.of(job)));
            }
            jobs.addAll(more);
        }
        jobs.sort(Job.ORDER);
        return jobs;
    }
}
