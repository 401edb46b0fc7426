package org.fjd.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.view.Job;
import org.fjd.view.Why;
import org.fjd.view.Why.Answer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = {
            "Tells why a job is not running, and what to do about it: all that keeps it, what"
                    + " matters most first.",
            "Only files are looked at; no dispatcher and no worker is asked. Of namesakes (job,"
                    + " job~2) it tells for each."
        },
        exitCodeList = ExitCode.UNKNOWN + ":There is no job of that name.",
        footer = {"  fjd why job17", "  fjd why 'fit-*' --json"})
final class WhyCommand implements Callable<Integer> {

    private final Console console;

    @Mixin private SpoolOption spool;
    @Mixin private JobParameter named;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    WhyCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Spool opened = spool.openForReading();
        List<Job> jobs = named.find(opened);
        if (jobs.isEmpty()) {
            console.complain(named.nothing(opened));
            return ExitCode.UNKNOWN;
        }
        List<Answer> answers = new Why(opened, Machine.here()).of(jobs);
        if (json) {
            WhyJson told = new WhyJson(opened);
            console.printJson(answers.stream().map(told::of).toList());
            return ExitCode.OK;
        }
        WhyText told = new WhyText(opened.time().now());
        List<String> lines = new ArrayList<>();
        for (Answer answer : answers) {
            lines.addAll(told.of(answer));
        }
        console.print(lines);
        return ExitCode.OK;
    }
}
