package org.fjd.cli;

import java.io.IOException;
import java.util.List;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;
import org.fjd.view.Catalogue;
import org.fjd.view.Job;
import picocli.CommandLine.Parameters;

/** The one job that a command is about. */
final class JobParameter {

    @Parameters(
            paramLabel = "JOB",
            description = "The job's name, the path of its file, or a pattern in quotes.")
    private String name = "";

    /** What was typed. */
    List<String> words() {
        return List.of(name);
    }

    /** The job and its namesakes; where there is none, that is said. */
    List<Job> find(Spool spool, Console console) throws IOException {
        List<String> words = words();
        List<Job> jobs = new Catalogue(spool).find(Wanted.of(spool, words)).jobs();
        if (jobs.isEmpty()) {
            console.complain(Sayings.noSuchJob(words, spool));
        }
        return jobs;
    }
}
