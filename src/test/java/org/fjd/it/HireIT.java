package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fjd.it.Program.Result;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code recruiter hire}. */
class HireIT {

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void aWorkerIsOnItsOwn() throws Exception {
        sandbox.hire(1);
        WorkerRecord worker = sandbox.workers().get(0);
        long pid = worker.process().pid();

        List<String> status = statusOf(pid);
        assertThat(status.get(3)).as("its session").isEqualTo(Long.toString(pid));
        assertThat(status.get(2)).as("its process group").isEqualTo(Long.toString(pid));
        assertThat(status.get(4)).as("its terminal").isEqualTo("0");
        Path descriptors = Path.of("/proc/" + pid + "/fd");
        Path log = sandbox.at(".fjd/logs/" + worker.name() + ".log");
        assertThat(descriptors.resolve("0").toRealPath()).isEqualTo(Path.of("/dev/null"));
        assertThat(descriptors.resolve("1").toRealPath()).isEqualTo(log);
        assertThat(descriptors.resolve("2").toRealPath()).isEqualTo(log);
        assertThat(Path.of("/proc/" + pid + "/cwd").toRealPath()).isEqualTo(sandbox.at(""));
        assertThat(Files.readString(log)).contains("worker " + worker.name() + " is at work on ");
    }

    @Test
    void neitherInterruptNorHangUpReachesTheWorkers() throws Exception {
        String script = "\"$0\" hire 2; trap : INT HUP; touch hired; while :; do sleep 0.1; done";
        String recruiter = Sandbox.HOME.resolve("bin/recruiter").toString();
        Program shell = sandbox.start("setsid", "sh", "-c", script, recruiter);
        Sandbox.waitUntil("they are hired", () -> Files.exists(sandbox.scratch("hired")));
        assertThat(shell.out()).isEqualTo("[FJD] Hired 2 workers on localhost.\n");
        List<WorkerRecord> workers = sandbox.workers();
        assertThat(workers).hasSize(2);

        Program.signal("INT", -shell.pid());
        Program.signal("HUP", -shell.pid());
        Program.signal("TERM", -shell.pid());
        shell.await();
        sandbox.submit("job", Sandbox.job("true"));
        assertThat(sandbox.run("dispatcher").exit()).isZero();
        assertThat(workers).allMatch(worker -> Sandbox.isAlive(worker.process().pid()));
        assertThat(sandbox.workers())
                .extracting(WorkerRecord::name)
                .containsExactlyElementsOf(workers.stream().map(WorkerRecord::name).toList());
    }

    @Test
    void aWorkerThatDoesNotComeUpIsToldWithTheEndOfItsLog() throws Exception {
        // The recruiter itself comes up: only its worker's heap is too small for this.
        Result hired = sandbox.with("FJD_JAVA_OPTS", "-Xms512m").run("recruiter", "hire", "2");
        assertThat(hired.exit()).as(hired.text()).isEqualTo(1);
        assertThat(hired.out()).doesNotContain("Hired");
        assertThat(hired.err())
                .contains("[FJD] A worker did not come up. The end of " + sandbox.at(".fjd/logs"))
                .contains("Initial heap size set to a larger value than the maximum heap size");
        assertThat(sandbox.workers()).isEmpty();
        assertThat(sandbox.processes()).isEmpty();
    }

    @Test
    void settingsThatCannotBeReadAreToldByAllThreeCommands() throws Exception {
        Files.createDirectories(sandbox.at(".fjd"));
        Path settings = Files.writeString(sandbox.at(".fjd/fjd.conf"), "[fjd]\nlease = soon\n");
        for (String[] command :
                new String[][] {{"recruiter", "hire", "1"}, {"dispatcher"}, {"fjd", "worker"}}) {
            Result result = sandbox.run(command);
            assertThat(result.exit()).as(result.text()).isEqualTo(3);
            assertThat(result.err()).startsWith("[FJD] " + settings + ": lease = soon is not");
        }
    }

    @Test
    void itsArgumentsAreCheckedAndHaveADefault() throws Exception {
        for (String wrong : List.of("0", "-1", "x", "1001", "4 4")) {
            Result result = sandbox.run("recruiter", "hire", wrong);
            assertThat(result.exit()).as(result.text()).isEqualTo(2);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).startsWith("[FJD] ").contains("recruiter hire --help");
        }
        assertThat(sandbox.run("recruiter").exit()).isEqualTo(2);
        assertThat(sandbox.run("recruiter", "hier", "2").exit()).isEqualTo(2);
        assertThat(sandbox.run("recruiter", "hire", "--help").exit()).isZero();

        int processors = Runtime.getRuntime().availableProcessors();
        assumeTrue(processors <= 16, "too many processors to hire a worker for each");
        Result hired = sandbox.run("recruiter", "hire");
        assertThat(hired.exit()).as(hired.text()).isZero();
        assertThat(hired.text())
                .isEqualTo(
                        "[FJD] Hired %d worker%s on localhost.\n"
                                .formatted(processors, processors == 1 ? "" : "s"));
        assertThat(sandbox.workers()).hasSize(processors);
        sandbox.hire(1);
        assertThat(sandbox.workers()).hasSize(processors + 1);
    }

    /** The fields of {@code /proc/PID/stat} after the program's name: state, parent, group, ... */
    private static List<String> statusOf(long pid) throws Exception {
        String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
        return Stream.of(stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)).toList();
    }

    @Test
    void aWorkerThatAJobHiresDoesNotBearTheMarkOfThatJob() throws Exception {
        sandbox.with("FJD_JAVA_OPTS", "-Dpassed.on=true").hire(1);
        long first = sandbox.workers().get(0).process().pid();
        sandbox.start("dispatcher", "--forever");
        String recruiter = Sandbox.HOME.resolve("bin/recruiter").toString();
        sandbox.submit("hiring", Sandbox.job(recruiter + " hire 1"));
        sandbox.done("hiring");
        Sandbox.waitUntil("the other one is there", () -> sandbox.workers().size() == 2);
        long hired =
                sandbox.workers().stream()
                        .mapToLong(worker -> worker.process().pid())
                        .filter(pid -> pid != first)
                        .findFirst()
                        .orElseThrow();

        assertThat(Files.readString(Path.of("/proc/" + hired + "/environ")).split("\0"))
                .filteredOn(variable -> variable.startsWith("FJD_"))
                .extracting(variable -> variable.replaceFirst("=.*", ""))
                .containsExactlyInAnyOrder("FJD_IT", "FJD_JAVA_OPTS");
    }
}
