package org.fjd.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.fjd.job.Quoting;
import org.fjd.spool.Lookout;
import org.fjd.spool.Spool;
import org.fjd.view.LogFollower;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
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
    @Mixin private LogOptions options;

    @Parameters(paramLabel = "WORKER", description = "Its name, as 'recruiter list' shows it.")
    private String worker = "";

    WorkerLogCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        options.check();
        Spool opened = spool.openForReading();
        if (!opened.logs().hasWorker(worker) && !opened.roll().has(worker)) {
            throw usage(
                    "There is no worker %s here, nor the log of one. 'recruiter list' names those that are at work."
                            .formatted(Quoting.quoted(worker)));
        }
        options.print(opened, console, follower -> read(opened, follower));
        return ExitCode.OK;
    }

    private boolean read(Spool opened, LogFollower follower)
            throws IOException, InterruptedException {
        if (options.follow()) {
            try (Lookout lookout = opened.lookout()) {
                follower.follow(worker, lookout);
            }
        } else {
            follower.copy(opened.logs().ofWorker(worker));
        }
        return true;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
