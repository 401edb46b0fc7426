package org.fjd.cli;

import java.io.IOException;
import java.util.List;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.view.Job;
import org.fjd.view.Why;
import picocli.CommandLine.Command;

@Command(
        name = "why",
        mixinStandardHelpOptions = true,
        description = {
            "Tells why a job is not running, and what to do about it: all that keeps it, what"
                    + " matters most first.",
            "Only files are looked at; no dispatcher and no worker is asked. Of namesakes (job,"
                    + " job~2) it tells for each."
        },
        exitCodeList = ExitCode.NO_JOB,
        footer = {"  fjd why job17", "  fjd why 'fit-*' --json"})
final class WhyCommand extends TellingCommand {

    WhyCommand(Console console) {
        super(console);
    }

    @Override
    List<?> toPrograms(Spool opened, List<Job> jobs) throws IOException {
        WhyJson told = new WhyJson(opened);
        return new Why(opened, Machine.here()).of(jobs).stream().map(told::of).toList();
    }

    @Override
    List<String> toPeople(Spool opened, List<Job> jobs, boolean coloured) throws IOException {
        WhyText told = new WhyText(opened.time().now());
        return new Why(opened, Machine.here())
                .of(jobs).stream().flatMap(answer -> told.of(answer).stream()).toList();
    }
}
