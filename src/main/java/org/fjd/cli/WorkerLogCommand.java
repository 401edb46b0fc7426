package org.fjd.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.fjd.job.Quoting;
import org.fjd.spool.Lookout;
import org.fjd.spool.Spool;
import org.fjd.view.LogFollower;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "log",
        mixinStandardHelpOptions = true,
        description = {
            "Prints what a worker says of its own work, on whatever host it is.",
            "What its jobs print is shown by 'fjd log JOB'."
        },
        footer = {"  recruiter log -f node1-4711-m3x0k2a1"})
final class WorkerLogCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;

    @Parameters(paramLabel = "WORKER", description = "Its name, as 'recruiter list' shows it.")
    private String worker = "";

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the worker has left.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "LINES",
            description = "Begin with the last LINES lines that are there.")
    private Optional<Integer> lines = Optional.empty();

    WorkerLogCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (lines.filter(n -> n < 0).isPresent()) {
            throw usage("--lines must be 0 or more.");
        }
        Spool opened = spool.openForReading();
        if (!opened.logs().hasWorker(worker) && !opened.roll().has(worker)) {
            throw usage(
                    "There is no worker %s here, nor the log of one. 'recruiter list' names those that are at work."
                            .formatted(Quoting.quoted(worker)));
        }
        print(opened);
        return ExitCode.OK;
    }

    private void print(Spool opened) throws IOException, InterruptedException {
        HarmlessOutput harmless = new HarmlessOutput();
        LogFollower follower =
                new LogFollower(
                        opened,
                        lines.map(OptionalInt::of).orElse(OptionalInt.empty()),
                        bytes -> console.pass(console.isTerminal() ? harmless.show(bytes) : bytes));
        if (follow) {
            try (Lookout lookout = opened.lookout()) {
                follower.follow(worker, lookout);
            }
        } else {
            follower.copy(opened.logs().ofWorker(worker));
        }
        if (console.isTerminal()) {
            console.pass(harmless.end());
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
