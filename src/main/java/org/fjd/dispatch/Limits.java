package org.fjd.dispatch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fjd.job.Claim;
import org.fjd.job.Defaults;
import org.fjd.job.Run;
import org.fjd.spool.Spool;

/**
 * How many jobs run that name a limit. What this dispatcher did not assign itself it finds in the
 * pods. For one thread.
 */
final class Limits {

    private final Spool spool;
    private final Defaults defaults;
    private final Map<Run, Set<String>> limited = new HashMap<>();

    Limits(Spool spool, Defaults defaults) {
        this.spool = spool;
        this.defaults = defaults;
    }

    /** Whether all limits of a claim can ever have room. */
    boolean areUsable(Claim claim) {
        return claim.hasRoom(spool.limits());
    }

    /** A job was assigned, which may name limits. */
    void assigned(Run run, Set<String> limits) {
        if (!limits.isEmpty()) {
            limited.put(run, limits);
        }
    }

    /**
     * How many jobs more may run, for each limit.
     *
     * @param idle the pods in which there surely is no job
     */
    Map<String, Integer> room(List<Run> idle) throws IOException {
        List<Run> pods = spool.pods().runs();
        limited.keySet().retainAll(pods);
        for (Run run : pods) {
            Set<String> limits = limited.get(run);
            boolean unknown = limits == null && !idle.contains(run);
            if (unknown || (limits != null && !limits.isEmpty())) {
                List<Path> jobs = spool.pods().jobs(run);
                if (jobs.isEmpty()) {
                    limited.remove(run);
                } else if (unknown) {
                    limited.put(run, limitsOf(jobs.get(0)));
                }
            }
        }
        Map<String, Integer> room = new HashMap<>(spool.limits());
        for (Set<String> limits : limited.values()) {
            for (String limit : limits) {
                room.merge(limit, -1, Integer::sum);
            }
        }
        return room;
    }

    private Set<String> limitsOf(Path job) {
        return spool.jobQueue()
                .readAssigned(job, defaults)
                .map(text -> text.conditions().limits())
                .orElse(Set.of());
    }
}
