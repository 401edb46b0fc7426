package org.fjd.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.fjd.spool.Spool;
import org.fjd.spool.Time;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code --spool}, behind a subcommand or before it. */
final class SpoolOption {

    private static final String NAME = "--spool";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    @Option(
            names = NAME,
            paramLabel = "DIR",
            defaultValue = "${env:FJD_SPOOL:-.}",
            description = "The spool's directory (default: $FJD_SPOOL, else the current one).")
    private Path own = Path.of(".");

    /** One that is there. */
    Spool open() throws IOException {
        Spool.openForReading(directory(), Time.system());
        return openOrMake();
    }

    /** For what may be the first command of a spool. */
    Spool openOrMake() throws IOException {
        return Spool.open(directory(), Time.system());
    }

    /** The nearest one: of the command itself, else of the command that it belongs to. */
    private Path directory() {
        for (CommandLine at = command.commandLine(); at != null; at = at.getParent()) {
            ParseResult parsed = at.getParseResult();
            if (parsed.hasMatchedOption(NAME)) {
                return parsed.matchedOptionValue(NAME, own);
            }
        }
        return own;
    }

    /** For who only looks: nothing is made. */
    Spool openForReading() throws IOException {
        return Spool.openForReading(directory(), Time.system());
    }

    Spool openToCheck() throws IOException {
        return Spool.openToCheck(directory(), Time.system());
    }
}
