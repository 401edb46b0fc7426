package org.fjd.cli;

import java.util.List;
import java.util.Optional;
import org.fjd.job.Spelling;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How commands explain themselves: in their help, and when they are called wrongly. */
final class Usage {

    private Usage() {}

    /** Gives a program and its subcommands what all of them have. */
    static void complete(CommandLine command, Console console) {
        CommandSpec spec = command.getCommandSpec();
        spec.versionProvider(new Version());
        UsageMessageSpec usage = spec.usageMessage();
        usage.exitCodeListHeading("%nExit status:%n");
        usage.exitCodeList(ExitCode.meanings(usage.exitCodeList()));
        usage.footerHeading(usage.footer().length == 0 ? "" : "%nExamples:%n");
        if (!command.getSubcommands().isEmpty()) {
            command.addMixin("spool", new SpoolOption(console));
        }
        command.getSubcommands().values().forEach(sub -> complete(sub, console));
    }

    /** What is wrong with a call, what may have been meant, and where it is explained. */
    static List<String> explain(ParameterException e) {
        String message = Misuse.of(e);
        String wrong = message + (message.endsWith(".") ? "" : ".");
        CommandSpec spec = e.getCommandLine().getCommandSpec();
        String see = "See: " + spec.qualifiedName() + " --help";
        return meant(e, spec)
                .map(word -> List.of(wrong, "Did you mean '%s'? %s".formatted(word, see)))
                .orElse(List.of(wrong + " " + see));
    }

    private static Optional<String> meant(ParameterException e, CommandSpec spec) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return Optional.empty();
        }
        String word = unmatched.getUnmatched().get(0);
        if (word.startsWith("-")) {
            String name = word.replaceFirst("=.*", "");
            return Spelling.nearest(name, List.copyOf(spec.optionsMap().keySet()));
        }
        return Spelling.nearest(word, List.copyOf(spec.subcommands().keySet()))
                .map(name -> spec.qualifiedName() + " " + name);
    }
}
