package org.fjd.work;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Control;
import org.fjd.job.Durations;
import org.fjd.job.JobFile;
import org.fjd.job.Outcome;
import org.fjd.job.State;
import org.fjd.spool.Testimony.Said;

/** Decides what a run came to, and whether another one is to follow. */
final class Judgement {

    private final JobRun run;
    private final Control control;
    private final int failedBefore;
    private final Optional<Exit> exit;
    private final List<Entry> details = new ArrayList<>();

    private Judgement(JobRun run, Optional<Exit> exit) {
        JobFile file = run.file();
        this.run = run;
        this.control = file.control();
        this.failedBefore = file.history().failedInARow();
        this.exit = exit;
    }

    /** Whether a run that nobody stopped has succeeded, as far as its exit code tells. */
    static boolean isSuccess(JobRun run, Exit exit) {
        return run.file().control().success().codes().contains(exit.code());
    }

    /**
     * Judges a run that is over.
     *
     * @param exit how its process ended; empty if it was not started or could not be ended
     * @param stop why the worker ended it, if it did
     * @param missing what is wrong with the files that it was to make
     * @param said what it said of its results
     */
    static Verdict of(
            JobRun run,
            Optional<Exit> exit,
            Optional<Stop> stop,
            Optional<String> missing,
            Said said) {
        return new Judgement(run, exit).judge(stop, missing, said);
    }

    /** What is recorded of a job that is not started at all. */
    static Verdict of(JobRun run, Withheld withheld) {
        Outcome outcome =
                run.outcome(withheld.state(), List.of(new Entry("reason", withheld.reason())));
        return withheld.state() == State.RETURNED
                ? Verdict.again(outcome)
                : Verdict.end(outcome, Said.NOTHING.values());
    }

    private Verdict judge(Optional<Stop> stop, Optional<String> missing, Said said) {
        State state = stop.map(Stop::state).orElseGet(() -> stateOf(missing));
        if (state == State.RETURNED) {
            add("reason", stop.map(Stop::reason));
            add("note", run.leftOver());
            return Verdict.again(run.outcome(state, details));
        }
        add("exit", exit.map(e -> Integer.toString(e.code())));
        add("signal", exit.flatMap(Exit::signal));
        if (state == State.TIMED_OUT) {
            add("timeout", control.bounds().timeout().map(Durations::exact));
        }
        add("reason", run.failure().map(why -> "could not start: " + why).or(() -> missing));
        Optional<String> leftOver = run.leftOver();
        boolean again = control.retries().allow(failedBefore, state, exit.map(Exit::code));
        if (again) {
            add("note", leftOver);
            add(
                    "retry-in",
                    Optional.of(control.retries().delayAfter(failedBefore))
                            .filter(delay -> !delay.isZero())
                            .map(Durations::exact));
            return Verdict.again(run.outcome(state, details));
        }
        add(
                "note",
                Stream.of(leftOver, said.note())
                        .flatMap(Optional::stream)
                        .reduce((a, b) -> a + "; " + b));
        return Verdict.end(run.outcome(state, details), said.values());
    }

    private State stateOf(Optional<String> missing) {
        boolean done = missing.isEmpty() && exit.filter(e -> isSuccess(run, e)).isPresent();
        return done ? State.DONE : State.FAILED;
    }

    private void add(String key, Optional<String> value) {
        value.ifPresent(text -> details.add(new Entry(key, text)));
    }
}
