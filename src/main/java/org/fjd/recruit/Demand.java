package org.fjd.recruit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.ini.Ini;
import org.fjd.job.Claim;
import org.fjd.job.Conditions;
import org.fjd.job.JobName;
import org.fjd.job.Labels;
import org.fjd.job.Run;
import org.fjd.spool.Ends;
import org.fjd.spool.Forerunner;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;

/** How many workers are lacking: counts queued jobs that could run now. For one thread. */
final class Demand {

    private record Known(QueuedJob job, Conditions conditions) {}

    private final Spool spool;
    private Map<Path, Known> known = new HashMap<>();
    private Ini defaultsOfKnown = Ini.EMPTY;

    Demand(Spool spool) {
        this.spool = spool;
    }

    /**
     * How many jobs could run now if there were another worker for each. Those with a delay after a
     * failed run are among them.
     *
     * @param idle the workers that have no job
     * @param labels what another worker would have
     * @param left how long another worker would have; if empty, as long as is asked for
     * @param most counting ends there
     */
    int unserved(List<WorkerRecord> idle, Labels labels, Optional<Duration> left, int most)
            throws IOException {
        if (spool.pause().note().isPresent()) {
            return 0;
        }
        List<Path> queue = spool.jobQueue().entries();
        known.keySet().retainAll(Set.copyOf(queue));
        Ini defaults = spool.jobReader().defaults().ofSpool();
        if (!defaults.equals(defaultsOfKnown)) {
            known.clear();
            defaultsOfKnown = defaults;
        }
        List<WorkerRecord> free = new ArrayList<>(idle);
        Room room = new Room();
        Past past = new Past(queue);
        int unserved = 0;
        for (Path entry : queue) {
            if (unserved >= most) {
                break;
            }
            Optional<Conditions> conditions = conditions(entry);
            if (conditions.isPresent() && mayRun(conditions.get(), past)) {
                Claim claim = conditions.get().claim();
                if (room.take(claim)
                        && !isServed(claim, free)
                        && claim.isServedBy(labels.names())
                        && claim.fitsInto(left)) {
                    unserved++;
                }
            }
        }
        return unserved;
    }

    private Optional<Conditions> conditions(Path entry) throws IOException {
        Optional<QueuedJob> job = spool.jobQueue().look(entry);
        if (job.isEmpty()) {
            return Optional.empty();
        }
        Known before = known.get(entry);
        if (before == null || !before.job().isUnchangedIn(job.get())) {
            Optional<Conditions> read =
                    spool.jobQueue()
                            .read(job.get(), spool.jobReader().defaults())
                            .map(text -> text.conditions());
            if (read.isEmpty()) {
                return Optional.empty();
            }
            before = new Known(job.get(), read.get());
            known.put(entry, before);
        }
        return Optional.of(before.conditions());
    }

    private boolean mayRun(Conditions conditions, Past past) throws IOException {
        return !conditions.hold()
                && !conditions.isTooEarly(spool.time().now())
                && past.lets(conditions);
    }

    /** Whether one of the idle workers will do; it is then no longer idle. */
    private static boolean isServed(Claim claim, List<WorkerRecord> free) {
        for (Iterator<WorkerRecord> each = free.iterator(); each.hasNext(); ) {
            WorkerRecord worker = each.next();
            if (claim.isServedBy(worker.labels().names()) && claim.fitsInto(worker.timeLeft())) {
                each.remove();
                return true;
            }
        }
        return false;
    }

    /** What is left of the limits; the pods are looked at when the first job asks. */
    private final class Room {
        private Optional<Map<String, Integer>> left = Optional.empty();

        boolean take(Claim claim) throws IOException {
            if (claim.limits().isEmpty()) {
                return true;
            }
            if (left.isEmpty()) {
                left = Optional.of(inPods());
            }
            if (!claim.hasRoom(left.get())) {
                return false;
            }
            claim.limits().forEach(limit -> left.get().merge(limit, -1, Integer::sum));
            return true;
        }

        private Map<String, Integer> inPods() throws IOException {
            Map<String, Integer> room = new HashMap<>(spool.limits());
            for (Run run : spool.pods().runs()) {
                for (Path job : spool.pods().jobs(run)) {
                    spool.jobQueue()
                            .readAssigned(job, spool.jobReader().defaults())
                            .map(text -> text.conditions().limits())
                            .orElse(Set.of())
                            .forEach(limit -> room.merge(limit, -1, Integer::sum));
                }
            }
            return room;
        }
    }

    /** What has become of the jobs that others wait for. */
    private final class Past {
        private final List<Path> queue;
        private Optional<Set<JobName>> underWay = Optional.empty();
        private final Ends ends = spool.archive().ends();

        Past(List<Path> queue) {
            this.queue = queue;
        }

        boolean lets(Conditions conditions) throws IOException {
            if (conditions.after().isEmpty()) {
                return true;
            }
            if (underWay.isEmpty()) {
                underWay = Optional.of(underWay());
            }
            List<Forerunner> forerunners = new ArrayList<>();
            for (JobName job : conditions.after()) {
                forerunners.add(Forerunner.of(job, underWay.get(), ends));
            }
            return Forerunner.letRun(forerunners);
        }

        private Set<JobName> underWay() throws IOException {
            Set<JobName> names = new HashSet<>();
            for (Path entry : queue) {
                spool.jobQueue().nameOf(entry).ifPresent(names::add);
            }
            for (Run run : spool.pods().runs()) {
                for (Path job : spool.pods().jobs(run)) {
                    JobName.ofFileName(job.getFileName().toString()).ifPresent(names::add);
                }
            }
            return names;
        }
    }
}
