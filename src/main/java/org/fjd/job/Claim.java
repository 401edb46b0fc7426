package org.fjd.job;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What a job needs of others in order to run. Jobs with the same claim wait in one line: if the
 * first can't have it, no other can.
 *
 * @param requires labels of the worker
 * @param limits limits that must have room
 * @param expected how long its worker must have time, if that has an end
 */
public record Claim(Set<String> requires, Set<String> limits, Optional<Duration> expected) {

    /** Keeps copies. */
    public Claim {
        requires = Set.copyOf(requires);
        limits = Set.copyOf(limits);
    }

    /** That of a job which says nothing of how long it takes. */
    public Claim(Set<String> requires, Set<String> limits) {
        this(requires, limits, Optional.empty());
    }

    /** Whether a job can name a limit that is called so. */
    public static boolean canName(String limit) {
        return Words.isLimit(limit);
    }

    /** Whether a worker with these labels will do, if it has the time. */
    public boolean isServedBy(Set<String> labels) {
        return labels.containsAll(requires);
    }

    /**
     * Whether a worker has the time.
     *
     * @param left how long it runs jobs yet; if empty, that has no end
     */
    public boolean fitsInto(Optional<Duration> left) {
        return expected.isEmpty() || left.isEmpty() || expected.get().compareTo(left.get()) <= 0;
    }

    /**
     * Whether all of its limits have room.
     *
     * @param room how many jobs more may run of each limit; of a limit that is not there, none
     */
    public boolean hasRoom(Map<String, Integer> room) {
        return limits.stream().noneMatch(limit -> isFull(limit, room));
    }

    /** Those of its limits that have no room, in alphabetical order. */
    public List<String> full(Map<String, Integer> room) {
        return limits.stream().filter(limit -> isFull(limit, room)).sorted().toList();
    }

    private static boolean isFull(String limit, Map<String, Integer> room) {
        return room.getOrDefault(limit, 0) <= 0;
    }
}
