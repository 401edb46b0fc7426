package org.fjd.dispatch;

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
import java.util.TreeSet;
import org.fjd.spool.JobQueue;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Time;

/**
 * The queued jobs as this dispatcher last saw them, in order. A listing of a long queue is
 * expensive, so it is repeated only so often that it takes a small part of the time; what became of
 * a job meanwhile shows when it is to be assigned. For one thread.
 */
final class Backlog {

    /**
     * Listing takes at most a tenth of the time where something is new, a twentieth otherwise; more
     * only where that would leave the queues unseen for longer than {@link #LONGEST_WAIT}, as after
     * a listing during which the file server hung.
     */
    private static final int HINTED_SHARE = 10;

    private static final int IDLE_SHARE = 20;
    private static final Duration EMPTY_SETTLE = Duration.ofSeconds(10);
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final Duration FAR = Duration.ofDays(1);
    private static final Duration REFUSED_FOR = Duration.ofSeconds(30);

    private static final class Candidate implements Comparable<Candidate> {
        QueuedJob job;
        long seen;
        long notBefore;
        boolean submissionAsked;

        Candidate(QueuedJob job, long seen) {
            this.job = job;
            this.seen = seen;
            this.notBefore = seen;
        }

        @Override
        public int compareTo(Candidate other) {
            return job.compareTo(other.job);
        }
    }

    private final JobQueue queue;
    private final Duration settle;
    private final Time time;
    private final Map<Path, Candidate> known = new HashMap<>();
    private final TreeSet<Candidate> order = new TreeSet<>();
    private boolean hinted = true;
    private long nextReady;
    private long lastLook;
    private long lastCost;

    Backlog(JobQueue queue, Duration settle, Time time) {
        this.queue = queue;
        this.settle = settle;
        this.time = time;
        this.lastLook = time.nanos();
    }

    /** Says that something may be new in the queues. */
    void hint() {
        hinted = true;
    }

    /**
     * Lists the queues if it is time to.
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
    }

    /** Lists the queues. */
    void look() throws IOException {
        long begin = time.nanos();
        hinted = false;
        Set<Path> listed = new HashSet<>(queue.entries());
        known.values().removeIf(candidate -> gone(candidate, listed));
        for (Path entry : listed) {
            if (!known.containsKey(entry)) {
                queue.look(entry).ifPresent(job -> add(new Candidate(job, begin)));
            }
        }
        lastLook = time.nanos();
        lastCost = lastLook - begin;
    }

    private boolean gone(Candidate candidate, Set<Path> listed) {
        return !listed.contains(candidate.job.path()) && order.remove(candidate);
    }

    private void add(Candidate candidate) {
        known.put(candidate.job.path(), candidate);
        order.add(candidate);
    }

    /** The first jobs that may be assigned now, at most so many. */
    List<QueuedJob> ready(int most) throws IOException {
        List<QueuedJob> ready = new ArrayList<>();
        List<Candidate> changed = new ArrayList<>();
        long now = time.nanos();
        nextReady = now + FAR.toNanos();
        Iterator<Candidate> candidates = order.iterator();
        while (ready.size() < most && candidates.hasNext()) {
            Candidate candidate = candidates.next();
            if (candidate.notBefore - now > 0) {
                nextReady = Math.min(nextReady, candidate.notBefore);
            } else if (candidate.job.retried()) {
                ready.add(candidate.job);
            } else if (now - candidate.seen >= settleTime(candidate.job)) {
                Optional<QueuedJob> found = queue.look(candidate.job.path());
                if (found.filter(candidate.job::isUnchangedIn).isPresent()) {
                    ready.add(candidate.job);
                } else {
                    candidates.remove();
                    known.remove(candidate.job.path());
                    found.ifPresent(job -> changed.add(new Candidate(job, now)));
                }
            } else if (isSubmitted(candidate)) {
                candidate.seen = now - settle.toNanos();
                ready.add(candidate.job);
            } else {
                nextReady = Math.min(nextReady, candidate.seen + settleTime(candidate.job));
            }
        }
        if (!changed.isEmpty()) {
            changed.forEach(this::add);
            nextReady = Math.min(nextReady, now + settle.toNanos());
        }
        return ready;
    }

    /** An empty file is most likely the output of a program that has not written yet. */
    private long settleTime(QueuedJob job) {
        boolean longer = job.size() == 0 && settle.compareTo(EMPTY_SETTLE) < 0;
        return (longer ? EMPTY_SETTLE : settle).toNanos();
    }

    private boolean isSubmitted(Candidate candidate) {
        if (candidate.submissionAsked) {
            return false;
        }
        candidate.submissionAsked = true;
        try {
            return queue.isSubmitted(candidate.job);
        } catch (IOException e) {
            return false; // whoever may not read it lets it settle; its worker says what is wrong
        }
    }

    /** How long until a job that the last call of {@link #ready} passed over may be ready. */
    Duration untilReady() {
        return Duration.ofNanos(Math.max(0, nextReady - time.nanos()));
    }

    /** Takes a job off the list: it was assigned, or is gone. */
    void remove(QueuedJob job) {
        Candidate candidate = known.remove(job.path());
        if (candidate != null) {
            order.remove(candidate);
        }
    }

    /** Leaves a job alone for a while, because it could not be moved. */
    void refuse(QueuedJob job) {
        Candidate candidate = known.get(job.path());
        if (candidate != null) {
            candidate.notBefore = time.nanos() + REFUSED_FOR.toNanos();
        }
    }

    int size() {
        return known.size();
    }
}
