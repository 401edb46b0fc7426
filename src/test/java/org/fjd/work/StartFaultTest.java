package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.job.Command;
import org.fjd.spool.Time;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class StartFaultTest {

    @TempDir private Path worker;

    private Path directory;
    private Path stdout;
    private Optional<Path> stderr = Optional.empty();

    @BeforeEach
    void lookAround() {
        directory = worker;
        stdout = worker.resolve("log");
    }

    @Test
    void aProgramThatIsNotThere() {
        assertThat(whyNot("./job.sh"))
                .isEqualTo(
                        ("%s/./job.sh: not found. A relative path counts from the worker's"
                                        + " directory, %s.")
                                .formatted(worker, worker));
    }

    @Test
    void aProgramWhoseDirectoryIsAFile() throws IOException {
        file("job.sh", "");
        // Which of the two it is differs between versions of the runtime.
        assertThat(whyNot("./job.sh/run"))
                .containsPattern("job.sh/run: (not found|Not a directory)");
    }

    @Test
    void aWordThatIsNotOnThePath() throws IOException {
        executable("no-such-program", "#!/bin/sh\n");
        assertThat(whyNot("no-such-program"))
                .isEqualTo(
                        "no-such-program: not found on the worker's PATH. Install it there, or"
                                + " write its path (./no-such-program).");
    }

    @Test
    void aNameThatIsTooLongForAFile() {
        assertThat(whyNot("./" + "x".repeat(300))).contains("File name too long");
    }

    @Test
    void aProgramThatIsNotExecutable() throws IOException {
        Path file = file("job.sh", "#!/bin/sh\n");
        assertThat(whyNot(file.toString()))
                .startsWith(file + ": not executable. Make it so (chmod +x)");
    }

    @Test
    void aProgramThatIsADirectory() throws IOException {
        Path place = Files.createDirectory(worker.resolve("job"));
        assertThat(whyNot("./job")).endsWith("/job: is a directory, not a program.");
        assertThat(whyNot(place.toString())).endsWith("/job: is a directory, not a program.");
    }

    @Test
    void aDirectoryThatIsNotThere() {
        directory = worker.resolve("nowhere");
        assertThat(whyNot("true"))
                .isEqualTo(directory + ": no such directory. Make it (mkdir), or name another.");
        assertThat(whyNot("true | cat")).startsWith(directory + ": no such directory.");
    }

    @Test
    void aDirectoryThatIsAFile() throws IOException {
        directory = file("data", "");
        assertThat(whyNot("true")).startsWith(directory + ": not a directory");
    }

    @Test
    void aDirectoryThatMayNotBeEntered() throws IOException {
        directory = Files.createDirectory(worker.resolve("closed"));
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rw-------"));
        assumeThat(Files.isExecutable(directory)).as("for this user nothing is closed").isFalse();
        assertThat(whyNot("true"))
                .isEqualTo(
                        directory
                                + ": the job's directory may not be entered. Give that right (chmod"
                                + " u+x).");
    }

    @Test
    void anInterpreterThatIsNotThere() throws IOException {
        Path file = executable("job.py", "#! /opt/none/python9 -u\nprint()\n");
        assertThat(whyNot("./job.py"))
                .endsWith(
                        file.getFileName()
                                + ": its first line asks for /opt/none/python9, not found. Install"
                                + " that, or mend the line.");
    }

    @Test
    void anInterpreterThatIsNotExecutable() throws IOException {
        Path interpreter = file("interpreter", "");
        executable("job.py", "#!" + interpreter + "\n");
        assertThat(whyNot("./job.py"))
                .contains("its first line asks for " + interpreter + ", which can't be executed:")
                .contains("Permission denied");
    }

    @Test
    void aScriptWithTheLineEndsOfAnotherSystem() throws IOException {
        executable("job.sh", "#!/bin/sh\r\necho\r\n");
        assertThat(whyNot("./job.sh"))
                .endsWith(
                        "job.sh: its first line ends in a carriage return. Save it with Unix line"
                                + " ends.");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProgramWhoseLoaderIsNotThere() throws IOException {
        Path program = worker.resolve("job");
        String code =
                new String(Files.readAllBytes(Path.of("/bin/true")), StandardCharsets.ISO_8859_1);
        assumeThat(code).contains("/ld-linux");
        Files.writeString(
                program, code.replaceFirst("/ld-linux", "/no-linux"), StandardCharsets.ISO_8859_1);
        makeExecutable(program);
        assertThat(whyNot("./job"))
                .endsWith(
                        "/job: No such file or directory. Perhaps it was made for another machine,"
                                + " or needs a loader not found here.");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aProgramThatIsStillBeingWritten() throws IOException {
        Path file = executable("job.sh", "#!/bin/sh\n");
        try (FileChannel writer = FileChannel.open(file, StandardOpenOption.WRITE)) {
            assertThat(writer.isOpen()).isTrue();
            assertThat(whyNot("./job.sh")).contains("job.sh: still being written.");
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void argumentsThatAreTooLong() {
        assertThat(whyNot("echo " + "x".repeat(300_000)))
                .isEqualTo("echo: its arguments are too long. Put them into the job file.");
    }

    @Test
    void anOutputThatIsADirectory() {
        stdout = worker;
        assertThat(whyNot("true"))
                .isEqualTo(worker + ": a directory can't be printed into. Name a file.");
    }

    @Test
    @Timeout(value = 20, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void anOutputThatIsAPipeWhichNobodyReads() throws Exception {
        stdout = worker.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", stdout.toString()).start().waitFor()).isZero();
        assertThat(whyNot("true"))
                .isEqualTo(stdout + ": a pipe or a socket can't be printed into. Name a file.");
    }

    @Test
    void anOutputWhoseDirectoryIsAFile() throws IOException {
        Path file = file("data", "");
        stdout = file.resolve("a/b/out");
        assertThat(whyNot("true"))
                .isEqualTo(
                        "%s can't be written: %s is not a directory. Choose another place."
                                .formatted(stdout, file));
        stdout = file.resolve("out");
        assertThat(whyNot("true")).contains("is not a directory");
    }

    @Test
    void anOutputThatIsALinkToNowhere() throws IOException {
        stdout = Files.createSymbolicLink(worker.resolve("out"), Path.of("/opt/none/out"));
        assertThat(whyNot("true"))
                .isEqualTo(stdout + ": a link that leads nowhere. Mend or remove it.");
    }

    @Test
    void anErrorOutputThatIsALinkToNowhere() throws IOException {
        Path link = Files.createSymbolicLink(worker.resolve("err"), Path.of("/opt/none/err"));
        stderr = Optional.of(link);
        assertThat(whyNot("true")).startsWith(link + ": a link that leads nowhere.");
    }

    @Test
    void anOutputUnderALinkToNowhere() throws IOException {
        Path link = Files.createSymbolicLink(worker.resolve("data"), Path.of("/opt/none"));
        stdout = link.resolve("a/out");
        assertThat(whyNot("true")).startsWith(link + ": a link that leads nowhere.");
    }

    @Test
    void anOutputWhoseNameIsTooLong() {
        stdout = worker.resolve("x".repeat(256));
        assertThat(whyNot("true")).endsWith(": the name is too long. Choose a shorter one.");
        stdout = worker.resolve("directory/".repeat(500) + "out");
        assertThat(whyNot("true")).endsWith(": the name is too long. Choose a shorter one.");
    }

    @Test
    void anOutputWhoseNameIsAsLongAsItMayBe() {
        assertThat(Output.fault(worker.resolve("x".repeat(255)))).isEmpty();
    }

    @Test
    void anOutputWhoseNameIsTooLongInBytes() {
        assumeThat(System.getProperty("sun.jnu.encoding")).isEqualTo("UTF-8");
        stdout = worker.resolve("ö".repeat(128));
        assertThat(whyNot("true")).endsWith(": the name is too long. Choose a shorter one.");
    }

    @Test
    void anOutputThatMayNotBeWritten() throws IOException {
        Path place = Files.createDirectory(worker.resolve("closed"));
        Files.setPosixFilePermissions(place, PosixFilePermissions.fromString("r-x------"));
        assumeThat(Files.isWritable(place)).as("for this user nothing is closed").isFalse();
        stdout = place.resolve("out");
        assertThat(whyNot("true"))
                .isEqualTo(
                        ("%s can't be written: %s is not writable. Allow that, or choose another"
                                        + " place.")
                                .formatted(stdout, place));
    }

    @Test
    void theReasonIsOneLineWhateverNameItTells() throws IOException {
        directory = worker.resolve("two\nlines\tand\0more".replace("\0", "\1"));
        assertThat(whyNot("true")).contains("two?lines?and?more: no such directory");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "error=11, Resource temporarily unavailable",
                "error=12, Cannot allocate memory",
                "error=24, Too many open files",
                "error=0, Failed to exec spawn helper: pid: 7, exit value: 1",
                "posix_spawn failed, error: 11 (Resource temporarily unavailable) ",
            })
    void troubleOfTheMachineIsNotTheJobsFault(String message) {
        IOException failure = new IOException("Cannot run program", new IOException(message));
        assertThat(StartFault.of(order("true"), "true", failure)).isEmpty();
    }

    @Test
    void anotherRuntimesWordsForAnErrorAreUnderstood() {
        IOException failure =
                new IOException(
                        "Cannot run program",
                        new IOException("Exec failed, error: 40 (Too many levels) "));
        assertThat(StartFault.of(order("/bin/true"), "/bin/true", failure))
                .contains(
                        "/bin/true: Too many levels. Perhaps it was made for another machine,"
                                + " or needs a loader not found here.");
    }

    @Test
    void aProgramFromThePathThatTheSystemCanNotRunIsToldByItsFile() {
        IOException failure =
                new IOException("Cannot run program", new IOException("error=8, Bad format"));
        assertThat(StartFault.of(order("sh"), "sh", failure))
                .get()
                .asString()
                .contains("/sh: Bad format. Perhaps it was made for another machine");
    }

    @Test
    void anErrorWithoutANumberIsToldAsItIs() {
        IOException failure = new IOException("Bad start of a program");
        assertThat(StartFault.of(order("true"), "true", failure))
                .contains("Bad start of a program");
    }

    @Test
    void aFullDiskIsNotTheJobsFault() {
        IOException failure =
                new IOException(
                        "Cannot run program",
                        new FileNotFoundException(stdout + " (No space left on device)"));
        assertThat(StartFault.of(order("true"), "true", failure)).isEmpty();
    }

    private String whyNot(String executable) {
        return assertThatThrownBy(() -> start(order(executable)))
                .isInstanceOf(CouldNotStart.class)
                .actual()
                .getMessage();
    }

    private static void start(Order order) throws CouldNotStart, IOException {
        Output.prepare(order.stdout());
        Output.prepare(order.stderr());
        new ProcessRunner(Time.system()).start(order);
    }

    private Order order(String executable) {
        return new Order(
                executable.contains("|")
                        ? new Command.Shell(executable)
                        : new Command.Plain(List.of(executable.split(" ", -1))),
                worker.resolve("job.conf"),
                worker,
                directory,
                Map.of("FJD_POD", "node-1.2", "FJD_SPOOL", worker.toString()),
                stdout,
                stderr.orElse(stdout));
    }

    private Path file(String name, String content) throws IOException {
        return Files.writeString(worker.resolve(name), content);
    }

    private Path executable(String name, String content) throws IOException {
        return makeExecutable(file(name, content));
    }

    private static Path makeExecutable(Path file) throws IOException {
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }
}
