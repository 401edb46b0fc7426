package org.fjd.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Spool;
import org.fjd.view.Job;
import org.fjd.view.Selection;
import org.fjd.view.ValueTable;

/** What can be shown of each job in a column of its own. */
final class Columns {

    /** What a column's texts are. */
    enum Kind {
        TEXT,
        NUMBER,
        /** An instant; people are shown how long ago that is. */
        AGE
    }

    /**
     * A column.
     *
     * @param name as it is asked for, and in JSON
     */
    record Column(String name, Kind kind, Function<Job, Optional<String>> text) {

        String header() {
            boolean named = name.startsWith(PARAM) || name.startsWith(VALUE);
            return named
                    ? Text.oneLine(name.substring(name.indexOf(':') + 1))
                    : name.toUpperCase(Locale.ROOT);
        }
    }

    static final String NAMES =
            "job, state, since, note, exit, signal, reason, wall, host, worker, run, attempts, started, ended, progress, priority, log, file, param:NAME, value:NAME";

    /** Of what is done, no file is read for these. */
    static final List<String> FOR_PEOPLE = List.of("job", "state", "since", "note");

    static final List<String> FOR_PROGRAMS =
            List.of(
                    "job",
                    "state",
                    "since",
                    "exit",
                    "signal",
                    "reason",
                    "wall",
                    "host",
                    "worker",
                    "run",
                    "attempts",
                    "started",
                    "ended",
                    "progress",
                    "log",
                    "file");

    private static final String PARAM = "param:";
    private static final String VALUE = "value:";
    static final String LOST_IN_A_ROW = "lost-in-a-row";

    private final Spool spool;

    Columns(Spool spool) {
        this.spool = spool;
    }

    /**
     * The columns of some names.
     *
     * @throws IllegalArgumentException if there is no such column; it says which
     */
    List<Column> of(List<String> names) {
        List<Column> columns = new ArrayList<>();
        for (String name : names) {
            columns.add(column(name.strip()));
        }
        return columns;
    }

    Column column(String name) {
        if (name.startsWith(PARAM)) {
            String key = keyOf(name);
            return new Column(name, Kind.NUMBER, job -> ValueTable.param(job, key));
        }
        if (name.startsWith(VALUE)) {
            String key = keyOf(name);
            return new Column(name, Kind.NUMBER, job -> ValueTable.value(job, key));
        }
        return switch (name) {
            case "job" -> text(name, job -> Optional.of(job.name().value()));
            case "state" -> text(name, job -> Optional.of(job.state().word()));
            case "since" ->
                    new Column(
                            name, Kind.AGE, job -> Optional.of(job.since()).map(Instant::toString));
            case "note" -> text(name, Columns::note);
            case "exit", "wall" -> new Column(name, Kind.NUMBER, job -> ended(job, name));
            case "signal", "started", "ended" -> text(name, job -> ended(job, name));
            case "reason" -> text(name, job -> job.rejection().or(() -> ended(job, name)));
            case "host" -> text(name, Columns::host);
            case "worker" -> text(name, Selection::workerOf);
            case "run" -> text(name, job -> job.lastRun().map(Run::toString));
            case "attempts" -> new Column(name, Kind.NUMBER, Columns::attempts);
            case "progress" -> text(name, Job::progress);
            case "priority" ->
                    new Column(
                            name,
                            Kind.NUMBER,
                            job -> job.control().map(c -> "" + c.conditions().priority()));
            case "log" -> text(name, job -> job.detail("log"));
            case "file" ->
                    text(name, job -> Optional.of(spool.root().relativize(job.file()).toString()));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static String keyOf(String name) {
        String key = name.substring(name.indexOf(':') + 1);
        if (key.isBlank()) {
            throw new IllegalArgumentException(name);
        }
        return key;
    }

    private static Column text(String name, Function<Job, Optional<String>> text) {
        return new Column(name, Kind.TEXT, text);
    }

    /** Something of the last run, of a job that is not in another one. */
    private static Optional<String> ended(Job job, String key) {
        return job.currentRun().isPresent() ? Optional.empty() : job.detail(key);
    }

    private static Optional<String> host(Job job) {
        return job.currentRun().isPresent()
                ? job.worker().map(worker -> worker.process().host())
                : job.detail("host");
    }

    private static Optional<String> attempts(Job job) {
        int ended = job.attempt() - 1;
        return Optional.of("" + (ended + (job.currentRun().isPresent() ? 1 : 0)));
    }

    /** In a few words, what there is to say besides the state. */
    private static Optional<String> note(Job job) {
        return switch (job.state()) {
            case RUNNING, ASSIGNED -> job.progress();
            case QUEUED, HELD ->
                    job.isRetried() ? job.outcome().map(Columns::attempt) : Optional.empty();
            case DONE -> Optional.empty();
            case REJECTED -> job.rejection();
            case FAILED, TIMED_OUT, CANCELLED, LOST -> job.outcome().map(Columns::how);
        };
    }

    private static String attempt(Outcome outcome) {
        String how = outcome.state() == State.FAILED ? how(outcome) : "";
        return "was " + outcome.state().word() + (how.isEmpty() ? "" : ": " + how);
    }

    /**
     * {@code exit 3}, {@code exit 137 (KILL)}, how many workers died, or what is recorded as
     * reason.
     */
    static String how(Outcome outcome) {
        if (outcome.state() == State.LOST) {
            return outcome.detail(LOST_IN_A_ROW)
                    .filter(workers -> !workers.equals("1"))
                    .map(workers -> workers + " workers died with it")
                    .orElse("");
        }
        Optional<String> exit = outcome.detail("exit").map(code -> "exit " + code);
        Optional<String> signal = outcome.detail("signal").map(name -> " (" + name + ")");
        Optional<String> reason = outcome.detail("reason");
        if (exit.isEmpty()) {
            return reason.orElse("");
        }
        return exit.get() + signal.orElse("") + reason.map(why -> ", " + why).orElse("");
    }
}
