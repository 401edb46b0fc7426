package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.gatedJob;
import static org.fjd.it.Sandbox.job;

import java.nio.file.Files;
import java.util.List;
import org.fjd.it.Program.Result;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code recruiter fire}. */
class FireIT {

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void aBusyWorkerFinishesItsJobAndTakesNoOther() throws Exception {
        sandbox.submit("present", gatedJob("gate"));
        sandbox.hire(1);
        sandbox.start("dispatcher");
        sandbox.waitForRuns("gate", 1);
        sandbox.submit("next", job("true"));
        Program fire = sandbox.start("recruiter", "fire");
        Sandbox.waitUntil("it is asked", () -> !sandbox.names(".fjd/requests").isEmpty());
        assertThat(fire.isAlive()).isTrue();
        sandbox.open("gate");
        Result fired = fire.await();

        assertThat(fired.exit()).as(fired.text()).isZero();
        assertThat(fired.text()).isEqualTo("[FJD] Fired 1 worker.\n");
        assertThat(sandbox.isDone("present")).isTrue();
        assertThat(sandbox.names("jobqueue")).containsExactly("next.conf");
        assertNobodyIsLeft();
    }

    @Test
    void aWorkerThatLeavesTakesItsRequestsAlong() throws Exception {
        Program worker = sandbox.start("fjd", "worker");
        Sandbox.waitUntil("it is on the roll", () -> !sandbox.workers().isEmpty());
        // By hand: of a worker of its own machine the recruiter clears what is left.
        Files.createFile(sandbox.at(".fjd/requests/" + sandbox.workers().get(0).name() + ".fire"));
        Result left = worker.await();

        assertThat(left.exit()).as(left.text()).isZero();
        assertNobodyIsLeft();
    }

    @Test
    void whoIsBusyWithWhatIsToldWhenTheWaitIsOver() throws Exception {
        sandbox.submit("long job", gatedJob("gate"));
        sandbox.hire(2);
        sandbox.start("dispatcher");
        sandbox.waitForRuns("gate", 1);
        WorkerRecord busy = sandbox.workerOf("long job");
        Result fired = sandbox.run("recruiter", "fire", "--wait", "1s");

        assertThat(fired.exit()).isEqualTo(1);
        assertThat(fired.out()).isEqualTo("[FJD] Fired 1 worker.\n");
        assertThat(fired.err())
                .startsWith("[FJD] " + busy.name() + " is still running 'long job' for ")
                .contains("recruiter fire --now");
        sandbox.open("gate");
        sandbox.done("long job");
        Sandbox.waitUntil("it leaves nevertheless", () -> sandbox.workers().isEmpty());
    }

    @Test
    void idleWorkersGoFirstWhereANumberIsGiven() throws Exception {
        sandbox.submit("busy", gatedJob("gate"));
        sandbox.hire(3);
        sandbox.start("dispatcher");
        sandbox.waitForRuns("gate", 1);
        WorkerRecord busy = sandbox.workerOf("busy");
        Result fired = sandbox.run("recruiter", "fire", "2");

        assertThat(fired.exit()).as(fired.text()).isZero();
        assertThat(fired.text()).isEqualTo("[FJD] Fired 2 workers.\n");
        assertThat(sandbox.workers()).extracting(WorkerRecord::name).containsExactly(busy.name());
    }

    @Test
    void aWorkerIsFiredByItsName() throws Exception {
        sandbox.hire(2);
        List<WorkerRecord> workers = sandbox.workers();
        Result unknown = sandbox.run("recruiter", "fire", workers.get(0).name(), "nobody-1");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("There is no worker nobody-1 here");
        assertThat(sandbox.workers()).as("after a usage error").hasSize(2);

        Result fired = sandbox.run("recruiter", "fire", workers.get(0).name());
        assertThat(fired.exit()).as(fired.text()).isZero();
        assertThat(fired.text()).isEqualTo("[FJD] Fired 1 worker.\n");
        assertThat(sandbox.workers())
                .extracting(WorkerRecord::name)
                .containsExactly(workers.get(1).name());
        Result both = sandbox.run("recruiter", "fire");
        assertThat(both.exit()).as(both.text()).isZero();
        assertNobodyIsLeft();

        Result nobody = sandbox.run("recruiter", "fire");
        assertThat(nobody.exit()).as(nobody.text()).isZero();
        assertThat(nobody.out()).startsWith("[FJD] ");
        assertThat(sandbox.run("recruiter", "fire", "--wait", "soon").exit()).isEqualTo(2);
    }

    @Test
    void nowEndsTheWholeProcessTreeAndQueuesTheJobAgainUncounted() throws Exception {
        sandbox.submit(
                "tree",
                job(
                        "echo $FJD_ATTEMPT $$ >>gate.runs; "
                                + "setsid sh -c \"echo \\$\\$ >child; exec sleep 1000\" & "
                                + "until [ -e gate ]; do sleep 0.1; done"));
        sandbox.hire(1);
        sandbox.start("dispatcher");
        Sandbox.waitUntil("its child runs", () -> !sandbox.lines("child").isEmpty());
        long child = Long.parseLong(sandbox.lines("child").get(0));
        assertThat(Sandbox.isAlive(child)).isTrue();
        Result fired = sandbox.run("recruiter", "fire", "--now");

        assertThat(fired.exit()).as(fired.text()).isZero();
        assertThat(fired.text()).isEqualTo("[FJD] Fired 1 worker.\n");
        assertThat(Sandbox.isAlive(sandbox.pidOfRun("gate", 1))).as("the job lives").isFalse();
        assertThat(Sandbox.isAlive(child)).as("its child in another session lives").isFalse();
        assertThat(sandbox.names("retryqueue")).hasSize(1);
        assertNobodyIsLeft();

        sandbox.open("gate");
        sandbox.hire(1);
        sandbox.done("tree");
        assertThat(sandbox.lines("gate.runs")).hasSize(2).allMatch(line -> line.startsWith("1 "));
        assertThat(Files.readString(sandbox.at("done/tree.conf")))
                .contains("\n[attempt.1]\nstate = returned\n");
    }

    @Test
    void nowAlsoEndsAJobThatIgnoresIt() throws Exception {
        sandbox.submit(
                "deaf",
                job(
                        "trap : TERM INT HUP; echo 1 $$ >>gate.runs; "
                                + "while :; do sleep 1000; done"));
        sandbox.hire(1);
        sandbox.start("dispatcher");
        sandbox.waitForRuns("gate", 1);
        Result fired = sandbox.run("recruiter", "fire", "--now");

        assertThat(fired.exit()).as(fired.text()).isZero();
        assertThat(Sandbox.isAlive(sandbox.pidOfRun("gate", 1))).as("the job lives").isFalse();
        assertThat(sandbox.names("retryqueue")).hasSize(1);
        assertNobodyIsLeft();
    }

    @Test
    void workersThatHadShortAndLongJobsByTurnsLeaveNoPodsBehind() throws Exception {
        for (int i = 0; i < 60; i++) {
            sandbox.submit("job" + i, job(i % 7 == 6 ? "sleep 0.1" : "true"));
        }
        sandbox.hire(2);
        Result dispatched = sandbox.run("dispatcher");
        assertThat(dispatched.exit()).as(dispatched.text()).isZero();
        assertThat(sandbox.names("jobpods")).as("pods of two workers").hasSizeLessThanOrEqualTo(4);
        assertThat(sandbox.run("recruiter", "fire").exit()).isZero();
        assertNobodyIsLeft();
    }

    private void assertNobodyIsLeft() throws Exception {
        assertThat(sandbox.names(".fjd/workers")).isEmpty();
        assertThat(sandbox.names(".fjd/requests")).isEmpty();
        assertThat(sandbox.names("workerqueue")).isEmpty();
        assertThat(sandbox.names("jobpods")).isEmpty();
        assertThat(sandbox.names(".fjd/morgue")).isEmpty();
    }

    @Test
    void whereThereAreFewerThanWereToGoAllGoAndThatIsSaid() throws Exception {
        sandbox.hire(2);
        Result fired = sandbox.run("recruiter", "fire", "9");

        assertThat(fired.exit()).as(fired.text()).isEqualTo(1);
        assertThat(fired.out()).isEqualTo("[FJD] Fired 2 workers.\n");
        assertThat(fired.err()).isEqualTo("[FJD] There were only 2 workers here, not 9.\n");
        assertNobodyIsLeft();
    }
}
