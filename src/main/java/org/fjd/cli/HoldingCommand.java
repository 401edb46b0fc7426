package org.fjd.cli;

import java.util.Optional;
import java.util.concurrent.Callable;
import org.fjd.job.Change;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;
import org.fjd.steer.Account;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Says of queued jobs whether they are held. */
abstract class HoldingCommand implements Callable<Integer> {

    private final Console console;
    private final boolean hold;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private final JobsParameter jobs = new JobsParameter();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    HoldingCommand(Console console, boolean hold) {
        this.console = console;
        this.hold = hold;
    }

    @Override
    public final Integer call() throws Exception {
        if (jobs.typed.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "Name the jobs to " + spec.name() + ".");
        }
        Spool opened = spool.open();
        Wanted wanted = Wanted.of(opened, jobs.typed);
        Change change = new Change(Optional.empty(), Optional.of(hold));
        Account account = Steering.steer(opened, steerer -> steerer.change(wanted, change));
        return new Accounts(console).say(account, spec.name(), json);
    }
}
