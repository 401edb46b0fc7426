package org.fjd.dispatch;

import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.fjd.job.Run;
import org.fjd.spool.QueuedJob;

/** Decides which job goes to which pod. Pure. */
final class Matchmaker {

    /** A job and the pod it is meant for. */
    record Match(QueuedJob job, Run run) {}

    private Matchmaker() {}

    /**
     * The first jobs for the pods, which are taken in the order of their numbers: who has run least
     * is served first.
     */
    static List<Match> match(List<QueuedJob> jobs, List<Run> idle) {
        List<Run> pods =
                idle.stream()
                        .sorted(Comparator.comparing(Run::number).thenComparing(Run::worker))
                        .toList();
        return IntStream.range(0, Math.min(jobs.size(), pods.size()))
                .mapToObj(i -> new Match(jobs.get(i), pods.get(i)))
                .toList();
    }
}
