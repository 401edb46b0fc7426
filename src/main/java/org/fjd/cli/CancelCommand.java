package org.fjd.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;
import org.fjd.steer.Account;
import org.fjd.steer.Steerer.Extent;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "cancel",
        mixinStandardHelpOptions = true,
        description = {
            "Cancels jobs: those that are queued are put into failed/, those that run are ended"
                    + " by their workers.",
            "Returns when they have ended, or after a minute in which none did."
        },
        exitCodeList = ExitCode.NO_JOB)
final class CancelCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private final JobsParameter jobs = new JobsParameter();

    @Option(names = "--all", description = "Cancel all jobs that are queued or running.")
    private boolean all;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "Cancel only those that are queued, or running.")
    private Optional<String> state = Optional.empty();

    @Option(names = "--no-wait", description = "Do not wait until running jobs have ended.")
    private boolean noWait;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    CancelCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Extent extent = extent();
        boolean named = !jobs.typed.isEmpty();
        if (named && all) {
            throw usage("Name the jobs to cancel, or give --all, not both.");
        }
        if (!named && !all && state.isEmpty()) {
            throw usage("Name the jobs to cancel, or give --all or --state.");
        }
        Spool opened = spool.open();
        Wanted wanted = named ? Wanted.of(opened, jobs.typed) : Wanted.ALL;
        Account account =
                Steering.steer(opened, steerer -> steerer.cancel(wanted, extent, !noWait));
        return new Accounts(console).say(account, "cancel", json);
    }

    private Extent extent() {
        return switch (state.orElse("")) {
            case "" -> Extent.BOTH;
            case "queued" -> Extent.QUEUED;
            case "running" -> Extent.RUNNING;
            default -> throw usage("--state " + state.get() + " is neither queued nor running.");
        };
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
