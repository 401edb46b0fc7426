package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.fjd.it.Program.Result;
import org.fjd.job.History;
import org.fjd.job.Outcome;
import org.fjd.spool.Spool;
import org.fjd.spool.Time;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A spool in a temporary directory, and the real programs to work on it. Registered in a static
 * field it serves all tests of a class, else one. At the end everything that was started through it
 * is killed, and what a failed test left is shown.
 */
final class Sandbox implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    /** Where the programs under test are. */
    static final Path HOME = Path.of(System.getProperty("fjd.home", "")).toAbsolutePath();

    /** Every process started from here inherits this variable, whatever becomes of it. */
    private static final String MARK = "FJD_IT";

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PACE = Duration.ofMillis(20);

    /** Something that comes about in time. */
    interface Condition {
        boolean holds() throws Exception;
    }

    private final Path root;
    private final Path spool;
    private final Path scratch;
    private final Map<String, String> environment = new HashMap<>();
    private final List<Program> programs = new ArrayList<>();
    private Optional<SmallDisk> disk = Optional.empty();
    private boolean shared;

    Sandbox() {
        try {
            root = Files.createTempDirectory("fjd-it").toRealPath();
            spool = Files.createDirectory(root.resolve("spool"));
            scratch = Files.createDirectory(root.resolve("scratch"));
        } catch (IOException e) {
            throw new AssertionError("no sandbox", e);
        }
        environment.put(MARK, root.toString());
        environment.put("FJD_SPOOL", spool.toString());
    }

    /** Skips the test where a program is not installed; with CI in the environment, fails it. */
    static void needs(String program) {
        boolean installed =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(dir -> Files.isExecutable(Path.of(dir, program)));
        assertThat(installed || System.getenv("CI") == null).as(program + " is there").isTrue();
        assumeTrue(installed, program + " is not installed");
    }

    /** A path in the spool. */
    Path at(String path) {
        return spool.resolve(path);
    }

    /** Puts the spool on a small file system, if this user may; the test is skipped if not. */
    SmallDisk smallDisk() throws Exception {
        disk = Optional.of(SmallDisk.mount(this, spool));
        return disk.get();
    }

    /** A path beside the spool, on the same file system. */
    Path scratch(String path) {
        return scratch.resolve(path);
    }

    Path root() {
        return root;
    }

    /** Sets a variable for the commands to come. */
    Sandbox with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** Takes a variable from the commands to come. */
    Sandbox without(String variable) {
        environment.remove(variable);
        return this;
    }

    /** Runs a command to its end; fjd's own are found by name. */
    Result run(String... command) throws IOException, InterruptedException {
        return start(command).await();
    }

    /** Starts a command; fjd's own are found by name. */
    Program start(String... command) throws IOException {
        List<String> words = new ArrayList<>(Arrays.asList(command));
        Path own = HOME.resolve("bin").resolve(words.get(0));
        if (Files.exists(own)) {
            words.set(0, own.toString());
        }
        Path out = scratch.resolve("out." + programs.size());
        Path err = scratch.resolve("err." + programs.size());
        ProcessBuilder builder =
                new ProcessBuilder(words)
                        .directory(scratch.toFile())
                        .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FJD_"));
        builder.environment().putAll(environment);
        Program program = new Program(List.of(command), builder.start(), out, err);
        programs.add(program);
        return program;
    }

    /** Hires workers and has a dispatcher serve until the end. */
    void serve(int workers) throws IOException, InterruptedException {
        hire(workers);
        start("dispatcher", "--forever");
    }

    void hire(int workers) throws IOException, InterruptedException {
        Result hired = run("recruiter", "hire", Integer.toString(workers));
        assertThat(hired.exit()).as(hired.text()).isZero();
    }

    /** Writes a job file where it is looked for, as a user's editor does. */
    Path drop(String name, String text) throws IOException {
        return drop(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Path drop(String name, byte[] content) throws IOException {
        return Files.write(queued(name), content);
    }

    /** Puts a whole job file into the queue, which says that it is whole. */
    Path submit(String name, String text) throws IOException {
        Path file = Files.writeString(at(".draft"), text + "\n[submitted]\nwhole = yes\n");
        return Files.move(file, queued(name), StandardCopyOption.ATOMIC_MOVE);
    }

    /** The path of a job file in the queue; makes the queue if there is none yet. */
    Path queued(String job) throws IOException {
        return Files.createDirectories(at("jobqueue")).resolve(job + ".conf");
    }

    /** A job that is a shell script; it may not have single quotes. */
    static String job(String script) {
        return "[control]\nexecutable: sh -c '" + script + "'\n";
    }

    /**
     * A job that adds a line with its attempt and its process to {@code <gate>.runs}, and goes on
     * until there is a file of the gate's name.
     */
    static String gatedJob(String gate) {
        return job(
                "echo $FJD_ATTEMPT $$ >>%1$s.runs; until [ -e %1$s ]; do sleep 0.1; done"
                        .formatted(gate));
    }

    void open(String gate) throws IOException {
        Files.createFile(at(gate));
    }

    /** Waits until the job at a gate has been started so many times. */
    void waitForRuns(String gate, int runs) {
        waitUntil(
                "the job at " + gate + " was started " + runs + " times",
                () -> lines(gate + ".runs").size() >= runs);
    }

    /** The process that the job at a gate had when it was started for the n-th time. */
    long pidOfRun(String gate, int run) throws IOException {
        return Long.parseLong(lines(gate + ".runs").get(run - 1).replaceFirst(".* ", ""));
    }

    /** The worker that is running a job. */
    WorkerRecord workerOf(String job) throws IOException {
        waitUntil(job + " has a worker on the roll", () -> busyWith(job).isPresent());
        return busyWith(job).orElseThrow();
    }

    private Optional<WorkerRecord> busyWith(String job) throws IOException {
        return workers().stream()
                .filter(
                        w ->
                                w.activity() instanceof WorkerRecord.Busy busy
                                        && busy.job().equals(job))
                .findFirst();
    }

    boolean isDone(String job) {
        return result("done", job).isPresent();
    }

    Outcome done(String job) {
        waitUntil(job + " is in done/", () -> isDone(job));
        return result("done", job).orElseThrow();
    }

    Outcome failed(String job) {
        waitUntil(job + " is in failed/", () -> result("failed", job).isPresent());
        return result("failed", job).orElseThrow();
    }

    /** Why a job was rejected, once it was. */
    String reason(String job) throws IOException {
        Path reason = at("failed").resolve(job + ".reason");
        waitUntil(
                job + " is rejected",
                () ->
                        Files.exists(at("failed").resolve(job + ".conf"))
                                && Files.exists(reason)
                                && Files.size(reason) > 0);
        return Files.readString(reason);
    }

    private Optional<Outcome> result(String archive, String job) {
        try {
            Path file = at(archive).resolve(job + ".conf");
            return History.of(Files.readAllBytes(file)).result();
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static String detail(Outcome outcome, String key) {
        return outcome.details().stream()
                .filter(entry -> entry.key().equals(key))
                .map(entry -> entry.value())
                .findFirst()
                .orElse("(no " + key + " in " + outcome.details() + ")");
    }

    /** The names of a directory's entries, sorted; none if it does not exist. */
    List<String> names(String directory) throws IOException {
        if (!Files.isDirectory(at(directory))) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(at(directory))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    List<String> lines(String file) throws IOException {
        return Files.exists(at(file)) ? Files.readAllLines(at(file)) : List.of();
    }

    /** Waits until a dispatcher holds the first seat, and has said so there. */
    void awaitSeatOf(Program dispatcher) {
        waitUntil(
                "it holds the seat",
                () -> lines(".fjd/seat/1").contains("pid = " + dispatcher.pid()));
    }

    /** Everybody on the roll. */
    List<WorkerRecord> workers() throws IOException {
        Spool opened = Spool.open(spool, Time.system());
        return opened.roll().names().stream()
                .sorted()
                .map(name -> record(opened, name))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<WorkerRecord> record(Spool opened, String name) {
        try {
            return opened.roll().read(name);
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    static boolean isAlive(long pid) {
        return org.fjd.spool.Machine.here().startOf(pid).isPresent();
    }

    static void kill(long pid) {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        waitUntil("process " + pid + " is gone", () -> !isAlive(pid));
    }

    /** The only place that waits. What a test saw last is shown when it fails. */
    static void waitUntil(String what, Condition condition) {
        waitUntil(what, PATIENCE, condition);
    }

    static void waitUntil(String what, Duration patience, Condition condition) {
        long begin = System.nanoTime();
        while (!holds(condition)) {
            if (System.nanoTime() - begin > patience.toNanos()) {
                throw new AssertionError("waited in vain until " + what);
            }
            LockSupport.parkNanos(PACE.toNanos());
        }
    }

    private static boolean holds(Condition condition) {
        try {
            return condition.holds();
        } catch (IOException e) {
            return false; // what it looks at is just being moved
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /** The processes that were started from here and live. */
    List<ProcessHandle> processes() {
        return ProcessHandle.allProcesses().filter(this::isOurs).toList();
    }

    private boolean isOurs(ProcessHandle process) {
        try {
            byte[] variables = Files.readAllBytes(Path.of("/proc/" + process.pid() + "/environ"));
            return ("\0" + new String(variables, StandardCharsets.ISO_8859_1) + "\0")
                    .contains("\0" + MARK + "=" + root + "\0");
        } catch (IOException e) {
            return false;
        }
    }

    /** What there is to see: the spool's tree, the commands' outputs, the workers' logs. */
    String report() {
        StringBuilder text = new StringBuilder("--- " + spool + "\n");
        try (Stream<Path> entries = Files.walk(spool)) {
            entries.sorted().forEach(entry -> text.append(describe(entry)));
        } catch (IOException | java.io.UncheckedIOException e) {
            text.append(e).append('\n');
        }
        programs.forEach(program -> text.append("--- ").append(program.describe()).append('\n'));
        return text.toString();
    }

    private String describe(Path entry) {
        Path name = spool.relativize(entry);
        if (!Files.isRegularFile(entry)) {
            return name + (Files.isDirectory(entry) ? "/\n" : "\n");
        }
        try {
            boolean telling =
                    name.startsWith(".fjd") || name.startsWith("failed") || name.startsWith("logs");
            String content =
                    telling && Files.size(entry) < 10_000
                            ? new String(Files.readAllBytes(entry), StandardCharsets.UTF_8)
                                    .stripTrailing()
                                    .indent(8)
                            : "";
            return name + " (" + Files.size(entry) + ")\n" + content;
        } catch (IOException e) {
            return name + " (" + e + ")\n";
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        shared = true;
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (context.getExecutionException().isPresent()) {
            System.err.println(context.getDisplayName() + " failed. " + report());
        }
        if (!shared) {
            close();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        close();
    }

    /** Kills all that was started from here. */
    void killAll() {
        waitUntil(
                "nothing that was started is left",
                () -> {
                    List<ProcessHandle> left = processes();
                    left.forEach(ProcessHandle::destroyForcibly);
                    return left.isEmpty();
                });
    }

    private void close() throws Exception {
        killAll();
        if (disk.isPresent()) {
            disk.get().unmount();
        }
        // By a program, since some tests leave names that this runtime cannot write.
        new ProcessBuilder("sh", "-c", "chmod -R u+rwX \"$0\"; rm -rf \"$0\"", root.toString())
                .start()
                .waitFor();
    }
}
