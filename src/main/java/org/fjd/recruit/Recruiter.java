package org.fjd.recruit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.fjd.job.Run;
import org.fjd.recruit.Launcher.Launched;
import org.fjd.spool.Liveness;
import org.fjd.spool.Machine;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;

/** Hires workers for a spool, and fires them. */
public final class Recruiter {

    private static final Duration PACE = Duration.ofMillis(20);

    /**
     * What became of an attempt to fire.
     *
     * @param gone who left
     * @param busy who is asked to leave, but was still there when the time was over
     * @param lost who is on the roll, but does not answer
     */
    public record Fired(List<String> gone, List<WorkerRecord> busy, List<String> lost) {}

    private final Spool spool;
    private final Machine here;

    public Recruiter(Spool spool, Machine here) {
        this.spool = spool;
        this.here = here;
    }

    /**
     * Has all launchers start workers at once. One that fails does not hold up the others.
     *
     * @param count how many each; if empty, as many as its place is for
     * @param told what came of each, as soon as that is known
     */
    public void hire(
            List<? extends Launcher> launchers, Optional<Integer> count, Consumer<Launched> told)
            throws IOException, InterruptedException {
        Everywhere.each(launchers, launcher -> () -> launcher.launch(count), told);
    }

    /**
     * All workers, in the order of their names; who only steers jobs is none. Records may be a
     * second old, so who has announced a pod and has no job is idle, whatever its record says.
     */
    public List<WorkerRecord> list() throws IOException {
        Set<String> busy = new HashSet<>();
        Set<String> announced = new HashSet<>();
        for (Run run : spool.workerQueue().idle()) {
            announced.add(run.worker());
        }
        for (Run run : spool.pods().runs()) {
            if (!spool.pods().jobs(run).isEmpty()) {
                busy.add(run.worker());
            }
        }
        List<WorkerRecord> records = new ArrayList<>();
        for (String worker : spool.roll().names()) {
            Optional<WorkerRecord> record = spool.roll().read(worker);
            if (record.isPresent() && !(record.get().activity() instanceof WorkerRecord.Steering)) {
                boolean idle = announced.contains(worker) && !busy.contains(worker);
                records.add(idle ? idle(record.get()) : record.get());
            }
        }
        records.sort(Comparator.comparing(WorkerRecord::name));
        return records;
    }

    private static WorkerRecord idle(WorkerRecord record) {
        return record.with(record.beat(), new WorkerRecord.Idle());
    }

    /** Whether a worker of this machine died without leaving the roll. */
    public boolean isDead(WorkerRecord worker) throws IOException {
        // In this order: who leaves takes itself off the roll before its process ends.
        return worker.process().isDead(here) && spool.roll().isThere(worker.name());
    }

    /** As many workers as asked for, idle ones first. */
    public static List<WorkerRecord> choose(List<WorkerRecord> workers, int count) {
        return workers.stream()
                .sorted(Comparator.comparing(w -> w.activity() instanceof WorkerRecord.Busy))
                .limit(count)
                .toList();
    }

    /**
     * Asks workers to leave, wherever they run, and waits until they are gone.
     *
     * @param wait for how long at most; if empty, for as long as they give signs of life
     */
    public Fired fire(List<WorkerRecord> workers, Leave leave, Optional<Duration> wait)
            throws IOException, InterruptedException {
        List<String> gone = new ArrayList<>();
        List<String> lost = new ArrayList<>();
        List<WorkerRecord> awaited = new ArrayList<>();
        for (WorkerRecord worker : workers) {
            if (isDead(worker)) {
                lost.add(worker.name());
            } else {
                spool.requests().ask(worker.name(), leave);
                awaited.add(worker);
            }
        }
        Liveness liveness = new Liveness(here, spool.settings().lease(), spool.time());
        long begin = spool.time().nanos();
        while (!awaited.isEmpty()) {
            liveness.look(Duration.ZERO);
            Set<String> enlisted = Set.copyOf(spool.roll().names());
            for (WorkerRecord worker : List.copyOf(awaited)) {
                if (!enlisted.contains(worker.name())) {
                    if (!worker.process().isOn(here) || worker.process().isDead(here)) {
                        spool.requests().clear(worker.name());
                        gone.add(worker.name());
                        awaited.remove(worker);
                    }
                } else if (isLost(worker, liveness)) {
                    lost.add(worker.name());
                    awaited.remove(worker);
                }
            }
            boolean over = wait.isPresent() && spool.time().nanos() - begin > wait.get().toNanos();
            if (over) {
                break;
            }
            if (!awaited.isEmpty()) {
                spool.time().pause(PACE);
            }
        }
        List<WorkerRecord> busy = new ArrayList<>();
        for (WorkerRecord worker : awaited) {
            spool.roll().read(worker.name()).ifPresent(busy::add);
        }
        return new Fired(gone, busy, lost);
    }

    private boolean isLost(WorkerRecord worker, Liveness liveness) throws IOException {
        Optional<WorkerRecord> now = spool.roll().read(worker.name());
        return now.isPresent()
                && liveness.isLost(worker.name(), now.get().process(), now.get().beat())
                && spool.roll().isThere(worker.name()); // last, as above
    }
}
