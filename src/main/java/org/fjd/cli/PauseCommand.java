package org.fjd.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fjd.job.JobName;
import org.fjd.spool.Machine;
import org.fjd.steer.Pausing;
import org.fjd.steer.Pausing.Standing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "pause",
        mixinStandardHelpOptions = true,
        description = "Has no further job started in the spool. Those that run go on.")
final class PauseCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;

    @Mixin private SpoolOption spool;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why, for whoever comes by.")
    private Optional<String> note = Optional.empty();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    PauseCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (note.filter(text -> text.lines().count() > 1).isPresent()) {
            throw new ParameterException(spec.commandLine(), "--note takes one line.");
        }
        Standing standing = new Pausing(spool.open(), Machine.here()).pause(note);
        if (json) {
            console.print(json(standing, true));
            return ExitCode.OK;
        }
        console.say(
                standing.changed()
                        ? "Paused. 'fjd resume' has it go on."
                        : "It is paused already, by %s.".formatted(standing.note().orElse("?")));
        if (!standing.running().isEmpty()) {
            String jobs = Sayings.count(standing.running().size(), "job");
            console.say(Accounts.line("Still running, " + jobs, standing.running()));
        }
        return ExitCode.OK;
    }

    static String json(Standing standing, boolean paused) throws IOException {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("paused", paused);
        row.put("changed", standing.changed());
        row.put("note", standing.note().orElse(""));
        row.put("running", standing.running().stream().map(JobName::value).toList());
        return JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).asString(row);
    }
}
