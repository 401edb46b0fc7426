package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;

class HelpTest {

    @TestFactory
    Stream<DynamicTest> itFits80ColumnsAndNamesEveryOptionAndSubcommand() {
        return Commands.each(HelpTest::see);
    }

    private static void see(CommandLine command) {
        String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertThat(help.lines()).allMatch(line -> line.length() <= 80);
        assertThat(help).startsWith("Usage: " + Commands.name(command) + " ");
        List<String> words = List.of(help.split("[^\\w-]+"));
        assertThat(words).containsAll(Commands.options(command).toList());
        assertThat(words).containsAll(command.getSubcommands().keySet());
    }

    @TestFactory
    Stream<DynamicTest> itTellsTheExitCodesInOnePlace() {
        return Commands.each(HelpTest::seeExitCodes);
    }

    private static void seeExitCodes(CommandLine command) {
        String help = command.getUsageMessage(CommandLine.Help.Ansi.OFF);
        assertThat(help).doesNotContain("Exit code");
        String codes = help.substring(help.indexOf("\nExit status:\n"));
        assertThat(codes)
                .containsPattern("(?m)^  0 +\\S")
                .containsPattern("(?m)^  1 +\\S")
                .containsPattern("(?m)^  2 +Wrong usage\\.$")
                .containsPattern("(?m)^  3 +\\S");
    }

    @TestFactory
    Stream<DynamicTest> itBeginsWithWhatTheCommandDoes() {
        return Commands.each(
                command ->
                        assertThat(command.getCommandSpec().usageMessage().description())
                                .isNotEmpty());
    }
}
