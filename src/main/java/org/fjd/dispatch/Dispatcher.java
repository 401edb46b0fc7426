package org.fjd.dispatch;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.fjd.dispatch.Matchmaker.Match;
import org.fjd.job.Claim;
import org.fjd.job.Defaults;
import org.fjd.job.Durations;
import org.fjd.job.Run;
import org.fjd.spool.Liveness;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Seat;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerQueue;

/**
 * Assigns queued jobs to idle pods, and has the reaper look after lost workers, while it holds the
 * seat. All it knows it can read again from the spool, so it may be killed at any instant. For one
 * thread.
 */
public final class Dispatcher {

    private static final Duration REAP_INTERVAL = Duration.ofSeconds(2);
    private static final Duration REMOTE_REAP_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONELY = Duration.ofSeconds(5);
    private static final Duration STEP = Duration.ofSeconds(1);
    private static final Duration WHILE_JOBS_WAIT = Duration.ofMillis(250);

    private final Spool spool;
    private final Events events;
    private final Reaper reaper;
    private final Backlog backlog;
    private final Forerunners forerunners;
    private final Staff staff;
    private final Limits limits;
    private final Seat seat;
    private final Liveness liveness;
    private final Duration reapInterval;

    private final Set<Claim> unserved = new HashSet<>();
    private Duration lastWrite = Duration.ZERO;
    private Optional<Seat.Holder> holder = Optional.empty();
    private boolean jobSeen;
    private boolean endWatched;
    private boolean reported;
    private boolean workersMissed;
    private boolean paused;
    private long nextReap;
    private long lastMatch;

    /**
     * @param here the machine it runs on
     * @param relying whether the file system gives hints, so that looks of one's own are cheap
     */
    public Dispatcher(Spool spool, Machine here, boolean relying, Events events) {
        ProcessId self = ProcessId.self(here);
        this.spool = spool;
        this.events = events;
        this.liveness = new Liveness(here, spool.settings().lease(), spool.time());
        this.seat = spool.seat(self);
        String id = self.host() + "-" + self.pid() + "-" + self.start();
        this.reaper = new Reaper(spool, here, id, liveness, events);
        Defaults defaults = spool.jobReader().defaults();
        this.backlog =
                new Backlog(spool.jobQueue(), defaults, spool.settings().settle(), spool.time());
        this.forerunners = new Forerunners(spool, events);
        this.staff = new Staff(spool);
        this.limits = new Limits(spool, defaults);
        this.reapInterval =
                Durations.shorter(
                        relying ? REAP_INTERVAL : REMOTE_REAP_INTERVAL, liveness.longestGap());
        this.nextReap = spool.time().nanos();
        this.lastMatch = spool.time().nanos();
    }

    /**
     * One round: holds the seat and reaps when that is due, then assigns what can be assigned.
     *
     * @param pace how long a listing of the queue is good for when nobody {@link #hint}ed
     * @return how many jobs it assigned
     * @throws IOException if the spool could not be used; the round may be repeated
     */
    public int tick(Duration pace) throws IOException, InterruptedException {
        if (spool.time().nanos() - nextReap >= 0) {
            nextReap = spool.time().nanos() + reapInterval.toNanos();
            holdSeat();
            if (holder.isEmpty()) {
                reap();
                missAbilities();
            }
        }
        backlog.refresh(pace);
        jobSeen |= backlog.size() > 0;
        if (holder.isPresent()) {
            return 0;
        }
        WorkerQueue.Look workers = spool.workerQueue().look();
        tellOfPause(workers.paused());
        if (paused) {
            return 0;
        }
        checkForerunners();
        return match(workers.idle());
    }

    /** Whatever troubles the reaper, jobs are dispatched. */
    private void reap() throws InterruptedException {
        try {
            reaper.tick();
        } catch (IOException e) {
            events.trouble(e);
        }
    }

    /** Whatever troubles that, jobs that wait for no others are dispatched. */
    private void checkForerunners() {
        try {
            forerunners.check(backlog);
        } catch (IOException e) {
            events.trouble(e);
        }
    }

    /** Says that something may be new in a queue. */
    public void hint() {
        backlog.hint();
    }

    /**
     * Serves until told to stop or, unless it is to serve for ever, until at least one job was seen
     * and the queues and all pods are empty.
     *
     * @param stop asked at least once a second, after a round: what jobs there are was given out
     */
    public void run(Lookout lookout, boolean forever, BooleanSupplier stop)
            throws IOException, InterruptedException {
        Set<Path> queues = Set.copyOf(spool.jobQueue().directories());
        for (Path directory : queues) {
            lookout.watch(directory);
        }
        lookout.watch(spool.workerQueue().directory());
        boolean due = true;
        long lastRound = spool.time().nanos();
        while (true) {
            Duration wait = STEP;
            try {
                if (due) {
                    lastRound = spool.time().nanos();
                    lookout.looked(tick(queuePace(lookout)) > 0);
                    if (!forever) {
                        watchForTheEnd(lookout); // first, lest an end falls between the two
                        if (isOver()) {
                            if (backlog.size() > 0) {
                                events.leaves(backlog.size(), backlog.held().size());
                            }
                            return;
                        }
                    }
                }
                wait = Durations.shorter(untilDue(lastRound, lookout.pace()), STEP);
            } catch (IOException e) {
                events.trouble(e);
            }
            if (stop.getAsBoolean()) {
                return;
            }
            Set<Path> hinted = lookout.await(wait);
            if (hinted.stream().anyMatch(queues::contains)) {
                hint();
            }
            due = !hinted.isEmpty() || untilDue(lastRound, lookout.pace()).isZero();
        }
    }

    /** While jobs wait for workers, it is early enough to see a few times a second what is new. */
    private Duration queuePace(Lookout lookout) {
        Duration pace = lookout.pace();
        boolean anyWaits = !backlog.lines().isEmpty();
        return anyWaits && pace.compareTo(WHILE_JOBS_WAIT) < 0 ? WHILE_JOBS_WAIT : pace;
    }

    /**
     * While jobs are queued, their ends show by idle workers; the last ones, and those that others
     * wait for, only where they end.
     */
    private void watchForTheEnd(Lookout lookout) throws IOException {
        boolean wanted = backlog.size() == 0 || !backlog.dependants().isEmpty();
        if (!endWatched && jobSeen && wanted) {
            for (Path directory : spool.archive().directories()) {
                lookout.watch(directory);
            }
            endWatched = true;
        }
    }

    /** Leaves the seat to another dispatcher. Jobs and workers are left alone. */
    public void leave() throws IOException {
        seat.leave();
    }

    /** How many jobs wait in the queues, as of the last look. */
    public int queued() {
        return backlog.size();
    }

    /**
     * Whether at least one job was seen and none is left in the pods and the morgue, nor in the
     * queues but for those that will not run unless somebody does something about them. Pods and
     * queues are looked at twice: a job may go from one to the other meanwhile, or be in a pod that
     * gets another number.
     */
    public boolean isOver() throws IOException {
        if (!jobSeen && !anyInPods()) {
            return false;
        }
        jobSeen = true;
        Set<Path> stuck = backlog.stuck(claim -> !limits.areUsable(claim));
        return stuck.size() == backlog.size()
                && !anyInPods()
                && spool.morgue().entries().isEmpty()
                && stuck.containsAll(spool.jobQueue().entries())
                && !anyInPods()
                && stuck.containsAll(spool.jobQueue().entries())
                && !anyFreed();
    }

    /** The end of a job that ran a moment ago may have let others run. */
    private boolean anyFreed() throws IOException {
        int before = backlog.dependants().size();
        if (before > 0) {
            forerunners.look(backlog);
        }
        return backlog.dependants().size() < before;
    }

    private boolean anyInPods() throws IOException {
        for (Run run : spool.pods().runs()) {
            if (!spool.pods().jobs(run).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private Duration untilDue(long lastRound, Duration pace) {
        long now = spool.time().nanos();
        long next = Math.min(nextReap, lastRound + pace.toNanos());
        Duration round = Duration.ofNanos(Math.max(0, next - now));
        return holder.isPresent() ? round : Durations.shorter(round, backlog.untilReady());
    }

    private void holdSeat() throws IOException {
        liveness.look(lastWrite);
        lastWrite = ChronoUnit.FOREVER.getDuration(); // unless it is done now
        long begin = spool.time().nanos();
        Optional<Seat.Holder> now = seat.hold(liveness);
        lastWrite = Duration.ofNanos(spool.time().nanos() - begin);
        if (now.isPresent() && !reported) {
            events.standingBy(now.get());
            reported = true;
        } else if (now.isEmpty() && reported) {
            events.tookOver();
            reported = false;
        }
        holder = now;
    }

    private void tellOfPause(boolean pausedNow) {
        if (pausedNow != paused) {
            paused = pausedNow;
            events.paused(paused);
        }
    }

    private int match(List<Run> idle) throws IOException {
        missWorkers(idle);
        if (idle.isEmpty() || backlog.lines().isEmpty()) {
            return 0;
        }
        Map<String, Integer> room = room(idle);
        boolean timed = backlog.lines().keySet().stream().anyMatch(c -> c.expected().isPresent());
        List<Matchmaker.Idle> able = staff.withAbilities(idle, timed);
        int assigned = 0;
        for (Match match : Matchmaker.match(backlog.lines(), able, room)) {
            if (backlog.isStill(match.candidate()) && assign(match.candidate(), match.run())) {
                assigned++;
            }
        }
        if (assigned > 0) {
            lastMatch = spool.time().nanos();
            events.dispatched(assigned);
        }
        return assigned;
    }

    /** What room limits leave; none while that is not known, so other jobs are dispatched. */
    private Map<String, Integer> room(List<Run> idle) {
        boolean limited = backlog.lines().keySet().stream().anyMatch(c -> !c.limits().isEmpty());
        try {
            return limited ? limits.room(idle) : Map.of();
        } catch (IOException e) {
            events.trouble(e);
            return Map.of();
        }
    }

    private boolean assign(Candidate candidate, Run run) throws IOException {
        if (!spool.workerQueue().take(run)) {
            return false; // another dispatcher took it, or its worker withdrew it
        }
        QueuedJob job = candidate.job();
        // From here on the pod is let go whatever happens: its worker gives it up.
        try {
            if (spool.jobQueue().assign(job, run)) {
                backlog.remove(candidate);
                limits.assigned(run, candidate.conditions().limits());
                return true;
            }
        } catch (IOException e) {
            if (!(e instanceof AccessDeniedException) && !spool.pods().canBeOpened(run)) {
                events.trouble(e); // of the pod; the job goes to another one
                return false;
            }
            backlog.refuse(candidate);
            events.stuck(job, e);
            return false;
        }
        if (spool.jobQueue().look(job.path()).isEmpty()) {
            backlog.remove(candidate); // withdrawn by its user, or another dispatcher's
        }
        return false;
    }

    /** Says once that jobs wait and nobody is there for them. */
    private void missWorkers(List<Run> idle) throws IOException {
        long now = spool.time().nanos();
        if (!idle.isEmpty() || backlog.lines().isEmpty()) {
            lastMatch = now;
            workersMissed = false;
        } else if (!workersMissed && now - lastMatch > LONELY.toNanos()) {
            lastMatch = now;
            if (!spool.roll().hasWorkers()) {
                workersMissed = true;
                events.noWorkers(backlog.size());
            }
        }
    }

    /** Says once of each need of labels and limits that nobody there can serve it. */
    private void missAbilities() throws IOException {
        unserved.retainAll(
                backlog.lines().keySet().stream()
                        .map(Dispatcher::withoutTime)
                        .collect(Collectors.toSet()));
        for (Map.Entry<Claim, ? extends SortedSet<Candidate>> line : backlog.lines().entrySet()) {
            Claim claim = withoutTime(line.getKey());
            boolean unservable =
                    !limits.areUsable(claim)
                            || (!claim.requires().isEmpty() && !staff.anybodyServes(claim));
            if (unservable && unserved.add(claim)) {
                Candidate first = line.getValue().first();
                events.unservable(first.job().name(), first.conditions());
            }
        }
    }

    private static Claim withoutTime(Claim claim) {
        return new Claim(claim.requires(), claim.limits());
    }
}
