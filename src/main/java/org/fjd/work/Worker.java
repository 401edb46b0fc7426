package org.fjd.work;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.fjd.job.Durations;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.job.Labels;
import org.fjd.job.Rejection;
import org.fjd.job.Run;
import org.fjd.spool.Complaints;
import org.fjd.spool.JobReader;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Snapshot;
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

    private static final Duration STEP = Duration.ofMillis(250);
    private static final Duration GRACE_WHEN_CUT_OFF = Duration.ofSeconds(5);
    private static final Duration GRACE_WHEN_ENDED = Duration.ofSeconds(20);
    private static final int DELAYS_IN_A_SHORT_JOB = 5;
    private static final Duration TROUBLED = Duration.ofSeconds(1);

    static final String CUT_OFF = "its worker was cut off from the spool";

    private final Phase renewing = this::renew;
    private final Phase waiting = this::look;
    private final Phase beginningAnew = this::beginAnew;
    private final Phase gone = this::stay;

    private final Spool spool;
    private final Machine here;
    private final Runner runner;
    private final Lookout lookout;
    private final Consumer<String> log;
    private final String name;
    private final JobReader reader;
    private final OwnPods pods;
    private final Stay stay;
    private final Complaints complaints;
    private final Settlement settlement;
    private final Supervision.Circumstances circumstances = new Circumstances();
    final Heart heart;
    final Guard guard;

    private volatile Phase phase = renewing;
    private volatile Optional<Supervision> running = Optional.empty();
    private final AtomicLong steps = new AtomicLong();
    private long lastListened;
    private boolean ahead;
    private boolean troubled;

    private volatile Activity activity = new WorkerRecord.Starting();
    private final Asked asked = new Asked();

    /**
     * Puts a new worker on the roll.
     *
     * @param terms what it has, and how long it stays
     * @param lookout is closed by the caller, after the worker has left
     * @param log told what a person may want to know later, a line each
     */
    public static Worker enlist(
            Spool spool, Machine here, Terms terms, Lookout lookout, Consumer<String> log)
            throws IOException {
        return enlist(spool, here, terms, new ProcessRunner(spool.time()), lookout, log);
    }

    /** Puts one without labels on the roll, that stays. */
    static Worker enlist(
            Spool spool, Machine here, Runner runner, Lookout lookout, Consumer<String> log)
            throws IOException {
        return enlist(spool, here, Terms.of(Labels.NONE), runner, lookout, log);
    }

    static Worker enlist(
            Spool spool,
            Machine here,
            Terms terms,
            Runner runner,
            Lookout lookout,
            Consumer<String> log)
            throws IOException {
        spool.requireOwn();
        Worker worker = new Worker(spool, here, terms, runner, lookout, log);
        worker.heart.enlist();
        if (terms.hire().isPresent()) {
            try {
                spool.hires().came(terms.hire().get(), worker.name);
            } catch (IOException e) {
                log.accept("did not say that it came up: " + Trouble.describe(e));
            }
        }
        return worker;
    }

    private Worker(
            Spool spool,
            Machine here,
            Terms terms,
            Runner runner,
            Lookout lookout,
            Consumer<String> log) {
        ProcessId self = ProcessId.self(here);
        Instant now = spool.time().now();
        this.spool = spool;
        this.here = here;
        this.runner = runner;
        this.lookout = lookout;
        this.log = log;
        this.complaints = new Complaints(spool.time(), log);
        this.name = WorkerRecord.nameOf(self, now);
        this.reader = spool.jobReader();
        this.pods = new OwnPods(spool, lookout, name);
        this.lastListened = spool.time().nanos();
        this.stay = new Stay(terms, spool.time());
        this.heart =
                new Heart(
                        spool,
                        new WorkerRecord(
                                name,
                                self,
                                here.user(),
                                now,
                                0,
                                activity,
                                terms.labels(),
                                terms.on(),
                                terms.hire(),
                                stay.left()),
                        () -> activity,
                        stay::left,
                        asked);
        this.guard = new Guard(spool.time(), heart, steps::get, () -> running);
        this.settlement = new Settlement(spool, pods, heart, log, this::vacate, this::fenced);
    }

    public String name() {
        return name;
    }

    /** Asks it to leave; a more urgent request replaces a less urgent one. */
    public void leave(Leave request) {
        asked.asked(request);
    }

    /** Asks it to leave now, and wakes it by the same request that anybody else would make. */
    public void leaveNow() {
        asked.hurry();
        try {
            spool.requests().ask(name, Leave.NOW);
        } catch (IOException e) {
            // it notices all the same, only a little later
        }
    }

    /** Whether it has left. */
    public boolean isGone() {
        return phase == gone;
    }

    /**
     * One step.
     *
     * @return whether there may be more to do at once; what was just announced has no job yet
     * @throws IOException if the spool could not be used; the step may be repeated
     */
    public boolean tick() throws IOException, InterruptedException {
        steps.incrementAndGet();
        if (asked.isStruckOff()) {
            phase = beginningAnew;
        }
        if (!asked.isHurried() && stay.isOver()) {
            log.accept("its time here ends in half a minute, so it leaves");
            asked.hurry();
        }
        Phase before = phase;
        phase = phase.step();
        return phase != before && phase != waiting;
    }

    /**
     * Beats, if that is due, and hears what is asked. For those who call {@link #tick}; {@link
     * #run} has a thread for it, and listens between two looks.
     */
    void beat() throws IOException {
        heart.tick();
        heart.listen();
    }

    /** Works until it is asked to leave and has left. */
    public void run() throws InterruptedException {
        Thread guarding = daemon(guard::run, "guard");
        guarding.start();
        try {
            run(beat -> daemon(beat, "heart"));
        } finally {
            guarding.interrupt();
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    void run(ThreadFactory threads) throws InterruptedException {
        Thread beating = threads.newThread(heart::run);
        beating.start();
        try {
            watch(spool.requests().directory());
            while (!isGone()) {
                step();
            }
        } finally {
            beating.interrupt(); // else it would look alive for as long as this process lives
        }
    }

    private void step() throws InterruptedException {
        try {
            if (troubled) {
                mend();
            }
            if (!tick()) {
                pause();
            }
        } catch (IOException e) {
            troubled = true;
            complaints.about(e);
            spool.time().pause(TROUBLED);
            makeDirectories();
        }
    }

    private void mend() throws IOException {
        try {
            pods.mend();
            troubled = false;
        } catch (IOException e) {
            if (pods.isHalfWay()) {
                throw e;
            }
            // a job has to be ended in time also while the spool can't be used
        }
    }

    private void watch(Path directory) {
        try {
            lookout.watch(directory);
        } catch (IOException e) {
            log.accept(Trouble.describe(e));
        }
    }

    private void makeDirectories() {
        try {
            spool.makeDirectories();
        } catch (IOException e) {
            // the step that failed is tried again, and says so
        }
    }

    private void pause() throws InterruptedException, IOException {
        if (running.isPresent()) {
            running.get().pause();
            return;
        }
        Set<Path> hinted = lookout.await(pods.isTaken() ? STEP : lookout.pace());
        if (hinted.contains(spool.requests().directory())) {
            listen();
        } else {
            listenIfDue();
        }
        lookout.looked(false);
    }

    /** Not for each of many short jobs, nor at each of the quick looks for the next one. */
    private void listenIfDue() throws IOException {
        if (spool.time().nanos() - lastListened >= STEP.toNanos()) {
            listen();
        }
    }

    private void listen() throws IOException {
        lastListened = spool.time().nanos();
        heart.listen();
    }

    /** Has a pod announced, under a new number if it does not wait there already. */
    private Phase renew() throws IOException {
        pods.clear();
        listenIfDue();
        if (asked.toLeave()) {
            return this::retire;
        }
        if (!pods.announce()) {
            return beginningAnew;
        }
        activity = new WorkerRecord.Idle();
        return waiting;
    }

    /** Looks whether a job was put into the pod. */
    private Phase look() throws IOException {
        if (pods.announced().isPresent()) {
            asked.clearBefore(pods.announced().get().run(), spool.requests());
        }
        Optional<Path> job = pods.job();
        if (job.isEmpty() && activity instanceof WorkerRecord.Busy) {
            return renew(); // the last job has ended, and the next one has not come
        }
        if (!asked.toLeave() && job.isEmpty() && stay.isIdleTooLong()) {
            log.accept("nothing to do for too long, so it leaves");
            leave(Leave.WHEN_DONE);
        }
        if (asked.toLeaveNow() || (asked.toLeave() && job.isEmpty())) {
            return this::retire;
        }
        if (job.isPresent()) {
            return begin(pods.announced().orElseThrow().run(), job.get());
        }
        pods.checkAnnouncement();
        return pods.announced().isPresent() ? waiting : renewing;
    }

    private Phase begin(Run run, Path path) throws IOException {
        JobName job = JobName.ofFileName(path.getFileName().toString()).orElseThrow();
        try {
            if (job.objection().isPresent()) {
                throw new Rejection(job.objection().get());
            }
            Snapshot before = reader.snapshot(path);
            Assignment assignment = new Assignment(path, job, run, before);
            JobFile file = parse(before.content());
            Optional<Withheld> withheld =
                    asked.isCancelled(run)
                            ? Optional.of(Withheld.CANCELLED)
                            : Predecessors.objection(spool, reader, job, file);
            if (withheld.isPresent()) {
                JobRun unstarted = new JobRun(spool, here, assignment, file);
                pods.occupy();
                return settlement.end(assignment, Judgement.of(unstarted, withheld.get()));
            }
            return started(JobRun.start(spool, here, runner, assignment, file));
        } catch (Rejection e) {
            pods.occupy();
            return settlement.reject(path, job, e.reason());
        } catch (NoSuchFileException e) {
            if (!e.getFile().equals(path.toString()) || pods.job().isPresent()) {
                throw e;
            }
            pods.occupy(); // it is gone: fenced, or taken away by its user
            return this::vacate;
        }
    }

    private JobFile parse(byte[] content) throws Rejection {
        try {
            return JobFile.parse(content, reader.defaults());
        } catch (OutOfMemoryError e) {
            throw new Rejection(
                    "It has more entries than the worker has memory for. Keep the data in a file of"
                            + " its own and name that in the job file.");
        }
    }

    private Phase started(JobRun run) {
        Supervision supervision = new Supervision(run, spool.time(), lookout, circumstances);
        activity = run.activity();
        running = Optional.of(supervision);
        pods.occupy();
        lookout.looked(true);
        return supervision;
    }

    private final class Circumstances implements Supervision.Circumstances {

        @Override
        public boolean isCancelled(Run run) {
            return asked.isCancelled(run);
        }

        @Override
        public Optional<String> reasonToReturn(JobRun run) {
            if (asked.toLeaveNow()) {
                return Optional.of(
                        stay.isOver()
                                ? "the time of its worker was over"
                                : "its worker was sent home");
            }
            if (heart.isCutOff()) {
                log.accept("cut off from the spool: " + run.job().name().quoted() + " is ended");
                return Optional.of(CUT_OFF);
            }
            return Optional.empty();
        }

        @Override
        public Duration grace(Duration wanted) {
            if (asked.isStruckOff() || heart.isCutOff()) {
                return Durations.shorter(wanted, GRACE_WHEN_CUT_OFF);
            }
            return asked.isHurried() ? Durations.shorter(wanted, GRACE_WHEN_ENDED) : wanted;
        }

        @Override
        public void goesOn(JobRun run) throws IOException {
            keepAhead(run);
        }

        @Override
        public Phase judged(JobRun run, Verdict verdict) {
            running = Optional.empty();
            stay.worked();
            ahead = isShort(run.elapsed());
            return settlement.end(run.job(), verdict);
        }
    }

    /**
     * Has the next job come while this one runs, where jobs are short beside the delays of the
     * spool. Where this one turns out to be long, a job that came is queued again for others.
     */
    private void keepAhead(JobRun run) throws IOException {
        if (pods.hasLeft()) { // this one began before that could be done for the last one
            pods.clear();
            listenIfDue();
        }
        if (!isShort(run.elapsed())) {
            ahead = false;
            pods.withdraw();
        } else if (ahead && !asked.toLeave()) {
            pods.announce();
        }
    }

    private boolean isShort(Duration wall) {
        return wall.compareTo(lookout.delay().multipliedBy(DELAYS_IN_A_SHORT_JOB)) < 0;
    }

    private Phase fenced() {
        return beginningAnew;
    }

    /** The next job, if it is there already, comes before what is to be done for the last one. */
    private Phase vacate() throws IOException {
        pods.vacate();
        return pods.announced().isPresent() && !asked.toLeave() ? look() : renew();
    }

    private Phase retire() throws IOException {
        pods.dissolve();
        heart.leave();
        return gone;
    }

    /** After it was struck off the roll: ends its job, writes nothing of it, begins anew. */
    private Phase beginAnew() throws IOException, InterruptedException {
        log.accept("struck off the roll: what it was running is ended, and it begins anew");
        if (running.isPresent()) {
            running.get().abandon();
            running = Optional.empty();
        }
        if (!spool.isThere()) {
            log.accept("the spool is gone, and so is this worker");
            asked.beginAnew();
            return gone;
        }
        pods.abandon();
        asked.beginAnew(); // before it enlists: the heart may find it struck off once more
        heart.enlist();
        return renewing;
    }

    private Phase stay() {
        return gone;
    }
}
