package org.fjd.work;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Control;
import org.fjd.job.JobFile;
import org.fjd.job.Outcome;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;
import org.fjd.spool.WorkerRecord.Activity;
import org.fjd.spool.WorkerRecord.Busy;

/** One run of one job: from its files and its process to what is recorded of it. For one thread. */
final class JobRun {

    private static final Duration GRACE = Duration.ofSeconds(5);

    private final Spool spool;
    private final Machine here;
    private final Assignment job;
    private final Instant started;
    private final long startedNanos;
    private final List<Entry> outputs = new ArrayList<>();
    private Optional<Running> process = Optional.empty();
    private String failure = "";
    private boolean leftBehind;

    private JobRun(Spool spool, Machine here, Assignment job) {
        this.spool = spool;
        this.here = here;
        this.job = job;
        this.started = spool.time().now();
        this.startedNanos = spool.time().nanos();
    }

    /**
     * Starts a job. Where that fails by the job's own fault, the run has ended at once, and its
     * outcome says why.
     *
     * @throws IOException if the spool or the machine is in trouble; it may be tried again
     */
    static JobRun start(Spool spool, Machine here, Runner runner, Assignment job, JobFile file)
            throws IOException {
        JobRun run = new JobRun(spool, here, job);
        try {
            run.process = Optional.of(runner.start(run.order(file)));
        } catch (CouldNotStart e) {
            run.failure = e.reason();
        }
        return run;
    }

    private Order order(JobFile file) throws CouldNotStart, IOException {
        Control control = file.control();
        Path root = spool.root();
        Path directory = control.directory().isEmpty() ? root : under(root, control.directory());
        if (control.logfile().isPresent()) {
            makeParent(under(directory, control.logfile()));
        }
        Path stdout;
        Path stderr;
        if (control.stdout().isPresent() && control.stderr().isPresent()) {
            stdout = under(directory, control.stdout());
            stderr = under(directory, control.stderr());
        } else {
            Path log = spool.logs().create(job.name(), job.run());
            outputs.add(new Entry("log", root.relativize(log).toString()));
            stdout = control.stdout().isPresent() ? under(directory, control.stdout()) : log;
            stderr = control.stderr().isPresent() ? under(directory, control.stderr()) : log;
        }
        return new Order(
                control.executable(),
                job.path(),
                root,
                directory,
                environment(file.history().attempt()),
                stdout,
                stderr);
    }

    private Map<String, String> environment(int attempt) {
        return Map.of(
                "FJD_SPOOL", spool.root().toString(),
                "FJD_JOB", job.name().value(),
                "FJD_JOB_FILE", job.path().toString(),
                "FJD_ATTEMPT", Integer.toString(attempt),
                "FJD_WORKER", job.run().worker(),
                "FJD_POD", job.run().toString());
    }

    private static Path under(Path directory, Optional<String> value) throws CouldNotStart {
        String name = value.orElseThrow();
        try {
            return directory.resolve(name);
        } catch (InvalidPathException e) {
            throw new CouldNotStart("'" + name + "' is no name for a file: " + e.getReason());
        }
    }

    private static void makeParent(Path file) throws CouldNotStart {
        Path parent = file.getParent();
        try {
            if (parent != null) {
                Files.createDirectories(parent);
            }
        } catch (IOException e) {
            throw new CouldNotStart(
                    "the directory of its logfile could not be made: " + Trouble.describe(e));
        }
    }

    Assignment job() {
        return job;
    }

    /** What the worker is doing while this runs. */
    Activity activity() {
        long pid = process.map(Running::pid).orElse(0L);
        return new Busy(job.name().value(), started, pid);
    }

    /** For how long it has been running. */
    Duration elapsed() {
        return Duration.ofNanos(spool.time().nanos() - startedNanos);
    }

    /** Waits for the end; returns whether it has come. */
    boolean await(Duration longest) throws InterruptedException {
        return process.isEmpty() || process.get().await(longest);
    }

    /** Ends the process tree: asks, waits for a while, then kills. */
    void end() throws InterruptedException {
        leftBehind = process.isPresent() && !process.get().end(GRACE);
    }

    /** How it ended, after it has. */
    Outcome outcome() {
        if (process.isEmpty()) {
            return outcome(
                    State.FAILED, List.of(new Entry("reason", "could not start: " + failure)));
        }
        Exit exit = process.get().exit();
        List<Entry> details = new ArrayList<>();
        details.add(new Entry("exit", Integer.toString(exit.code())));
        exit.signal().ifPresent(signal -> details.add(new Entry("signal", signal)));
        return outcome(exit.code() == 0 ? State.DONE : State.FAILED, details);
    }

    /** What is recorded when the worker gives the job back. */
    Outcome returned(String why) {
        List<Entry> details = new ArrayList<>();
        details.add(new Entry("reason", why));
        if (leftBehind) {
            details.add(new Entry("note", "what it left running could not be ended"));
        }
        return outcome(State.RETURNED, details);
    }

    private Outcome outcome(State state, List<Entry> how) {
        Duration wall = elapsed();
        List<Entry> details = new ArrayList<>(how);
        details.add(new Entry("host", here.host()));
        details.add(new Entry("started", instant(started)));
        details.add(new Entry("ended", instant(spool.time().now())));
        details.add(new Entry("wall", seconds(wall)));
        details.addAll(outputs);
        return new Outcome(state, job.run(), details);
    }

    private static String instant(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    /** Seconds with three decimals; a formatter would cost more than the rest of the section. */
    private static String seconds(Duration duration) {
        String millis = Integer.toString(1000 + duration.toMillisPart());
        return duration.toSeconds() + "." + millis.substring(1);
    }
}
