package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.fjd.job.JobName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One name means one job, whichever command is given it. */
class NamedJobTest {

    private static final List<String> ODD =
            List.of(
                    "x.conf",
                    "fit[1",
                    "fit[1]",
                    "a{b",
                    "a{b}",
                    "with blank",
                    "new\nline",
                    "tab\there",
                    "*",
                    "a?",
                    "it's",
                    "back\\slash",
                    "a@w-1-1.1",
                    "\u65e5\u672c\u8a9e",
                    "-n");

    /** Each with the number of the word that is the job's name. */
    private static final List<List<String>> COMMANDS =
            List.of(
                    List.of("jobs", "--columns", "job", "--", "JOB"),
                    List.of("show", "--", "JOB"),
                    List.of("why", "--", "JOB"),
                    List.of("failures", "--", "JOB"),
                    List.of("hold", "--", "JOB"),
                    List.of("release", "--", "JOB"),
                    List.of("priority", "--", "JOB", "7"),
                    List.of("wait", "--timeout", "0s", "--", "JOB"),
                    List.of("cancel", "--", "JOB"),
                    List.of("log", "--", "JOB"),
                    List.of("retry", "--", "JOB"),
                    List.of("values", "--state", "queued", "--", "JOB"));

    @TempDir private Path root;

    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @BeforeEach
    void make() throws Exception {
        Files.createDirectory(root.resolve("jobqueue"));
        submit("other");
    }

    private void submit(String name) throws Exception {
        Files.writeString(
                root.resolve("jobqueue").resolve(name + ".conf"),
                "[control]\nexecutable = true\n\n[submitted]\nwhole = yes\n");
    }

    private int call(List<String> words) {
        List<String> args = new ArrayList<>(List.of("--spool", root.toString()));
        args.addAll(words);
        PrintWriter spoken = new PrintWriter(out, true, StandardCharsets.UTF_8);
        PrintWriter complained = new PrintWriter(err, true);
        Console console = new Console(spoken, complained, out);
        return Main.commandLine("fjd", console, InputStream.nullInputStream(), spoken, complained)
                .execute(args.toArray(String[]::new));
    }

    private static List<String> with(List<String> command, String job) {
        return command.stream().map(word -> word.equals("JOB") ? job : word).toList();
    }

    static Stream<String> oddNames() {
        return ODD.stream();
    }

    @ParameterizedTest
    @MethodSource("oddNames")
    void anOddNameIsKnownToEveryCommand(String name) throws Exception {
        submit(name);
        for (String typed : List.of(name + ".conf", "jobqueue/" + name + ".conf")) {
            assertIsKnown(List.of("show", "--", typed));
            assertIsKnown(List.of("hold", "--", typed));
        }
        for (List<String> command : COMMANDS) {
            assertIsKnown(with(command, name));
        }
        assertThat(root.resolve("jobqueue/other.conf")).exists();
        assertThat(out.toString(StandardCharsets.UTF_8))
                .contains("Cancelled 1 job: " + JobName.quoted(name));
    }

    private void assertIsKnown(List<String> command) {
        assertThat(call(command))
                .as("%s: %s%s", command, out, err)
                .isIn(ExitCode.OK, ExitCode.FAILED, ExitCode.TIMED_OUT);
        assertThat(err.toString()).doesNotContain("There is no job");
    }

    @Test
    void whatIsCalledJustSoComesBeforeWhatTheWordElseMeans() throws Exception {
        submit("x");
        submit("x.conf");

        assertThat(call(List.of("cancel", "x.conf"))).isZero();
        assertThat(root.resolve("failed/x.conf.conf")).exists();
        assertThat(root.resolve("jobqueue/x.conf")).exists();
        assertThat(call(List.of("jobs", "--columns", "job", "x.conf"))).isZero();
        assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("JOB\nx.conf\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"nix", "nix*", "[", "", "done/nix.conf", "a\u001bb"})
    void anUnknownNameIsSaidAlikeByEveryCommand(String name) {
        for (List<String> command : COMMANDS) {
            err.getBuffer().setLength(0);

            assertThat(call(with(command, name))).as(command.toString()).isEqualTo(5);
            assertThat(err.toString())
                    .startsWith("[FJD] There is no job " + JobName.quoted(name) + " ");
        }
    }

    @Test
    void ofSeveralNamesTheKnownOnesAreServedAndTheOthersNamed() {
        assertThat(call(List.of("jobs", "--columns", "job", "nix", "other", "nor"))).isEqualTo(5);
        assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("JOB\nother\n");
        assertThat(err.toString()).contains("There are no jobs nix and nor at ");
        assertThat(call(List.of("hold", "nix", "other"))).isEqualTo(5);
        assertThat(out.toString(StandardCharsets.UTF_8)).contains("Held 1 job: other.");
    }

    @Test
    void jobsThatAreThereButNotOfTheKindAskedForAreNotUnknown() {
        assertThat(call(List.of("jobs", "other", "--state", "failed"))).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo("[FJD] There is no job other that is of the kind asked for.\n");
    }

    @Test
    void theLogOfAJobThatEndedWithoutARunIsNotToBeWaitedFor() {
        assertThat(call(List.of("cancel", "other"))).isZero();
        assertThat(call(List.of("log", "other"))).isEqualTo(1);
        assertThat(err.toString())
                .isEqualTo(
                        "[FJD] other is cancelled and has not run. 'fjd show other' says why.\n");
    }

    @Test
    void aPatternIsWaitedForAsItsJobsAre() {
        assertThat(call(List.of("cancel", "other"))).isZero();
        assertThat(call(List.of("wait", "o*"))).isEqualTo(1);
        assertThat(err.toString()).contains("other");
    }
}
