package org.fjd.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fjd.job.Change;
import org.fjd.job.Conditions;
import org.fjd.job.JobName;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;
import org.fjd.steer.Account;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

@Command(
        name = "priority",
        mixinStandardHelpOptions = true,
        customSynopsis = "fjd priority [-hV] [--json] [--spool=DIR] JOB... N",
        description = {
            "Gives queued jobs another priority. Jobs of a higher one go first; the default is 0."
        },
        exitCodeList = ExitCode.NO_JOB)
final class PriorityCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;

    /** Options that are none are among them, since a number below zero looks like one. */
    @Parameters(
            paramLabel = "JOB... N",
            arity = "0..*",
            description = "The jobs, as names, paths or patterns, and then the new priority.")
    private List<String> typed = List.of();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    PriorityCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        for (String word : beforeEndOfOptions()) {
            if (word.startsWith("-") && !word.matches("-\\d+")) {
                throw new UnmatchedArgumentException(spec.commandLine(), List.of(word));
            }
        }
        if (typed.size() < 2) {
            throw usage("Name the jobs, and then their new priority.");
        }
        Optional<Integer> priority = number(typed.get(typed.size() - 1));
        Spool opened = spool.open();
        Wanted wanted = Wanted.of(opened, typed.subList(0, typed.size() - 1));
        Change change = new Change(priority, Optional.empty());
        Account account = Steering.steer(opened, steerer -> steerer.change(wanted, change));
        return new Accounts(console).say(account, "change", json);
    }

    private List<String> beforeEndOfOptions() {
        List<String> given = spec.commandLine().getParseResult().originalArgs();
        int end = given.indexOf("--");
        return end < 0 ? typed : typed.subList(0, typed.size() - (given.size() - end - 1));
    }

    private Optional<Integer> number(String word) {
        if (word.matches("[+-]?\\d{1,9}")) {
            int number = Integer.parseInt(word);
            if (Math.abs(number) <= Conditions.MAX_PRIORITY) {
                return Optional.of(number);
            }
        }
        throw usage(
                "%s is no priority: it must be a whole number from %d to %d."
                        .formatted(
                                JobName.quoted(word),
                                -Conditions.MAX_PRIORITY,
                                Conditions.MAX_PRIORITY));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
