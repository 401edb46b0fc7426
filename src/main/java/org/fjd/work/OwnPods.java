package org.fjd.work;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.spool.Lookout;
import org.fjd.spool.Morgue;
import org.fjd.spool.Pod;
import org.fjd.spool.Spool;

/**
 * The pods of one worker: the one that it has announced, the one in which its present job lies,
 * those that earlier jobs have left, and an empty one to announce next; and one of which it does
 * not know whether its announcement was made. Each is announced once under each number. Every
 * method may be called again after an exception. For one thread.
 */
final class OwnPods {

    /** How long a taken pod waits for its job before it is given up. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    /** How far apart looks at an announcement are: to see that it was taken is not urgent. */
    private static final Duration CHECKED = Duration.ofMillis(250);

    private final Spool spool;
    private final Morgue morgue;
    private final Lookout lookout;
    private final String worker;

    private Run next;
    private Optional<Pod> announced = Optional.empty();
    private Optional<Pod> doubtful = Optional.empty();
    private Optional<Pod> occupied = Optional.empty();
    private Optional<Run> halfWay = Optional.empty();
    private final Deque<Pod> left = new ArrayDeque<>();
    private final Deque<Pod> spare = new ArrayDeque<>();
    private final Deque<Run> used = new ArrayDeque<>();
    private Optional<Long> takenSince = Optional.empty();
    private long lastChecked;

    OwnPods(Spool spool, Lookout lookout, String worker) {
        this.spool = spool;
        this.morgue = spool.morgue();
        this.lookout = lookout;
        this.worker = worker;
        this.next = new Run(worker, 1);
        this.lastChecked = spool.time().nanos();
    }

    /** The pod that waits for a job. */
    Optional<Pod> announced() {
        return announced;
    }

    /** The job in the announced pod. */
    Optional<Path> job() throws IOException {
        return announced.isPresent()
                ? announced.get().jobs().stream().findFirst()
                : Optional.empty();
    }

    /** Whether the announced pod was taken, and its job has not come. */
    boolean isTaken() {
        return takenSince.isPresent();
    }

    /**
     * Announces a pod under a new number, if none is announced.
     *
     * @return false if the worker was struck off the roll, without which it may not make pods
     */
    boolean announce() throws IOException {
        while (announced.isEmpty()) {
            if (doubtful.isPresent()) {
                giveUp(doubtful.get());
                doubtful = Optional.empty();
            }
            Optional<Pod> pod = renewed(Optional.ofNullable(spare.peek()));
            if (pod.isEmpty()) {
                return false;
            }
            spare.poll();
            doubtful = pod; // whatever the reply will be, a dispatcher may have taken it by then
            if (publish(pod.get().run())) {
                announced = pod;
                doubtful = Optional.empty();
                takenSince = Optional.empty();
            }
        }
        return true;
    }

    private boolean publish(Run run) throws IOException {
        if (used.isEmpty()) {
            spool.workerQueue().announce(run);
            return true;
        }
        boolean published = spool.workerQueue().announce(run, used.element());
        used.remove();
        return published;
    }

    /** A pod under the next number: the one that is given, or a new one. */
    private Optional<Pod> renewed(Optional<Pod> old) throws IOException {
        Run run = next;
        next = next.next();
        Optional<Pod> renewed = old.isPresent() ? old.get().renew(run) : Optional.empty();
        return renewed.isPresent() ? renewed : opened(run);
    }

    /** A directory for a run, if the worker may make one. */
    private Optional<Pod> opened(Run run) throws IOException {
        return spool.roll().has(worker) ? Optional.of(open(run)) : Optional.empty();
    }

    private Pod open(Run run) throws IOException {
        Pod pod = spool.pods().open(run);
        lookout.watch(pod.path());
        return pod;
    }

    /**
     * Looks after the announcement. A dispatcher that took it and then died, or lost the job to its
     * user, will not come back: then the pod is given up.
     */
    void checkAnnouncement() throws IOException {
        long now = spool.time().nanos();
        if (takenSince.isEmpty() && now - lastChecked < CHECKED.toNanos()) {
            return;
        }
        lastChecked = now;
        if (announced.isEmpty() || spool.workerQueue().isAnnounced(announced.get().run())) {
            takenSince = Optional.empty();
            return;
        }
        if (takenSince.isEmpty()) {
            takenSince = Optional.of(now);
        } else if (now - takenSince.get() >= PATIENCE.toNanos()) {
            withdraw();
        }
    }

    /** The announced pod has got a job. */
    void occupy() {
        announced.ifPresent(pod -> used.add(pod.run()));
        occupied = announced;
        announced = Optional.empty();
    }

    /** The job has left its pod, which is to be {@linkplain #clear cleared}. */
    void vacate() {
        occupied.ifPresent(left::add);
        occupied = Optional.empty();
    }

    /** Whether any pods are to be cleared. */
    boolean hasLeft() {
        return !left.isEmpty();
    }

    /** Puts aside whatever else jobs have left in their pods, which are empty then. */
    void clear() throws IOException {
        while (!left.isEmpty()) {
            Pod pod = left.element();
            if (morgue.clear(pod.path(), pod.run())) {
                spare.push(pod);
            } else {
                morgue.keep(pod.path(), pod.run()); // the job may have put anything in its place
            }
            left.remove();
        }
    }

    /** A pod for the present job, whose file the job removed, perhaps with its pod. */
    Optional<Pod> forRestoring(Assignment job) throws IOException {
        Optional<Pod> pod = occupied;
        if (pod.isEmpty() || !pod.get().isIntact()) {
            // Its number was announced, taken and used once, so nobody else comes for it.
            morgue.keep(spool.pods().path(job.run()), job.run());
            pod = opened(job.run());
        }
        if (pod.isPresent()) {
            occupied = pod;
            morgue.keep(pod.get().path().resolve(job.name().fileName()), pod.get().run());
        }
        return pod;
    }

    /**
     * Does after trouble what may help: takes back the rights to its pods that jobs may have taken
     * away, and moves those that can't be opened, which one that a job runs in is no worse for. If
     * it fails while a pod {@linkplain #isHalfWay is half way}, it must be called again before
     * anything else.
     */
    void mend() throws IOException {
        if (halfWay.isPresent()) {
            bringBack(halfWay.get());
        }
        List<Pod> pods = new ArrayList<>(left);
        announced.ifPresent(pods::add);
        occupied.ifPresent(pods::add);
        for (Pod pod : pods) {
            mend(pod);
        }
    }

    private void mend(Pod pod) throws IOException {
        try {
            pod.restoreRights();
        } catch (IOException e) {
            // it may be the way to it that is lost: then the move helps
        }
        if (spool.pods().canBeOpened(pod.run())) {
            return;
        }
        if (pod.isIntact()) {
            halfWay = Optional.of(pod.run());
            morgue.fence(pod.run(), worker);
            bringBack(pod.run());
        } else {
            morgue.keep(pod.path(), pod.run()); // a link that a job has put in its place
        }
    }

    private void bringBack(Run run) throws IOException {
        morgue.giveBack(run, worker);
        halfWay = Optional.empty();
    }

    /** Whether a pod may be in the morgue from where it is to come back. */
    boolean isHalfWay() {
        return halfWay.isPresent();
    }

    /** Gives up the announced pod; a job that lies there already is queued again. */
    void withdraw() throws IOException {
        if (announced.isPresent()) {
            giveUp(announced.get());
            announced = Optional.empty();
            takenSince = Optional.empty();
        }
    }

    /** Gives up all pods, when no job is running. */
    void dissolve() throws IOException {
        clear();
        withdraw();
        if (doubtful.isPresent()) {
            giveUp(doubtful.get());
            doubtful = Optional.empty();
        }
        withdrawUsed();
        while (!spare.isEmpty()) {
            dissolve(spare.element());
            spare.remove();
        }
    }

    /**
     * Gives up a pod that somebody may have taken. It is removed rather than renewed: a client of
     * NFS finds a directory under its old name for as long as it remembers that name.
     */
    private void giveUp(Pod pod) throws IOException {
        spool.workerQueue().take(pod.run());
        dissolve(pod);
        spool.workerQueue().withdraw(pod.run());
    }

    private void dissolve(Pod pod) throws IOException {
        Run run = pod.run();
        Optional<Morgue.Entry> entry = morgue.fence(run, worker);
        if (entry.isEmpty()) {
            return;
        }
        for (Path job : jobs(entry.get())) {
            putBack(job, run);
        }
        if (!morgue.bury(entry.get())) {
            morgue.takeOver(entry.get(), Morgue.NOBODY); // a reaper looks until it is empty
        }
    }

    private List<Path> jobs(Morgue.Entry entry) throws IOException {
        try {
            return entry.jobs();
        } catch (IOException e) {
            morgue.giveBack(entry.run(), worker); // to be moved again, when this is called again
            throw e;
        }
    }

    private void putBack(Path job, Run run) throws IOException {
        JobName name = JobName.ofFileName(job.getFileName().toString()).orElseThrow();
        Optional<String> objection = name.objection();
        if (objection.isPresent()) {
            spool.archive().reject(job, name, objection.get());
        } else {
            spool.jobQueue().putBack(job, name, run);
        }
    }

    /** Leaves all pods to the reaper, untouched; the next one gets a new number. */
    void abandon() throws IOException {
        vacate();
        spare.addAll(left);
        left.clear();
        for (Optional<Pod> pod : List.of(announced, doubtful)) {
            pod.ifPresent(spare::push);
        }
        announced = Optional.empty();
        doubtful = Optional.empty();
        withdrawUsed();
        while (!spare.isEmpty()) {
            Run run = spare.element().run();
            spool.workerQueue().withdraw(run);
            // In its own name first: so is one already that it was about to give up.
            Optional<Morgue.Entry> entry = morgue.fence(run, worker);
            if (entry.isPresent()) {
                morgue.takeOver(entry.get(), Morgue.NOBODY);
            }
            spare.remove();
        }
    }

    private void withdrawUsed() throws IOException {
        while (!used.isEmpty()) {
            spool.workerQueue().withdraw(used.element());
            used.remove();
        }
    }
}
