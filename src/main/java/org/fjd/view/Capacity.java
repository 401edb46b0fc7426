package org.fjd.view;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.fjd.job.Claim;
import org.fjd.job.Conditions;
import org.fjd.job.Control;
import org.fjd.job.JobName;
import org.fjd.view.Line.Waiting;
import org.jspecify.annotations.Nullable;

/** What jobs need of workers and limits. For one thread. */
final class Capacity {

    /** The jobs that compete for the workers of a claim. */
    private static final class Competition {
        /** How many there are before each place of the line. */
        final int[] before;

        /** Their highest priority, which is that of the first; 0 if there are none. */
        final int highest;

        Competition(Line line, Predicate<Conditions> competes) {
            this.before = line.counts(competes);
            this.highest = line.first(competes).map(Conditions::priority).orElse(0);
        }
    }

    private final Scene scene;
    private final Map<Claim, Competition> competing = new HashMap<>();
    private @Nullable Map<String, List<JobName>> takers;

    Capacity(Scene scene) {
        this.scene = scene;
    }

    /** What a claim can't have now, but for a worker that is not busy. */
    List<Reason> missing(Claim claim) throws IOException {
        List<Reason> missing = new ArrayList<>(unknown(claim));
        Crew crew = scene.crew();
        if (crew.isEmpty()) {
            missing.add(new Reason.NoWorkers(crew.lost()));
        } else if (crew.serving(claim).isEmpty()) {
            missing.add(
                    crew.mostTime(claim)
                            .map(most -> timeMissing(claim, most))
                            .orElseGet(
                                    () ->
                                            new Reason.LabelsMissing(
                                                    new TreeSet<>(claim.requires()),
                                                    crew.labels())));
        }
        Map<String, Integer> limits = scene.spool().limits();
        for (String limit : claim.full(room(claim))) {
            if (limits.containsKey(limit)) {
                missing.add(
                        new Reason.LimitReached(
                                limit, limits.get(limit), takers().getOrDefault(limit, List.of())));
            }
        }
        return missing;
    }

    private static Reason timeMissing(Claim claim, Duration most) {
        return new Reason.TimeMissing(claim.expected().orElseThrow(), most);
    }

    private List<Reason> unknown(Claim claim) {
        Set<String> known = scene.spool().limits().keySet();
        return claim.limits().stream()
                .filter(limit -> !known.contains(limit))
                .sorted()
                .map(limit -> (Reason) new Reason.LimitUnknown(limit))
                .toList();
    }

    /**
     * Whether a job for which nothing is missing has to wait until it is its turn.
     *
     * @return empty if a worker that is idle should get it
     */
    Optional<Reason> turn(Waiting job) throws IOException {
        Claim claim = job.conditions().claim();
        Set<String> serving = scene.crew().serving(claim);
        int idle = scene.crew().idle(serving);
        Competition competition = competing(claim);
        int before = competition.before[scene.line().before(job)];
        return before < idle
                ? Optional.empty()
                : Optional.of(
                        new Reason.InLine(
                                new TreeSet<>(claim.requires()),
                                serving.size(),
                                idle,
                                before,
                                before == 0 ? 0 : competition.highest));
    }

    private Competition competing(Claim claim) throws IOException {
        Competition known = competing.get(claim);
        if (known == null) {
            Set<JobName> underWay = scene.underWay();
            Set<String> serving = scene.crew().serving(claim);
            Map<Claim, Boolean> compete = new HashMap<>();
            for (Claim other : scene.line().claims()) {
                boolean meet = !Collections.disjoint(scene.crew().serving(other), serving);
                compete.put(other, meet && other.hasRoom(room(other)));
            }
            Predicate<Conditions> competes =
                    other -> mayRun(other, underWay) && compete.getOrDefault(other.claim(), false);
            known = new Competition(scene.line(), competes);
            competing.put(claim, known);
        }
        return known;
    }

    /** Whether a job is in line at all. */
    private boolean mayRun(Conditions conditions, Set<JobName> underWay) {
        return !conditions.hold()
                && !conditions.isTooEarly(scene.spool().time().now())
                && Collections.disjoint(conditions.after(), underWay);
    }

    /** How many jobs more may run, for each limit; of a claim without limits nobody wants it. */
    private Map<String, Integer> room(Claim claim) throws IOException {
        if (claim.limits().isEmpty()) {
            return Map.of();
        }
        Map<String, Integer> room = new HashMap<>(scene.spool().limits());
        for (Map.Entry<String, List<JobName>> taken : takers().entrySet()) {
            room.merge(taken.getKey(), -taken.getValue().size(), Integer::sum);
        }
        return room;
    }

    /** The jobs in pods that name limits. */
    private Map<String, List<JobName>> takers() throws IOException {
        if (takers == null) {
            Map<String, List<JobName>> found = new HashMap<>();
            for (Job job : scene.inPods()) {
                Optional<Conditions> conditions = job.control().map(Control::conditions);
                for (String limit : conditions.map(Conditions::limits).orElse(Set.of())) {
                    found.computeIfAbsent(limit, l -> new ArrayList<>()).add(job.name());
                }
            }
            found.values().forEach(names -> names.sort(null));
            takers = found;
        }
        return takers;
    }
}
