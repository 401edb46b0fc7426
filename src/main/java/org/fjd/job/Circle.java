package org.fjd.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Jobs that wait for each other. */
public final class Circle {

    /** How many jobs are asked at most. */
    static final int MOST = 1000;

    /** Tells for which jobs a job waits. */
    public interface Waits {
        List<JobName> of(JobName job) throws IOException;
    }

    private Circle() {}

    /**
     * Whether a job waits for another one, directly or by way of those for which it waits; found
     * for as long as no more than {@value #MOST} jobs are asked.
     */
    public static boolean waitsFor(JobName job, JobName other, Waits waits) throws IOException {
        Set<JobName> seen = new HashSet<>(Set.of(job));
        Deque<JobName> toDo = new ArrayDeque<>(seen);
        for (int asked = 0; asked < MOST && !toDo.isEmpty(); asked++) {
            JobName next = toDo.remove();
            if (next.equals(other)) {
                return true;
            }
            waits.of(next).stream().filter(seen::add).forEach(toDo::add);
        }
        return false;
    }

    /**
     * The jobs that wait for themselves, by way of others. Most often there are none, and this is
     * linear then.
     */
    public static Set<JobName> members(Map<JobName, List<JobName>> waits) {
        Set<JobName> members = new HashSet<>();
        for (JobName job : knotted(waits)) {
            for (JobName next : waits.getOrDefault(job, List.of())) {
                if (!members.contains(job) && reaches(next, job, waits)) {
                    members.add(job);
                }
            }
        }
        return members;
    }

    private static boolean reaches(JobName job, JobName other, Map<JobName, List<JobName>> waits) {
        try {
            return waitsFor(job, other, name -> waits.getOrDefault(name, List.of()));
        } catch (IOException e) {
            throw new UncheckedIOException("asking a map", e);
        }
    }

    /**
     * All these jobs, each after those among them for which it waits; those that are in a circle,
     * or wait for one that is, come last.
     */
    public static List<JobName> forerunnersFirst(Map<JobName, List<JobName>> waits) {
        Set<JobName> order = untangled(waits);
        order.addAll(waits.keySet());
        return List.copyOf(order);
    }

    private static Set<JobName> knotted(Map<JobName, List<JobName>> waits) {
        Set<JobName> knotted = new HashSet<>(waits.keySet());
        knotted.removeAll(untangled(waits));
        return knotted;
    }

    /** Those that are taken away, again and again, because they wait for nobody left. */
    private static Set<JobName> untangled(Map<JobName, List<JobName>> waits) {
        Map<JobName, Integer> open = new HashMap<>();
        Map<JobName, List<JobName>> waiting = new HashMap<>();
        Deque<JobName> free = new ArrayDeque<>();
        Set<JobName> untangled = new LinkedHashSet<>();
        waits.forEach(
                (job, others) -> {
                    Set<JobName> known = new HashSet<>(others);
                    known.retainAll(waits.keySet());
                    open.put(job, known.size());
                    known.forEach(o -> waiting.computeIfAbsent(o, k -> new ArrayList<>()).add(job));
                    if (known.isEmpty()) {
                        free.add(job);
                    }
                });
        while (!free.isEmpty()) {
            JobName job = free.remove();
            untangled.add(job);
            for (JobName waiter : waiting.getOrDefault(job, List.of())) {
                if (open.merge(waiter, -1, Integer::sum) == 0) {
                    free.add(waiter);
                }
            }
        }
        return untangled;
    }
}
