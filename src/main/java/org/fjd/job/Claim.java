package org.fjd.job;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a job needs of others in order to run. Jobs with the same claim wait in one line: if the
 * first can't have it, no other can.
 *
 * @param requires labels of the worker
 * @param limits limits that must have room
 */
public record Claim(Set<String> requires, Set<String> limits) {

    /** Keeps copies. */
    public Claim {
        requires = Set.copyOf(requires);
        limits = Set.copyOf(limits);
    }

    /** Whether a worker with these labels will do. */
    public boolean isServedBy(Set<String> labels) {
        return labels.containsAll(requires);
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
