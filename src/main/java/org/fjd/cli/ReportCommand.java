package org.fjd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = {
            "Writes a page about all jobs of a spool: totals, a timeline of workers and jobs,"
                    + " durations, failures, and the table of jobs with params and values.",
            "The page is one file that loads nothing: it can be sent by mail, and kept. A report"
                    + " that is already there is replaced."
        })
final class ReportCommand implements Callable<Integer> {

    private final Console console;

    @Mixin private SpoolOption spool;

    @Parameters(
            paramLabel = "FILE.html",
            description = "Where to write the page; - is standard output.")
    private Path file;

    @Option(names = "--force", description = "Replace FILE.html even if it is no report.")
    private boolean force;

    ReportCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Spool opened = spool.openForReading();
        if (file.toString().equals("-")) {
            console.pass(stream -> ReportPage.write(collect(opened), stream));
            return ExitCode.OK;
        }
        Optional<String> obstacle = ReportFile.obstacle(file, force);
        if (obstacle.isPresent()) {
            console.complain(Text.oneLine(file.toString()) + " " + obstacle.get());
            return ExitCode.FAILED;
        }
        Report report = collect(opened);
        try {
            ReportFile.write(file, report);
        } catch (IOException e) {
            console.complain(
                    "%s can't be written: %s. Name a file where you may write, or - for standard output."
                            .formatted(Text.oneLine(file.toString()), Trouble.reason(e)));
            return ExitCode.FAILED;
        }
        console.say(
                "%s: a report of %s."
                        .formatted(
                                Text.oneLine(file.toString()),
                                Sayings.count(report.rows().size(), "job")));
        return ExitCode.OK;
    }

    private static Report collect(Spool opened) throws IOException {
        return ReportCollector.collect(opened, Version.number());
    }
}
