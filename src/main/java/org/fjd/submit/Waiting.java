package org.fjd.submit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fjd.job.JobName;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;

/**
 * Waits until jobs have ended. A job of a known submission has ended when a file with its identity
 * lies in {@code done/} or {@code failed/}, whatever it is called there; one that is known by its
 * name only, when no job of that name is queued or in a pod any more, and the latest file of that
 * name says how. For one thread.
 */
public final class Waiting {

    /** What is told meanwhile, each once. */
    public interface Events {

        /** There is no dispatcher, so it may be waited for ever. */
        void noDispatcher();

        /** There is no worker, so it may be waited for ever. */
        void noWorkers();

        /** A job is neither queued nor in a pod nor ended: somebody took it away. */
        void gone(JobName job);
    }

    /** Listings take at most so much of the time. */
    private static final int SHARE = 10;

    /** Who is just starting is not missed. */
    private static final Duration FIRST_CHECK = Duration.ofSeconds(1);

    private static final Duration CHECK = Duration.ofSeconds(5);
    private static final Duration SECOND_LOOK = Duration.ofMillis(50);

    private final Spool spool;
    private final Events events;
    private final Staff staff;
    private final Endings endings;
    private final Map<JobName, Optional<String>> open = new HashMap<>();
    private final Set<Endings.Mark> known = new HashSet<>();
    private final List<Ended> ended = new ArrayList<>();
    private final Set<JobName> gone = new TreeSet<>();
    private final List<String> unknown = new ArrayList<>();
    private final Set<JobName> missed = new HashSet<>();
    private boolean dispatcherMissed;
    private boolean workersMissed;
    private long nextCheck;

    private Waiting(Spool spool, Machine here, Events events) {
        this.spool = spool;
        this.events = events;
        this.staff = new Staff(spool, here);
        this.endings = new Endings(spool);
        this.nextCheck = spool.time().nanos() + FIRST_CHECK.toNanos();
    }

    /** Waits for what was submitted. */
    public static Waiting forSubmitted(
            Spool spool, Machine here, Collection<Submission> jobs, Events events) {
        Waiting waiting = new Waiting(spool, here, events);
        jobs.forEach(job -> waiting.open.put(job.job(), Optional.of(job.id())));
        return waiting;
    }

    /** Waits for all jobs that are queued or in pods. */
    public static Waiting forAll(Spool spool, Machine here, Events events)
            throws IOException, InterruptedException {
        Set<JobName> live = new HashSet<>(Whereabouts.live(spool));
        spool.time().pause(SECOND_LOOK);
        live.addAll(Whereabouts.live(spool));
        return forLive(spool, here, live, events);
    }

    /** Waits for jobs that somebody means. Those that have ended already need no waiting. */
    public static Waiting forWanted(Spool spool, Machine here, Wanted wanted, Events events)
            throws IOException, InterruptedException {
        Set<JobName> live = new HashSet<>(Whereabouts.live(spool));
        if (!wanted.choose(live).missing().isEmpty()) {
            spool.time().pause(SECOND_LOOK);
            live.addAll(Whereabouts.live(spool));
        }
        Set<JobName> there = new HashSet<>(live);
        for (Path entry : spool.archive().entries()) {
            JobName name = JobName.ofFileName(entry.getFileName().toString()).orElseThrow();
            there.add(name);
            there.add(name.original());
        }
        Wanted.Choice choice = wanted.choose(there);
        Set<JobName> named = new LinkedHashSet<>(choice.jobs());
        live.retainAll(named);
        // Of a job and its copies, all of which a glob means, the last one counts.
        named.removeIf(
                job ->
                        !job.equals(job.original())
                                && choice.jobs().contains(job.original())
                                && !live.contains(job));
        Waiting waiting = forLive(spool, here, live, events);
        waiting.unknown.addAll(choice.missing());
        named.removeAll(live);
        Map<JobName, List<Endings.Mark>> before = waiting.endings.of(named);
        for (JobName job : named) {
            List<Endings.Mark> marks = before.getOrDefault(job, List.of());
            Optional<Ended> end =
                    marks.isEmpty()
                            ? Optional.empty()
                            : waiting.endings.read(job, last(marks), history -> true);
            end.ifPresentOrElse(waiting.ended::add, () -> waiting.gone.add(job));
        }
        return waiting;
    }

    private static Waiting forLive(Spool spool, Machine here, Set<JobName> live, Events events)
            throws IOException {
        Waiting waiting = new Waiting(spool, here, events);
        live.forEach(job -> waiting.open.put(job, Optional.empty()));
        Map<JobName, List<Endings.Mark>> before = waiting.endings.of(live);
        // Of a job that is still there, these are earlier ends; another may just have ended so.
        before.keySet().retainAll(Whereabouts.live(spool));
        before.values().forEach(waiting.known::addAll);
        return waiting;
    }

    /** The jobs that have not ended, in order of their names. */
    public List<JobName> open() {
        return open.keySet().stream().sorted().toList();
    }

    /** The jobs that have ended, in the order in which that was seen. */
    public List<Ended> ended() {
        return List.copyOf(ended);
    }

    /** The words that meant no job when the waiting began, as they were typed. */
    public List<String> unknown() {
        return List.copyOf(unknown);
    }

    /** The jobs that are nowhere any more, in order of their names. */
    public List<JobName> gone() {
        return List.copyOf(gone);
    }

    /**
     * Waits until no job is open.
     *
     * @param longest for how long at most
     * @return whether none is
     */
    public boolean await(Optional<Duration> longest) throws IOException, InterruptedException {
        try (Lookout lookout = spool.lookout()) {
            for (Path directory : spool.archive().directories()) {
                lookout.watch(directory);
            }
            long begin = spool.time().nanos();
            while (true) {
                long look = spool.time().nanos();
                lookout.looked(look());
                if (open.isEmpty()) {
                    return true;
                }
                long now = spool.time().nanos();
                long left = longest.map(l -> begin + l.toNanos() - now).orElse(Long.MAX_VALUE);
                if (left <= 0) {
                    return false;
                }
                Duration rest = Duration.ofNanos(Math.min(left, (now - look) * SHARE));
                spool.time().pause(rest);
                long most = Math.min(left, nextCheck - now) - rest.toNanos();
                long pace = Math.min(most, lookout.pace().toNanos());
                lookout.await(Duration.ofNanos(Math.max(0, pace)));
            }
        }
    }

    /**
     * Looks once.
     *
     * @return whether a job has ended since the last look
     */
    public boolean look() throws IOException {
        boolean check = spool.time().nanos() - nextCheck >= 0;
        boolean byName = open.containsValue(Optional.empty());
        Set<JobName> live = byName || check ? Whereabouts.live(spool) : Set.of();
        int before = open.size();
        Map<JobName, List<Endings.Mark>> found = endings.of(Set.copyOf(open.keySet()));
        for (Map.Entry<JobName, List<Endings.Mark>> entry : found.entrySet()) {
            judge(entry.getKey(), entry.getValue(), live);
        }
        if (check && !open.isEmpty()) {
            missJobs(live);
            missStaff();
            nextCheck = spool.time().nanos() + CHECK.toNanos();
        }
        return open.size() < before;
    }

    private void judge(JobName job, List<Endings.Mark> marks, Set<JobName> live)
            throws IOException {
        Optional<String> id = open.getOrDefault(job, Optional.empty());
        if (id.isEmpty() && live.contains(job)) {
            return;
        }
        List<Endings.Mark> fresh = marks.stream().filter(mark -> !known.contains(mark)).toList();
        if (fresh.isEmpty()) {
            return;
        }
        if (id.isEmpty()) {
            endings.read(job, last(fresh), history -> true).ifPresent(this::end);
            return;
        }
        for (Endings.Mark mark : fresh) {
            known.add(mark);
            endings.read(job, mark, history -> history.submission().equals(id))
                    .ifPresent(this::end);
        }
    }

    private void end(Ended end) {
        open.remove(end.job());
        ended.add(end);
    }

    /** A job counts as gone when it was nowhere at two checks. */
    private void missJobs(Set<JobName> live) {
        for (JobName job : open()) {
            if (live.contains(job)) {
                missed.remove(job);
            } else if (!missed.add(job)) {
                open.remove(job);
                gone.add(job);
                events.gone(job);
            }
        }
    }

    private void missStaff() throws IOException {
        if (!dispatcherMissed && !open.isEmpty() && !staff.hasDispatcher()) {
            dispatcherMissed = true;
            events.noDispatcher();
        }
        if (!workersMissed && !open.isEmpty() && !staff.hasWorkers()) {
            workersMissed = true;
            events.noWorkers();
        }
    }

    private static Endings.Mark last(List<Endings.Mark> marks) {
        return marks.get(marks.size() - 1);
    }
}
