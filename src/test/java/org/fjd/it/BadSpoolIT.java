package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.gatedJob;
import static org.fjd.it.Sandbox.job;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Spools that refuse, or that others can write to. */
class BadSpoolIT {

    private static final boolean ROOT = System.getProperty("user.name", "").equals("root");
    private static final String NOBODY = "65534";

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void aSpoolThatEverybodyCanWriteToIsRefusedByAllThreeCommands() throws Exception {
        Files.createDirectory(sandbox.at("jobqueue"));
        for (String open : List.of("", "jobqueue")) {
            Path directory = sandbox.at(open);
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
            for (String[] command :
                    new String[][] {
                        {"recruiter", "hire", "1"},
                        {"recruiter", "list"},
                        {"recruiter", "fire"},
                        {"dispatcher"},
                        {"fjd", "worker"}
                    }) {
                Result result = sandbox.run(command);
                assertThat(result.exit()).as(result.text()).isEqualTo(3);
                assertThat(result.err())
                        .startsWith("[FJD] " + directory + " can be written to by everybody")
                        .endsWith("chmod o-w " + directory + "\n");
            }
            Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxr-x"));
        }
        sandbox.submit("fine", job("true"));
        sandbox.hire(1);
        Result result = sandbox.run("dispatcher");
        assertThat(result.exit()).as("a group may write: " + result.text()).isZero();
    }

    @Test
    void aJobFileOfSomebodyElseIsRunOnlyForThoseWhoAreTrusted() throws Exception {
        assumeTrue(ROOT, "only root may give a file to somebody else");
        String nobody = userOf(NOBODY);
        Path file = Files.writeString(sandbox.scratch("theirs"), job("touch ran"));
        assertThat(sandbox.run("chown", NOBODY, file.toString()).exit()).isZero();
        Files.move(file, sandbox.queued("theirs"));
        sandbox.hire(1);
        assertThat(sandbox.run("dispatcher").exit()).isEqualTo(1);

        assertThat(sandbox.reason("theirs"))
                .startsWith("It belongs to " + nobody + ", ")
                .contains("trust = " + nobody);
        assertThat(sandbox.at("ran")).doesNotExist();
        Path failed = sandbox.at("failed/theirs.conf");
        assertThat(Files.getAttribute(failed, "unix:uid")).isEqualTo(Integer.valueOf(NOBODY));

        assertThat(sandbox.run("recruiter", "fire").exit()).isZero();
        Files.writeString(sandbox.at(".fjd/fjd.conf"), "[fjd]\ntrust = " + nobody + "\n");
        Files.move(failed, sandbox.queued("theirs"));
        sandbox.hire(1);
        assertThat(sandbox.run("dispatcher").exit()).isZero();
        sandbox.done("theirs");
        assertThat(sandbox.at("ran")).exists();
    }

    @Test
    void aWorkerRefusesASpoolWhoseSettingsAreSomebodyElses() throws Exception {
        assumeTrue(ROOT, "only root may give a file to somebody else");
        Files.createDirectories(sandbox.at(".fjd"));
        Path settings = Files.writeString(sandbox.at(".fjd/fjd.conf"), "[fjd]\ntrust = x\n");
        sandbox.run("chown", NOBODY, settings.toString());
        Result hired = sandbox.run("recruiter", "hire", "1");

        assertThat(hired.exit()).isEqualTo(1);
        assertThat(hired.text())
                .contains(settings + " belongs to " + userOf(NOBODY))
                .contains("Use a spool of your own.");
    }

    @Test
    void aJobFileThatEverybodyMayWriteIsNotRun() throws Exception {
        Path file = Files.writeString(sandbox.scratch("open"), job("touch ran"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.move(file, sandbox.queued("open"));
        sandbox.hire(1);

        assertThat(sandbox.run("dispatcher").exit()).isEqualTo(1);
        assertThat(sandbox.reason("open")).startsWith("Everybody may write it");
        assertThat(sandbox.at("ran")).doesNotExist();
    }

    @Test
    void aSpoolThatIsReadOnlyForAWhileLosesNothing() throws Exception {
        String gate = sandbox.scratch("gate").toString();
        sandbox.submit("running", gatedJob(gate));
        sandbox.submit("queued", job("true"));
        if (ROOT) {
            sandbox.run("chown", "-R", NOBODY + ":" + NOBODY, sandbox.root().toString());
        }
        String bin = Sandbox.HOME.resolve("bin").toString();
        assumeTrue(
                sandbox.run(asUser("sh", "-c", "\"$0/recruiter\" --version", bin)).exit() == 0,
                "an ordinary user may not read the programs under test in " + bin);
        Result hired = sandbox.run(asUser(bin + "/recruiter", "hire", "1"));
        assertThat(hired.exit()).as(hired.text()).isZero();
        Program dispatcher = sandbox.start(asUser(bin + "/dispatcher", "--forever"));
        sandbox.waitForRuns(gate, 1);
        sandbox.run("chmod", "-R", "a-w", sandbox.at("").toString());
        sandbox.open(gate);

        Sandbox.waitUntil(
                "the dispatcher complains", () -> dispatcher.err().contains("permission denied"));
        Sandbox.waitUntil("the worker complains", () -> workerLog().contains("permission denied"));
        Result refused = sandbox.run(asUser(bin + "/recruiter", "hire", "1"));
        assertThat(dispatcher.isAlive()).isTrue();
        assertThat(sandbox.isDone("running")).isFalse();

        sandbox.run("chmod", "-R", "u+w", sandbox.at("").toString());
        sandbox.done("running");
        sandbox.done("queued");
        assertThat(sandbox.names("failed")).isEmpty();
        assertThat(sandbox.lines(gate + ".runs")).hasSize(1);
        assertThat(Files.readString(sandbox.at("done/running.conf")))
                .doesNotContain("[attempt.")
                .containsOnlyOnce("\n[result]\n");
        assertThat(refused.exit()).as(refused.text()).isNotZero();
        assertThat(refused.err())
                .startsWith("[FJD] " + sandbox.at(".fjd"))
                .contains("permission denied")
                .doesNotContain("\tat ");
    }

    private String workerLog() throws Exception {
        for (String log : sandbox.names(".fjd/logs")) {
            return Files.readString(sandbox.at(".fjd/logs/" + log));
        }
        return "";
    }

    /** A command as an ordinary user, for whom permissions count. */
    private static String[] asUser(String... command) {
        List<String> words = new ArrayList<>();
        if (ROOT) {
            words.addAll(
                    List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
        }
        words.addAll(List.of(command));
        return words.toArray(new String[0]);
    }

    private String userOf(String uid) throws Exception {
        return sandbox.run("id", "-un", uid).out().strip();
    }
}
