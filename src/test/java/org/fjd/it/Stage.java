package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fjd.it.Program.Result;
import org.fjd.job.History;
import org.fjd.job.Outcome;
import org.fjd.job.State;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Hosts that share a directory, of {@code src/bench/cluster}: up for all tests of a class, to be
 * registered in a static field. Each test makes a spool of its own, and what it started is killed
 * at its end. However the tests end, the stage is taken down.
 *
 * <p>Where this machine has not the rights or packages for it the tests are skipped. With {@code
 * CI} in the environment they fail instead.
 */
final class Stage implements BeforeAllCallback, AfterEachCallback, AfterAllCallback {

    /** What a network needs to notice, and a lease to pass, on a machine that has other work. */
    static final Duration PATIENCE = Duration.ofMinutes(3);

    private static final String SCRIPT = Sandbox.HOME.resolve("src/bench/cluster").toString();
    private static final List<String> HOSTS = List.of("node1", "node2", "node3");
    private static final int SKIP = 77;
    private static final Duration TIME_TO_INSTALL = Duration.ofMinutes(5);
    private static final Duration TIME_TO_END = Duration.ofMinutes(2);

    /** Which batch system runs jobs on node1 and node2. */
    private enum Batch {
        NONE,
        SLURM,
        GRID_ENGINE
    }

    private final String fileSystem;
    private final Batch batch;
    private final Sandbox sandbox = new Sandbox();
    private final Path directory = sandbox.root().resolve("stage");
    private final Path said = sandbox.root().resolve("stage.log");
    private Optional<Process> holder = Optional.empty();
    private boolean up;
    private Path spool;
    private Path files;

    private Stage(String fileSystem, Batch batch) {
        this.fileSystem = fileSystem;
        this.batch = batch;
    }

    static Stage gluster() {
        return new Stage("gluster", Batch.NONE);
    }

    static Stage sshfs() {
        return new Stage("sshfs", Batch.NONE);
    }

    static Stage glusterAndSlurm() {
        return new Stage("gluster", Batch.SLURM);
    }

    static Stage glusterAndGridEngine() {
        return new Stage("gluster", Batch.GRID_ENGINE);
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        sandbox.beforeAll(context);
        Sandbox.needs("setsid");
        List<String> command = new ArrayList<>(List.of("setsid", SCRIPT, "hold"));
        command.addAll(List.of("--fs", fileSystem));
        command.addAll(
                switch (batch) {
                    case NONE -> List.of("--without-slurm");
                    case SLURM -> List.of();
                    case GRID_ENGINE -> List.of("--without-slurm", "--with-gridengine");
                });
        command.add(directory.toString());
        // In a session of its own, so that no Ctrl-C reaches it: it ends when this pipe does.
        Process hold =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(said.toFile())
                        .start();
        holder = Optional.of(hold);
        Sandbox.waitUntil("the stage is up", TIME_TO_INSTALL, () -> !hold.isAlive() || hasComeUp());
        if (!hold.isAlive()) {
            notUp(hold.exitValue(), Files.readString(said));
        }
        up = true;
        sandbox.with("STAGE", directory.toString());
    }

    private boolean hasComeUp() throws IOException {
        return Files.readAllLines(said).stream().anyMatch(line -> line.startsWith("Up: "));
    }

    private static void notUp(int exit, String why) {
        assertThat(exit).as("cluster up: " + why).isEqualTo(SKIP);
        String frame = "*".repeat(79);
        System.err.println(frame + "\nNOT TESTED: many hosts. " + why.strip() + "\n" + frame);
        assertThat(System.getenv("CI")).as("nothing is skipped in CI: " + why).isNull();
        assumeTrue(false, why);
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (context.getExecutionException().isPresent() && files != null) {
            System.err.println(context.getDisplayName() + " failed. " + report());
            mend();
        }
        sandbox.afterEach(context);
        for (String host : HOSTS) {
            sh(host, "pkill -KILL -f '[f]jd.jar' || true");
        }
        switch (batch) {
            case NONE -> {}
            case SLURM -> {
                sh("node3", "scancel --user=root");
                waitUntil("Slurm has nothing left", () -> slurmJobs().isEmpty());
            }
            case GRID_ENGINE -> {
                sh("node3", "qdel -u root || true");
                waitUntil("Grid Engine has nothing left", () -> gridEngineJobs().isEmpty());
            }
        }
    }

    /** What the test may have broken; what is whole stays as it is, and says so. */
    private void mend() throws Exception {
        for (String host : HOSTS) {
            sandbox.start(SCRIPT, "boot", host).await(PATIENCE);
            sandbox.start(SCRIPT, "join", host).await(PATIENCE);
        }
        sandbox.start(SCRIPT, "start-brick").await(PATIENCE);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (holder.isPresent()) {
            takeDown(holder.get());
        }
        sandbox.afterAll(context);
    }

    private void takeDown(Process hold) throws Exception {
        hold.getOutputStream().close();
        boolean ended = hold.waitFor(TIME_TO_END.toSeconds(), TimeUnit.SECONDS);
        assertThat(ended && (!up || hold.exitValue() == 0))
                .as("the stage is taken down: " + Files.readString(said))
                .isTrue();
    }

    /** A spool in the shared directory, for the commands to come, with these settings. */
    void spool(String name, String settings) throws Exception {
        again(name);
        sh("node1", "mkdir -p '%1$s/.fjd' && chmod 700 '%1$s' '%1$s/.fjd'".formatted(spool));
        sh("node1", "printf '[fjd]\\n%s\\n' >'%s/.fjd/fjd.conf'".formatted(settings, spool));
        hosts("[node1]\n[node2]\n[node3]\n");
    }

    /** Has the commands to come work on a spool that was made before. */
    void again(String name) {
        spool = directory.resolve("shared").resolve(name);
        files = directory.resolve(fileSystem.equals("gluster") ? "brick" : "export").resolve(name);
        sandbox.with("FJD_SPOOL", spool.toString());
    }

    /** Writes the spool's {@code hosts.conf}. */
    void hosts(String text) throws Exception {
        put("hosts.conf", text);
    }

    /** Writes a file of the spool, from node1. */
    void put(String name, String text) throws Exception {
        Path draft = Files.writeString(told("draft"), text);
        sh("node1", "cp '%s' '%s/.new' && mv '%2$s/.new' '%2$s/%s'".formatted(draft, spool, name));
    }

    /** The spool, as the hosts call it. */
    Path spool() {
        return spool;
    }

    /** A path outside of the shared directory, whose content all hosts, and tests, see at once. */
    Path told(String name) {
        return directory.resolve(name);
    }

    /** Starts a command on a host; fjd's own are found by name. */
    Program start(String host, String... command) throws IOException {
        return sandbox.start(
                Stream.concat(Stream.of(SCRIPT, "on", host), Stream.of(command))
                        .toArray(String[]::new));
    }

    /** Runs a command on a host, which must succeed; what it printed. */
    String run(String host, String... command) throws Exception {
        return succeed(start(host, command));
    }

    /** Runs shell text on a host, which must succeed; what it printed. */
    String sh(String host, String text) throws Exception {
        return run(host, "sh", "-c", text);
    }

    /** Unplugs a host, kills it, or the like. */
    void order(String... command) throws Exception {
        succeed(
                sandbox.start(
                        Stream.concat(Stream.of(SCRIPT), Stream.of(command))
                                .toArray(String[]::new)));
    }

    private static String succeed(Program program) throws Exception {
        Result result = program.await(PATIENCE);
        assertThat(result.exit()).as(program.describe()).isZero();
        return result.out();
    }

    /** Hires workers on a host, from that host. */
    void hire(String host, int workers) throws Exception {
        String said = run(host, "recruiter", "hire", Integer.toString(workers), "--on", host);
        assertThat(said)
                .isEqualTo(
                        "[FJD] Hired %d worker%s on %s.\n"
                                .formatted(workers, workers == 1 ? "" : "s", host));
    }

    /** Queues a job, from node1, whose script may have no single quotes. */
    void submit(String job, String script) throws Exception {
        run("node1", "fjd", "submit", "--name", job, "--", "sh", "-c", script);
    }

    /**
     * Queues a job that writes host, attempt and process into {@link #runs} and goes on until
     * {@link #open}.
     */
    void submitGated(String job) throws Exception {
        submit(
                job,
                "echo $(hostname) $FJD_ATTEMPT $$ >>%1$s.runs; until [ -e %1$s.open ]; do sleep 0.1; done"
                        .formatted(told(job)));
    }

    void open(String job) throws IOException {
        Files.createFile(told(job + ".open"));
    }

    /** A line {@code host attempt process} for each time that a gated job was started. */
    List<String> runs(String job) throws IOException {
        return lines(told(job + ".runs"));
    }

    static List<String> lines(Path file) throws IOException {
        return Files.exists(file) ? Files.readAllLines(file) : List.of();
    }

    static void waitUntil(String what, Sandbox.Condition condition) {
        Sandbox.waitUntil(what, PATIENCE, condition);
    }

    /** The names in a directory of the spool, as the file server has it; sorted. */
    List<String> names(String place) throws IOException {
        if (!Files.isDirectory(files.resolve(place))) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(files.resolve(place))) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        }
    }

    boolean isDone(String job) {
        return !outcomes(job).isEmpty();
    }

    /** Waits until a job is in {@code done/}: its only result there, as its file tells. */
    Outcome done(String job) {
        waitUntil(job + " is in done/", () -> isDone(job));
        List<Outcome> ends =
                outcomes(job).stream().filter(o -> o.state().equals(State.DONE)).toList();
        assertThat(ends).as("ends of " + job).hasSize(1);
        return ends.get(0);
    }

    /** What the file of a job in {@code done/} tells of its runs; empty if it is not there. */
    List<Outcome> outcomes(String job) {
        try {
            History history =
                    History.of(Files.readAllBytes(files.resolve("done").resolve(job + ".conf")));
            return history.result().isPresent() ? history.outcomes() : List.of();
        } catch (IOException e) {
            return List.of(); // not there, or just being moved
        }
    }

    /** How the runs of a job in {@code done/} ended, the last one at last. */
    List<State> states(String job) {
        return outcomes(job).stream().map(Outcome::state).toList();
    }

    /** What {@code recruiter list} tells of a key of the workers, in the order of their names. */
    List<String> workers(String host, String key) throws Exception {
        List<String> values = new ArrayList<>();
        for (Object row : JSON.std.listFrom(run(host, "recruiter", "list", "--json"))) {
            values.add(String.valueOf(((Map<?, ?>) row).get(key)));
        }
        return values;
    }

    /** A line for each job that Slurm runs, or has pending. */
    List<String> slurmJobs() throws Exception {
        return run("node3", "squeue", "--noheader", "--array").lines().toList();
    }

    /** The same of Grid Engine, with two lines above them if there are any. */
    List<String> gridEngineJobs() throws Exception {
        return run("node3", "qstat", "-g", "d").lines().toList();
    }

    /** Nothing that is to be settled lies anywhere, and there are no other ends than those. */
    void assertNothingElseThan(int ended) throws Exception {
        assertThat(names("done")).hasSize(ended);
        for (String place : List.of("failed", "jobqueue", "retryqueue", ".fjd/morgue")) {
            assertThat(names(place)).as(place).isEmpty();
        }
    }

    private String report() {
        try {
            Process list =
                    new ProcessBuilder(
                                    "sh",
                                    "-c",
                                    "cd \"$0\" && ls -lR; tail -n 40 .fjd/logs/*; tail -n 4 \"$1\"/*.runs",
                                    files.toString(),
                                    directory.toString())
                            .redirectErrorStream(true)
                            .start();
            return new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
