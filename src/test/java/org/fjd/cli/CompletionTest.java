package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

class CompletionTest {

    private final String bash = Shell.BASH.script(Main.programs());
    private final String fish = Shell.FISH.script(Main.programs());

    @TestFactory
    Stream<DynamicTest> bashKnowsEveryCommandAndOption() {
        return Commands.all()
                .map(
                        command ->
                                DynamicTest.dynamicTest(
                                        Commands.name(command), () -> seeInBash(command)));
    }

    private void seeInBash(CommandLine command) {
        String begin =
                "\nfunction _picocli_"
                        + Commands.name(command).replace(' ', '_').replace("-", "")
                        + "() {\n";
        assertThat(bash).contains(begin);
        String function = bash.substring(bash.indexOf(begin)).split("\n}\n", 2)[0];
        assertThat(function.lines().toList())
                .contains(
                        "  local commands=\""
                                + String.join(" ", command.getSubcommands().keySet())
                                + "\"");
        Commands.options(command)
                .forEach(option -> assertThat(function).contains("'" + option + "'"));
    }

    @Test
    void zshReadsWhatBashReads() {
        assertThat(Shell.ZSH.script(Main.programs()))
                .startsWith("#compdef fjd recruiter dispatcher\n")
                .contains(bash);
    }

    /** To know what is packed takes a JVM. */
    @Test
    void whatIsToBeRestoredIsNotLookedForAmongTheJobsThatAreNotPacked() {
        CommandLine archive =
                Commands.all()
                        .filter(command -> Commands.name(command).equals("fjd archive"))
                        .findFirst()
                        .orElseThrow();
        assertThat(SpoolNames.of(archive.getCommandSpec().findOption("--restore"))).isEmpty();
    }

    @TestFactory
    Stream<DynamicTest> fishKnowsEveryCommandAndOption() {
        return Commands.all()
                .map(
                        command ->
                                DynamicTest.dynamicTest(
                                        Commands.name(command), () -> seeInFish(command)));
    }

    private void seeInFish(CommandLine command) {
        String[] names = Commands.name(command).split(" ", 2);
        String begin =
                "complete -c %s -n '__fjd_at %s $"
                        .formatted(names[0], names.length == 1 ? "\\'\\'" : names[1]);
        List<String> lines = fish.lines().filter(line -> line.startsWith(begin)).toList();
        command.getSubcommands()
                .keySet()
                .forEach(sub -> assertThat(lines).anyMatch(line -> line.contains(" -a " + sub)));
        Commands.options(command)
                .map(name -> name.replaceFirst("^--", " -l ").replaceFirst("^-", " -s ") + " ")
                .forEach(name -> assertThat(lines).anyMatch(line -> line.contains(name)));
    }

    @Command(name = "it")
    static final class Odd implements Runnable {

        @Option(names = "--of", paramLabel = "JOB", description = "It's 100%% of \\ it.")
        String of = "";

        @Option(names = "--secret", hidden = true)
        boolean secret;

        @Option(names = "--shell", paramLabel = "SHELL")
        Shell shell = Shell.BASH;

        @Parameters(paramLabel = "N|WORKER", arity = "0..*")
        List<String> whom = List.of();

        @Override
        public void run() {}
    }

    @Test
    void namesFromTheSpoolChoicesAndOddTextsAreOffered() {
        assertThat(Shell.FISH.script(List.of(new CommandLine(new Odd()))))
                .contains(" -l of -r -a '(__fjd_jobs)' -d 'It\\'s 100% of \\\\ it.'\n")
                .contains(" -l shell -r -a 'bash zsh fish'\n")
                .contains("' -a '(__fjd_workers)'\n")
                .doesNotContain("secret");
        assertThat(Shell.BASH.script(List.of(new CommandLine(new Odd()))))
                .contains("JOB_option_args=(\"\"$(__fjd_jobs)\"\")")
                .contains("NWORKER_pos_param_args=(\"\"$(__fjd_workers)\"\")")
                .contains("SHELL_option_args=(\"bash\" \"zsh\" \"fish\")")
                .doesNotContain("secret");
    }
}
