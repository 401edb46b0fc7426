package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Wrong calls are answered in words of fjd, with the word that was wrong and what to write. */
class MisuseTest {

    private static final Pattern OF_PICOCLI =
            Pattern.compile(
                    "(?i)unmatched|at index|required (parameter|option)|invalid value|should be"
                            + "|is not an? (int|boolean)|mutually|positional|expected parameter|unknown option");

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private String complaint(List<String> call) {
        PrintWriter spoken = new PrintWriter(out, true);
        PrintWriter complained = new PrintWriter(err, true);
        Console console = new Console(spoken, complained, OutputStream.nullOutputStream());
        err.getBuffer().setLength(0);
        int code =
                Main.commandLine(
                                call.get(0),
                                console,
                                InputStream.nullInputStream(),
                                spoken,
                                complained)
                        .execute(call.subList(1, call.size()).toArray(String[]::new));
        String said = err.toString();
        assertThat(code).as("%s: %s", call, said).isEqualTo(ExitCode.USAGE);
        assertThat(said).as("%s", call).startsWith("[FJD] ").contains(" --help\n");
        assertThat(said).as("%s", call).doesNotContainPattern(OF_PICOCLI);
        assertThat(said.replace("\n", "")).doesNotContainPattern("\\p{Cntrl}");
        return said;
    }

    private static List<String> call(CommandLine command, String... words) {
        List<String> call = new ArrayList<>(List.of(Commands.name(command).split(" ")));
        call.addAll(List.of(words));
        return call;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "fjd show                     | JOB is missing. Write: fjd show JOB. See: fjd show --help",
                "fjd show -x                  | There is no option -x.",
                "fjd show a b                 | b is one word too many: fjd show takes only JOB. Leave it",
                "fjd status a                 | a is one word too many: fjd status takes only options.",
                "fjd help                     | There is no command help. See: fjd --help",
                "fjd resume --note x          | There is no option --note.",
                "fjd jobs --limit x           | --limit x is wrong. Write a whole number.",
                "fjd jobs --limit 99999999999 | --limit 99999999999 is out of bounds. Write at most 2147483647.",
                "fjd jobs --limit             | --limit has no value. Write: --limit N.",
                "fjd jobs --limit 1 --limit 2 | --limit is given twice. Give it once.",
                "fjd jobs --json=yes          | --json takes no value, so yes is wrong. Write just --json.",
                "fjd log a -n x               | --lines x is wrong. Write a whole number.",
                "fjd gc --logs-older-than new | --logs-older-than 'new' is not an age: write 7d, 12h or 30m.",
                "fjd completion csh           | csh is no SHELL. Write one of: bash, zsh, fish.",
                "fjd submit --param a -- true | --param a is wrong. Write: --param NAME=VALUE.",
                "fjd submit --name -- true    | --name has no value. Write: --name NAME.",
                "fjd values --csv --json      | Give only one of --csv, --json.",
                "recruiter hire x             | N x is wrong. Write a whole number.",
                "recruiter autoscale          | --max is missing. Write: --max N.",
                "recruiter autoscale --max    | --max has no value. Write: --max N.",
                "recruiter list x             | x is one word too many: recruiter list takes only options.",
                "recruiter fire --on ,        | --on , has an empty HOST. Write: --on HOST,HOST. See: recruiter",
                "recruiter fire --on=,        | --on , has an empty HOST.",
                "recruiter hire 1 --on a,     | --on a, has an empty HOST.",
                "recruiter hire 1 --on a,,b   | --on a,,b has an empty HOST.",
                "fjd doctor --with ,          | --with , has an empty HOST.",
                "fjd jobs --state ,           | --state , has an empty STATE.",
                "fjd jobs --columns job,      | --columns job, has an empty COLUMN.",
                "recruiter hire 1 2           | 2 is one word too many: recruiter hire takes only N.",
                "recruiter hire 1 2 --via slurm | 2 is one word too many. Options for the batch system's own command go behind '--'.",
                "recruiter hire --via slurm -- --time=1 | Say how many before the '--': recruiter hire 8 --via slurm -- --time=1.",
                "recruiter hire --via slurm -- 4 | Say how many before the '--': recruiter hire 8 --via slurm -- 4.",
                "recruiter hire --via slurm   | Say how many: recruiter hire 8 --via slurm.",
                "recruiter hire 99999999999   | N 99999999999 is wrong. Write a whole number.",
                "recruiter hire 1 --via slurm --timeout 9s | --timeout is for hosts, not for --via slurm.",
                "recruiter autoscale --via slurm --max 3 4 | 4 is one word too many. Options for the batch system's own command go behind '--'.",
                "recruiter autoscale --via slurm --max 3 4 -- 5 | 4 is one word too many.",
                "dispatcher start             | start is one word too many: dispatcher takes only options.",
                "dispatcher --forever=1       | --forever takes no value, so 1 is wrong. Write just --forever.",
            })
    void whatWasWrongIsNamedWithWhatToWrite(String call, String told) {
        assertThat(complaint(List.of(call.strip().split(" +"))))
                .startsWith("[FJD] " + told.strip());
    }

    @Test
    void aNoteIsOneLine() {
        assertThat(complaint(List.of("fjd", "pause", "--note", "disk\nfull")))
                .startsWith("[FJD] --note takes one line.");
    }

    @Test
    void whatWasTypedDoesNotControlATerminal() {
        assertThat(complaint(List.of("fjd", "a\u001b[2J"))).contains("'a\\u{1b}[2J'");
        assertThat(complaint(List.of("fjd", "jobs", "--a\u001b[2J=b"))).contains("\\u{1b}");
        assertThat(complaint(List.of("fjd", "jobs", "--limit", "a\u001b[2J"))).contains("\\u{1b}");
        complaint(List.of("fjd", "gc", "--logs-older-than", "a\u001b[2J"));
    }

    /** Each option of each command, without its value, with one too many, twice, and unlike it. */
    @TestFactory
    Stream<DynamicTest> noOptionIsAnsweredInTheWordsOfALibrary() {
        return Commands.each(
                command ->
                        command.getCommandSpec().options().stream()
                                .filter(option -> !option.usageHelp() && !option.versionHelp())
                                .forEach(option -> misuse(command, option)));
    }

    private void misuse(CommandLine command, OptionSpec option) {
        String name = option.longestName();
        if (option.arity().max() == 0) {
            assertThat(complaint(call(command, name + "=odd"))).contains(name);
        } else {
            assertThat(complaint(call(command, name))).contains(name);
        }
        if (!option.isMultiValue()) {
            String once = option.arity().max() == 0 ? name : name + "=1";
            complaint(call(command, once, once));
        }
        complaint(call(command, name + "x"));
    }

    @TestFactory
    Stream<DynamicTest> noSurplusWordIsAnsweredInTheWordsOfALibrary() {
        return Commands.each(
                command -> {
                    boolean takesAny =
                            command.getCommandSpec().positionalParameters().stream()
                                    .anyMatch(p -> p.arity().max() > 1 || p.isMultiValue());
                    if (!takesAny) {
                        complaint(call(command, "bash", "one", "two", "three"));
                    }
                });
    }
}
