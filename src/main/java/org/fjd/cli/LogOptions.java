package org.fjd.cli;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalInt;
import org.fjd.spool.Spool;
import org.fjd.view.LogFollower;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How a log is printed. */
final class LogOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until nothing more is to come, after all runs of a job.")
    private boolean follow;

    @Option(
            names = {"-n", "--lines"},
            paramLabel = "LINES",
            description = "Begin with the last LINES lines that are there.")
    private Optional<Integer> lines = Optional.empty();

    /** What is read. */
    interface Reading {
        /** Whether there was something to read. */
        boolean by(LogFollower follower) throws IOException, InterruptedException;
    }

    boolean follow() {
        return follow;
    }

    /** Refuses what can't be meant. */
    void check() {
        if (lines.filter(n -> n < 0).isPresent()) {
            throw new ParameterException(command.commandLine(), "--lines must be 0 or more.");
        }
    }

    /**
     * Prints what is read; to a terminal nothing that controls it. Returns what the reading says.
     */
    boolean print(Spool spool, Console console, Reading reading)
            throws IOException, InterruptedException {
        HarmlessOutput harmless = new HarmlessOutput();
        LogFollower.Sink sink =
                bytes -> console.pass(console.isTerminal() ? harmless.show(bytes) : bytes);
        OptionalInt last = lines.map(OptionalInt::of).orElse(OptionalInt.empty());
        boolean printed = reading.by(new LogFollower(spool, last, sink));
        if (console.isTerminal()) {
            console.pass(harmless.end());
        }
        return printed;
    }
}
