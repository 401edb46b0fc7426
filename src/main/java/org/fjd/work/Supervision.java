package org.fjd.work;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.fjd.job.Durations;
import org.fjd.job.Run;
import org.fjd.spool.Lookout;
import org.fjd.spool.Time;

/**
 * The phase of a worker whose job runs: until it ends, or has to be ended, since its time is over,
 * its user does not want it any more, or the worker must give it back; and until it is clear what
 * it came to. For one thread, but for {@link #endFor}.
 */
final class Supervision implements Phase {

    /** A network file system may take so many delays to show a file that the job has made. */
    private static final int DELAYS_UNTIL_SEEN = 5;

    private static final Duration STEP = Duration.ofMillis(250);

    /** Who ends all processes of a host or an allocation may reach the job before its worker. */
    private static final Duration UNTIL_ALL_ARE_TOLD = Duration.ofSeconds(2);

    private static final Duration TOLD_STEP = Duration.ofMillis(20);

    /** What the worker knows and does. */
    interface Circumstances {

        /** Whether the job of this run is not wanted any more. */
        boolean isCancelled(Run run);

        /** Why the job must be given back now; empty if it need not. */
        Optional<String> reasonToReturn(JobRun run);

        /**
         * How long a job may take to end itself.
         *
         * @param asked what it asks for
         */
        Duration grace(Duration asked);

        /** The job goes on. */
        void goesOn(JobRun run) throws IOException;

        /** It is clear what the run came to. */
        Phase judged(JobRun run, Verdict verdict);
    }

    private final JobRun run;
    private final Time time;
    private final Lookout lookout;
    private final Circumstances circumstances;
    private Optional<Stop> stop = Optional.empty();
    private volatile Optional<Stop> endedFor = Optional.empty();
    private long stopped;
    private boolean gone;
    private Optional<Long> lookingSince = Optional.empty();
    private Optional<Long> terminatedSince = Optional.empty();

    Supervision(JobRun run, Time time, Lookout lookout, Circumstances circumstances) {
        this.run = run;
        this.time = time;
        this.lookout = lookout;
        this.circumstances = circumstances;
    }

    @Override
    public Phase step() throws IOException, InterruptedException {
        boolean over = run.await(Duration.ZERO);
        if (stop.isEmpty() && (endedFor.isPresent() || !over)) {
            stop = endedFor.or(this::reasonToStop);
            if (stop.isEmpty()) {
                circumstances.goesOn(run);
                return this;
            }
            stopped = time.nanos();
        }
        if (stop.isPresent() && !gone) {
            gone = isGone();
            if (!gone) {
                return this;
            }
        }
        Optional<Exit> exit = run.exit();
        boolean terminated = exit.flatMap(Exit::signal).filter("TERM"::equals).isPresent();
        return stop.isEmpty() && terminated && isAskedToReturn() ? this : judge(exit);
    }

    /** Whether the worker is to leave as well, or that is not known yet. */
    private boolean isAskedToReturn() {
        long now = time.nanos();
        if (terminatedSince.isEmpty()) {
            terminatedSince = Optional.of(now);
        }
        stop = circumstances.reasonToReturn(run).map(Stop::returned);
        if (stop.isPresent()) {
            stopped = now;
            return true;
        }
        return now - terminatedSince.get() < UNTIL_ALL_ARE_TOLD.toNanos();
    }

    private Optional<Stop> reasonToStop() {
        if (circumstances.isCancelled(run.job().run())) {
            return Optional.of(Stop.CANCELLED);
        }
        if (timeLeft().filter(left -> left.isNegative() || left.isZero()).isPresent()) {
            return Optional.of(Stop.TIMED_OUT);
        }
        return circumstances.reasonToReturn(run).map(Stop::returned);
    }

    private Optional<Duration> timeLeft() {
        return run.file().control().bounds().timeout().map(most -> most.minus(run.elapsed()));
    }

    /** A step of ending it; whether all is done that can be. */
    private boolean isGone() throws InterruptedException {
        Duration grace = circumstances.grace(run.file().control().bounds().killAfter());
        Duration left = grace.minusNanos(time.nanos() - stopped);
        if (left.compareTo(Duration.ZERO) > 0) {
            return run.ask(Durations.shorter(left, STEP));
        }
        run.end(Duration.ZERO);
        return true;
    }

    private Phase judge(Optional<Exit> exit) throws IOException, InterruptedException {
        Optional<String> missing = Optional.empty();
        if (stop.isEmpty() && exit.filter(e -> Judgement.isSuccess(run, e)).isPresent()) {
            missing = run.missing();
            if (missing.isPresent() && isWorthAnotherLook()) {
                return this;
            }
        } else if (stop.isPresent() && circumstances.isCancelled(run.job().run())) {
            stop = Optional.of(Stop.CANCELLED); // asked while it was being ended for another reason
        }
        return circumstances.judged(
                run, Judgement.of(run, exit, stop, missing, run.testimony().values()));
    }

    private boolean isWorthAnotherLook() {
        long now = time.nanos();
        if (lookingSince.isEmpty()) {
            lookingSince = Optional.of(now);
        }
        Duration patience = lookout.delay().multipliedBy(DELAYS_UNTIL_SEEN);
        return now - lookingSince.get() < patience.toNanos();
    }

    /** Waits until it is time for another step. */
    void pause() throws InterruptedException {
        if (terminatedSince.isPresent() && stop.isEmpty()) {
            time.pause(TOLD_STEP);
        } else if (lookingSince.isPresent()) {
            time.pause(Durations.shorter(lookout.delay(), STEP));
        } else if (stop.isEmpty()) {
            run.await(timeLeft().map(left -> Durations.shorter(left, STEP)).orElse(STEP));
        }
    }

    /**
     * Ends the job in place of its worker, which hangs, and has it given back when that goes on.
     * Touches no file of the spool. To be called by another thread.
     */
    void endFor(String reason) throws InterruptedException {
        endedFor = Optional.of(Stop.returned(reason));
        run.end(circumstances.grace(run.file().control().bounds().killAfter()));
    }

    /** Ends the job at once, of which nothing will be recorded. */
    void abandon() throws InterruptedException {
        run.end(circumstances.grace(run.file().control().bounds().killAfter()));
    }
}
