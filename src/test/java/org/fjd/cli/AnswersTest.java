package org.fjd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.Conditions;
import org.fjd.job.JobName;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.Time;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What commands answer on a spool to what they can't do. */
class AnswersTest {

    private static final String FAILED =
            Spools.JOB + "\n[result]\nstate = failed\nrun = w.1\nexit = 3\nwhole = yes\n";

    @TempDir private Path directory;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final ByteArrayOutputStream raw = new ByteArrayOutputStream();
    private Path root;
    private Spool spool;

    @BeforeEach
    void haveASpool() throws Exception {
        root = directory.toRealPath();
        spool = Spools.at(root, Time.system(), "[limits]\nzero = 0\none = 1\n");
    }

    private Console console() {
        return new Console(new PrintWriter(out, true), new PrintWriter(err, true), raw);
    }

    private int fjd(String... words) {
        return fjd(InputStream.nullInputStream(), words);
    }

    private int fjd(InputStream in, String... words) {
        PrintWriter spoken = new PrintWriter(out, true);
        PrintWriter complained = new PrintWriter(err, true);
        String[] all = new String[words.length + 2];
        all[0] = "--spool";
        all[1] = root.toString();
        System.arraycopy(words, 0, all, 2, words.length);
        return Main.commandLine("fjd", console(), in, spoken, complained).execute(all);
    }

    private void write(String path, String text) throws Exception {
        Files.writeString(root.resolve(path), text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"param:", "value:", "param: ", "nix"})
    void aColumnHasAName(String column) {
        assertThat(fjd("jobs", "--columns", "job," + column)).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("[FJD] There is no column '" + column.strip() + "'. There are: job,");
        assertThat(fjd("jobs", "--columns", "param:a")).isZero();
    }

    @ParameterizedTest
    @CsvSource({"-1, 2", "256, 2", "999, 2", "0, 0", "255, 0"})
    void onlyExitCodesAreTriedAgain(String exit, int code) {
        assertThat(fjd("retry", "--exit", exit)).isEqualTo(code);
        assertThat(err.toString().contains("--exit " + exit + " is no exit code: they are from 0"))
                .isEqualTo(code == ExitCode.USAGE);
    }

    @Test
    void theLastLinesOfAPackedLogAreShown() throws Exception {
        write("failed/a.conf", FAILED.replace("exit = 3", "exit = 3\nlog = logs/a.log"));
        write("logs/a.log", "reading\nError: no data\n");
        assertThat(fjd("archive", "--older-than", "0s", "--logs")).isZero();
        assertThat(root.resolve("logs/a.log")).doesNotExist();

        assertThat(fjd("show", "a")).isZero();
        assertThat(out.toString()).endsWith("  its last lines:\n    reading\n    Error: no data\n");
    }

    @Test
    void aLogIsOfOneJob() throws Exception {
        for (String name : List.of("l1", "l2", "l~2", "m", "m~2")) {
            write("failed/" + name + ".conf", FAILED);
        }
        assertThat(fjd("log", "l*")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .containsPattern(
                        "Name one of these 3 jobs: l[12]?, l[12]?, l[12]?\\. See: fjd log --help");
        assertThat(fjd("log", "m*")).isEqualTo(ExitCode.FAILED);
    }

    @Test
    void aFileOfDefaultsThatIsNotThereIsNamedAsItWasMeant() {
        String here = Path.of("nope.conf").toAbsolutePath().toString();
        assertThat(fjd("submit", "--defaults", "nope.conf", "--", "true"))
                .isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith(
                        "[FJD] --defaults: there is no file %s. A path counts from the current directory."
                                .formatted(here));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nope.ini     | The file of its defaults, nope.ini, can't be read. Its path counts from the spool.",
                "/no/nope.ini | The file of its defaults, /no/nope.ini, can't be read.",
                "bad.ini      | The file of its defaults, bad.ini, is not INI.",
                "done         | The file of its defaults, done, can't be used.",
            })
    void theFileOfDefaultsThatAJobNamesIsNamed(String file, String told) throws Exception {
        write("bad.ini", "nonsense");
        write("job.conf", Spools.JOB + "defaults = " + file + "\n");
        assertThat(fjd("submit", root.resolve("job.conf").toString())).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("job.conf: " + told);
        assertThat(err.toString().contains("counts from")).isEqualTo(told.contains("counts from"));
    }

    @Test
    void aReportMayGoToStandardOutput() {
        assertThat(fjd("report", "-")).isZero();
        assertThat(raw.toString(UTF_8)).startsWith(ReportPage.MARK).endsWith("</html>\n");
        assertThat(out.toString() + err).isEmpty();
    }

    @Test
    void aForgottenEndOfOptionsIsPointedOut() {
        assertThat(fjd("submit", "--timeout=5m", "true")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("[FJD] true is no job file. A command goes after --. See:");
    }

    @Test
    void aTimeMayBeADurationWhereAJobIsSubmitted() {
        assertThat(fjd("submit", "--not-before", "soon", "--", "true")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains(" Or a duration from now, such as 30m. See:");
        assertThat(fjd("submit", "--timeout", "soon", "--", "true")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).containsOnlyOnce("from now");
    }

    @Test
    void whatIsNotThereIsCounted() {
        assertThat(fjd("cancel", "a")).isEqualTo(ExitCode.UNKNOWN);
        assertThat(fjd("cancel", "a", "b")).isEqualTo(ExitCode.UNKNOWN);
        assertThat(fjd("cancel", "a", "b", "c")).isEqualTo(ExitCode.UNKNOWN);
        assertThat(fjd("cancel", "a b c d e f g h i j k".split(" "))).isEqualTo(ExitCode.UNKNOWN);
        assertThat(err.toString())
                .isEqualTo(
                        """
                        [FJD] There is no job a to cancel.
                        [FJD] There are no jobs a and b to cancel.
                        [FJD] There are no jobs a, b and c to cancel.
                        [FJD] There are no jobs a, b, c, d, e, f, g, h, i, j and 1 more to cancel.
                        """);
    }

    private int fjd(String command, String[] words) {
        String[] all = new String[words.length + 1];
        all[0] = command;
        System.arraycopy(words, 0, all, 1, words.length);
        return fjd(all);
    }

    @Test
    void jobsOfAPatternThatHaveAllEndedAreSaidToHaveEnded() throws Exception {
        write("failed/p-1.conf", FAILED);
        write("done/p-2.conf", Spools.JOB);
        assertThat(fjd("hold", "p-*")).isEqualTo(ExitCode.FAILED);
        assertThat(fjd("hold", "q-*")).isEqualTo(ExitCode.UNKNOWN);
        assertThat(err.toString())
                .isEqualTo(
                        """
                        [FJD] Could not hold (it has ended): p-1, p-2.
                        [FJD] There is no job 'q-*' to hold.
                        """);
    }

    @Test
    void whoHasNotFailedIsNotSaidOfAllJobs() throws Exception {
        write("done/good.conf", Spools.JOB);
        write("failed/bad.conf", FAILED);
        assertThat(fjd("failures", "good")).isZero();
        assertThat(out.toString()).isEqualTo("[FJD] No job has failed of those that are meant.\n");
    }

    @Test
    void whatIsToBeMendedFirstStandsOnLinesOfItsOwnWhereItIsLong() throws Exception {
        String name = "a-name-of-some-length-";
        write("failed/" + name + "x.conf", FAILED.replace("true", "true\nafter = " + name + "y"));
        write("failed/" + name + "y.conf", FAILED.replace("true", "true\nafter = " + name + "x"));
        assertThat(fjd("failures")).isZero();
        assertThat(out.toString())
                .endsWith(
                        """
                          again:  mend 'after' in their files, then:
                                  fjd retry a-name-of-some-length-y a-name-of-some-length-x
                        """);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x\u001b[31mred", "n\nl", "a\u202eb", "tab\there", " blank "})
    void aSubmittedJobsNameIsOnOneLineAndControlsNoTerminal(String name) {
        assertThat(fjd("submit", "--name", name, "--", "true")).isZero();
        assertThat(out.toString()).isEqualTo(JobName.quoted(name) + "\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"two words", "größe's", "a\\b"})
    void aNameThatIsHarmlessIsPrintedAsItIsForPrograms(String name) {
        assertThat(fjd("submit", "--name", name, "--", "true")).isZero();
        assertThat(out.toString()).isEqualTo(name + "\n");
    }

    @Test
    void whatIsFollowedIsNotMixedWithJson() {
        assertThat(fjd("submit", "--follow", "--json", "--", "true")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .startsWith("[FJD] --follow prints what the job prints, and --json JSON.");
        assertThat(out.toString()).isEmpty();
        assertThat(root.resolve("jobqueue")).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(strings = {"failed", "jobqueue"})
    void whatPrintsElsewhereCanNotBeFollowed(String place) throws Exception {
        write(
                place + "/a.conf",
                FAILED.replace("\n[result]", "stdout = o\nstderr = e\n\n[result]"));
        assertThat(fjd("log", "-f", "a")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .isEqualTo(
                        "[FJD] a prints into files of its own: 'fjd show a' names them (stdout, stderr).\n");
    }

    @Test
    void jobsThatArePackedAreNotUnknownToWhoSteers() throws Exception {
        write("failed/a-1.conf", FAILED);
        write("done/a-2.conf", Spools.JOB);
        assertThat(fjd("archive", "--older-than", "0s")).isZero();
        assertThat(fjd("cancel", "a-1")).isEqualTo(ExitCode.FAILED);
        assertThat(fjd("hold", "a-1", "a-2")).isEqualTo(ExitCode.FAILED);
        assertThat(fjd("priority", "a-*", "3")).isEqualTo(ExitCode.FAILED);
        assertThat(fjd("release", "a-1", "nix")).isEqualTo(ExitCode.UNKNOWN);
        assertThat(err.toString())
                .isEqualTo(
                        """
                        [FJD] Could not cancel (it has ended, and is packed): a-1.
                        [FJD] Could not hold (it has ended, and is packed): a-1, a-2.
                        [FJD] Could not change (it has ended, and is packed): a-1, a-2.
                        [FJD] Could not release (it has ended, and is packed): a-1.
                        [FJD] There is no job nix to release.
                        """);
    }

    @Test
    void linesMayBeginWithAMarkOfTheirEncoding() throws Exception {
        InputStream in = new ByteArrayInputStream("\ufefftrue a\ntrue \ufeffb\n".getBytes(UTF_8));
        assertThat(fjd(in, "submit", "--each-line", "-", "--name", "j")).isZero();
        assertThat(Files.readString(root.resolve("jobqueue/j-1.conf")))
                .contains("executable = true a\n");
        assertThat(Files.readString(root.resolve("jobqueue/j-2.conf"))).contains("\ufeffb");
    }

    @Test
    void whereNothingCouldBeQueuedThatIsSaid() throws Exception {
        assertThat(fjd("submit", "--name", "first", "--", "true")).isZero();
        Files.delete(root.resolve(".fjd/tmp"));
        Files.createSymbolicLink(root.resolve(".fjd/tmp"), Path.of("/proc"));
        assertThat(fjd("submit", "--", "true")).isEqualTo(ExitCode.UNUSABLE);
        assertThat(err.toString())
                .contains("/.fjd/tmp")
                .endsWith(". Nothing was queued. Mend that, and submit again.\n");
    }

    @Test
    void aReportThatCanNotBeWrittenIsCalledByItsName() {
        assertThat(fjd("report", "/proc/x.html")).isEqualTo(ExitCode.FAILED);
        assertThat(err.toString())
                .isEqualTo(
                        "[FJD] /proc/x.html can't be written: no such file or directory. Name a file where you may write, or - for standard output.\n");
    }

    @Test
    void aReasonIsToldWithoutItsFullStop() throws Exception {
        write("failed/a.conf", FAILED.replace("exit = 3", "reason = It is so.\nhost = vm"));
        assertThat(fjd("show", "a")).isZero();
        assertThat(out.toString()).contains("failed, It is so, on vm, by worker w\n");
    }

    @Test
    void archiveTellsWhatItExitsWithWhereNothingOfANameIsPacked() {
        assertThat(fjd("archive", "--help")).isZero();
        assertThat(out.toString()).contains("  5 ").contains("There is no job of a name");
    }

    @Test
    void whatEverybodyMayWriteToIsClosedByACommandThatCanBePasted() throws Exception {
        write("jobqueue/it's.conf", Spools.JOB);
        Files.setPosixFilePermissions(
                root.resolve("jobqueue/it's.conf"), PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThat(fjd("fsck")).isEqualTo(ExitCode.FAILED);
        assertThat(out.toString().replaceAll("\\s+", " "))
                .contains(
                        "Take that right away: chmod o-w '"
                                + root
                                + "/jobqueue/it'\\''s.conf'; or: fjd fsck --fix");
    }

    @ParameterizedTest
    @CsvSource({
        "NO_COLOR, 1, false",
        "NO_COLOR, 0, false",
        "NO_COLOR, '', true",
        "CLICOLOR, 0, false",
        "CLICOLOR, 1, true",
        "TERM, xterm, true"
    })
    void coloursAreSwitchedOffByWhatIsNotEmpty(String variable, String value, boolean coloured) {
        assertThat(Console.isColourWanted(Map.of(variable, value))).isEqualTo(coloured);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "zero one | ''  | a can't run: its limit zero is 0 in .fjd/fjd.conf. Mend that there.",
                "x one y  | gpu | a can't run: its limits x, y are not in .fjd/fjd.conf. Mend that there.",
                "one      | gpu | a can't run: no worker has the label gpu. Hire one: recruiter hire 1 --label gpu",
            })
    void whatADispatcherCannotServeIsToldWithTheCause(String limits, String labels, String told) {
        Conditions conditions =
                new Conditions(
                        0,
                        List.of(),
                        labels.isEmpty() ? Set.of() : Set.of(labels),
                        Set.of(limits.split(" ")),
                        Optional.empty(),
                        false);
        new DispatcherConsole(spool, console()).unservable(new JobName("a"), conditions);
        assertThat(out.toString()).isEqualTo("[FJD] " + told + "\n");
    }
}
