package org.fjd.view;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.fjd.spool.Seat;
import org.fjd.spool.WorkerRecord;

/**
 * How a spool is, as a look found it.
 *
 * @param at when, by the clock of who looked
 * @param paused the note of who paused it
 * @param counts how many jobs there are
 * @param rate jobs that end in a second; 0 if none did of late
 * @param inPods the jobs that were given to workers, the longest first
 * @param crew the workers
 * @param dispatcher who holds the seat, alive or not
 * @param dispatcherDead whether that one is known to be dead
 */
public record Status(
        Instant at,
        Optional<String> paused,
        Counts counts,
        double rate,
        List<Job> inPods,
        Crew crew,
        Optional<Seat.Holder> dispatcher,
        boolean dispatcherDead) {

    /** Keeps copies. */
    public Status {
        inPods = List.copyOf(inPods);
    }

    /** How many jobs lie where; of what is packed, none. */
    public record Counts(int queued, int done, int failed) {}

    /**
     * The workers of a spool.
     *
     * @param living those that are not known to be dead
     * @param dead those on the roll whose process is gone
     */
    public record Crew(List<WorkerRecord> living, List<WorkerRecord> dead) {

        /** Keeps copies. */
        public Crew {
            living = List.copyOf(living);
            dead = List.copyOf(dead);
        }

        /** How many of the living do this. */
        public int count(Class<? extends WorkerRecord.Activity> activity) {
            return (int)
                    living.stream()
                            .map(WorkerRecord::activity)
                            .filter(activity::isInstance)
                            .count();
        }

        /** On how many hosts the living are. */
        public int hosts() {
            return (int) living.stream().map(w -> w.process().host()).distinct().count();
        }
    }

    /** How long until all jobs have ended, if they go on like this; empty if nobody can tell. */
    public Optional<Duration> left() {
        int open = counts.queued() + inPods.size();
        return rate > 0 && open > 0
                ? Optional.of(Duration.ofSeconds(Math.round(open / rate)))
                : Optional.empty();
    }
}
