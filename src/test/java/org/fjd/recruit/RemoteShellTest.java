package org.fjd.recruit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What shells make of the text that is sent to them, real ones. */
class RemoteShellTest {

    private static final List<String> ODD =
            List.of(
                    "plain",
                    "",
                    "two words",
                    "it's",
                    "\"double\"",
                    "back\\slash\\",
                    "a\\'b",
                    "$(touch hacked) `touch hacked` ${HOME} $HOME",
                    "bang! !! !x",
                    "a\nb\n",
                    "\n",
                    "tab\there",
                    "*?[a-z]{a,b}~",
                    "; & | < > ( ) #",
                    "-n",
                    "%s%d",
                    "n\u00f6de \u00a0 \ud83d\ude00",
                    "^a^b");

    @TempDir private Path directory;

    private record Ran(int exit, String out, String err) {}

    private Ran run(String shell, String commands) throws Exception {
        boolean installed =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(dir -> Files.isExecutable(Path.of(dir, shell)));
        assertThat(installed || System.getenv("CI") == null).as(shell + " is there").isTrue();
        assumeTrue(installed, shell + " is not installed");
        Path out = directory.resolve("out");
        Path err = directory.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(shell, "-c", RemoteShell.call(commands))
                        .directory(directory.toFile())
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().put("HOME", directory.toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Ran(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash", "zsh", "fish", "tcsh"})
    void everyLoginShellPassesEveryWordAsItIs(String shell) throws Exception {
        String words = ODD.stream().map(RemoteShell::word).collect(Collectors.joining(" "));
        Ran ran = run(shell, "printf '<%s>\\n' " + words);
        assertThat(ran.err()).isEmpty();
        assertThat(ran.out())
                .isEqualTo(
                        ODD.stream().map(word -> "<" + word + ">\n").collect(Collectors.joining()));
        assertThat(directory.resolve("hacked")).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "bash", "zsh", "fish", "tcsh"})
    void aUsersLineRunsInTheSameShBeforeTheRest(String shell) throws Exception {
        String line = "if true; then\nA='it'\"'\"'s'; echo noise\nfi # end";
        Ran ran = run(shell, RemoteShell.step("before", Optional.of(line)) + "echo \"$A\"");
        assertThat(ran.exit()).isZero();
        assertThat(ran.out()).isEqualTo("it's\n");
        assertThat(ran.err()).isEqualTo("noise\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"sh", "fish", "tcsh"})
    void whereAUsersLineFailsTheRestIsNotRun(String shell) throws Exception {
        Ran ran = run(shell, RemoteShell.step("before", Optional.of("(exit 7)")) + "echo unwanted");
        assertThat(ran).isEqualTo(new Ran(7, "", "[FJD] 'before' exited with 7\n"));
    }

    @ParameterizedTest
    @CsvSource({"~/, /", "~/a b, /a b", "~/$(x)'y, /$(x)'y"})
    void aPathMayBeginAtTheHomeDirectory(String path, String expected) throws Exception {
        Ran ran = run("sh", "printf %s " + RemoteShell.path(path));
        assertThat(ran.out()).isEqualTo(directory + expected);
    }

    @Test
    void anyOtherPathIsTakenAsItIs() throws Exception {
        assertThat(RemoteShell.path("/plain/path")).isEqualTo("/plain/path");
        assertThat(run("sh", "printf %s " + RemoteShell.path("/~/$HOME")).out())
                .isEqualTo("/~/$HOME");
    }

    @Test
    void aComplaintIsPrintedAsItIs() throws Exception {
        assertThat(run("sh", RemoteShell.complaint("no \\n 'x' %s")))
                .isEqualTo(new Ran(0, "", "[FJD] no \\n 'x' %s\n"));
    }
}
