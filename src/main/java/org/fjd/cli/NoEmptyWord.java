package org.fjd.cli;

import java.util.Map;
import java.util.Stack;
import java.util.stream.Stream;
import org.fjd.job.Quoting;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Refuses a value with an empty word between commas. Picocli drops those at the end, so that {@code
 * --on ,}, which a script with empty variables makes, would be as good as no {@code --on}.
 */
final class NoEmptyWord implements IParameterPreprocessor {

    @Override
    @SuppressWarnings("JdkObsolete") // the type is picocli's
    public boolean preprocess(
            Stack<String> args, CommandSpec command, ArgSpec arg, Map<String, Object> info) {
        String option = ((OptionSpec) arg).longestName();
        if (!args.isEmpty() && Stream.of(args.peek().split(",", -1)).anyMatch(String::isBlank)) {
            throw new ParameterException(
                    command.commandLine(),
                    "%s %s has an empty %s. Write: %s %s,%s."
                            .formatted(
                                    option,
                                    Quoting.quoted(args.peek()),
                                    arg.paramLabel(),
                                    option,
                                    arg.paramLabel(),
                                    arg.paramLabel()));
        }
        return false;
    }
}
