package org.fjd.dispatch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fjd.job.Circle;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.spool.Ends;
import org.fjd.spool.Forerunner;
import org.fjd.spool.Spool;

/**
 * Lets jobs run when those have ended that they are to run after. Looking for these takes at most a
 * tenth of the time. For one thread.
 */
final class Forerunners {

    private static final int SHARE = 10;

    private final Spool spool;
    private final Events events;
    private final Set<JobName> missed = new HashSet<>();
    private Map<JobName, JobName> missing = new HashMap<>();
    private long nextLook;

    Forerunners(Spool spool, Events events) {
        this.spool = spool;
        this.events = events;
        this.nextLook = spool.time().nanos();
    }

    /** Lets those run that need wait no longer, if it is time to look. */
    void check(Backlog backlog) throws IOException {
        if (!backlog.dependants().isEmpty() && spool.time().nanos() - nextLook >= 0) {
            long begin = spool.time().nanos();
            look(backlog);
            long end = spool.time().nanos();
            nextLook = end + (end - begin) * SHARE;
        }
    }

    /** Looks at once; also says of those that are nowhere. */
    void look(Backlog backlog) throws IOException {
        // Pods before queues: a job that leaves its pod for retryqueue/ meanwhile is seen twice. In
        // the other direction only dispatchers move, this one not now.
        Set<JobName> underWay = inPods();
        underWay.addAll(spool.jobQueue().byName().keySet());
        Ends ends = spool.archive().ends();
        Map<JobName, List<JobName>> waits = new HashMap<>();
        for (Candidate candidate : backlog.dependants()) {
            waits.put(candidate.job().name(), candidate.conditions().after());
        }
        Set<JobName> inCircles = Circle.members(waits);
        Map<JobName, JobName> missingNow = new HashMap<>();
        for (Candidate candidate : List.copyOf(backlog.dependants())) {
            if (mayRun(candidate, underWay, ends, missingNow)
                    || inCircles.contains(candidate.job().name())) {
                backlog.clear(candidate);
            }
        }
        // At the second look only: who submits both may not have come to the first one yet.
        missingNow.forEach(
                (name, waiting) -> {
                    if (missing.containsKey(name) && missed.add(name)) {
                        events.forerunnerMissing(name, waiting);
                    }
                });
        missing = missingNow;
    }

    private static boolean mayRun(
            Candidate candidate, Set<JobName> underWay, Ends ends, Map<JobName, JobName> missing)
            throws IOException {
        Set<Forerunner> found = EnumSet.noneOf(Forerunner.class);
        for (JobName name : candidate.conditions().after()) {
            Forerunner forerunner = Forerunner.of(name, underWay, ends);
            found.add(forerunner);
            if (forerunner == Forerunner.FAILED) {
                break;
            }
            if (forerunner == Forerunner.MISSING) {
                missing.put(name, candidate.job().name());
            }
        }
        return Forerunner.letRun(found);
    }

    private Set<JobName> inPods() throws IOException {
        Set<JobName> names = new HashSet<>();
        for (Run run : spool.pods().runs()) {
            for (Path job : spool.pods().jobs(run)) {
                JobName.ofFileName(job.getFileName().toString()).ifPresent(names::add);
            }
        }
        return names;
    }
}
