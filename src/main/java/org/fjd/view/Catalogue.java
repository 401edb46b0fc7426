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

/**
 * All jobs of a spool, as its files have them at the moment of asking. Nothing is kept between two
 * calls, and nothing in the spool is made or changed. Thread-safe.
 */
public final class Catalogue {

    private record Seen(JobState.Place place, String fileName, Instant since) {

        static Seen of(Job job) {
            return new Seen(job.place(), job.file().getFileName().toString(), job.since());
        }
    }

    private final List<Source> sources;

    public Catalogue(Spool spool) {
        this.sources = List.of(new SpoolSource(spool), new PackSource(spool));
    }

    /** The jobs of the wanted names, in the order in which they are shown. */
    public List<Job> jobs(Predicate<JobName> wanted) throws IOException {
        return jobs(wanted, EnumSet.allOf(JobState.class));
    }

    /** A job and its namesakes, by a name, a path or a glob. */
    public List<Job> named(String name) throws IOException {
        return jobs(Names.of(List.of(name)));
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
