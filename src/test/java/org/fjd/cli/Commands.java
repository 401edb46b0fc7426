package org.fjd.cli;

import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import picocli.CommandLine;

/** All commands there are. */
final class Commands {

    private Commands() {}

    static Stream<CommandLine> all() {
        return Main.programs().stream().flatMap(Commands::andItsSubcommands);
    }

    /** A test for each of them. */
    static Stream<DynamicTest> each(Consumer<CommandLine> test) {
        return all().map(
                        command ->
                                DynamicTest.dynamicTest(name(command), () -> test.accept(command)));
    }

    private static Stream<CommandLine> andItsSubcommands(CommandLine command) {
        return Stream.concat(
                Stream.of(command),
                command.getSubcommands().values().stream().flatMap(Commands::andItsSubcommands));
    }

    /** {@code recruiter hire}. */
    static String name(CommandLine command) {
        return command.getCommandSpec().qualifiedName();
    }

    /** The options' names that are to be seen. */
    static Stream<String> options(CommandLine command) {
        return command.getCommandSpec().options().stream()
                .filter(option -> !option.hidden())
                .flatMap(option -> Stream.of(option.names()));
    }
}
