package org.fjd.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** What fish reads, for which picocli has nothing: one line for each command, option and name. */
final class FishCompletion {

    private static final String FUNCTIONS =
            """
            # Whether the first of the words $argv[2..] on the command line is $argv[1], which is empty for none.
            function __fjd_at
                set -l at ''
                for word in (commandline -opc)
                    if contains -- $word $argv[2..]
                        set at $word
                        break
                    end
                end
                test "$at" = "$argv[1]"
            end
            """;

    private final List<String> lines = new ArrayList<>();

    private FishCompletion() {}

    static String script(List<CommandLine> programs) {
        FishCompletion fish = new FishCompletion();
        programs.forEach(program -> fish.program(program.getCommandSpec()));
        return FUNCTIONS
                + Arrays.stream(SpoolNames.values())
                        .map(FishCompletion::function)
                        .collect(Collectors.joining())
                + String.join("\n", fish.lines)
                + "\n";
    }

    private static String function(SpoolNames names) {
        return "function %s\n    %s\nend\n"
                .formatted(names.function(), names.command("(commandline -ct)"));
    }

    private void program(CommandSpec program) {
        List<CommandSpec> subcommands =
                program.subcommands().values().stream()
                        .map(CommandLine::getCommandSpec)
                        .filter(command -> !command.usageMessage().hidden())
                        .toList();
        lines.add("");
        lines.add("complete -c " + program.name() + " -f");
        lines.add(
                subcommands.stream()
                        .map(command -> " " + command.name())
                        .collect(Collectors.joining("", "set -g " + words(program), "")));
        for (CommandSpec command : subcommands) {
            lines.add(
                    at(program, "''")
                            + " -a "
                            + command.name()
                            + described(
                                    String.format(first(command.usageMessage().description()))));
        }
        arguments(program, at(program, "''"));
        for (CommandSpec command : subcommands) {
            arguments(command, at(program, command.name()));
        }
    }

    private void arguments(CommandSpec command, String at) {
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                lines.add(
                        at
                                + Arrays.stream(option.names())
                                        .map(FishCompletion::name)
                                        .collect(Collectors.joining())
                                + (option.arity().max() > 0 ? " -r" + values(option) : "")
                                + described(first(option.description())));
            }
        }
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            if (!parameter.hidden() && !values(parameter).isEmpty()) {
                lines.add(at + values(parameter));
            }
        }
    }

    private static String at(CommandSpec program, String subcommand) {
        return "complete -c %s -n %s"
                .formatted(
                        program.name(), quoted("__fjd_at " + subcommand + " $" + words(program)));
    }

    private static String words(CommandSpec program) {
        return "__fjd_commands_of_" + program.name();
    }

    private static String name(String option) {
        return option.startsWith("--")
                ? " -l " + option.substring(2)
                : " -s " + option.substring(1);
    }

    private static String values(ArgSpec arg) {
        if (arg.completionCandidates() != null) {
            return " -a "
                    + quoted(
                            StreamSupport.stream(arg.completionCandidates().spliterator(), false)
                                    .collect(Collectors.joining(" ")));
        }
        boolean file =
                arg.typeInfo().getType() == Path.class || arg.auxiliaryTypes()[0] == Path.class;
        return SpoolNames.of(arg)
                .map(names -> " -a '(" + names.function() + ")'")
                .orElse(file ? " -F" : "");
    }

    private static String first(String[] lines) {
        return lines.length == 0 ? "" : lines[0];
    }

    private static String described(String text) {
        return text.isEmpty()
                ? ""
                : " -d " + quoted(Help.Ansi.OFF.string(text).replaceAll("\\s+", " "));
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
