package org.fjd.steer;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Change;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.Rejection;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.Morgue;
import org.fjd.spool.Pod;
import org.fjd.spool.ProcessId;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;

/**
 * A worker that runs nothing. It is on the roll and has a pod, which it never announces: to change
 * or cancel a queued job it assigns that job to its own pod, as a dispatcher would, and sends it on
 * with a word more in its file. Where it dies, its job is queued again as any lost worker's.
 *
 * <p>It beats only between two jobs, so it leaves the roll before it waits for something. After an
 * exception the only thing left to do is to {@link #leave}. For one thread.
 */
final class Steersman {

    private record Held(Path path, JobName name) {}

    private final Spool spool;
    private final Machine here;
    private final Duration pause;
    private WorkerRecord record;
    private Run next;
    private boolean enlisted;
    private long lastBeat;
    private Optional<Pod> pod = Optional.empty();
    private Optional<Held> held = Optional.empty();
    private boolean used;

    Steersman(Spool spool, Machine here) {
        ProcessId self = ProcessId.self(here);
        Instant now = spool.time().now();
        this.spool = spool;
        this.here = here;
        this.pause = spool.settings().betweenBeats();
        this.record =
                new WorkerRecord(
                        WorkerRecord.nameOf(self, now),
                        self,
                        here.user(),
                        now,
                        0,
                        new WorkerRecord.Steering());
        this.next = new Run(record.name(), 1);
    }

    /** Whether a run is one of its own. */
    boolean owns(Run run) {
        return run.worker().equals(record.name());
    }

    /** Whether a file in {@code retryqueue/} was put there by it. */
    boolean queued(QueuedJob job) {
        return job.retried()
                && job.path().getFileName().toString().contains("@" + record.name() + ".");
    }

    /**
     * Takes a queued job into its pod.
     *
     * @return false if it is no longer where it was: a dispatcher, its user or another command was
     *     first
     */
    boolean take(QueuedJob job) throws IOException {
        Pod own = readyPod();
        if (spool.jobQueue().assign(job, own.run())) {
            held = Optional.of(new Held(own.path().resolve(job.name().fileName()), job.name()));
            used = true;
            return true;
        }
        requireOnRoll();
        return false;
    }

    /**
     * Writes a change into the file that it took, and queues it again.
     *
     * @return false if it is no plain file (any more); it is queued again nevertheless
     * @throws Rejection if it may not be written; it is queued again nevertheless
     */
    boolean change(Change change) throws IOException, Rejection {
        Held job = held.orElseThrow();
        List<Entry> details = List.of(by(), new Entry("at", now()));
        boolean written = written(() -> spool.archive().note(job.path(), change, details));
        sendOn();
        return written;
    }

    /**
     * Records in the file that it took that the job is cancelled, and publishes it.
     *
     * @return false if it is no plain file (any more); it is queued again
     * @throws Rejection if it may not be written; it is queued again
     */
    boolean cancel() throws IOException, Rejection {
        Held job = held.orElseThrow();
        Run run = pod.orElseThrow().run();
        Outcome cancelled =
                new Outcome(State.CANCELLED, run, List.of(by(), new Entry("ended", now())));
        boolean written = written(() -> spool.archive().record(job.path(), cancelled));
        sendOn();
        return written;
    }

    private interface Write {
        boolean attempt() throws IOException;
    }

    /** Writes to its job's file, which its user may have made read-only. */
    private boolean written(Write write) throws IOException, Rejection {
        boolean written;
        try {
            written = attempt(write);
        } catch (AccessDeniedException e) {
            sendOn();
            throw new Rejection("Its rights do not let you write it. Its owner may: chmod g+w");
        } catch (IOException e) {
            sendOn(); // no space left, say; half a section does no harm
            throw e;
        }
        if (!written) {
            requireOnRoll();
        }
        return written;
    }

    private boolean attempt(Write write) throws IOException {
        try {
            return write.attempt();
        } catch (AccessDeniedException e) {
            try {
                pod.orElseThrow().restoreRights();
            } catch (IOException notItsOwner) {
                throw e;
            }
            return write.attempt();
        }
    }

    /** Sends its job where the file says: among the ended ones, or back to the queue. */
    private void sendOn() throws IOException {
        Held job = held.orElseThrow();
        if (!sent(job.path(), job.name(), pod.orElseThrow().run())) {
            requireOnRoll(); // else it went on, and only the reply was lost
        }
        held = Optional.empty();
    }

    private boolean sent(Path job, JobName name, Run run) throws IOException {
        Optional<Outcome> ended;
        try {
            ended = spool.archive().history(job).of(run);
        } catch (NoSuchFileException e) {
            return false;
        }
        return ended.isPresent()
                ? spool.archive().publish(job, name, ended.get().state()).isPresent()
                : spool.jobQueue().putBack(job, name, run);
    }

    private Pod readyPod() throws IOException {
        if (!enlisted) {
            spool.roll().enlist(record);
            enlisted = true;
            lastBeat = spool.time().nanos();
        } else if (spool.time().nanos() - lastBeat >= pause.toNanos()) {
            requireOnRoll();
        }
        if (pod.isEmpty() || used) {
            pod = Optional.of(renewed());
            used = false;
        }
        return pod.get();
    }

    private Pod renewed() throws IOException {
        Run run = next;
        next = next.next();
        Optional<Pod> renewed = pod.isPresent() ? pod.get().renew(run) : Optional.empty();
        if (renewed.isPresent()) {
            return renewed.get();
        }
        requireOnRoll();
        return spool.pods().open(run);
    }

    /** Only who is not on the roll can have lost what lies in its pod. */
    private void requireOnRoll() throws IOException {
        record = record.with(record.beat() + 1, record.activity());
        if (!spool.roll().beat(record)) {
            throw new StruckOff();
        }
        lastBeat = spool.time().nanos();
    }

    /**
     * Gives up its pod and leaves the roll, if it is there; a job that it still has is queued
     * again. It may come back, under the same name and with further numbers.
     */
    void leave() throws IOException {
        if (!enlisted) {
            return;
        }
        if (pod.isPresent()) {
            dissolve(pod.get().run());
            pod = Optional.empty();
            held = Optional.empty();
        }
        spool.roll().strike(record.name());
        enlisted = false;
    }

    private void dissolve(Run run) throws IOException {
        Morgue morgue = spool.morgue();
        if (!spool.roll().has(record.name())) {
            morgue.fence(run, Morgue.NOBODY); // a reaper is at it, or will be
            return;
        }
        Optional<Morgue.Entry> entry = morgue.fence(run, record.name());
        if (entry.isPresent()) {
            for (Path job : entry.get().jobs()) {
                JobName name = JobName.ofFileName(job.getFileName().toString()).orElseThrow();
                sent(job, name, run);
            }
            if (!morgue.bury(entry.get())) {
                morgue.takeOver(entry.get(), Morgue.NOBODY); // a reaper looks until it is empty
            }
        }
    }

    private Entry by() {
        return new Entry("by", here.user() + "@" + here.host());
    }

    private String now() {
        return spool.time().now().truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
