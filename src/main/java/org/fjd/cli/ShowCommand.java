package org.fjd.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.fjd.spool.Spool;
import org.fjd.view.Job;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "show",
        mixinStandardHelpOptions = true,
        description = {
            "Tells the whole story of a job: what it asks for, each attempt and what came of it,"
                    + " values, files, and the end of its log if it failed.",
            "Of namesakes (job, job~2) all are shown."
        })
final class ShowCommand implements Callable<Integer> {

    private final Console console;

    @Mixin private SpoolOption spool;
    @Mixin private JobParameter named;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    ShowCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Spool opened = spool.openForReading();
        List<Job> jobs = named.find(opened);
        if (jobs.isEmpty()) {
            console.complain(named.nothing(opened));
            return ExitCode.FAILED;
        }
        if (json) {
            StoryJson story = new StoryJson(opened);
            List<Object> stories = new ArrayList<>();
            for (Job job : jobs) {
                stories.add(story.of(job));
            }
            console.printJson(stories);
            return ExitCode.OK;
        }
        StoryText story = new StoryText(opened, console.isColoured());
        List<String> lines = new ArrayList<>();
        for (Job job : jobs) {
            if (!lines.isEmpty()) {
                lines.add("");
            }
            lines.addAll(story.of(job));
        }
        console.print(lines);
        return ExitCode.OK;
    }
}
