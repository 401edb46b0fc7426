package org.fjd.view;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.view.Status.Counts;

/**
 * Looks at a spool now and then. What changes all the time is small and looked at each time; the
 * queues and the ended jobs may be very many, and are counted again only so often that it takes a
 * small part of the time, and read, to tell which may run, more seldom still. For one thread.
 */
public final class Survey {

    private static final int SHARE = 100;

    /** Many files are read at once, on all processors. */
    private static final int SHARE_OF_READING = 400;

    /** A count may take long by the clock alone, because others use the machine. */
    private static final Duration LONGEST_FOR_EACH = Duration.ofNanos(100_000);

    private static final Duration SOONEST = Duration.ofSeconds(1);
    private static final Set<JobState> IN_PODS = EnumSet.of(JobState.RUNNING, JobState.ASSIGNED);
    private static final Set<JobState> ENDED = EnumSet.of(JobState.DONE, JobState.FAILED);

    private final Spool spool;
    private final Machine here;
    private final SpoolSource files;
    private final Throughput throughput = new Throughput();
    private Counts counts = new Counts(0, 0, 0, 0);
    private int kept;
    private Optional<Long> nextCount = Optional.empty();
    private Optional<Long> nextReading = Optional.empty();
    private Duration pace = SOONEST;

    /**
     * @param here the machine it looks from
     */
    public Survey(Spool spool, Machine here) {
        this.spool = spool;
        this.here = here;
        this.files = new SpoolSource(spool);
    }

    /** Looks. */
    public Status look() throws IOException {
        spool.heedSettings();
        long begin = spool.time().nanos();
        if (nextCount.filter(next -> begin - next < 0).isEmpty()) {
            count(begin);
        }
        long counted = spool.time().nanos();
        Crew crew = Crew.of(spool, here);
        List<Job> inPods = files.jobs(name -> true, IN_PODS);
        inPods.sort(Comparator.comparing(Job::since).thenComparing(Job::name));
        Status status =
                new Status(
                        spool.time().now(),
                        spool.pause().note(),
                        counts,
                        throughput.rate(),
                        inPods,
                        crew.tally(),
                        Dispatching.of(spool, here, crew));
        pace = longer(SOONEST, Duration.ofNanos((spool.time().nanos() - counted) * SHARE));
        return status;
    }

    /** How long to leave it alone after a look, so that looking takes a small part of the time. */
    public Duration pace() {
        return pace;
    }

    private void count(long begin) throws IOException {
        int queued = spool.jobQueue().entries().size();
        int done = spool.archive().countDone();
        int failed = spool.archive().countFailed();
        int ended = done + failed;
        if (nextCount.isEmpty()) {
            recallEnds(begin, ended);
        }
        throughput.count(begin, ended);
        long share = (spool.time().nanos() - begin) * SHARE;
        Duration longest = LONGEST_FOR_EACH.multipliedBy(queued + ended).plus(SOONEST);
        nextCount = Optional.of(begin + Math.min(share, longest.toNanos()));
        if (queued > 0 && throughput.rate() > 0) {
            readQueue();
        }
        counts = new Counts(queued, kept, done, failed);
    }

    /** Reads all queued files, which costs much more than to count them, so more seldom. */
    private void readQueue() throws IOException {
        long begin = spool.time().nanos();
        if (nextReading.filter(next -> begin - next < 0).isPresent()) {
            return;
        }
        kept = Kept.count(new Scene(spool, here));
        nextReading = Optional.of(begin + (spool.time().nanos() - begin) * SHARE_OF_READING);
    }

    /** What ended before the first look is known by the times of the files. */
    private void recallEnds(long begin, int ended) throws IOException {
        Instant present = spool.time().now();
        List<Duration> ages = new ArrayList<>();
        for (Job job : files.jobs(name -> true, ENDED)) {
            ages.add(Duration.between(job.since(), present).abs());
        }
        ages.sort(null);
        for (Duration window : Throughput.LONGEST_FIRST) {
            int within = (int) ages.stream().filter(age -> age.compareTo(window) <= 0).count();
            if (within > 0) {
                // From the first end in that time on: there may have been nothing to do before.
                throughput.count(begin - ages.get(within - 1).toNanos(), ended - within + 1);
            }
        }
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
