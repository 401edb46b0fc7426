package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.gatedJob;
import static org.fjd.it.Sandbox.job;

import java.nio.file.Files;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A file system that becomes read-only, as after an error of the disk, and comes back. */
class ReadOnlyIT {

    private static final String READ_ONLY = "Read-only file system";

    @RegisterExtension final Sandbox sandbox = new Sandbox();
    private final String gate = sandbox.scratch("gate").toString();

    @Test
    void workGoesOnByItselfWhereItWas() throws Exception {
        SmallDisk disk = begin();
        Program worker = sandbox.start("fjd", "worker");
        Program dispatcher = sandbox.start("dispatcher", "--forever");
        sandbox.waitForRuns(gate, 1);
        sandbox.submit("waiting", job("true"));
        disk.makeReadOnly();
        sandbox.open(gate);
        for (Program program : new Program[] {worker, dispatcher}) {
            Sandbox.waitUntil("it complains", () -> program.describe().contains(READ_ONLY));
        }
        assertThat(sandbox.run("recruiter", "hire", "1").err())
                .contains(READ_ONLY)
                .doesNotContain("\tat ");
        disk.makeWritable();

        sandbox.done("running");
        sandbox.done("waiting");
        assertThat(sandbox.lines(gate + ".runs")).hasSize(1);
        assertThat(sandbox.names("failed")).isEmpty();
        assertThat(Files.readString(sandbox.at("done/running.conf")))
                .doesNotContain("[attempt.")
                .containsOnlyOnce("\n[result]\n");
        assertThat(sandbox.workers()).hasSize(1);
    }

    @Test
    void aWorkerThatIsCutOffForMostOfTheLeaseReturnsItsJob() throws Exception {
        SmallDisk disk = begin();
        Files.createDirectories(sandbox.at(".fjd"));
        Files.writeString(sandbox.at(".fjd/fjd.conf"), "[fjd]\nlease = 10s\n");
        Program worker = sandbox.start("fjd", "worker");
        Program dispatcher = sandbox.start("dispatcher", "--forever");
        sandbox.waitForRuns(gate, 1);
        disk.makeReadOnly();
        long job = sandbox.pidOfRun(gate, 1);
        Sandbox.waitUntil("its job is ended", () -> !Sandbox.isAlive(job));
        assertThat(worker.out()).contains("cut off from the spool: running is ended");
        disk.makeWritable();
        sandbox.waitForRuns(gate, 2);
        sandbox.open(gate);

        sandbox.done("running");
        assertThat(dispatcher.out()).doesNotContain("is lost");
        assertThat(sandbox.lines(gate + ".runs").get(1)).as("attempt").startsWith("1 ");
        assertThat(Files.readString(sandbox.at("done/running.conf")))
                .containsOnlyOnce("\n[attempt.1]\nstate = returned\n")
                .containsOnlyOnce("\n[result]\nstate = done\n");
    }

    /** No file on it may be open for writing, so worker and job print elsewhere. */
    private SmallDisk begin() throws Exception {
        SmallDisk disk = sandbox.smallDisk();
        String output = "stdout = %1$s\nstderr = %1$s\n".formatted(sandbox.scratch("output"));
        sandbox.submit("running", gatedJob(gate) + output);
        return disk;
    }
}
