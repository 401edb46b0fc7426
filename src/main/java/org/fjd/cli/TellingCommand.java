package org.fjd.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.fjd.spool.Spool;
import org.fjd.view.Job;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Tells something of a job and its namesakes. */
abstract class TellingCommand implements Callable<Integer> {

    private final Console console;

    @Mixin private SpoolOption spool;
    @Mixin private JobParameter named;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    TellingCommand(Console console) {
        this.console = console;
    }

    @Override
    public final Integer call() throws Exception {
        Spool opened = spool.openForReading();
        List<Job> jobs = named.find(opened, console);
        if (jobs.isEmpty()) {
            if (json) {
                console.printJson(Unknown.rows(named.words()));
            }
            return ExitCode.UNKNOWN;
        }
        if (json) {
            console.printJson(toPrograms(opened, jobs));
        } else {
            console.print(toPeople(opened, jobs, console.isColoured()));
        }
        return ExitCode.OK;
    }

    /** What is printed as JSON: an object for each job. */
    abstract List<?> toPrograms(Spool opened, List<Job> jobs) throws IOException;

    abstract List<String> toPeople(Spool opened, List<Job> jobs, boolean coloured)
            throws IOException;
}
