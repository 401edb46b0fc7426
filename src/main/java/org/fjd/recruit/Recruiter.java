package org.fjd.recruit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.io.input.ReversedLinesFileReader;
import org.fjd.job.Run;
import org.fjd.spool.Liveness;
import org.fjd.spool.Machine;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;

/** Hires workers for a spool, and fires them. */
public final class Recruiter {

    private static final Duration PACE = Duration.ofMillis(20);
    private static final Duration COMES_UP_WITHIN = Duration.ofSeconds(60);
    private static final int TAIL = 15;

    /**
     * What became of an attempt to hire.
     *
     * @param workers the names of those that announced themselves
     * @param failures for each of those that did not, the end of its log
     */
    public record Hired(List<String> workers, List<Failure> failures) {}

    /** A worker that did not come up. */
    public record Failure(Path log, List<String> tail) {}

    /**
     * What became of an attempt to fire.
     *
     * @param gone who left
     * @param busy who is asked to leave, but was still there when the time was over
     * @param lost who is on the roll, but does not answer
     */
    public record Fired(List<String> gone, List<WorkerRecord> busy, List<String> lost) {}

    private record Candidate(ProcessHandle process, Path log) {}

    private final Spool spool;
    private final Machine here;

    public Recruiter(Spool spool, Machine here) {
        this.spool = spool;
        this.here = here;
    }

    /** Starts workers on this machine and waits until each has announced itself, or died. */
    public Hired hire(int count, Launcher launcher) throws IOException, InterruptedException {
        long self = ProcessHandle.current().pid();
        List<Candidate> awaited = new ArrayList<>();
        for (int i = 1; i <= count; i++) {
            Path log = spool.logs().ofWorker("hire-" + here.host() + "-" + self + "-" + i);
            spool.logs().create(log);
            awaited.add(new Candidate(launcher.launch(spool.root(), log), log));
        }
        List<String> hired = new ArrayList<>();
        List<Failure> failures = new ArrayList<>();
        long begin = spool.time().nanos();
        while (!awaited.isEmpty()) {
            boolean late = spool.time().nanos() - begin > COMES_UP_WITHIN.toNanos();
            List<WorkerRecord> announced = announced();
            for (Candidate candidate : List.copyOf(awaited)) {
                Optional<WorkerRecord> worker =
                        announced.stream()
                                .filter(record -> record.process().isOn(here))
                                .filter(r -> r.process().pid() == candidate.process().pid())
                                .findFirst();
                if (worker.isPresent()) {
                    spool.logs().rename(candidate.log(), worker.get().name());
                    hired.add(worker.get().name());
                    awaited.remove(candidate);
                } else if (late || !candidate.process().isAlive()) {
                    failures.add(new Failure(candidate.log(), tail(candidate.log())));
                    awaited.remove(candidate);
                }
            }
            if (!awaited.isEmpty()) {
                spool.time().pause(PACE);
            }
        }
        return new Hired(hired, failures);
    }

    private List<WorkerRecord> announced() throws IOException {
        return list().stream()
                .filter(record -> !(record.activity() instanceof WorkerRecord.Starting))
                .toList();
    }

    private static List<String> tail(Path log) throws IOException {
        try (ReversedLinesFileReader reader =
                ReversedLinesFileReader.builder()
                        .setPath(log)
                        .setCharset(StandardCharsets.UTF_8)
                        .get()) {
            List<String> lines = new ArrayList<>(reader.readLines(TAIL));
            Collections.reverse(lines);
            return lines;
        } catch (NoSuchFileException e) {
            return List.of();
        }
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
