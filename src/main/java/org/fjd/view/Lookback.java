package org.fjd.view;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fjd.job.JobName;
import org.fjd.spool.Forerunner;
import org.jspecify.annotations.Nullable;

/** What is to be known of jobs that have ended, before they are tried again. For one thread. */
final class Lookback {

    /** A chain of jobs is followed so far. */
    private static final int DEEPEST = 1000;

    private static final Set<JobState> FAILED =
            EnumSet.of(
                    JobState.FAILED,
                    JobState.TIMED_OUT,
                    JobState.CANCELLED,
                    JobState.LOST,
                    JobState.REJECTED);

    private final Scene scene;
    private @Nullable Map<JobName, Job> failed;

    Lookback(Scene scene) {
        this.scene = scene;
    }

    /** What would make a job fail again; nothing if it is done. */
    Before of(Job job) throws IOException {
        return job.state() == JobState.DONE
                ? new Before(List.of(), List.of(), false)
                : of(List.of(job)).before();
    }

    /** What would make failed jobs fail again that are tried again together. */
    Past of(List<Job> jobs) throws IOException {
        if (jobs.parallelStream().allMatch(job -> job.after().isEmpty())) {
            return new Past(new Before(List.of(), rejected(jobs), false), jobs);
        }
        Map<JobName, Job> asked = new LinkedHashMap<>();
        jobs.forEach(job -> asked.putIfAbsent(job.name(), job));
        Walk walk = new Walk(asked);
        for (JobName name : asked.keySet()) {
            if (!walk.entered.contains(name)) {
                walk.enter(name, 0);
            }
        }
        List<Job> order = List.copyOf(walk.left.values());
        return new Past(
                new Before(
                        order.stream()
                                .map(Job::name)
                                .filter(name -> !asked.containsKey(name))
                                .toList(),
                        rejected(order),
                        walk.circle),
                order);
    }

    /**
     * What came before jobs.
     *
     * @param order they and all that would make them fail again, in the order in which they are to
     *     be tried
     */
    record Past(Before before, List<Job> order) {}

    private static List<JobName> rejected(List<Job> jobs) {
        return jobs.stream()
                .filter(job -> job.state() == JobState.REJECTED)
                .map(Job::name)
                .toList();
    }

    /** From jobs to those that they are to run after, as far as they have failed. */
    private final class Walk {
        private final Map<JobName, Job> asked;
        private final Set<JobName> entered = new HashSet<>();
        private final Map<JobName, Job> left = new LinkedHashMap<>();
        private boolean circle;

        Walk(Map<JobName, Job> asked) {
            this.asked = asked;
        }

        void enter(JobName name, int depth) throws IOException {
            entered.add(name);
            Job job = asked.get(name);
            if (job == null) {
                job = failed().get(name);
            }
            if (job == null) {
                return; // it has moved since
            }
            for (JobName earlier : job.after()) {
                boolean isBelow = entered.contains(earlier) && !left.containsKey(earlier);
                circle |= isBelow;
                if (!entered.contains(earlier) && depth < DEEPEST && hasFailed(earlier)) {
                    enter(earlier, depth + 1);
                }
            }
            left.put(name, job);
        }
    }

    private boolean hasFailed(JobName job) throws IOException {
        return Forerunner.of(job, scene.underWay(), scene.ends()) == Forerunner.FAILED;
    }

    /** Of namesakes the one that ended last. */
    private Map<JobName, Job> failed() throws IOException {
        if (failed == null) {
            Map<JobName, Job> found = new HashMap<>();
            for (Job job : new Catalogue(scene.spool()).jobs(name -> true, FAILED)) {
                found.putIfAbsent(job.name(), job);
            }
            failed = found;
        }
        return failed;
    }
}
