package org.fjd.cli;

import java.util.concurrent.Callable;
import org.fjd.spool.Machine;
import org.fjd.steer.Pausing;
import org.fjd.steer.Pausing.Standing;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "resume",
        mixinStandardHelpOptions = true,
        description = "Has a spool that was paused go on.")
final class ResumeCommand implements Callable<Integer> {

    private final Console console;

    @Mixin private SpoolOption spool;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    ResumeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Standing standing = new Pausing(spool.open(), Machine.here()).resume();
        if (json) {
            console.print(PauseCommand.json(standing, false));
        } else if (standing.changed()) {
            console.say("Resumed. It was paused by %s.".formatted(standing.note().orElse("?")));
        } else {
            console.say("It was not paused.");
        }
        return ExitCode.OK;
    }
}
