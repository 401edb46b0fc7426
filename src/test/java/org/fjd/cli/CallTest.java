package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How a command may be called, and what is said when it is called otherwise. */
class CallTest {

    @TempDir private Path root;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path one;
    private Path two;

    @BeforeEach
    void twoSpools() throws Exception {
        one = Files.createDirectory(root.toRealPath().resolve("one"));
        two = Files.createDirectory(root.toRealPath().resolve("two"));
        Files.createDirectory(one.resolve("jobqueue"));
        Files.createDirectory(two.resolve("jobqueue"));
    }

    private int call(String program, Object... words) {
        String[] args = new String[words.length];
        for (int i = 0; i < words.length; i++) {
            args[i] = words[i].toString();
        }
        PrintWriter spoken = new PrintWriter(out, true);
        PrintWriter complained = new PrintWriter(err, true);
        Console console = new Console(spoken, complained, OutputStream.nullOutputStream());
        return Main.commandLine(program, console, InputStream.nullInputStream(), spoken, complained)
                .execute(args);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "wait",
                "wait a",
                "cancel --all",
                "retry --failed",
                "hold a",
                "release a",
                "priority a 1",
                "pause",
                "resume",
                "archive --older-than 1d",
                "archive --restore a",
                "gc",
                "gc --dry-run",
                "fsck",
                "status",
                "why a",
                "jobs"
            })
    void whereThereIsNoSpoolNoneIsMade(String words) throws Exception {
        Path empty = Files.createDirectory(root.resolve("empty"));
        List<String> call = new ArrayList<>(List.of("--spool", empty.toString()));
        call.addAll(List.of(words.split(" ")));

        assertThat(call("fjd", call.toArray())).isEqualTo(ExitCode.UNUSABLE);
        assertThat(err.toString()).contains("No spool at " + empty.toRealPath());
        assertThat(empty).isEmptyDirectory();
    }

    @Test
    void theSpoolMayStandBehindTheSubcommand() {
        assertThat(call("recruiter", "list", "--spool", one)).isZero();
        assertThat(out.toString()).contains(" " + one + ".");
    }

    @Test
    void theSpoolMayStandBeforeTheSubcommand() {
        assertThat(call("recruiter", "--spool", one, "list")).isZero();
        assertThat(call("recruiter", "--spool=" + one, "list")).isZero();
        assertThat(out.toString()).containsPattern("(?s) " + one + "\\..* " + one + "\\.");
    }

    @Test
    void ofTwoSpoolsTheSubcommandsOwnCounts() {
        assertThat(call("recruiter", "--spool", one, "list", "--spool", two)).isZero();
        assertThat(out.toString()).contains(" " + two + ".").doesNotContain(one.toString());
    }

    @Test
    void aSpoolThatIsNotThereIsToldOfWhereverItStands() {
        Path missing = root.resolve("missing");
        assertThat(call("recruiter", "--spool", missing, "list")).isEqualTo(ExitCode.UNUSABLE);
        assertThat(err.toString()).startsWith("[FJD] ").contains(missing.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "recruiter,  hier,        recruiter hire, recruiter --help",
        "recruiter,  lists,       recruiter list, recruiter --help",
        "fjd,        jbos,        fjd jobs,       fjd --help",
        "fjd,        cancle,      fjd cancel,     fjd --help",
        "fjd,        --spol=here, --spool,        fjd --help",
        "dispatcher, --for-eve,   --forever,      dispatcher --help"
    })
    void whatMayHaveBeenMeantIsSaid(String program, String word, String meant, String see) {
        assertThat(call(program, word)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString().lines()).hasSize(2).allMatch(line -> line.startsWith("[FJD] "));
        assertThat(err.toString())
                .endsWith("[FJD] Did you mean '" + meant + "'? See: " + see + "\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anOptionOfASubcommandIsFoundToo() {
        assertThat(call("recruiter", "fire", "--noww")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .isEqualTo(
                        """
                        [FJD] There is no option --noww.
                        [FJD] Did you mean '--now'? See: recruiter fire --help
                        """);
    }

    @Test
    void anOptionIsFoundBesideNumbersBelowZero() {
        assertThat(call("fjd", "priority", "--jsno", "a", "-1")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .isEqualTo(
                        """
                        [FJD] There is no option --jsno.
                        [FJD] Did you mean '--json'? See: fjd priority --help
                        """);
    }

    @Test
    void whatResemblesNothingIsSaidInOneLine() {
        assertThat(call("recruiter", "hire", "--zzz")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .isEqualTo("[FJD] There is no option --zzz. See: recruiter hire --help\n");
    }

    @Test
    void everySubcommandTellsTheVersion() {
        Commands.all()
                .filter(command -> command.getParent() == null)
                .forEach(program -> assertThat(call(program.getCommandName(), "-V")).isZero());
        assertThat(call("recruiter", "hire", "--version")).isZero();
        assertThat(out.toString().lines()).hasSize(4).allMatch(line -> line.startsWith("fjd "));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "after     | \"\"   | --after is empty. Leave it away",
                "after     | \",\"  | --after is empty. Leave it away",
                "requires  | \", \" | --requires is empty. Leave it away",
                "limit     | \",\"  | --limit is empty. Leave it away",
                "success   | \",\"  | --success is empty. Leave it away",
                "stdout    | \"\"   | --stdout is empty. Leave it away",
                "directory | \"\"   | --directory is empty. Leave it away",
                "defaults  | \"\"   | --defaults is empty. Leave it away",
            })
    void anOptionWithoutAValueIsRefused(String option, String value, String said) throws Exception {
        int exit = call("fjd", "submit", "--spool", one, "--" + option, value, "--", "true");
        assertThat(exit).as(err.toString()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(said);
        assertThat(one.resolve("jobqueue")).isEmptyDirectory();
    }

    @Test
    void oneOfSeveralConditionsThatIsEmptyIsNotDropped() throws Exception {
        int exit =
                call("fjd", "submit", "--spool", one, "--after", "", "--after", "b", "--", "true");
        assertThat(exit).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--after is empty. Leave it away");
        assertThat(one.resolve("jobqueue")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a b", "a,b", " a  b.conf"})
    void aJobWhoseNameWouldBeTakenForSeveralIsNotNamedInAfter(String name) throws Exception {
        String file = name.strip().replaceFirst("\\.conf$", "") + ".conf";
        Files.writeString(one.resolve("jobqueue").resolve(file), "[control]\nexecutable = x\n");
        int exit = call("fjd", "submit", "--spool", one, "--after", name, "--", "true");
        assertThat(exit).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("stands for several jobs there, though one is called so. Give that")
                .contains("another name, without blanks and commas.");
        assertThat(one.resolve("jobqueue")).isDirectoryNotContaining("glob:**/true*");
    }

    @Test
    void severalJobsMayBeNamedInOneAfter() throws Exception {
        assertThat(call("fjd", "submit", "--spool", one, "--after", "a, b", "--", "true")).isZero();
        assertThat(one.resolve("jobqueue/true-1.conf")).content().contains("\nafter = a, b\n");
    }

    @Test
    void misspeltDefaultsOfACommandAreToldOf() throws Exception {
        Path defaults = Files.writeString(root.resolve("d"), "[control]\ntimeot = 3s\n");
        assertThat(call("fjd", "submit", "--spool", one, "--defaults", defaults, "--", "true"))
                .isZero();
        assertThat(err.toString())
                .isEqualTo(
                        "[FJD] Its defaults: The key timeot is not known. Did you mean"
                                + " 'timeout'?%n".formatted());
    }

    @Test
    void misspeltDefaultsOfManyJobsAreToldOfOnce() throws Exception {
        Path lines = Files.writeString(root.resolve("lines"), "true 1\ntrue 2\n");
        Files.createDirectory(one.resolve(".fjd"));
        Files.writeString(one.resolve(".fjd/fjd.conf"), "[control]\nretires = 3\n");
        assertThat(call("fjd", "submit", "--spool", one, "--each-line", lines)).isZero();
        assertThat(err.toString())
                .containsOnlyOnce(
                        "[FJD] Its defaults: The key retires is not known. Did you mean"
                                + " 'retries'?");
    }
}
