package org.fjd.dispatch;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.ini.Section;
import org.fjd.job.History;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Entries;
import org.fjd.spool.Liveness;
import org.fjd.spool.Machine;
import org.fjd.spool.Morgue;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;

/**
 * Takes jobs back from workers that are lost: strikes the worker off the roll, fences its pods, and
 * sends each job where its file says, or back to the queue. Every step may be the last one this
 * process does, and every step may be done by two reapers at once. For one thread.
 */
final class Reaper {

    /** How many workers in a row may be lost with a job before it is no longer tried. */
    static final int CRASH_LIMIT = 5;

    /**
     * Beats are five seconds apart; whether a process of this machine lives is seen without them.
     */
    private static final Duration READING_INTERVAL = Duration.ofSeconds(4);

    private static final Duration GRACE = Duration.ofSeconds(2);
    private static final ProcessId UNKNOWN = new ProcessId("?", "?", 0, "?");

    private final Spool spool;
    private final Machine here;
    private final String self;
    private final Events events;
    private final Liveness liveness;
    private final Map<String, WorkerRecord> records = new HashMap<>();
    private Set<String> suspects = new HashSet<>();
    private long nextReading;

    Reaper(Spool spool, Machine here, String self, Liveness liveness, Events events) {
        this.spool = spool;
        this.here = here;
        this.self = self;
        this.liveness = liveness;
        this.events = events;
        this.nextReading = spool.time().nanos();
    }

    /** One look at all workers, pods and the morgue. */
    void tick() throws IOException, InterruptedException {
        // Pods before the roll: a worker enlists before it makes its first pod, so one that is
        // seen here and missing there has left or was struck off.
        List<Run> pods = spool.pods().runs();
        List<Run> announced = new ArrayList<>(spool.workerQueue().idle());
        announced.addAll(spool.workerQueue().taken());
        Set<String> asked = spool.requests().workers();
        Set<String> enlisted = new HashSet<>(spool.roll().names());
        Set<String> struck = strikeLost(enlisted);
        Set<String> absent = new HashSet<>();
        for (Run run : pods) {
            if (isGone(run.worker(), enlisted, struck, absent)) {
                guarded(() -> fence(run));
            }
        }
        for (Run run : announced) {
            if (isGone(run.worker(), enlisted, struck, absent)) {
                guarded(() -> spool.workerQueue().withdraw(run));
            }
        }
        for (String worker : asked) {
            if (isGone(worker, enlisted, struck, absent)) {
                guarded(() -> spool.requests().clear(worker));
            }
        }
        for (Morgue.Entry entry : spool.morgue().entries()) {
            String holder = entry.holder();
            if (holder.equals(self)
                    || holder.equals(Morgue.NOBODY)
                    || isGone(holder, enlisted, struck, absent)) {
                reap(entry);
            }
        }
        suspects = absent;
    }

    private void fence(Run run) throws IOException {
        // Who has enlisted again since the listing gave up its old pods before, and is left alone.
        if (Entries.isDirectory(spool.pods().path(run))) {
            // Also of a worker that was absent: it may enlist again at this moment.
            spool.roll().strike(run.worker());
            spool.morgue().fence(run, self);
        }
        spool.workerQueue().withdraw(run);
    }

    private interface Step {
        void run() throws IOException;
    }

    /** One odd thing must not keep the others waiting. */
    private void guarded(Step step) {
        try {
            step.run();
        } catch (IOException e) {
            events.trouble(e);
        }
    }

    /**
     * Absence counts at the second look: the first one may have read an old listing. So may the
     * second, so the record is looked for by its name then.
     */
    private boolean isGone(
            String worker, Set<String> enlisted, Set<String> struck, Set<String> absent)
            throws IOException {
        if (struck.contains(worker)) {
            return true;
        }
        if (enlisted.contains(worker)) {
            return false;
        }
        absent.add(worker);
        return suspects.contains(worker) && !spool.roll().isThere(worker);
    }

    private Set<String> strikeLost(Set<String> enlisted) throws IOException {
        Set<String> struck = new HashSet<>();
        records.keySet().retainAll(enlisted);
        boolean due = spool.time().nanos() - nextReading >= 0;
        if (due) {
            nextReading = spool.time().nanos() + READING_INTERVAL.toNanos();
        }
        for (String worker : enlisted) {
            guarded(() -> judge(worker, due, struck));
        }
        return struck;
    }

    private void judge(String worker, boolean due, Set<String> struck) throws IOException {
        boolean reads = due || !records.containsKey(worker);
        // Read once more: it may have come back since the last reading, and have another job; or
        // have left, taken itself off the roll, and ended.
        if (isLost(worker, reads) && isLost(worker, true) && spool.roll().isThere(worker)) {
            spool.roll().strike(worker);
            spool.requests().clear(worker);
            liveness.forget(worker);
            struck.add(worker);
            events.lost(worker);
        }
    }

    private boolean isLost(String worker, boolean reads) throws IOException {
        if (reads) {
            spool.roll().read(worker).ifPresent(record -> records.put(worker, record));
        }
        WorkerRecord record = records.get(worker);
        return record == null
                ? liveness.isLost(worker, UNKNOWN, 0)
                : liveness.isLost(worker, record.process(), record.beat());
    }

    private void reap(Morgue.Entry entry) throws InterruptedException {
        try {
            Optional<Morgue.Entry> mine = spool.morgue().takeOver(entry, self);
            if (mine.isPresent()) {
                sendOrLetGo(mine.get());
            }
        } catch (IOException e) {
            events.trouble(e); // of this entry; others are not to wait for it
        }
    }

    /** One that can't be opened is moved, which may help, and taken over again at the next look. */
    private void sendOrLetGo(Morgue.Entry entry) throws IOException, InterruptedException {
        try {
            send(entry);
        } catch (IOException e) {
            if (!entry.canBeOpened()) {
                spool.morgue().takeOver(entry, Morgue.NOBODY);
            }
            throw e;
        }
    }

    private void send(Morgue.Entry entry) throws IOException, InterruptedException {
        spool.archive().completeRejection(entry.path());
        for (Path job : entry.jobs()) {
            JobName name = JobName.ofFileName(job.getFileName().toString()).orElseThrow();
            Optional<State> state = send(entry.run(), job, name);
            state.ifPresent(s -> events.reaped(name, entry.run(), s));
        }
        spool.morgue().bury(entry);
    }

    /** Sends a job where its file says. Empty if another reaper has it now. */
    private Optional<State> send(Run run, Path job, JobName name)
            throws IOException, InterruptedException {
        Optional<BasicFileAttributes> found = Entries.look(job);
        if (found.isEmpty()) {
            return Optional.empty(); // or it is not found just now, and stays to be sent again
        }
        if (!found.get().isRegularFile()) {
            return spool.archive()
                    .reject(job, name, "Its worker was lost, and it is no plain file (any more).")
                    .map(path -> State.FAILED);
        }
        Optional<String> objection = name.objection();
        if (objection.isPresent()) {
            return spool.archive().reject(job, name, objection.get()).map(path -> State.FAILED);
        }
        History history = spool.archive().history(job);
        if (history.of(run).isEmpty()) {
            int lostInARow = history.lostInARow() + 1;
            Outcome lost =
                    lost(run, lostInARow, start(run, name, history), log(run, job, name, history));
            boolean noted =
                    lostInARow >= CRASH_LIMIT
                            ? spool.archive().record(job, lost)
                            : spool.archive().note(job, lost);
            if (!noted) {
                return Optional.empty();
            }
            // The worker may have written through a file that was open across the fence, before
            // this or after it: the first word counts, and everybody goes by what is there now.
            history = spool.archive().history(job);
        }
        return sendAsWritten(history, run, job, name);
    }

    private Optional<State> sendAsWritten(History history, Run run, Path job, JobName name)
            throws IOException {
        Optional<Outcome> result = history.result().filter(end -> end.run().equals(run));
        if (result.isPresent()) {
            State state = result.get().state();
            return spool.archive().publish(job, name, state).map(path -> state);
        }
        State state = history.of(run).map(Outcome::state).orElse(State.LOST);
        return spool.jobQueue().putBack(job, name, run) ? Optional.of(state) : Optional.empty();
    }

    /** When a run began, if its worker had told so. */
    private Optional<String> start(Run run, JobName job, History history) {
        return Optional.ofNullable(records.get(run.worker()))
                .map(WorkerRecord::activity)
                .filter(WorkerRecord.Busy.class::isInstance)
                .map(WorkerRecord.Busy.class::cast)
                .filter(busy -> busy.job().equals(job.value()))
                .map(busy -> busy.since().truncatedTo(ChronoUnit.MILLIS).toString())
                .filter(start -> !isOfEarlierRun("started", start, history));
    }

    /** A worker's record, or a log, may be older than the run, and tell of one before it. */
    private static boolean isOfEarlierRun(String key, String value, History history) {
        return history.outcomes().stream()
                .anyMatch(ended -> ended.detail(key).filter(value::equals).isPresent());
    }

    /** What a run printed into, which its worker would have recorded. */
    private Optional<String> log(Run run, Path job, JobName name, History history) {
        try {
            return spool.logs()
                    .of(name, run, job)
                    .map(log -> spool.root().relativize(log).toString())
                    .filter(log -> !isOfEarlierRun("log", log, history));
        } catch (IOException e) {
            return Optional.empty(); // whatever is wrong with logs/, the job goes on
        }
    }

    private Outcome lost(Run run, int lostInARow, Optional<String> start, Optional<String> log)
            throws InterruptedException {
        boolean ended = here.processesOf(run.toString(), spool.root(), spool.time()).end(GRACE);
        List<Section.Entry> details = new ArrayList<>();
        String host = hostOf(run);
        if (!host.equals(run.worker())) {
            details.add(new Section.Entry("host", host));
        }
        start.ifPresent(at -> details.add(new Section.Entry("started", at)));
        details.add(
                new Section.Entry(
                        "ended", spool.time().now().truncatedTo(ChronoUnit.MILLIS).toString()));
        log.ifPresent(file -> details.add(new Section.Entry("log", file)));
        details.add(new Section.Entry("reaper", self));
        details.add(new Section.Entry("lost-in-a-row", Integer.toString(lostInARow)));
        String note = "";
        if (!host.equals(here.host())) {
            note = "what it left running could not be ended from " + here.host();
        } else if (!ended) {
            note = "what it left running could not be ended";
        }
        if (!note.isEmpty()) {
            details.add(new Section.Entry("note", note));
        }
        return new Outcome(State.LOST, run, details);
    }

    /** The host that a worker's name begins with; its number and the instant follow. */
    private static String hostOf(Run run) {
        return run.worker().replaceFirst("-[^-]*-[^-]*$", "");
    }
}
