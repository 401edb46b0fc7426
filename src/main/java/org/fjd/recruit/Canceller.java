package org.fjd.recruit;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.fjd.recruit.Launcher.Failure;
import org.fjd.recruit.WaitingList.Look;
import org.fjd.recruit.WaitingList.Missing;
import org.fjd.recruit.WaitingList.Pending;
import org.fjd.spool.Hire;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;

/** Strikes workers off the waiting list. For one thread. */
public final class Canceller {

    /**
     * What became of pending workers that are not wanted any more.
     *
     * @param workers how many are cancelled
     * @param starting those that could not be, since they have been started
     * @param troubles what kept it from cancelling others
     */
    public record Cancelled(int workers, List<Missing> starting, List<Failure> troubles) {

        /** Where nobody was to be cancelled. */
        public static final Cancelled NOBODY = new Cancelled(0, List.of(), List.of());
    }

    private final Spool spool;
    private final WaitingList waiting;

    public Canceller(Spool spool, WaitingList waiting) {
        this.spool = spool;
        this.waiting = waiting;
    }

    /**
     * Cancels workers that are pending, of the youngest requests first.
     *
     * @param most how many; a request whose batch system can only cancel all of it is left alone
     *     where these would be more
     * @param workers who is on the roll, as it was before
     */
    public Cancelled cancel(int most, List<WorkerRecord> workers)
            throws IOException, InterruptedException {
        Look look = waiting.look(workers);
        List<Failure> troubles = new ArrayList<>(look.troubles());
        List<Hire> hires = new ArrayList<>(spool.hires().list());
        Collections.reverse(hires);
        int cancelled = 0;
        for (Hire hire : hires) {
            List<String> tasks =
                    look.workers().stream()
                            .filter(worker -> worker.hire().equals(hire))
                            .map(Pending::task)
                            .toList();
            if (tasks.isEmpty() || cancelled >= most) {
                continue;
            }
            try {
                cancelled += cancel(hire, tasks, most - cancelled, workers, troubles);
            } catch (BatchException e) {
                troubles.add(e.failure());
            }
        }
        List<Missing> starting =
                look.missing().stream().filter(missing -> !missing.isLost()).toList();
        return new Cancelled(cancelled, starting, troubles);
    }

    private int cancel(
            Hire hire,
            List<String> tasks,
            int most,
            List<WorkerRecord> workers,
            List<Failure> troubles)
            throws IOException, BatchException, InterruptedException {
        BatchSystem system = waiting.system(hire);
        if (tasks.size() > most && !system.cancelsSingly()) {
            return 0;
        }
        List<String> last = tasks.subList(Math.max(0, tasks.size() - most), tasks.size());
        Optional<Failure> failure = system.cancel(hire, last);
        if (failure.isEmpty()) {
            // at once: it may be mute from now on, and they would seem to be started
            spool.hires().cancelled(hire, last);
        }
        List<String> left = new ArrayList<>();
        try {
            system.pending(hire).forEach(awaited -> left.add(awaited.task()));
        } catch (BatchException e) {
            troubles.add(failure.orElse(e.failure()));
            return failure.isEmpty() ? last.size() : 0;
        }
        List<String> gone = last;
        if (failure.isPresent()) {
            gone = last.stream().filter(task -> !left.contains(task)).toList();
            spool.hires().cancelled(hire, gone);
        }
        waiting.settle(hire, left.size(), workers);
        if (gone.size() < last.size()) {
            failure.ifPresent(troubles::add);
        }
        return gone.size();
    }
}
