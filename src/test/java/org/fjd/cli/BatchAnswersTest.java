package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.fjd.spool.Spools;
import org.fjd.spool.Time;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the recruiter's commands answer where a batch system does not do what it is asked. */
class BatchAnswersTest {

    private static final String REQUEST =
            """
            [hire]
            via = fake
            id = 7
            mark = fake-a-b
            count = 2
            by = me
            at = 2030-01-01T00:00:00Z
            """;

    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path root;

    @BeforeEach
    void haveASpool() throws Exception {
        root = directory.toRealPath();
        settings("sh -c 'echo 7'", "sh -c 'echo it is down >&2; exit 3'", "false {tasks}");
    }

    private void settings(String submit, String pending, String cancel) throws Exception {
        Spools.at(
                root,
                Time.system(),
                """
                [via fake]
                submit = %s {count} {options}
                pending = %s {id}
                cancel = %s
                """
                        .formatted(submit, pending, cancel));
    }

    private void request() throws Exception {
        Files.createDirectories(root.resolve(".fjd/hires"));
        Files.writeString(root.resolve(".fjd/hires/fake-7"), REQUEST);
    }

    private int recruiter(String... words) {
        PrintWriter spoken = new PrintWriter(out, true);
        PrintWriter complained = new PrintWriter(err, true);
        Console console = new Console(spoken, complained, OutputStream.nullOutputStream());
        String[] all = new String[words.length + 2];
        all[0] = "--spool";
        all[1] = root.toString();
        System.arraycopy(words, 0, all, 2, words.length);
        InputStream in = InputStream.nullInputStream();
        return Main.commandLine("recruiter", console, in, spoken, complained).execute(all);
    }

    @Test
    void fireFailsIfItCouldNotAskWhatIsPending() throws Exception {
        request();
        assertThat(recruiter("fire")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("fake did not tell what is pending of 7", "it is down");
    }

    @Test
    void fireFailsIfNothingWasCancelled() throws Exception {
        settings("true", "sh -c 'echo 1 Resources'", "sh -c 'echo not yours >&2; exit 1' {tasks}");
        request();
        assertThat(recruiter("fire")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("did not cancel what is pending of 7", "not yours");
    }

    @Test
    void whoIsBeingStartedIsShownAndFireTellsThatTheyMayComeUpYet() throws Exception {
        settings("true", "true", "true");
        request();
        assertThat(recruiter("list")).isZero();
        assertThat(out.toString()).containsPattern("(?m)^fake 7 .* 2 starting$");
        assertThat(recruiter("fire")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .isEqualTo(
                        "[FJD] 2 workers of fake 7 may come up yet: 'recruiter list' shows them, then fire again.\n");
    }

    @Test
    void whoNeverCameUpIsShown() throws Exception {
        settings("true", "true", "true");
        request();
        Path traces = Files.createDirectories(root.resolve(".fjd/hired/fake-a-b"));
        Files.createFile(traces.resolve("w1"));
        Files.setLastModifiedTime(
                Files.createFile(traces.resolve("@started")),
                FileTime.from(Instant.now().minus(Duration.ofMinutes(11))));
        assertThat(recruiter("list")).isZero();
        assertThat(out.toString()).containsPattern("(?m)^fake 7 .* 1 started, never came up$");
        assertThat(recruiter("fire")).isZero();
    }

    @Test
    void aBatchSystemWhoseSectionIsGoneIsToldOfOnce() throws Exception {
        request();
        Files.writeString(
                root.resolve(".fjd/hires/fake-8"),
                REQUEST.replace("id = 7", "id = 8").replace("a-b", "a-c"));
        Files.writeString(root.resolve(".fjd/fjd.conf"), "[fjd]\n");
        assertThat(recruiter("list")).isZero();
        assertThat(err.toString())
                .isEqualTo(
                        "[FJD] There is no section [via fake] in .fjd/fjd.conf any more, so nobody can ask what is pending there. Write it again; else 'fjd gc' forgets the request when it is a day old.\n");
    }

    @Test
    void aBatchSystemThatIsNotThereIsRefusedAtTheStart() {
        String told =
                "[FJD] There is no section [via slrum] in .fjd/fjd.conf. Write one, or take slurm.";
        assertThat(recruiter("hire", "1", "--via", "slrum")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith(told);
        err.getBuffer().setLength(0);
        assertThat(recruiter("autoscale", "--max", "1", "--via", "slrum"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).startsWith(told);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void autoscaleDoesNotBeginWithASectionThatCannotBeUsed() throws Exception {
        settings("echo {nope}", "true", "true");
        assertThat(recruiter("autoscale", "--max", "1", "--via", "fake"))
                .isEqualTo(ExitCode.FAILED);
        assertThat(err.toString()).contains("submit can't be used. ");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void optionsForTheBatchSystemGoBehindTheDashes() throws Exception {
        settings("sh -c 'echo 7; echo \"$@\" >got' sh", "true", "true");
        assertThat(recruiter("hire", "2", "--via", "fake", "--", "-p", "--", "4")).isZero();
        assertThat(root.resolve("got")).hasContent("2 -p -- 4");
    }

    @Test
    void listDoesNotSayThatThereAreNoneIfItCouldNotAsk() throws Exception {
        request();
        assertThat(recruiter("list")).isZero();
        assertThat(out.toString())
                .isEqualTo(
                        "[FJD] No workers have come up at %s. Whether some are pending is not known:\n"
                                .formatted(root));
        assertThat(err.toString()).contains("it is down");
    }
}
