package org.fjd.steer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.spool.JobQueue;
import org.fjd.spool.Morgue;
import org.fjd.spool.Spool;

/**
 * The jobs that have not ended, as one look found them. The places are listed in the order in which
 * a job goes through them; still, one that is queued again meanwhile may be missed, so absence
 * counts at the second look.
 *
 * @param queued their files in the queues
 * @param assigned the runs in whose pods they lie
 * @param taken those that a reaper took from a lost worker and has not sent on
 */
record Census(
        Map<JobName, List<Path>> queued, Map<JobName, List<Run>> assigned, Set<JobName> taken) {

    static Census take(Spool spool) throws IOException {
        Map<JobName, List<Path>> queued = new HashMap<>();
        JobQueue queue = spool.jobQueue();
        for (Path entry : queue.entries()) {
            queue.nameOf(entry)
                    .ifPresent(
                            job -> queued.computeIfAbsent(job, j -> new ArrayList<>(1)).add(entry));
        }
        Map<JobName, List<Run>> assigned = new HashMap<>();
        for (Run run : spool.pods().runs()) {
            for (JobName job : names(spool.pods().jobs(run))) {
                assigned.computeIfAbsent(job, j -> new ArrayList<>(1)).add(run);
            }
        }
        Set<JobName> taken = new HashSet<>();
        for (Morgue.Entry entry : spool.morgue().entries()) {
            taken.addAll(names(entry.jobs()));
        }
        return new Census(queued, assigned, taken);
    }

    /** The jobs that have ended and are packed since. */
    static Set<JobName> packed(Spool spool) throws IOException {
        Set<JobName> packed = new HashSet<>();
        spool.packs().read((entry, content) -> entry.file().job().ifPresent(packed::add));
        return packed;
    }

    /** The jobs whose files these are. */
    static Set<JobName> names(List<Path> files) {
        Set<JobName> names = new HashSet<>();
        for (Path file : files) {
            JobName.ofFileName(file.getFileName().toString()).ifPresent(names::add);
        }
        return names;
    }

    Set<JobName> names(boolean ofQueued, boolean ofRunning) {
        Set<JobName> names = new HashSet<>();
        if (ofQueued) {
            names.addAll(queued.keySet());
        }
        if (ofRunning) {
            names.addAll(assigned.keySet());
            names.addAll(taken);
        }
        return names;
    }

    List<Path> queued(JobName job) {
        return queued.getOrDefault(job, List.of());
    }

    List<Run> assigned(JobName job) {
        return assigned.getOrDefault(job, List.of());
    }
}
