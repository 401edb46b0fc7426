package org.fjd.steer;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import org.fjd.job.Durations;
import org.fjd.job.JobName;
import org.fjd.job.Rejection;
import org.fjd.job.Run;
import org.fjd.spool.JobQueue;
import org.fjd.spool.JobReader;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;
import org.fjd.spool.Wanted;
import org.fjd.steer.Steered.Done;
import org.fjd.steer.Steered.Was;
import org.fjd.steer.Steerer.Extent;

/**
 * Goes after jobs that move on by themselves meanwhile: looks where they are, does there what is to
 * be done, and looks again for those that were not there any more, have not settled, or have still
 * to end. For one thread, and to be used once.
 */
abstract class Pursuit {

    /** How long it waits at most for something to happen. */
    static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration SOON = Duration.ofMillis(20);
    private static final Duration STEP = Duration.ofSeconds(1);

    final Spool spool;
    final Steersman steersman;
    final JobReader reader;
    private final JobQueue queue;
    private final Lookout lookout;
    private final BooleanSupplier stop;
    private final Extent extent;
    private final Settling settling;

    private final List<Steered> settled = new ArrayList<>();
    private final Set<JobName> told = new HashSet<>();
    private final Set<JobName> missedOnce = new HashSet<>();
    private final Set<Path> refused = new HashSet<>();
    private final Map<JobName, String> waitsFor = new HashMap<>();
    private boolean overtaken;

    Pursuit(Spool spool, Machine here, Lookout lookout, BooleanSupplier stop, Extent extent) {
        this.spool = spool;
        this.steersman = new Steersman(spool, here);
        this.reader = spool.jobReader();
        this.queue = spool.jobQueue();
        this.lookout = lookout;
        this.stop = stop;
        this.extent = extent;
        this.settling = new Settling(spool);
    }

    /**
     * Does what is to be done with a queued job.
     *
     * @return what became of it; empty if it was no longer there
     * @throws Rejection if it is nothing that can be steered
     */
    abstract Optional<Steered> steer(QueuedJob job, byte[] content) throws IOException, Rejection;

    /**
     * Does what is to be done with a job that runs.
     *
     * @return whether there will be more to do with it
     */
    abstract boolean meet(JobName job, Run run, Census census) throws IOException;

    /** Called before all jobs are looked for once more. */
    void beginRound() {}

    /**
     * Called in each round for each job that is still gone after, when all places were looked into.
     *
     * @return whether there will be more to do with it
     */
    boolean followUp(JobName job, Census census) throws IOException {
        return false;
    }

    Account pursue(Wanted wanted) throws IOException, InterruptedException {
        List<String> unknown = new ArrayList<>();
        Set<JobName> pending = choose(wanted, unknown);
        Optional<String> trouble = Optional.empty();
        try {
            watch();
            pursue(pending);
            steersman.leave();
        } catch (IOException e) {
            trouble = Optional.of(Trouble.describe(e));
            leaveIfPossible();
        }
        for (JobName job : pending) {
            String why =
                    trouble.isPresent()
                            ? "not tried"
                            : waitsFor.getOrDefault(job, "interrupted before it was tried");
            settle(new Steered(job, Was.QUEUED, Done.NOTHING, why));
        }
        return new Account(settled, unknown, trouble);
    }

    private void watch() throws IOException {
        for (Path directory : queue.directories()) {
            lookout.watch(directory);
        }
        for (Path directory : spool.archive().directories()) {
            lookout.watch(directory);
        }
    }

    private void leaveIfPossible() {
        try {
            steersman.leave();
        } catch (IOException e) {
            // what is left is a dead worker's to the reaper
        }
    }

    /** The jobs that are meant. Where all that a word means have ended it says so at once. */
    private Set<JobName> choose(Wanted wanted, List<String> unknown) throws IOException {
        Set<JobName> there = names(extent);
        Wanted.Choice choice = wanted.choose(there);
        if (choice.missing().isEmpty()) {
            return new TreeSet<>(choice.jobs());
        }
        there.addAll(names(extent));
        choice = wanted.choose(there);
        Set<JobName> jobs = new TreeSet<>(choice.jobs());
        Wanted.Choice others = wanted.chooseNamed(names(Extent.BOTH), choice.missing());
        jobs.addAll(others.jobs());
        if (!others.missing().isEmpty()) {
            Set<JobName> done = Census.names(spool.archive().doneJobs());
            Set<JobName> ended = Census.names(spool.archive().failedJobs());
            ended.addAll(done);
            Wanted.Choice named = wanted.chooseOf(ended, others.missing());
            for (JobName job : named.jobs()) {
                settle(ended(job, done.contains(job)));
            }
            if (!named.missing().isEmpty()) {
                Wanted.Choice packed = wanted.chooseOf(Census.packed(spool), named.missing());
                for (JobName job : packed.jobs()) {
                    String why = "it has ended, and is packed";
                    settle(new Steered(job, Was.PACKED, Done.NOTHING, why));
                }
                unknown.addAll(packed.missing());
            }
        }
        return jobs;
    }

    private Set<JobName> names(Extent of) throws IOException {
        return Census.take(spool).names(of.hasQueued(), of.hasRunning());
    }

    static Steered ended(JobName job, boolean done) {
        return new Steered(job, done ? Was.DONE : Was.FAILED, Done.NOTHING, "it has ended");
    }

    private void pursue(Set<JobName> pending) throws IOException, InterruptedException {
        long lastNews = spool.time().nanos();
        while (!pending.isEmpty() && !stop.getAsBoolean()) {
            int before = settled.size();
            overtaken = false;
            beginRound();
            Census census = Census.take(spool);
            for (JobName job : List.copyOf(pending)) {
                if (stop.getAsBoolean()) {
                    return;
                }
                if (!isOpen(job, census)) {
                    pending.remove(job);
                }
            }
            long now = spool.time().nanos();
            boolean news = settled.size() > before;
            lastNews = news ? now : lastNews;
            if (now - lastNews > PATIENCE.toNanos()) {
                return;
            }
            if (!pending.isEmpty()) {
                steersman.leave(); // it does not beat while it waits
                await(news);
            }
        }
    }

    private void await(boolean news) throws InterruptedException {
        lookout.looked(news);
        if (overtaken) {
            spool.time().pause(SOON); // no hint tells where a job went that somebody else took
        } else {
            Duration pace = lookout.pace();
            lookout.await(settling.untilSettled(Durations.shorter(pace, STEP)));
        }
    }

    /** Does what can be done for a job now, and says whether there is more to come. */
    private boolean isOpen(JobName job, Census census) throws IOException {
        boolean open = false;
        for (Path entry : census.queued(job)) {
            open |= isOpen(job, entry);
        }
        boolean queuedOnly = extent == Extent.QUEUED && !census.queued(job).isEmpty();
        for (Run run : census.assigned(job)) {
            if (steersman.owns(run) || spool.roll().isSteering(run.worker())) {
                open |= waits(job, "another command is changing it");
                overtaken = true;
            } else if (!queuedOnly) {
                open |= meet(job, run, census);
            }
        }
        if (census.taken().contains(job)) {
            open |= waits(job, "its worker was lost; start a dispatcher, which queues it again");
        }
        open |= followUp(job, census);
        return open || !isSettled(job);
    }

    private boolean isOpen(JobName job, Path entry) throws IOException {
        if (refused.contains(entry)) {
            return false;
        }
        Optional<QueuedJob> look = queue.look(entry);
        if (look.isEmpty()) {
            return slipped(job);
        }
        if (steersman.queued(look.get())) {
            return false;
        }
        if (!extent.hasQueued()) {
            refused.add(entry);
            return settle(new Steered(job, Was.QUEUED, Done.NOTHING, "it is queued"));
        }
        if (!settling.hasSettled(look.get())) {
            return waits(job, "its file is still being written");
        }
        return steerOrRefuse(look.get());
    }

    private boolean steerOrRefuse(QueuedJob job) throws IOException {
        try {
            Optional<String> objection = job.name().objection();
            if (objection.isPresent()) {
                throw new Rejection(objection.get());
            }
            Optional<Steered> steered = steer(job, reader.read(job.path()));
            return steered.isPresent() ? settle(steered.get()) : slipped(job.name());
        } catch (Rejection e) {
            refused.add(job.path());
            return settle(new Steered(job.name(), Was.QUEUED, Done.NOTHING, e.reason()));
        } catch (NoSuchFileException e) {
            if (e.getFile().equals(job.path().toString())) {
                return slipped(job.name());
            }
            throw e;
        }
    }

    /** Somebody else was first: a dispatcher, another command, or its user. */
    private boolean slipped(JobName job) {
        overtaken = true;
        return waits(job, "it moves from place to place");
    }

    boolean waits(JobName job, String what) {
        waitsFor.put(job, what);
        missedOnce.remove(job);
        return true;
    }

    /** Notes what became of a job; returns that there is no more to come of it. */
    boolean settle(Steered steered) {
        settled.add(steered);
        told.add(steered.job());
        missedOnce.remove(steered.job());
        return false;
    }

    /**
     * Whether something is said of a job. One that is nowhere counts as gone at the second look.
     */
    private boolean isSettled(JobName job) throws IOException {
        if (isToldOf(job)) {
            return true;
        }
        if (missedOnce.add(job)) {
            overtaken = true;
            return false;
        }
        boolean done = Census.names(spool.archive().doneJobs()).contains(job);
        boolean failed = Census.names(spool.archive().failedJobs()).contains(job);
        settle(
                done || failed
                        ? ended(job, done)
                        : new Steered(
                                job, Was.GONE, Done.NOTHING, "it is not in the spool any more"));
        return true;
    }

    boolean isToldOf(JobName job) {
        return told.contains(job);
    }
}
