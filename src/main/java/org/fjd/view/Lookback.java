package org.fjd.view;

import java.io.IOException;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.JobName;
import org.fjd.spool.Forerunner;
import org.jspecify.annotations.Nullable;

/** What is to be known of jobs that have ended, before they are tried again. For one thread. */
final class Lookback {

    /** So many jobs are looked at for one, at most. */
    private static final int MOST = 1000;

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

    /** How a job has ended, with all that would make it fail again. */
    Reason.Ended of(Job job, boolean packed) throws IOException {
        Walk walk = new Walk();
        if (job.state() != JobState.DONE) {
            walk.enter(job.name(), Optional.of(job));
        }
        walk.left.remove(job.name());
        return new Reason.Ended(packed, List.copyOf(walk.left), walk.circle);
    }

    /** From a job to those that it is to run after, as far as they have failed. */
    private final class Walk {
        private final Set<JobName> entered = new HashSet<>();
        private final Set<JobName> left = new LinkedHashSet<>();
        private boolean circle;

        void enter(JobName name, Optional<Job> job) throws IOException {
            entered.add(name);
            for (JobName earlier : job.map(Lookback::after).orElse(List.of())) {
                boolean isBelow = entered.contains(earlier) && !left.contains(earlier);
                circle |= isBelow;
                if (!entered.contains(earlier) && entered.size() < MOST && hasFailed(earlier)) {
                    enter(earlier, Optional.ofNullable(failed().get(earlier)));
                }
            }
            left.add(name);
        }
    }

    private static List<JobName> after(Job job) {
        return job.control().map(control -> control.conditions().after()).orElse(List.of());
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
