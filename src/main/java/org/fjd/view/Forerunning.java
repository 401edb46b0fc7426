package org.fjd.view;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.Circle;
import org.fjd.job.Conditions;
import org.fjd.job.JobName;
import org.fjd.spool.Forerunner;
import org.fjd.view.Line.Waiting;
import org.fjd.view.OwnReasons.Said;
import org.jspecify.annotations.Nullable;

/** What keeps jobs that are to run after others. For one thread. */
final class Forerunning {

    private final Scene scene;
    private final OwnReasons ownReasons;
    private final Capacity capacity;
    private final Map<JobName, Reason> notQueued = new HashMap<>();
    private @Nullable Map<JobName, List<JobName>> waits;
    private @Nullable Set<JobName> inCircles;

    Forerunning(Scene scene, OwnReasons ownReasons, Capacity capacity) {
        this.scene = scene;
        this.ownReasons = ownReasons;
        this.capacity = capacity;
    }

    /** What there is to know of a queued job; nothing if it waits for no other one. */
    List<Reason> of(JobName job, Conditions conditions) throws IOException {
        if (conditions.after().isEmpty()) {
            return List.of();
        }
        if (inCircles().contains(job)) {
            return List.of(new Reason.InCircle(circle(job)));
        }
        Map<JobName, Forerunner> forerunners = forerunners(conditions);
        boolean runs = Forerunner.letRun(forerunners.values());
        List<Reason> reasons = new ArrayList<>();
        for (JobName name : conditions.after()) {
            Forerunner forerunner = forerunners.get(name);
            if (forerunner == Forerunner.FAILED) {
                reasons.add(new Reason.ForerunnerFailed(name));
            } else if (!runs && forerunner != Forerunner.SUCCEEDED) {
                reasons.add(follow(name));
            }
        }
        return reasons;
    }

    private Map<JobName, Forerunner> forerunners(Conditions conditions) throws IOException {
        Map<JobName, Forerunner> forerunners = new HashMap<>();
        for (JobName name : conditions.after()) {
            forerunners.put(name, Forerunner.of(name, scene.underWay(), scene.ends()));
        }
        return forerunners;
    }

    /** From one job to that for which it waits, until there is one that waits for none. */
    private Reason follow(JobName first) throws IOException {
        List<JobName> chain = new ArrayList<>();
        Set<JobName> seen = new HashSet<>();
        JobName at = first;
        while (true) {
            chain.add(at);
            Optional<Waiting> queued = scene.line().named(at);
            if (queued.isEmpty()) {
                return new Reason.After(chain, notQueued(at));
            }
            Optional<Reason> own = root(queued.get());
            if (own.isPresent()) {
                return new Reason.After(chain, own.get());
            }
            Map<JobName, Forerunner> next = forerunners(queued.get().conditions());
            if (Forerunner.letRun(next.values())) {
                return new Reason.After(chain, turn(queued.get(), next));
            }
            seen.add(at);
            at = next(queued.get().conditions(), next);
            if (seen.contains(at)) {
                return new Reason.After(chain, new Reason.InCircle(chain));
            }
        }
    }

    /** What keeps a job by itself, or because of a circle. */
    private Optional<Reason> root(Waiting queued) throws IOException {
        Optional<Said> said = ownReasons.of(queued.job());
        if (said.isPresent() && !said.get().lasting().isEmpty()) {
            return Optional.of(said.get().lasting().get(0));
        }
        JobName name = queued.job().name();
        return inCircles().contains(name)
                ? Optional.of(new Reason.InCircle(circle(name)))
                : Optional.empty();
    }

    /** What keeps a job that waits for none. */
    private Reason turn(Waiting queued, Map<JobName, Forerunner> forerunners) throws IOException {
        for (Map.Entry<JobName, Forerunner> forerunner : forerunners.entrySet()) {
            if (forerunner.getValue() == Forerunner.FAILED) {
                return new Reason.ForerunnerFailed(forerunner.getKey());
            }
        }
        List<Reason> missing = capacity.missing(queued.conditions().claim());
        return missing.isEmpty() ? new Reason.Ready() : missing.get(0);
    }

    /** What is nowhere comes before what may still end. */
    private static JobName next(Conditions conditions, Map<JobName, Forerunner> forerunners) {
        return conditions.after().stream()
                .filter(name -> forerunners.get(name) == Forerunner.MISSING)
                .findFirst()
                .or(
                        () ->
                                conditions.after().stream()
                                        .filter(n -> forerunners.get(n) == Forerunner.UNDER_WAY)
                                        .findFirst())
                .orElseThrow();
    }

    private Reason notQueued(JobName job) throws IOException {
        Reason known = notQueued.get(job);
        if (known == null) {
            known = lookFor(job);
            notQueued.put(job, known);
        }
        return known;
    }

    /** One that is seen nowhere may have moved from where was looked late to where was early. */
    private Reason lookFor(JobName job) throws IOException {
        for (Job assigned : scene.assigned()) {
            if (assigned.name().equals(job)) {
                return assigned.state() == JobState.RUNNING
                        ? new Reason.Running()
                        : new Reason.Assigned();
            }
        }
        List<Job> found = new Catalogue(scene.spool()).jobs(job::equals);
        return found.isEmpty() ? new Reason.Missing() : new Reason.Ready();
    }

    private Set<JobName> inCircles() throws IOException {
        if (inCircles == null) {
            inCircles = Circle.members(waits());
        }
        return inCircles;
    }

    private Map<JobName, List<JobName>> waits() throws IOException {
        if (waits == null) {
            waits = scene.line().waits();
        }
        return waits;
    }

    /** The shortest way from a job back to itself. */
    private List<JobName> circle(JobName job) throws IOException {
        Map<JobName, JobName> from = new HashMap<>();
        Deque<JobName> toDo = new ArrayDeque<>(List.of(job));
        while (!from.containsKey(job)) {
            JobName at = toDo.remove();
            for (JobName next : waits().getOrDefault(at, List.of())) {
                if (from.putIfAbsent(next, at) == null) {
                    toDo.add(next);
                }
            }
        }
        Deque<JobName> circle = new ArrayDeque<>();
        JobName at = job;
        do {
            at = Objects.requireNonNull(from.get(at));
            circle.addFirst(at);
        } while (!at.equals(job));
        return List.copyOf(circle);
    }
}
