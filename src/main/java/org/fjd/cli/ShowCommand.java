package org.fjd.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fjd.spool.Spool;
import org.fjd.view.Job;
import org.fjd.view.JobLog;
import picocli.CommandLine.Command;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Tells the whole story of a job: what it asks for, each attempt and what came of it,"
                    + " values, files, and the end of its log if it failed.",
            "Of namesakes (job, job~2) all are shown."
        },
        exitCodeList = ExitCode.NO_JOB)
final class ShowCommand extends TellingCommand {

    ShowCommand(Console console) {
        super(console);
    }

    @Override
    List<?> toPrograms(Spool opened, List<Job> jobs) throws IOException {
        StoryJson story = new StoryJson(opened);
        List<Object> stories = new ArrayList<>();
        for (Job job : jobs) {
            stories.add(story.of(job));
        }
        return stories;
    }

    @Override
    List<String> toPeople(Spool opened, List<Job> jobs, boolean coloured) throws IOException {
        StoryText story = new StoryText(opened, new JobLog(opened).withPacked(jobs), coloured);
        List<String> lines = new ArrayList<>();
        for (Job job : jobs) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(story.of(job));
        }
        return lines;
    }
}
