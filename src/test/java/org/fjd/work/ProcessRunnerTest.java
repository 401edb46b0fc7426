package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.fjd.job.Command;
import org.fjd.spool.Machine;
import org.fjd.spool.Time;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class ProcessRunnerTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir private Path spool;

    private final Time time = Time.system();
    private final List<Running> started = new ArrayList<>();
    private Path directory;
    private Path jobFile;
    private Path stdout;
    private Path stderr;

    @BeforeEach
    void lookAround() throws IOException {
        directory = Files.createDirectory(spool.resolve("where jobs run"));
        jobFile = spool.resolve("a job.conf");
        stdout = spool.resolve("log");
        stderr = stdout;
    }

    @AfterEach
    void endWhatIsLeft() throws InterruptedException {
        for (Running job : started) {
            job.end(Duration.ZERO);
        }
    }

    @Test
    void theExitCodeIsTheProgramsOwn() throws Exception {
        assertThat(run("true")).isEqualTo(new Exit(0));
        assertThat(runScript("exit 3")).isEqualTo(new Exit(3));
    }

    @Test
    void aSignalThatEndedTheProgramIsNamed() throws Exception {
        assertThat(runScript("kill -KILL $$").signal()).contains("KILL");
        assertThat(runScript("kill -TERM $$").signal()).contains("TERM");
    }

    @Test
    void aRelativePathOfAProgramCountsFromTheWorkersDirectory() throws Exception {
        script(spool.resolve("job.sh"), "echo right");
        script(spool.resolve("bin/job.sh"), "echo right");
        script(directory.resolve("job.sh"), "echo wrong");
        script(directory.resolve("bin/job.sh"), "echo wrong");

        run("./job.sh");
        run("bin/job.sh");
        assertThat(stdout).hasContent("right\nright");
    }

    @Test
    void aProgramRunsInTheJobsDirectory() throws Exception {
        script(spool.resolve("job.sh"), "pwd -P");

        run("./job.sh");
        assertThat(stdout).hasContent(directory.toRealPath().toString());
    }

    @Test
    void aWordWithoutASlashIsLookedUpOnThePath() throws Exception {
        script(spool.resolve("true"), "exit 5");
        script(directory.resolve("true"), "exit 6");

        assertThat(run("true").code()).isZero();
    }

    @Test
    void aRelativePathThatIsAnArgumentIsLeftToTheProgram() throws Exception {
        script(spool.resolve("job.sh"), "cat \"$1\"");
        Files.writeString(directory.resolve("data"), "mine");

        run("./job.sh ./data");
        assertThat(stdout).hasContent("mine");
    }

    @Test
    void quotesMakeWordsAndAreTakenOff() throws Exception {
        run("printf '<%s>' 'a  b' \"it's\" c\\ d \"\"");
        assertThat(stdout).hasContent("<a  b><it's><c d><><" + jobFile + ">");
    }

    @Test
    void aShellLineRunsInTheJobsDirectory() throws Exception {
        script(directory.resolve("job.sh"), "pwd -P");

        run("true && ./job.sh");
        assertThat(stdout).hasContent(directory.toRealPath().toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b.conf",
                "it's \"it\".conf",
                "two\nlines.conf",
                "-rf.conf",
                "*.conf",
                "$(touch made).conf",
                "a;b&c|d.conf",
                "back\\slash.conf"
            })
    void theLastArgumentIsTheJobFileWhateverItsName(String name) throws Exception {
        jobFile = spool.resolve(name);

        run("printf '%s\\n'");
        run("true && printf '%s\\n'");
        assertThat(stdout).hasContent(jobFile + "\n" + jobFile + "\n");
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void theLastArgumentIsTheJobFileInAnyAlphabet() throws Exception {
        assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
        jobFile = spool.resolve("größe.conf");

        run("printf '%s\\n'");
        assertThat(stdout).hasContent(jobFile.toString());
    }

    @Test
    void theEnvironmentIsTheWorkersAndWhatIsOrdered() throws Exception {
        runScript("echo \"$FJD_POD $FJD_SPOOL $FJD_JOB $PATH\"");
        assertThat(stdout)
                .hasContent("node-1.2 " + spool + " a job's name " + System.getenv("PATH"));
    }

    @Test
    void theInputIsEmpty() throws Exception {
        script(spool.resolve("job.sh"), "cat; echo read all");

        run("./job.sh");
        assertThat(stdout).hasContent("read all");
    }

    @Test
    void bothOutputsGoToOneFileInTheOrderOfTheirWriting() throws Exception {
        Files.writeString(stdout, "an earlier attempt\n");

        runScript("for i in 1 2 3; do echo out $i; echo err $i >&2; done");
        assertThat(stdout)
                .hasContent("an earlier attempt\nout 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3");
    }

    @Test
    void theOutputsCanGoToTwoFiles() throws Exception {
        stderr = spool.resolve("errors");

        runScript("echo out; echo err >&2");
        assertThat(stdout).hasContent("out");
        assertThat(stderr).hasContent("err");
    }

    @Test
    void oneFileUnderTwoNamesLosesNoLines() throws Exception {
        stderr = spool.resolve("errors");
        Files.createSymbolicLink(stderr, stdout);

        runScript("for i in 1 2 3; do echo out $i; echo err $i >&2; done");
        assertThat(stdout).hasContent("out 1\nerr 1\nout 2\nerr 2\nout 3\nerr 3");
    }

    @Test
    void theDirectoriesOfTheOutputsAreMadeForTheUserAlone() throws Exception {
        stdout = spool.resolve("a/b/out");
        stderr = spool.resolve("c/err");

        runScript("echo out; echo err >&2");
        assertThat(stdout).hasContent("out");
        assertThat(stderr).hasContent("err");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(spool.resolve("a"))))
                .isEqualTo("rwx------");
    }

    @Test
    void aLinkMayLeadToTheDirectoryOfAnOutput(@TempDir Path scratch) throws Exception {
        Files.createSymbolicLink(spool.resolve("data"), scratch);
        stdout = spool.resolve("data/out");
        stderr = stdout;

        runScript("echo out");
        assertThat(scratch.resolve("out")).hasContent("out");
    }

    @Test
    void theOutputMayBeADevice() throws Exception {
        stdout = Path.of("/dev/null");
        stderr = stdout;

        assertThat(runScript("echo out")).isEqualTo(new Exit(0));
    }

    @Test
    void aChildThatIsLeftBehindWithTheOutputOpenHoldsUpNobody() throws Exception {
        Running job = startScript("sleep 300 & echo left");

        assertThat(job.await(LONG)).isTrue();
        assertThat(job.exit()).isEqualTo(new Exit(0));
        assertThat(stdout).hasContent("left");
    }

    @Test
    void hugeOutputGoesPastTheWorker() throws Exception {
        long size = 100_000_000;
        long before = usedMemory();

        runScript("head -c " + size + " /dev/zero; true");
        assertThat(stdout).hasSize(size);
        assertThat(usedMemory() - before).isLessThan(size / 2);
    }

    @Test
    void waitingEndsWithTheTimeThatWasGivenForIt() throws Exception {
        Running job = startScript("sleep 300");

        assertThat(job.await(SHORT)).isFalse();
    }

    @Test
    void aJobThatIsEndedIsAskedFirst() throws Exception {
        Running job =
                startScript(
                        "trap 'echo bye; exit 7' TERM; echo ready; while :; do sleep 0.05; done");
        awaitOutput("ready");

        assertThat(job.end(LONG)).isTrue();
        assertThat(job.exit()).isEqualTo(new Exit(7));
        assertThat(read(stdout)).endsWith("bye\n");
    }

    @Test
    void aJobThatDoesNotHeedIsKilledAfterTheGrace() throws Exception {
        Running job = startScript("trap '' TERM; echo ready; while :; do sleep 1; done");
        awaitOutput("ready");

        long begin = time.nanos();
        assertThat(job.end(SHORT)).isTrue();
        assertThat(Duration.ofNanos(time.nanos() - begin)).isGreaterThanOrEqualTo(SHORT);
        assertThat(job.exit().signal()).contains("KILL");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aGrandchildInASessionOfItsOwnIsEndedByItsMark() throws Exception {
        Running job = startScript("sh -c 'setsid sleep 300 >/dev/null & echo $!' & wait");
        assertThat(job.await(LONG)).isTrue();
        long grandchild = Long.parseLong(Files.readString(stdout).strip());
        assertThat(Machine.here().startOf(grandchild)).isPresent();

        assertThat(job.end(LONG)).isTrue();
        assertThat(Machine.here().startOf(grandchild)).isEmpty();
    }

    @Test
    void aJobThatWipedItsEnvironmentIsEndedWithItsChildren() throws Exception {
        Running job = startScript("exec env -i sh -c 'sleep 300 & echo $!; wait'");
        await(() -> read(stdout).endsWith("\n"));
        long child = Long.parseLong(read(stdout).strip());

        assertThat(job.end(LONG)).isTrue();
        assertThat(job.exit().signal()).contains("TERM");
        assertThat(Machine.here().startOf(child)).isEmpty();
    }

    /** Runs an executable as a job file names it. */
    private Exit run(String executable) throws Exception {
        return finish(start(Command.parse(executable)));
    }

    private Exit runScript(String script) throws Exception {
        return finish(startScript(script));
    }

    private static Exit finish(Running job) throws InterruptedException {
        assertThat(job.await(LONG)).isTrue();
        return job.exit();
    }

    private Running startScript(String script) throws Exception {
        return start(new Command.Plain(List.of("sh", "-c", script)));
    }

    private Running start(Command command) throws Exception {
        Map<String, String> environment = new HashMap<>();
        environment.put("FJD_POD", "node-1.2");
        environment.put("FJD_SPOOL", spool.toString());
        environment.put("FJD_JOB", "a job's name");
        Order order = new Order(command, jobFile, spool, directory, environment, stdout, stderr);
        Output.prepare(stdout);
        Output.prepare(stderr);
        Running job = new ProcessRunner(time).start(order);
        started.add(job);
        return job;
    }

    private static void script(Path file, String lines) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + lines + "\n", StandardOpenOption.CREATE_NEW);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void awaitOutput(String line) throws InterruptedException {
        await(() -> read(stdout).equals(line + "\n"));
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long begin = time.nanos();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(time.nanos() - begin)).isLessThan(LONG);
            time.pause(Duration.ofMillis(5));
        }
    }

    private static long usedMemory() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
