package org.fjd.cli;

import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How commands explain themselves: in their help, and when they are called wrongly. */
final class Usage {

    private static final int MOST_SUGGESTIONS = 3;

    private Usage() {}

    /** Gives a program and its subcommands what all of them have. */
    static void complete(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.versionProvider(new Version());
        UsageMessageSpec usage = spec.usageMessage();
        usage.exitCodeListHeading("%nExit status:%n");
        usage.exitCodeList(ExitCode.meanings(usage.exitCodeList()));
        usage.footerHeading(usage.footer().length == 0 ? "" : "%nExamples:%n");
        if (!command.getSubcommands().isEmpty()) {
            command.addMixin("spool", new SpoolOption());
        }
        command.getSubcommands().values().forEach(Usage::complete);
    }

    /** What is wrong with a call, what may have been meant, and where it is explained. */
    static List<String> explain(ParameterException e) {
        String message = String.valueOf(e.getMessage());
        String wrong = message + (message.endsWith(".") ? "" : ".");
        String see = "See: " + e.getCommandLine().getCommandSpec().qualifiedName() + " --help";
        List<String> meant =
                e instanceof UnmatchedArgumentException unmatched
                        ? unmatched.getSuggestions()
                        : List.of();
        return meant.isEmpty()
                ? List.of(wrong + " " + see)
                : List.of(
                        wrong,
                        "Did you mean %s? %s"
                                .formatted(
                                        String.join(
                                                " or ",
                                                meant.subList(
                                                        0,
                                                        Math.min(MOST_SUGGESTIONS, meant.size()))),
                                        see));
    }
}
