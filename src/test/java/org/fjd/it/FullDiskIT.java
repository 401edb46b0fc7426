package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.gatedJob;
import static org.fjd.it.Sandbox.job;

import java.nio.file.Files;
import java.nio.file.Path;
import org.fjd.it.Program.Result;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A disk that gets full and is freed again, in each phase of a job. */
class FullDiskIT {

    private static final int BLOCK = 4096;

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void aFileThatDidNotFitIsTakenWhenItIsCopiedAgain() throws Exception {
        SmallDisk disk = sandbox.smallDisk();
        String text = padded(gatedJob(gate()));
        Path file = Files.writeString(sandbox.scratch("file"), text);
        sandbox.serve(1);
        sandbox.queued("copied");
        disk.fill();
        String[] copy = {"cp", file.toString(), sandbox.queued("copied").toString()};
        assertThat(sandbox.run(copy).text()).contains("No space left on device");
        disk.free();
        assertThat(sandbox.run(copy).exit()).isZero();
        sandbox.waitForRuns(gate(), 1);
        sandbox.open(gate());

        sandbox.done("copied");
        assertRanOnce("copied", text);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aSpoolThatIsFullFromTheStartIsRefusedAndThenServed(boolean filesCanBeMade)
            throws Exception {
        SmallDisk disk = sandbox.smallDisk();
        sandbox.submit("first", gatedJob(gate()));
        fill(disk, filesCanBeMade);
        Result hired = sandbox.run("recruiter", "hire", "1");
        assertThat(hired.exit()).as(hired.text()).isNotZero();
        assertThat(hired.err())
                // Where files can be made, it is the worker's own words for which there is no
                // space.
                .contains(filesCanBeMade ? "A worker did not come up" : "No space left on device")
                .doesNotContain("\tat ");
        assertThat(sandbox.names(".fjd/workers")).isEmpty();
        disk.free();
        sandbox.serve(1);
        sandbox.waitForRuns(gate(), 1);
        sandbox.open(gate());

        sandbox.done("first");
        assertThat(sandbox.names("failed")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDispatcherThatComesToAFullDiskServesWhenThereIsSpace(boolean filesCanBeMade)
            throws Exception {
        SmallDisk disk = sandbox.smallDisk();
        sandbox.hire(1);
        for (int i = 0; i < 5; i++) {
            sandbox.submit("waiting" + i, job("true"));
        }
        fill(disk, filesCanBeMade);
        Program dispatcher = sandbox.start("dispatcher", "--forever");
        Sandbox.waitUntil(
                "it complains", () -> dispatcher.err().contains("No space left on device"));
        disk.free();
        for (int i = 0; i < 5; i++) {
            sandbox.done("waiting" + i);
        }
        sandbox.awaitSeatOf(dispatcher);
        assertThat(dispatcher.out()).doesNotContain("Another dispatcher");
        assertThat(sandbox.names("failed")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aJobThatRunsMeanwhileEndsWhenThereIsSpace(boolean filesCanBeMade) throws Exception {
        SmallDisk disk = sandbox.smallDisk();
        String text = padded(gatedJob(gate()));
        sandbox.submit("running", text);
        sandbox.hire(1);
        Program dispatcher = sandbox.start("dispatcher", "--forever");
        sandbox.waitForRuns(gate(), 1);
        for (int i = 0; i < 5; i++) {
            sandbox.submit("waiting" + i, job("true"));
        }
        fill(disk, filesCanBeMade);
        sandbox.open(gate());
        Path file = inPod("running");
        Sandbox.waitUntil("the result was cut off", () -> Files.size(file) == BLOCK);
        assertThat(sandbox.names("done")).isEmpty();
        assertThat(dispatcher.isAlive()).isTrue();
        assertThat(sandbox.workers()).hasSize(1);
        disk.free();

        sandbox.done("running");
        for (int i = 0; i < 5; i++) {
            sandbox.done("waiting" + i);
        }
        assertRanOnce("running", text);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theJobOfAKilledWorkerRunsAgainWhenThereIsSpace(boolean filesCanBeMade) throws Exception {
        SmallDisk disk = sandbox.smallDisk();
        String text = padded(gatedJob(gate()));
        sandbox.submit("victim", text);
        sandbox.hire(2);
        Program dispatcher = sandbox.start("dispatcher", "--forever");
        sandbox.waitForRuns(gate(), 1);
        WorkerRecord worker = sandbox.workerOf("victim");
        // As if a reaper had died that struck it off: to do that now would free some space.
        dispatcher.signal("STOP");
        Sandbox.kill(worker.process().pid());
        Files.delete(sandbox.at(".fjd/workers/" + worker.name()));
        fill(disk, filesCanBeMade);
        dispatcher.signal("CONT");
        Sandbox.waitUntil(
                "the reaper complains", () -> dispatcher.err().contains("victim.conf: only "));
        assertThat(sandbox.lines(gate() + ".runs")).hasSize(1);
        disk.free();
        sandbox.waitForRuns(gate(), 2);
        sandbox.open(gate());

        sandbox.done("victim");
        assertThat(sandbox.lines(gate() + ".runs")).hasSize(2);
        assertThat(sandbox.names("failed")).isEmpty();
        assertThat(sandbox.names(".fjd/morgue")).isEmpty();
        assertThat(Files.readString(sandbox.at("done/victim.conf")))
                .startsWith(text)
                .containsOnlyOnce("\nstate = lost\nrun = " + worker.name() + ".1\nhost = ")
                .containsOnlyOnce("\n[result]\nstate = done\n");
    }

    private static void fill(SmallDisk disk, boolean filesCanBeMade) throws Exception {
        if (filesCanBeMade) {
            disk.fill();
        } else {
            disk.fillUp();
        }
    }

    private String gate() {
        return sandbox.scratch("gate").toString();
    }

    /** A text of such a length that a block is full, and what is appended needs another one. */
    private static String padded(String text) {
        int submitted = "\n[submitted]\nwhole = yes\n".length();
        return text + ";" + "x".repeat(BLOCK - 6 - text.length() - 2 - submitted) + "\n";
    }

    private Path inPod(String job) throws Exception {
        try (var pods = Files.newDirectoryStream(sandbox.at("jobpods"))) {
            for (Path pod : pods) {
                if (Files.exists(pod.resolve(job + ".conf"))) {
                    return pod.resolve(job + ".conf");
                }
            }
        }
        throw new AssertionError(job + " is in no pod");
    }

    private void assertRanOnce(String job, String text) throws Exception {
        assertThat(sandbox.lines(gate() + ".runs")).hasSize(1);
        assertThat(sandbox.names("failed")).isEmpty();
        assertThat(Files.readString(sandbox.at("done/" + job + ".conf")))
                .startsWith(text)
                .containsOnlyOnce("\n[result]\nstate = done\n");
    }
}
