package org.fjd.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What bash reads: picocli's scripts, and the names in the spool. */
final class BashCompletion {

    private BashCompletion() {}

    static String script(List<CommandLine> programs) {
        programs.forEach(program -> offerNames(program.getCommandSpec()));
        return Stream.concat(
                        Arrays.stream(SpoolNames.values()).map(BashCompletion::function),
                        programs.stream().map(p -> AutoComplete.bash(p.getCommandName(), p)))
                .collect(Collectors.joining("\n"));
    }

    private static String function(SpoolNames names) {
        return "function %s() {\n  %s\n}\n"
                .formatted(names.function(), names.command("\"${COMP_WORDS[COMP_CWORD]}\""));
    }

    private static void offerNames(CommandSpec command) {
        for (ArgSpec arg : List.copyOf(command.args())) {
            Optional<SpoolNames> names = SpoolNames.of(arg);
            if (names.isPresent() && arg.completionCandidates() == null && arg.group() == null) {
                command.remove(arg);
                command.add(offering(arg, names.get()));
            }
        }
        command.subcommands().values().forEach(sub -> offerNames(sub.getCommandSpec()));
    }

    /**
     * picocli writes candidates between double quotes; a substitution must stand outside of them.
     */
    private static ArgSpec offering(ArgSpec arg, SpoolNames names) {
        List<String> candidates = List.of("\"$(" + names.function() + ")\"");
        return arg instanceof OptionSpec option
                ? OptionSpec.builder(option).completionCandidates(candidates).build()
                : PositionalParamSpec.builder((PositionalParamSpec) arg)
                        .completionCandidates(candidates)
                        .build();
    }
}
