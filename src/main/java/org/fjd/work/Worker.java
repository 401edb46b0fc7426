package org.fjd.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.Rejection;
import org.fjd.job.Run;
import org.fjd.spool.JobReader;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.Morgue;
import org.fjd.spool.Pod;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;
import org.fjd.spool.WorkerRecord;
import org.fjd.spool.WorkerRecord.Activity;

/**
 * A worker: holds one pod, announces it, runs the job that is put there, records how that ended,
 * and renews the pod. It may be killed at any instant.
 *
 * <p>{@link #tick} and {@link #run} are for one thread; {@link #leave} may be called from any.
 */
public final class Worker {

    /** How long a taken pod waits for its job before it is announced under another number. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration TROUBLED = Duration.ofSeconds(1);

    /** A phase does one step and says which phase is next. After an exception it can be repeated. */
    private interface Phase {
        Phase step() throws IOException, InterruptedException;
    }

    private final Phase renewing = this::renew;
    private final Phase waiting = this::look;
    private final Phase gone = this::stay;

    private final Spool spool;
    private final Machine here;
    private final Runner runner;
    private final Lookout lookout;
    private final Consumer<String> log;
    private final String name;
    private final JobReader reader;
    private final Morgue morgue;
    private final Heart heart;

    private Phase phase = renewing;
    private Optional<Pod> pod = Optional.empty();
    private Optional<JobRun> running = Optional.empty();
    private Run next;
    private Optional<Long> unannounced = Optional.empty();

    private volatile Activity activity = new WorkerRecord.Starting();
    private volatile Optional<Leave> leave = Optional.empty();
    private volatile boolean struck;

    /**
     * Puts a new worker on the roll.
     *
     * @param lookout is closed by the caller, after the worker has left
     * @param log told what a person may want to know later, a line each
     */
    public static Worker enlist(Spool spool, Machine here, Lookout lookout, Consumer<String> log)
            throws IOException {
        return enlist(spool, here, new ProcessRunner(spool.time()), lookout, log);
    }

    static Worker enlist(
            Spool spool, Machine here, Runner runner, Lookout lookout, Consumer<String> log)
            throws IOException {
        Worker worker = new Worker(spool, here, runner, lookout, log);
        worker.heart.enlist();
        return worker;
    }

    private Worker(
            Spool spool, Machine here, Runner runner, Lookout lookout, Consumer<String> log) {
        ProcessId self = ProcessId.self(here);
        Instant now = spool.time().now();
        this.spool = spool;
        this.here = here;
        this.runner = runner;
        this.lookout = lookout;
        this.log = log;
        this.name = nameOf(self, now);
        this.next = new Run(name, 1);
        this.reader = spool.jobReader();
        this.morgue = spool.morgue();
        this.heart =
                new Heart(
                        spool,
                        new WorkerRecord(name, self, here.user(), now, 0, activity),
                        () -> activity,
                        new Heart.Listener() {
                            @Override
                            public void asked(Leave request) {
                                leave(request);
                            }

                            @Override
                            public void struckOff() {
                                struck = true;
                            }
                        });
    }

    /** Host and process say where it is; the instant makes it a name that no other worker had. */
    private static String nameOf(ProcessId self, Instant now) {
        return self.host() + "-" + self.pid() + "-" + Long.toString(now.toEpochMilli(), 36);
    }

    public String name() {
        return name;
    }

    /** Asks it to leave; a more urgent request replaces a less urgent one. */
    public void leave(Leave request) {
        if (leave.isEmpty() || request == Leave.NOW) {
            leave = Optional.of(request);
        }
    }

    /** Whether it has left. */
    public boolean isGone() {
        return phase == gone;
    }

    /**
     * One step.
     *
     * @return whether there may be more to do at once
     * @throws IOException if the spool could not be used; the step may be repeated
     */
    public boolean tick() throws IOException, InterruptedException {
        if (struck) {
            startAfresh();
        }
        Phase before = phase;
        phase = phase.step();
        return phase != before;
    }

    /** Beats, if that is due. For those who call {@link #tick}; {@link #run} has a thread for it. */
    void beat() throws IOException {
        heart.tick();
    }

    /** Works until it is asked to leave and has left. */
    public void run() throws InterruptedException {
        Thread beating = new Thread(heart::run, "heart");
        beating.setDaemon(true);
        beating.start();
        watch(spool.requests().directory());
        while (!isGone()) {
            try {
                if (!tick()) {
                    pause();
                }
            } catch (IOException e) {
                log.accept(Trouble.describe(e) + "; tried again until it goes");
                spool.time().pause(TROUBLED);
                restoreTree();
            }
        }
        beating.interrupt();
    }

    private void watch(Path directory) {
        try {
            lookout.watch(directory);
        } catch (IOException e) {
            log.accept(Trouble.describe(e));
        }
    }

    private void restoreTree() {
        try {
            spool.makeDirectories();
        } catch (IOException e) {
            log.accept(Trouble.describe(e));
        }
    }

    private void pause() throws InterruptedException, IOException {
        if (running.isPresent()) {
            running.get().await(STEP);
            return;
        }
        Duration pace = unannounced.isPresent() ? STEP : lookout.pace();
        long begin = spool.time().nanos();
        Set<Path> hinted = Set.of();
        while (hinted.isEmpty()
                && leave.isEmpty()
                && !struck
                && spool.time().nanos() - begin < pace.toNanos()) {
            hinted = lookout.await(pace.compareTo(STEP) < 0 ? pace : STEP);
        }
        if (hinted.contains(spool.requests().directory())) {
            heart.listen();
        }
        lookout.looked(!hinted.isEmpty());
    }

    /** Gets a pod under a new number and announces it. */
    private Phase renew() throws IOException {
        if (leave.isPresent()) {
            return this::retire;
        }
        Optional<Pod> renewed = pod.isPresent() ? pod.get().renew() : Optional.empty();
        if (renewed.isEmpty()) {
            if (isStruckOff()) {
                return renewing;
            }
            renewed = Optional.of(spool.pods().open(next));
            lookout.watch(renewed.get().path());
        }
        pod = renewed;
        next = renewed.get().run().next();
        unannounced = Optional.empty();
        spool.workerQueue().announce(renewed.get().run());
        activity = new WorkerRecord.Idle();
        return waiting;
    }

    /** Looks whether a job was put into the pod. */
    private Phase look() throws IOException {
        Pod mine = pod.orElseThrow();
        Optional<Path> job = mine.job();
        if (job.isPresent()) {
            return begin(mine, job.get());
        }
        if (leave.isPresent()) {
            return this::retire;
        }
        if (spool.workerQueue().isAnnounced(mine.run())) {
            unannounced = Optional.empty();
            return waiting;
        }
        long now = spool.time().nanos();
        if (unannounced.isEmpty()) {
            unannounced = Optional.of(now);
        }
        return now - unannounced.get() < PATIENCE.toNanos() ? waiting : renewing;
    }

    private Phase begin(Pod mine, Path path) throws IOException {
        JobName job = JobName.ofFileName(path.getFileName().toString()).orElseThrow();
        if (leave.equals(Optional.of(Leave.NOW))) {
            return this::retire;
        }
        try {
            if (job.objection().isPresent()) {
                throw new Rejection(job.objection().get());
            }
            byte[] content = reader.read(path);
            JobFile file = JobFile.parse(content);
            Assignment assignment = new Assignment(path, job, mine.run(), content);
            JobRun run = JobRun.start(spool, here, runner, assignment, file);
            activity = run.activity();
            running = Optional.of(run);
            return await(run);
        } catch (Rejection e) {
            spool.archive().reject(path, job, e.reason());
            return this::sweep;
        } catch (NoSuchFileException e) {
            return renewing;
        }
    }

    private Phase await(JobRun run) {
        return new Phase() {
            @Override
            public Phase step() throws IOException, InterruptedException {
                if (run.await(Duration.ZERO)) {
                    Outcome outcome = run.outcome();
                    running = Optional.empty();
                    return end(run.job(), outcome);
                }
                if (leave.equals(Optional.of(Leave.NOW))) {
                    return giveBack("its worker was sent home");
                }
                if (heart.isCutOff()) {
                    log.accept("cut off from the spool: " + run.job().name().quoted() + " is ended");
                    return giveBack("its worker was cut off from the spool");
                }
                return this;
            }

            private Phase giveBack(String why) throws InterruptedException {
                run.end();
                running = Optional.empty();
                return end(run.job(), run.returned(why));
            }
        };
    }

    /** Records how a run ended, and sends the job on. */
    private Phase end(Assignment job, Outcome outcome) {
        return () -> {
            boolean sent =
                    switch (outcome.state()) {
                        case RETURNED, LOST ->
                                spool.archive().note(job.path(), outcome)
                                        && spool.jobQueue()
                                                .putBack(job.path(), job.name(), job.run());
                        case DONE, FAILED ->
                                spool.archive()
                                        .end(job.path(), job.name(), outcome)
                                        .isPresent();
                    };
            if (sent) {
                return this::sweep;
            }
            return isStruckOff() ? renewing : restore(job, outcome);
        };
    }

    /**
     * Puts the job file back that the job itself removed or replaced: this worker is on the roll,
     * so nobody else may have moved it.
     */
    private Phase restore(Assignment job, Outcome outcome) throws IOException {
        spool.makeDirectories();
        Pod mine = pod.orElseThrow();
        if (!spool.pods().runs().contains(mine.run())) {
            mine = spool.pods().open(next);
            lookout.watch(mine.path());
            pod = Optional.of(mine);
            next = mine.run().next();
        }
        morgue.sweep(mine.path(), job.run());
        Path copy = mine.path().resolve(job.name().fileName());
        Files.write(copy, job.content(), StandardOpenOption.CREATE_NEW);
        log.accept(job.name().quoted() + " removed its own job file; it was written again");
        return end(new Assignment(copy, job.name(), job.run(), job.content()), outcome);
    }

    /** Clears the pod of what the job left there beside its own file. */
    private Phase sweep() throws IOException, InterruptedException {
        Pod mine = pod.orElseThrow();
        morgue.sweep(mine.path(), mine.run());
        return renewing.step();
    }

    /** Gives up the pod for good. */
    private Phase retire() throws IOException {
        Optional<Morgue.Entry> left = Optional.empty();
        if (pod.isPresent()) {
            Run run = pod.get().run();
            spool.workerQueue().take(run);
            left = morgue.fence(run, name);
            pod = Optional.empty();
        }
        return depart(left);
    }

    /** Queues a job again that slipped into the pod after the last look, and goes. */
    private Phase depart(Optional<Morgue.Entry> left) {
        return () -> {
            if (left.isPresent()) {
                Morgue.Entry entry = left.get();
                for (Path job : entry.jobs()) {
                    JobName jobName =
                            JobName.ofFileName(job.getFileName().toString()).orElseThrow();
                    spool.jobQueue().putBack(job, jobName, entry.run());
                }
                morgue.bury(entry);
            }
            heart.leave();
            return gone;
        };
    }

    /** After it was struck off the roll: ends its job, writes nothing of it, begins anew. */
    private void startAfresh() throws IOException, InterruptedException {
        log.accept("struck off the roll: what it was running is ended, and it begins anew");
        if (running.isPresent()) {
            running.get().end();
            running = Optional.empty();
        }
        phase = renewing;
        if (pod.isPresent()) {
            morgue.fence(pod.get().run(), name);
            spool.workerQueue().take(pod.get().run());
            pod = Optional.empty();
        }
        heart.enlist();
        struck = false;
    }

    private boolean isStruckOff() throws IOException {
        if (!spool.roll().has(name)) {
            struck = true;
        }
        return struck;
    }

    private Phase stay() {
        return gone;
    }
}
