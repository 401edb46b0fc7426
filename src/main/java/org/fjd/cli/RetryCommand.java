package org.fjd.cli;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.fjd.job.ExitCodes;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;
import org.fjd.steer.Account;
import org.fjd.steer.Failure;
import org.fjd.steer.Failure.Kind;
import org.fjd.steer.Retrier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "retry",
        mixinStandardHelpOptions = true,
        description = {
            "Queues failed jobs again: moves their files from failed/ to retryqueue/.",
            "With --exit or --state only those of the named jobs, or of all, that ended so.",
            "What was cancelled is retried by its name, or with --state cancelled."
        },
        exitCodeList = ExitCode.NO_JOB)
final class RetryCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private final JobsParameter jobs = new JobsParameter();

    @Option(names = "--failed", description = "Retry all that failed.")
    private boolean failed;

    @Option(
            names = "--exit",
            paramLabel = "N",
            description = "Retry those that ended with this exit code.")
    private Optional<Integer> exit = Optional.empty();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description =
                    "Retry those that ended so: failed, timed-out, lost, cancelled or rejected.")
    private Optional<String> state = Optional.empty();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    RetryCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (exit.filter(code -> code < 0 || code > ExitCodes.LARGEST).isPresent()) {
            throw usage(
                    "--exit %d is no exit code: they are from 0 to %d."
                            .formatted(exit.get(), ExitCodes.LARGEST));
        }
        Failure failure = new Failure(exit, kinds());
        boolean named = !jobs.typed.isEmpty();
        if (named && failed) {
            throw usage("Name the jobs to retry, or give --failed, not both.");
        }
        if (!named && !failed && exit.isEmpty() && state.isEmpty()) {
            throw usage("Name the jobs to retry, or give --failed, --exit or --state.");
        }
        Spool opened = spool.open();
        Wanted wanted = named ? Wanted.of(opened, jobs.typed) : Wanted.ALL;
        Account account =
                Steering.interruptibly(
                        stop -> new Retrier(opened, Machine.here(), stop).retry(wanted, failure));
        return new Accounts(console).say(account, "retry", json);
    }

    private Set<Kind> kinds() {
        if (state.isEmpty()) {
            return failed || exit.isPresent() ? Failure.UNWANTED : Failure.ANY.kinds();
        }
        Optional<Kind> kind = Kind.ofWord(state.get());
        if (kind.isEmpty()) {
            throw usage(
                    "--state %s is none of %s."
                            .formatted(
                                    state.get(),
                                    Arrays.stream(Kind.values())
                                            .map(Kind::word)
                                            .collect(Collectors.joining(", "))));
        }
        return Set.of(kind.get());
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
