package org.fjd.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fjd.job.Durations;
import org.fjd.job.JobName;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;
import org.fjd.submit.Ended;
import org.fjd.submit.Waiting;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "wait",
        mixinStandardHelpOptions = true,
        description =
                "Waits until jobs have ended: those that are named, or all that are queued or"
                        + " running now.",
        exitCodeList = {
            ExitCode.OK + ":All are done.",
            ExitCode.FAILED + ":Some failed.",
            ExitCode.TIMED_OUT + ":The time was over before.",
            ExitCode.NO_JOB
        })
final class WaitCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;

    @Mixin private final JobsParameter jobs = new JobsParameter();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long to wait, such as 30s or 5m (default: until they have ended).")
    private Optional<String> timeout = Optional.empty();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    WaitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Optional<Duration> longest = longest();
        Spool opened = spool.open();
        WaitingConsole says = new WaitingConsole(console, opened);
        Waiting waiting =
                jobs.typed.isEmpty()
                        ? Waiting.forAll(opened, Machine.here(), says)
                        : Waiting.forWanted(
                                opened, Machine.here(), Wanted.of(opened, jobs.typed), says);
        if (!waiting.unknown().isEmpty()) {
            printJson(waiting);
            console.complain(Sayings.noSuchJob(waiting.unknown(), opened));
            return ExitCode.UNKNOWN;
        }
        boolean all = waiting.await(longest);
        List<Ended> ended = waiting.ended();
        printJson(waiting);
        says.failures(ended);
        if (!all) {
            console.complain(
                    "The time is over, and %s not ended."
                            .formatted(
                                    waiting.open().size() == 1
                                            ? waiting.open().get(0).quoted() + " has"
                                            : waiting.open().size() + " jobs have"));
            return ExitCode.TIMED_OUT;
        }
        if (ended.isEmpty() && waiting.gone().isEmpty() && !json) {
            console.say("No job is queued or running.");
        }
        boolean done = waiting.gone().isEmpty() && ended.stream().allMatch(Ended::done);
        return done ? ExitCode.OK : ExitCode.FAILED;
    }

    /** Prints, if that was asked for, what became of all jobs by now. */
    private void printJson(Waiting waiting) throws IOException {
        if (!json) {
            return;
        }
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Ended end : waiting.ended()) {
            Map<String, Object> row = row(end.job(), end.done() ? "done" : "failed");
            row.put("file", end.file().toString());
            end.exit().ifPresent(code -> row.put("exit", code));
            rows.add(row);
        }
        waiting.open().forEach(job -> rows.add(row(job, "open")));
        waiting.gone().forEach(job -> rows.add(row(job, Unknown.WORD)));
        rows.addAll(Unknown.rows(waiting.unknown()));
        console.printJson(rows);
    }

    private static Map<String, Object> row(JobName job, String state) {
        return row(job.value(), state);
    }

    private static Map<String, Object> row(String job, String state) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("job", job);
        row.put("state", state);
        return row;
    }

    private Optional<Duration> longest() {
        Optional<Duration> longest = timeout.flatMap(Durations::parse);
        if (timeout.isPresent() && longest.isEmpty()) {
            throw usage("--timeout " + timeout.get() + " is not a duration: write 30s, 5m or 2h.");
        }
        return longest;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
