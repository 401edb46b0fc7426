package org.fjd.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.fjd.job.Change;
import org.fjd.spool.Spool;
import org.fjd.steer.Account;
import org.fjd.steer.Wanted;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "hold",
        mixinStandardHelpOptions = true,
        description = "Keeps queued jobs from being run until they are released.")
final class HoldCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private final JobsParameter jobs = new JobsParameter();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    HoldCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (jobs.typed.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Name the jobs to hold.");
        }
        Spool opened = spool.open();
        Wanted wanted = Wanted.of(opened, jobs.typed);
        Change change = new Change(Optional.empty(), Optional.of(true));
        Account account = Steering.steer(opened, steerer -> steerer.change(wanted, change));
        return new Accounts(console).say(account, "hold", json);
    }
}
