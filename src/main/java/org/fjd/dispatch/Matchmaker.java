package org.fjd.dispatch;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import org.fjd.job.Claim;
import org.fjd.job.Run;

/** Decides which job goes to which pod. Pure. */
final class Matchmaker {

    /** A job and the pod it is meant for. */
    record Match(Candidate candidate, Run run) {}

    /**
     * An idle pod and what its worker can do.
     *
     * @param left how long the worker runs jobs yet; if empty, that has no end
     */
    record Idle(Run run, Set<String> labels, Optional<Duration> left) {

        boolean serves(Claim claim) {
            return claim.isServedBy(labels) && claim.fitsInto(left);
        }
    }

    /** The jobs of one claim, of which the first is next. */
    private static final class Line {
        final Claim claim;
        final Iterator<Candidate> jobs;
        Candidate first;

        Line(Claim claim, NavigableSet<Candidate> line) {
            this.claim = claim;
            this.jobs = line.iterator();
            this.first = jobs.next();
        }
    }

    private Matchmaker() {}

    /**
     * The first jobs for the pods. Of the pods that will do, the one with the fewest labels is
     * taken, lest one that can do more is missing later; then who has run least.
     *
     * @param lines the waiting jobs of each claim, in order; none is empty
     * @param room how many jobs more may run of each limit; of a limit that is not there, none
     */
    static List<Match> match(
            Map<Claim, ? extends NavigableSet<Candidate>> lines,
            List<Idle> idle,
            Map<String, Integer> room) {
        List<Idle> pods = new ArrayList<>(idle);
        pods.sort(
                Comparator.comparing((Idle pod) -> pod.labels().size())
                        .thenComparing(pod -> pod.run().number())
                        .thenComparing(pod -> pod.run().worker()));
        PriorityQueue<Line> heads = new PriorityQueue<>(Comparator.comparing(line -> line.first));
        lines.forEach((claim, line) -> heads.add(new Line(claim, line)));
        Rooms rooms = new Rooms(room);
        List<Match> matches = new ArrayList<>();
        while (!pods.isEmpty() && !heads.isEmpty()) {
            Line line = heads.remove();
            Optional<Idle> pod = pods.stream().filter(p -> p.serves(line.claim)).findFirst();
            if (pod.isPresent() && rooms.take(line.claim)) {
                pods.remove(pod.get());
                matches.add(new Match(line.first, pod.get().run()));
                if (line.jobs.hasNext()) {
                    line.first = line.jobs.next();
                    heads.add(line);
                }
            }
        }
        return matches;
    }

    /** What is left of the limits in this round. */
    private static final class Rooms {
        private final Map<String, Integer> left;

        Rooms(Map<String, Integer> left) {
            this.left = new HashMap<>(left);
        }

        boolean take(Claim claim) {
            if (!claim.hasRoom(left)) {
                return false;
            }
            claim.limits().forEach(limit -> left.merge(limit, -1, Integer::sum));
            return true;
        }
    }
}
