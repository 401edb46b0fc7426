package org.fjd.view;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fjd.job.JobName;
import org.fjd.spool.Ends;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.jspecify.annotations.Nullable;

/**
 * What decides in a spool whether a job runs. Each thing is looked at once, when it is first asked
 * for. For one thread.
 */
final class Scene {

    private final Spool spool;
    private final Machine here;
    private final Ends ends;
    private @Nullable Crew crew;
    private @Nullable Line line;
    private @Nullable List<Job> assigned;
    private @Nullable Set<JobName> underWay;

    Scene(Spool spool, Machine here) {
        this.spool = spool;
        this.here = here;
        this.ends = spool.archive().ends();
    }

    Spool spool() {
        return spool;
    }

    Machine here() {
        return here;
    }

    Crew crew() throws IOException {
        if (crew == null) {
            crew = Crew.of(spool, here);
        }
        return crew;
    }

    Line line() throws IOException {
        if (line == null) {
            line = Line.of(spool);
        }
        return line;
    }

    /** The jobs in pods and in the morgue. */
    List<Job> assigned() throws IOException {
        if (assigned == null) {
            assigned =
                    new Catalogue(spool)
                            .jobs(name -> true, Set.of(JobState.RUNNING, JobState.ASSIGNED));
        }
        return assigned;
    }

    /** Those of them that are in pods. */
    List<Job> inPods() throws IOException {
        return assigned().stream()
                .filter(
                        job -> {
                            Optional<Path> pod = job.currentRun().map(spool.pods()::path);
                            return pod.equals(Optional.ofNullable(job.file().getParent()));
                        })
                .toList();
    }

    /** The jobs that are queued or in pods. */
    Set<JobName> underWay() throws IOException {
        if (underWay == null) {
            // Queues before pods: what is assigned meanwhile is seen twice.
            underWay =
                    new HashSet<>(line == null ? spool.jobQueue().byName().keySet() : line.names());
            underWay.addAll(assigned().stream().map(Job::name).collect(Collectors.toSet()));
        }
        return underWay;
    }

    /** How jobs have ended; to be asked for only after those that are under way. */
    Ends ends() {
        return ends;
    }
}
