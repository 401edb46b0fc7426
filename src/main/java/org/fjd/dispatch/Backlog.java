package org.fjd.dispatch;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.fjd.dispatch.Arrivals.Arrival;
import org.fjd.ini.Ini;
import org.fjd.job.Claim;
import org.fjd.job.Defaults;
import org.fjd.job.Durations;
import org.fjd.spool.JobQueue;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.QueuedText;
import org.fjd.spool.Time;

/**
 * The queued jobs as this dispatcher last saw them. A listing of a long queue is expensive, so it
 * is repeated only so often that it takes a small part of the time; what became of a job meanwhile
 * shows when it is to be assigned. For one thread.
 */
final class Backlog {

    /**
     * Listing takes at most a tenth of the time where something is new, a twentieth otherwise; more
     * only where that would leave the queues unseen for longer than {@link #LONGEST_WAIT}, as after
     * a listing during which the file server hung.
     */
    private static final int HINTED_SHARE = 10;

    private static final int IDLE_SHARE = 20;
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration READING = Duration.ofMillis(200);

    /** Where so many are new that one is read only later, it is looked at again before. */
    private static final Duration LOOK_HOLDS = Duration.ofSeconds(2);

    private static final Duration REFUSED_FOR = Duration.ofSeconds(30);

    private final JobQueue queue;
    private final Defaults defaults;
    private final Time time;
    private final Arrivals arrivals;
    private final Map<Path, Candidate> known = new HashMap<>();
    private final Map<Claim, TreeSet<Candidate>> lines = new HashMap<>();
    private final Set<Candidate> held = new HashSet<>();
    private final Set<Candidate> dependants = new HashSet<>();
    private final Delays delays;
    private final Map<Path, Long> firstReadings = new HashMap<>();
    private Ini defaultsOfKnown = Ini.EMPTY;
    private boolean hinted = true;
    private long lastLook;
    private long lastCost;

    Backlog(JobQueue queue, Defaults defaults, Duration settle, Time time) {
        this.queue = queue;
        this.defaults = defaults;
        this.time = time;
        this.lastLook = time.nanos();
        this.arrivals = new Arrivals(settle, lastLook);
        this.delays = new Delays(time);
    }

    /** Says that something may be new in the queues. */
    void hint() {
        hinted = true;
    }

    /**
     * Lists the queues if it is time to, and reads what is new there for a short while.
     *
     * @param pace how long the last listing is good for without a hint
     */
    void refresh(Duration pace) throws IOException {
        long age = time.nanos() - lastLook;
        long wait =
                hinted ? lastCost * HINTED_SHARE : Math.max(pace.toNanos(), lastCost * IDLE_SHARE);
        if (age >= Math.min(wait, LONGEST_WAIT.toNanos())) {
            look();
        }
        heedDefaults();
        long begin = time.nanos();
        while (arrivals.isDue(time.nanos()) && time.nanos() - begin < READING.toNanos()) {
            read(arrivals.take());
        }
        delays.over().forEach(this::place);
    }

    /** Has all that is known read again, if the defaults by which that was done have changed. */
    private void heedDefaults() {
        if (known.isEmpty() || defaults.ofSpool().equals(defaultsOfKnown)) {
            return;
        }
        for (Candidate candidate : List.copyOf(known.values())) {
            takeOut(candidate);
            arrivals.again(candidate.job(), time.nanos());
        }
        known.clear();
    }

    /** Lists the queues. */
    void look() throws IOException {
        long begin = time.nanos();
        hinted = false;
        Set<Path> listed = new HashSet<>(queue.entries());
        arrivals.retain(listed);
        firstReadings.keySet().retainAll(listed);
        for (Candidate candidate : List.copyOf(known.values())) {
            if (!listed.contains(candidate.job().path())) {
                remove(candidate);
            }
        }
        // Their users may have edited them meanwhile, so that they need wait no longer.
        for (Candidate candidate : waiting()) {
            isStill(candidate);
        }
        for (Path entry : listed) {
            if (!known.containsKey(entry) && !arrivals.contains(entry)) {
                Optional<QueuedJob> found = queue.look(entry);
                found.ifPresent(job -> arrivals.add(job, begin));
            }
        }
        lastLook = time.nanos();
        lastCost = lastLook - begin;
    }

    private void read(Arrival arrival) throws IOException {
        QueuedJob job = arrival.job();
        if (arrival.settled() || time.nanos() - arrival.due() > LOOK_HOLDS.toNanos()) {
            Optional<QueuedJob> found = queue.look(job.path());
            if (found.filter(job::isUnchangedIn).isEmpty()) {
                found.ifPresent(changed -> arrivals.add(changed, time.nanos()));
                return;
            }
        }
        if (known.isEmpty()) {
            defaultsOfKnown = defaults.ofSpool();
        }
        Optional<QueuedText> text = queue.read(job, defaults);
        if (text.isEmpty()) {
            return;
        }
        if (arrival.settled() || job.isWhole(text.get())) {
            Candidate candidate = new Candidate(job, text.get().conditions());
            known.put(job.path(), candidate);
            if (text.get().retryIn().isZero()) {
                place(candidate);
            } else {
                delays.put(candidate, restOf(text.get().retryIn(), job));
            }
        } else {
            arrivals.settle(job, arrival.due());
        }
    }

    /** What is left of a delay that began when a job was read for the first time. */
    private Duration restOf(Duration delay, QueuedJob job) {
        long now = time.nanos();
        long first = firstReadings.computeIfAbsent(job.path(), path -> now);
        return delay.minusNanos(now - first);
    }

    /** Puts a job where it waits for the next thing that it needs. */
    private void place(Candidate candidate) {
        if (candidate.conditions().hold()) {
            held.add(candidate);
        } else if (delays.isTooEarly(candidate)) {
            delays.putUntilItsTime(candidate);
        } else if (!candidate.conditions().after().isEmpty()) {
            dependants.add(candidate);
        } else {
            clear(candidate);
        }
    }

    /** Lets a job run that was to run after others. */
    void clear(Candidate candidate) {
        dependants.remove(candidate);
        lines.computeIfAbsent(candidate.claim(), claim -> new TreeSet<>()).add(candidate);
    }

    /** The jobs that may be assigned now, by what they need; no line is empty. */
    Map<Claim, ? extends NavigableSet<Candidate>> lines() {
        return lines;
    }

    /** The jobs that have to wait for others. */
    Collection<Candidate> dependants() {
        return dependants;
    }

    /** The jobs that are held. */
    Collection<Candidate> held() {
        return held;
    }

    /**
     * The jobs that will not run unless something is done about them: those that are held or wait
     * for others, and those that nobody can serve.
     */
    Set<Path> stuck(Predicate<Claim> unusable) {
        Set<Path> stuck = new HashSet<>();
        waiting().forEach(candidate -> stuck.add(candidate.job().path()));
        lines.forEach(
                (claim, line) -> {
                    if (unusable.test(claim)) {
                        line.forEach(candidate -> stuck.add(candidate.job().path()));
                    }
                });
        return stuck;
    }

    private List<Candidate> waiting() {
        List<Candidate> waiting = new ArrayList<>(held);
        waiting.addAll(dependants);
        return waiting;
    }

    /**
     * Whether a job lies there as it was when it was read. If not, its text is read again when it
     * is whole.
     */
    boolean isStill(Candidate candidate) throws IOException {
        if (candidate.job().retried()) {
            return true; // only fjd writes there
        }
        Optional<QueuedJob> found = queue.look(candidate.job().path());
        if (found.filter(candidate.job()::isUnchangedIn).isPresent()) {
            return true;
        }
        remove(candidate);
        found.ifPresent(changed -> arrivals.add(changed, time.nanos()));
        return false;
    }

    /** How long until a job that has to wait for its time may be ready. */
    Duration untilReady() {
        Duration untilRead =
                arrivals.size() == 0
                        ? Delays.FAR
                        : Duration.ofNanos(Math.max(0, arrivals.nextDue() - time.nanos()));
        Duration untilOver = delays.untilOver();
        return Durations.shorter(untilRead, untilOver);
    }

    /** Takes a job off the list: it was assigned, or is gone. */
    void remove(Candidate candidate) {
        known.remove(candidate.job().path());
        firstReadings.remove(candidate.job().path());
        takeOut(candidate);
    }

    /** Leaves a job alone for a while, because it could not be moved. */
    void refuse(Candidate candidate) {
        takeOut(candidate);
        delays.put(candidate, REFUSED_FOR);
    }

    private void takeOut(Candidate candidate) {
        held.remove(candidate);
        dependants.remove(candidate);
        delays.remove(candidate);
        TreeSet<Candidate> line = lines.get(candidate.claim());
        if (line != null && line.remove(candidate) && line.isEmpty()) {
            lines.remove(candidate.claim());
        }
    }

    int size() {
        return known.size() + arrivals.size();
    }
}
