package org.fjd.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.fjd.spool.Spool;
import org.fjd.spool.Time;
import picocli.CommandLine;
import picocli.CommandLine.IFactory;
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

    private final Console console;

    SpoolOption(Console console) {
        this.console = console;
    }

    /** Makes what {@code @Mixin} asks for. */
    static IFactory factory(Console console) {
        IFactory others = CommandLine.defaultFactory();
        return new IFactory() {
            @Override
            public <K> K create(Class<K> type) throws Exception {
                return type.equals(SpoolOption.class)
                        ? type.cast(new SpoolOption(console))
                        : others.create(type);
            }
        };
    }

    /** One that is there. */
    Spool open() throws IOException {
        Spool.openForReading(directory(), Time.system());
        return openOrMake();
    }

    /** For what may be the first command of a spool. */
    Spool openOrMake() throws IOException {
        return heard(Spool.open(directory(), Time.system()));
    }

    private Spool heard(Spool opened) {
        opened.tellTo(console::complain);
        return opened;
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
        return heard(Spool.openForReading(directory(), Time.system()));
    }

    Spool openToCheck() throws IOException {
        return Spool.openToCheck(directory(), Time.system());
    }
}
