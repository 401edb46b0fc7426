package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.gatedJob;
import static org.fjd.it.Sandbox.job;

import java.nio.file.Files;
import java.util.List;
import org.fjd.it.Program.Result;
import org.fjd.job.Outcome;
import org.fjd.job.State;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that die the hard way, with a job. */
class DeathIT {

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aJobWhoseWorkerIsKilledRunsOnceMoreAndEndsOnce(boolean jobDiesToo) throws Exception {
        sandbox.submit("victim", gatedJob("gate"));
        sandbox.hire(2);
        Program dispatcher = sandbox.start("dispatcher");
        sandbox.waitForRuns("gate", 1);
        WorkerRecord worker = sandbox.workerOf("victim");
        long orphan = sandbox.pidOfRun("gate", 1);

        Sandbox.kill(worker.process().pid());
        if (jobDiesToo) {
            Sandbox.kill(orphan);
        }
        sandbox.waitForRuns("gate", 2);
        assertThat(Sandbox.isAlive(orphan)).as("the orphan lives").isFalse();
        sandbox.open("gate");
        Result result = dispatcher.await();

        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(result.out())
                .contains("[FJD] Worker " + worker.name() + " is lost.")
                .contains("[FJD] Took victim back from " + worker.name() + ".1: lost.");
        assertThat(sandbox.lines("gate.runs")).hasSize(2);
        assertThat(sandbox.lines("gate.runs").get(1)).startsWith("2 ");
        assertThat(sandbox.names("done")).containsExactly("victim.conf");
        assertThat(sandbox.done("victim").run().worker()).isNotEqualTo(worker.name());
        assertThat(Files.readString(sandbox.at("done/victim.conf")))
                .startsWith(gatedJob("gate"))
                .containsOnlyOnce("\n[attempt.1]\nstate = lost\nrun = " + worker.name() + ".1\n")
                .doesNotContain("[attempt.2]")
                .containsOnlyOnce("\n[result]\nstate = done\n");
        assertNothingIsLeftOf(worker.name());
    }

    @Test
    void theWholeTreeOfAKilledWorkersJobIsEndedBeforeTheJobRunsAgain() throws Exception {
        String deaf = "trap : TERM; while :; do sleep 1; done";
        sandbox.submit(
                "tree",
                job(
                        "for p in $(cat tree); do"
                                + " grep -qs ^State:.[^ZX] /proc/$p/status && echo $p >>outlived;"
                                + " done; sleep 1000 & echo $! >>tree;"
                                + (" setsid sh -c \"" + deaf + "\" & echo $! >>tree;")
                                + " echo $$ >>tree; echo $FJD_ATTEMPT >>runs;"
                                + " until [ -e gate ]; do sleep 0.1; done; kill $!"));
        Files.createFile(sandbox.at("tree"));
        sandbox.hire(2);
        sandbox.start("dispatcher", "--forever");
        Sandbox.waitUntil("it runs", () -> sandbox.lines("runs").size() == 1);
        Sandbox.kill(sandbox.workerOf("tree").process().pid());
        List<String> orphans = sandbox.lines("tree");
        assertThat(orphans).hasSize(3).allMatch(pid -> Sandbox.isAlive(Long.parseLong(pid)));
        Sandbox.waitUntil("it runs again", () -> sandbox.lines("runs").size() == 2);

        assertThat(sandbox.lines("outlived")).isEmpty();
        sandbox.open("gate");
        sandbox.done("tree");
        assertThat(sandbox.lines("runs")).containsExactly("1", "2");
    }

    @Test
    void aJobThatKillsItsWorkersIsGivenUpAfterTheFifth() throws Exception {
        sandbox.submit(
                "killer",
                job(
                        "echo $FJD_ATTEMPT >>runs; echo ERROR: boom $FJD_ATTEMPT; kill -9 $PPID; exec sleep 1000"));
        sandbox.hire(6);
        Result result = sandbox.run("dispatcher");

        assertThat(result.exit()).as(result.text()).isEqualTo(1);
        Outcome outcome = sandbox.failed("killer");
        assertThat(outcome.state()).isEqualTo(State.LOST);
        assertThat(Sandbox.detail(outcome, "lost-in-a-row")).isEqualTo("5");
        assertThat(sandbox.lines("runs")).containsExactly("1", "2", "3", "4", "5");
        assertThat(sandbox.run("fjd", "log", "killer").out()).isEqualTo("ERROR: boom 5\n");
        for (int attempt = 1; attempt <= 5; attempt++) {
            assertThat(sandbox.run("fjd", "log", "killer", "--attempt", "" + attempt).out())
                    .isEqualTo("ERROR: boom " + attempt + "\n");
        }
        assertThat(sandbox.run("fjd", "show", "killer").out())
                .contains("lost, 5 workers died with it, ")
                .contains("its last lines:\n    ERROR: boom 5\n");
        assertThat(sandbox.run("fjd", "failures").out()).contains("ERROR: boom 5");
        assertThat(sandbox.run("fjd", "wait", "killer").text())
                .contains("killer: lost, 5 workers died with it: ERROR: boom 5");
        assertThat(sandbox.workers()).hasSize(1);
        assertThat(sandbox.names("done")).isEmpty();
        assertThat(sandbox.names("retryqueue")).isEmpty();
        assertNothingIsLeftOf(outcome.run().worker());
        // What is left are the worker that remains, and no orphan.
        assertThat(sandbox.processes()).hasSize(1);
    }

    @Test
    void aWorkerThatIsTerminatedReturnsItsJobUncounted() throws Exception {
        sandbox.submit("returned", gatedJob("gate"));
        sandbox.hire(1);
        sandbox.start("dispatcher");
        sandbox.waitForRuns("gate", 1);
        WorkerRecord worker = sandbox.workerOf("returned");

        Program.signal("TERM", worker.process().pid());
        Sandbox.waitUntil("the worker has left", () -> !Sandbox.isAlive(worker.process().pid()));
        assertThat(Sandbox.isAlive(sandbox.pidOfRun("gate", 1))).as("its job lives").isFalse();
        assertThat(sandbox.workers()).isEmpty();
        assertThat(sandbox.names("retryqueue"))
                .containsExactly("returned@" + worker.name() + ".1.conf");
        sandbox.hire(1);
        sandbox.waitForRuns("gate", 2);
        sandbox.open("gate");

        sandbox.done("returned");
        assertThat(sandbox.lines("gate.runs").get(1)).startsWith("1 ");
        assertThat(Files.readString(sandbox.at("done/returned.conf")))
                .containsOnlyOnce("\n[attempt.1]\nstate = returned\n")
                .containsOnlyOnce("\n[result]\n");
        assertNothingIsLeftOf(worker.name());
    }

    @Test
    void aWorkerThatWakesUpAfterItsLeaseLeavesItsJobToTheOthers() throws Exception {
        Files.createDirectories(sandbox.at(".fjd"));
        Files.writeString(sandbox.at(".fjd/fjd.conf"), "[fjd]\nlease = 10s\n");
        sandbox.submit("taken", gatedJob("gate"));
        sandbox.hire(2);
        Program dispatcher = sandbox.start("dispatcher");
        sandbox.waitForRuns("gate", 1);
        WorkerRecord worker = sandbox.workerOf("taken");

        Program.signal("STOP", worker.process().pid());
        sandbox.waitForRuns("gate", 2);
        assertThat(Sandbox.isAlive(sandbox.pidOfRun("gate", 1))).as("the orphan lives").isFalse();
        Program.signal("CONT", worker.process().pid());
        Sandbox.waitUntil(
                "the worker that woke up is at work again",
                () -> sandbox.workers().stream().anyMatch(w -> w.name().equals(worker.name())));
        sandbox.open("gate");
        Result result = dispatcher.await();

        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(sandbox.names("done")).containsExactly("taken.conf");
        assertThat(sandbox.names("failed")).isEmpty();
        assertThat(sandbox.done("taken").run().worker()).isNotEqualTo(worker.name());
        assertThat(sandbox.lines("gate.runs")).hasSize(2);
        sandbox.submit("next1", gatedJob("next1.gate"));
        sandbox.submit("next2", gatedJob("next2.gate"));
        sandbox.start("dispatcher");
        sandbox.waitForRuns("next1.gate", 1);
        sandbox.waitForRuns("next2.gate", 1);
    }

    private void assertNothingIsLeftOf(String worker) throws Exception {
        for (String directory :
                new String[] {".fjd/workers", ".fjd/requests", "jobpods", "workerqueue"}) {
            assertThat(sandbox.names(directory))
                    .as(directory)
                    .noneMatch(name -> name.startsWith(worker));
        }
        assertThat(sandbox.names(".fjd/morgue")).isEmpty();
        assertThat(sandbox.names(".fjd/strays")).isEmpty();
    }
}
