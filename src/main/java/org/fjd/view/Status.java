package org.fjd.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a spool is, as a look found it.
 *
 * @param at when, by the clock of who looked
 * @param paused the note of who paused it
 * @param counts how many jobs there are
 * @param rate jobs that end in a second; 0 if none did of late
 * @param inPods the jobs that were given to workers, the longest first
 * @param workers how many workers there are
 * @param dispatching who dispatches
 */
public record Status(
        Instant at,
        Optional<String> paused,
        Counts counts,
        double rate,
        List<Job> inPods,
        Workers workers,
        Dispatching dispatching) {

    /** Keeps copies. */
    public Status {
        inPods = List.copyOf(inPods);
    }

    /**
     * How many jobs lie where; of what is packed, none.
     *
     * @param kept how many of the queued ones can't start as things are: they are held, or not to
     *     start yet, or need a worker, limit or job that is not there
     */
    public record Counts(int queued, int kept, int done, int failed) {}

    /**
     * How many workers there are.
     *
     * @param lost those on the roll that are dead, or silent for longer than the lease; they count
     *     for nothing else
     * @param hosts on how many hosts the others are
     */
    public record Workers(int busy, int idle, int starting, int lost, int hosts) {

        /** All but those who are lost. */
        public int living() {
            return busy + idle + starting;
        }
    }

    /**
     * How long until all jobs have ended that may run, if they go on like this; empty if nobody can
     * tell, or nobody works on them. Those that wait for others which may run count too.
     */
    public Optional<Duration> left() {
        int open = Math.max(0, counts.queued() - counts.kept()) + inPods.size();
        boolean goesOn =
                paused.isEmpty() && dispatching.trouble().isEmpty() && workers.living() > 0;
        return goesOn && rate > 0 && open > 0
                ? Optional.of(Duration.ofSeconds(Math.round(open / rate)))
                : Optional.empty();
    }
}
