package org.fjd.work;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.spool.Lookout;
import org.fjd.spool.Morgue;
import org.fjd.spool.Pod;
import org.fjd.spool.Spool;

/**
 * The pods of one worker: the one that it has announced, the one in which its present job lies, and
 * an empty one to announce next. Each is announced once under each number. Every method may be
 * called again after an exception. For one thread.
 */
final class OwnPods {

    /** How long a taken pod waits for its job before it is announced under another number. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Spool spool;
    private final Morgue morgue;
    private final Lookout lookout;
    private final String worker;

    private Run next;
    private Optional<Pod> announced = Optional.empty();
    private Optional<Pod> occupied = Optional.empty();
    private Optional<Pod> spare = Optional.empty();
    private Optional<Long> takenSince = Optional.empty();

    OwnPods(Spool spool, Lookout lookout, String worker) {
        this.spool = spool;
        this.morgue = spool.morgue();
        this.lookout = lookout;
        this.worker = worker;
        this.next = new Run(worker, 1);
    }

    /** The pod that waits for a job. */
    Optional<Pod> announced() {
        return announced;
    }

    /** Whether the announced pod was taken, and its job has not come. */
    boolean isTaken() {
        return takenSince.isPresent();
    }

    /** Announces a pod under a new number, if none is announced. */
    void announce() throws IOException {
        if (announced.isEmpty()) {
            Pod pod = renewed(spare);
            spare = Optional.of(pod);
            spool.workerQueue().announce(pod.run());
            announced = spare;
            spare = Optional.empty();
            takenSince = Optional.empty();
        }
    }

    /** A pod under the next number: the one that is given, or a new one. */
    private Pod renewed(Optional<Pod> old) throws IOException {
        Run run = next;
        next = next.next();
        Optional<Pod> renewed = old.isPresent() ? old.get().renew(run) : Optional.empty();
        return renewed.isPresent() ? renewed.get() : open(run);
    }

    private Pod open(Run run) throws IOException {
        Pod pod = spool.pods().open(run);
        lookout.watch(pod.path());
        return pod;
    }

    /**
     * Looks after the announcement. A dispatcher that took it and then died, or lost the job to its
     * user, will not come back: the pod is announced again under another number, and a job that
     * slips in meanwhile comes along.
     */
    void checkAnnouncement() throws IOException {
        if (announced.isEmpty() || spool.workerQueue().isAnnounced(announced.get().run())) {
            takenSince = Optional.empty();
            return;
        }
        long now = spool.time().nanos();
        if (takenSince.isEmpty()) {
            takenSince = Optional.of(now);
        } else if (now - takenSince.get() >= PATIENCE.toNanos()) {
            spare = announced;
            announced = Optional.empty();
            announce();
        }
    }

    /** The announced pod has got a job. */
    void occupy() {
        occupied = announced;
        announced = Optional.empty();
    }

    /** The job has left its pod; whatever it left there is put aside. */
    void vacate() throws IOException {
        if (occupied.isPresent()) {
            morgue.sweep(occupied.get().path(), occupied.get().run());
            spare = occupied;
            occupied = Optional.empty();
        }
    }

    /** An empty pod for the present job, whose file the job removed, perhaps with its pod. */
    Pod cleared() throws IOException {
        Pod pod = occupied.orElseThrow();
        if (!spool.pods().runs().contains(pod.run())) {
            pod = renewed(Optional.empty());
            occupied = Optional.of(pod);
        }
        morgue.sweep(pod.path(), pod.run());
        return pod;
    }

    /** Gives up the announced pod; a job that lies there already is queued again. */
    void withdraw() throws IOException {
        if (announced.isPresent()) {
            spool.workerQueue().take(announced.get().run());
            dissolve(announced.get());
            announced = Optional.empty();
        }
    }

    /** Gives up all pods, when no job is running. */
    void dissolve() throws IOException {
        withdraw();
        if (spare.isPresent()) {
            dissolve(spare.get());
            spare = Optional.empty();
        }
    }

    private void dissolve(Pod pod) throws IOException {
        Run run = pod.run();
        morgue.fence(run, worker);
        for (Morgue.Entry entry : morgue.entries()) {
            if (entry.run().equals(run) && entry.holder().equals(worker)) {
                for (Path job : entry.jobs()) {
                    JobName name = JobName.ofFileName(job.getFileName().toString()).orElseThrow();
                    spool.jobQueue().putBack(job, name, run);
                }
                morgue.bury(entry);
            }
        }
    }

    /** Leaves all pods to the reaper, untouched; the next one gets a new number. */
    void abandon() throws IOException {
        for (Pod pod : Stream.of(announced, occupied, spare).flatMap(Optional::stream).toList()) {
            spool.workerQueue().take(pod.run());
            morgue.fence(pod.run(), worker);
        }
        announced = Optional.empty();
        occupied = Optional.empty();
        spare = Optional.empty();
    }
}
