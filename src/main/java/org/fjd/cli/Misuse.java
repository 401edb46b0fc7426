package org.fjd.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.fjd.job.Quoting;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.MutuallyExclusiveArgsException;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a call and what to write instead, in the words of fjd and not of picocli. */
final class Misuse {

    private Misuse() {}

    /** A sentence or two that are safe on a terminal. */
    static String of(ParameterException e) {
        CommandSpec command = e.getCommandLine().getCommandSpec();
        if (e instanceof UnmatchedArgumentException unmatched) {
            return unmatched(command, unmatched.getUnmatched().get(0));
        }
        if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
            List<String> unknown = e.getCommandLine().getUnmatchedArguments();
            if (!unknown.isEmpty()) {
                return unmatched(command, unknown.get(0)); // perhaps it was to be what is missing
            }
            return missing(command, missing.getMissing().get(0), String.valueOf(e.getMessage()));
        }
        if (e instanceof OverwrittenOptionException twice) {
            return name(twice.getOverwritten()) + " is given twice. Give it once.";
        }
        String message = String.valueOf(e.getMessage());
        if (e instanceof MutuallyExclusiveArgsException) {
            return message.replaceFirst(
                    "(?s)Error: (.*) are mutually exclusive.*", "Give only one of $1.");
        }
        return e.getArgSpec() == null ? message : wrongValue(e.getArgSpec(), e);
    }

    private static String unmatched(CommandSpec command, String word) {
        String quoted = Quoting.quoted(word.replaceFirst("(?s)^(-[^=]+)=.*", "$1"));
        if (word.length() > 1 && word.startsWith("-")) {
            return "There is no option " + quoted + ".";
        }
        if (!command.subcommands().isEmpty()) {
            return "There is no command " + quoted + ".";
        }
        List<String> takes =
                command.positionalParameters().stream().map(ArgSpec::paramLabel).toList();
        return "%s is one word too many: %s takes only %s. Leave it away, or quote words that belong together."
                .formatted(
                        quoted,
                        command.qualifiedName(),
                        takes.isEmpty() ? "options" : String.join(" ", takes));
    }

    /** A word, an option, or the value of an option. */
    private static String missing(CommandSpec command, ArgSpec missing, String message) {
        if (missing instanceof PositionalParamSpec) {
            return "%s is missing. Write: %s %s."
                    .formatted(missing.paramLabel(), command.qualifiedName(), missing.paramLabel());
        }
        boolean isWhole = message.startsWith("Missing required option");
        return "%s %s. Write: %s %s."
                .formatted(
                        name(missing),
                        isWhole ? "is missing" : "has no value",
                        name(missing),
                        missing.paramLabel());
    }

    private static String wrongValue(ArgSpec arg, ParameterException e) {
        String value = Quoting.quoted(String.valueOf(e.getValue()));
        Class<?> type = arg.isMultiValue() ? arg.auxiliaryTypes()[0] : arg.typeInfo().getType();
        if (arg.typeInfo().isOptional()) {
            type = arg.auxiliaryTypes()[0];
        }
        if (type == boolean.class || type == Boolean.class) {
            return "%s takes no value, so %s is wrong. Write just %s."
                    .formatted(name(arg), value, name(arg));
        }
        if (type.isEnum()) {
            String words =
                    Arrays.stream(type.getEnumConstants())
                            .map(word -> word.toString().toLowerCase(Locale.ROOT))
                            .collect(Collectors.joining(", "));
            return "%s is no %s. Write one of: %s.".formatted(value, name(arg), words);
        }
        if (arg.typeInfo().isMap()) {
            return "%s %s is wrong. Write: %s %s."
                    .formatted(name(arg), value, name(arg), arg.paramLabel());
        }
        if (type == int.class || type == Integer.class) {
            return value.matches("-?\\d+")
                    ? "%s %s is out of bounds. Write at most %d."
                            .formatted(name(arg), value, Integer.MAX_VALUE)
                    : "%s %s is wrong. Write a whole number.".formatted(name(arg), value);
        }
        return e.getCause() instanceof TypeConversionException ours
                ? "%s %s".formatted(name(arg), Text.oneLine(String.valueOf(ours.getMessage())))
                : "%s %s is wrong. Write: %s %s."
                        .formatted(name(arg), value, name(arg), arg.paramLabel());
    }

    private static String name(ArgSpec arg) {
        return arg instanceof OptionSpec option ? option.longestName() : arg.paramLabel();
    }
}
