package org.fjd.steer;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.Rejection;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Spool;
import org.fjd.steer.Steered.Done;
import org.fjd.steer.Steered.Was;
import org.fjd.steer.Steerer.Extent;

/**
 * Cancels jobs. A queued one it ends itself; the worker of one that runs is asked, and if it loses
 * the job, or returns it, the job is queued again and ended there.
 */
final class Cancelling extends Pursuit {

    private final Extent extent;
    private final boolean wait;
    private final Map<JobName, Set<Run>> asked = new HashMap<>();
    private final Set<Run> over = new HashSet<>();
    private final Set<Run> missedOnce = new HashSet<>();
    private Optional<List<Path>> ended = Optional.empty();

    Cancelling(
            Spool spool,
            Machine here,
            Lookout lookout,
            BooleanSupplier stop,
            Extent extent,
            boolean wait) {
        super(spool, here, lookout, stop, extent);
        this.extent = extent;
        this.wait = wait;
    }

    @Override
    Optional<Steered> steer(QueuedJob job, byte[] content) throws IOException, Rejection {
        if (!steersman.take(job)) {
            return Optional.empty();
        }
        if (!steersman.cancel()) {
            throw new Rejection("It was replaced by something that is no plain file.");
        }
        return Optional.of(new Steered(job.name(), Was.QUEUED, Done.CANCELLED, ""));
    }

    @Override
    boolean meet(JobName job, Run run, Census census) throws IOException {
        if (!extent.hasRunning()) {
            if (!isToldOf(job)) {
                settle(new Steered(job, Was.RUNNING, Done.NOTHING, "it is running"));
            }
            return false;
        }
        boolean isNew = asked.computeIfAbsent(job, j -> new HashSet<>()).add(run);
        if (isNew) {
            spool.requests().cancel(run);
        }
        if (wait) {
            return waits(job, "its worker was asked, but has not ended it yet");
        }
        if (isNew) {
            settle(new Steered(job, Was.RUNNING, Done.ASKED, ""));
        }
        return false;
    }

    /** Looks what became of runs whose workers were asked, and which are over. */
    @Override
    boolean followUp(JobName job, Census census) throws IOException {
        boolean open = false;
        for (Run run : asked.getOrDefault(job, Set.of())) {
            boolean left = !census.assigned(job).contains(run) && !census.taken().contains(job);
            if (wait && left && !over.contains(run)) {
                open |= isOpen(job, run);
            }
        }
        return open;
    }

    private boolean isOpen(JobName job, Run run) throws IOException {
        Optional<Outcome> result = spool.archive().result(job, run, ended());
        if (result.isEmpty() && missedOnce.add(run)) {
            return true; // queued again, perhaps, after the queue was looked into
        }
        result.ifPresent(outcome -> settle(steered(job, outcome.state())));
        over.add(run);
        spool.requests().clear(run);
        return false;
    }

    private static Steered steered(JobName job, State state) {
        return state == State.CANCELLED
                ? new Steered(job, Was.RUNNING, Done.CANCELLED, "")
                : new Steered(
                        job, Was.RUNNING, Done.NOTHING, "it ended by itself: " + state.word());
    }

    @Override
    void beginRound() {
        ended = Optional.empty();
    }

    /** The ended jobs, listed once in a round, after the others were. */
    private List<Path> ended() throws IOException {
        if (ended.isEmpty()) {
            List<Path> all = new ArrayList<>(spool.archive().doneJobs());
            all.addAll(spool.archive().failedJobs());
            ended = Optional.of(all);
        }
        return ended.get();
    }
}
