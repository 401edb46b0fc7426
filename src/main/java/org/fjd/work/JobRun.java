package org.fjd.work;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.ini.Section.Entry;
import org.fjd.job.JobFile;
import org.fjd.job.Outcome;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Testimony;
import org.fjd.spool.WorkerRecord.Activity;
import org.fjd.spool.WorkerRecord.Busy;

/** One run of one job: its process, and what is recorded of it. For one thread. */
final class JobRun {

    private static final int WARNINGS = 5;

    private record Ended(Instant instant, Duration wall) {}

    private final Spool spool;
    private final Machine here;
    private final Assignment job;
    private final JobFile file;
    private final Instant started;
    private final long startedNanos;
    private Optional<Preparation> preparation = Optional.empty();
    private Optional<Running> process = Optional.empty();
    private Optional<String> failure = Optional.empty();
    private Optional<Ended> ended = Optional.empty();
    private boolean leftBehind;

    /** One that is not started. */
    JobRun(Spool spool, Machine here, Assignment job, JobFile file) {
        this.spool = spool;
        this.here = here;
        this.job = job;
        this.file = file;
        this.started = spool.time().now();
        this.startedNanos = spool.time().nanos();
    }

    /**
     * Starts a job. Where that fails by the job's own fault, the run has ended at once, and its
     * {@link #failure} says why.
     *
     * @throws IOException if the spool or the machine is in trouble; it may be tried again
     */
    static JobRun start(Spool spool, Machine here, Runner runner, Assignment job, JobFile file)
            throws IOException {
        JobRun run = new JobRun(spool, here, job, file);
        try {
            Preparation preparation = Preparation.of(spool, job, file);
            run.preparation = Optional.of(preparation);
            run.process = Optional.of(runner.start(preparation.order()));
        } catch (CouldNotStart e) {
            run.failure = Optional.of(e.reason());
        }
        return run;
    }

    Assignment job() {
        return job;
    }

    JobFile file() {
        return file;
    }

    /** Why it could not be started, if so. */
    Optional<String> failure() {
        return failure;
    }

    /** What the worker is doing while this runs. */
    Activity activity() {
        long pid = process.map(Running::pid).orElse(0L);
        return new Busy(job.name().value(), started, pid);
    }

    /** For how long it has been running, or was, if it is known to have ended. */
    Duration elapsed() {
        return ended.map(Ended::wall)
                .orElseGet(() -> Duration.ofNanos(spool.time().nanos() - startedNanos));
    }

    /** Waits for the end; returns whether it has come. */
    boolean await(Duration longest) throws InterruptedException {
        boolean over = process.isEmpty() || process.get().await(longest);
        if (over && ended.isEmpty()) {
            ended = Optional.of(new Ended(spool.time().now(), elapsed()));
        }
        return over;
    }

    /** Asks the process tree to end; returns whether it has. */
    boolean ask(Duration longest) throws InterruptedException {
        return process.isEmpty() || process.get().ask(longest);
    }

    /** Ends the process tree: asks, if that was not done, waits for a while, then kills. */
    void end(Duration grace) throws InterruptedException {
        leftBehind = process.isPresent() && !process.get().end(grace);
    }

    /** How its process ended; empty if it was not started, or still is not gone. */
    Optional<Exit> exit() throws InterruptedException {
        return process.isPresent() && await(Duration.ZERO)
                ? Optional.of(process.get().exit())
                : Optional.empty();
    }

    /** What could not be ended of its processes, in words; empty if all are gone. */
    Optional<String> leftOver() {
        return leftBehind
                ? Optional.of("what it left running could not be ended")
                : Optional.empty();
    }

    /** What is wrong with the files that it was to make, as a look finds it now. */
    Optional<String> missing() throws IOException {
        return preparation.isPresent() ? preparation.get().expected().fault() : Optional.empty();
    }

    /** What the job says of itself. */
    Testimony testimony() {
        return spool.pods().testimony(job.run());
    }

    /**
     * What is recorded of it.
     *
     * @param how what comes first
     */
    Outcome outcome(State state, List<Entry> how) {
        List<Entry> details = new ArrayList<>(how);
        details.add(new Entry("host", here.host()));
        details.add(new Entry("started", instant(started)));
        details.add(
                new Entry("ended", instant(ended.map(Ended::instant).orElse(spool.time().now()))));
        details.add(new Entry("wall", seconds(elapsed())));
        preparation.ifPresent(prepared -> details.addAll(prepared.outputs()));
        if (!file.warnings().isEmpty()) {
            details.add(new Entry("warning", warning(file.warnings())));
        }
        return new Outcome(state, job.run(), details);
    }

    private static String warning(List<String> warnings) {
        String first = String.join(" ", warnings.subList(0, Math.min(WARNINGS, warnings.size())));
        int left = warnings.size() - WARNINGS;
        return left > 0 ? first + " And " + left + " more like these." : first;
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
