package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.gatedJob;
import static org.fjd.it.Sandbox.job;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.fjd.it.Program.Result;
import org.fjd.job.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * {@code fjd cancel}, {@code retry}, {@code hold}, {@code release}, {@code priority}, {@code
 * pause}.
 */
class SteerIT {

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    private void ok(String out, String... command) throws Exception {
        Result result = sandbox.run(command);
        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(result.text()).isEqualTo(out);
    }

    private void failed(String err, String... command) throws Exception {
        Result result = sandbox.run(command);
        assertThat(result.exit()).as(result.text()).isEqualTo(1);
        assertThat(result.err()).isEqualTo(err);
    }

    private void assertNobodyIsLeft() throws Exception {
        assertThat(sandbox.names(".fjd/workers")).isEmpty();
        assertThat(sandbox.names("jobpods")).isEmpty();
        assertThat(sandbox.names(".fjd/morgue")).isEmpty();
    }

    @Test
    void queuedJobsAreChangedAndCancelledWithoutAnybodyAtWork() throws Exception {
        for (String name : List.of("a", "b", "c")) {
            sandbox.submit(name, job("true"));
        }
        ok("[FJD] Held 2 jobs: a, b.\n", "fjd", "hold", "a", "b.conf");
        ok("[FJD] Left as it was (it is held already): a.\n", "fjd", "hold", "a");
        ok("[FJD] Released 1 job: a.\n", "fjd", "release", "a");
        ok("[FJD] Changed the priority of 3 jobs: a, b, c.\n", "fjd", "priority", "*", "-5");
        ok("[FJD] Cancelled 2 jobs: a, b.\n", "fjd", "cancel", "[ab]");
        assertThat(sandbox.failed("a").state()).isEqualTo(State.CANCELLED);
        failed("[FJD] Could not hold (it has ended): a.\n", "fjd", "hold", "a");
        Result unknown = sandbox.run("fjd", "cancel", "no\u001bne", "x*");
        assertThat(unknown.exit()).isEqualTo(5);
        assertThat(unknown.err())
                .isEqualTo("[FJD] There are no jobs 'no\\u{1b}ne' and 'x*' to cancel.\n");
        assertNobodyIsLeft();

        sandbox.serve(1);
        sandbox.done("c");
        assertThat(Files.readString(sandbox.at("done/c.conf")))
                .contains("\n[change.1]\npriority = -5\n");
    }

    @Test
    void theyAreCalledAsTheirHelpSays() throws Exception {
        for (List<String> wrong :
                List.of(
                        List.of("cancel"),
                        List.of("cancel", "a", "--all"),
                        List.of("cancel", "--state", "ended"),
                        List.of("hold"),
                        List.of("release"),
                        List.of("retry"),
                        List.of("retry", "--state", "done"),
                        List.of("retry", "a", "--failed"),
                        List.of("priority", "a"),
                        List.of("priority", "a", "high"),
                        List.of("priority", "a", "1000001"),
                        List.of("priority", "--zzz", "a", "1"))) {
            String[] command = wrong.toArray(new String[0]);
            String[] whole = new String[command.length + 1];
            whole[0] = "fjd";
            System.arraycopy(command, 0, whole, 1, command.length);
            Result result = sandbox.run(whole);
            assertThat(result.exit()).as(wrong + result.text()).isEqualTo(2);
            assertThat(result.err()).startsWith("[FJD] ").hasLineCount(1);
        }
    }

    @Test
    void failedJobsAreRetriedByTheWayTheyEnded() throws Exception {
        sandbox.submit("one", job("test -e mended || exit 1"));
        sandbox.submit("three", job("exit 3"));
        sandbox.submit("odd", "[control]\n");
        sandbox.serve(1);
        sandbox.failed("one");
        sandbox.failed("three");
        sandbox.reason("odd");
        ok("[FJD] There is nothing to retry.\n", "fjd", "retry", "--exit", "7");
        Files.writeString(sandbox.at("failed/odd.conf"), job("true"));
        ok("[FJD] Retried 1 job: odd.\n", "fjd", "retry", "--state", "rejected");
        sandbox.done("odd");
        assertThat(sandbox.names("failed")).doesNotContain("odd.reason");

        Files.createFile(sandbox.at("mended"));
        ok("[FJD] Retried 1 job: one.\n", "fjd", "retry", "--exit", "1");
        assertThat(sandbox.done("one").state()).isEqualTo(State.DONE);
        assertThat(Files.readString(sandbox.at("done/one.conf")))
                .contains("[result]", "[result.2]");
        failed(
                "[FJD] Could not retry (it is done; to run it again, mv its file to jobqueue/):"
                        + " one.\n",
                "fjd",
                "retry",
                "one");
        ok("[FJD] Retried 1 job: three.\n", "fjd", "retry", "--failed");
    }

    @Test
    void whatWasCancelledIsNotRetriedWithAllThatFailed() throws Exception {
        sandbox.submit("unwanted", "[control]\nexecutable = true\nhold = yes\n");
        sandbox.submit("bad", job("test -e mended"));
        sandbox.serve(1);
        sandbox.failed("bad");
        ok("[FJD] Cancelled 1 job: unwanted.\n", "fjd", "cancel", "unwanted");
        sandbox.failed("unwanted");
        assertThat(sandbox.run("fjd", "failures").out()).contains("again:  fjd retry --failed\n");

        Files.createFile(sandbox.at("mended"));
        ok("[FJD] Retried 1 job: bad.\n", "fjd", "retry", "--failed");
        sandbox.done("bad");
        assertThat(sandbox.names("failed")).containsExactly("unwanted.conf");
        ok("[FJD] Retried 1 job: unwanted.\n", "fjd", "retry", "--state", "cancelled");
    }

    @Test
    void whoWaitsForARetriedJobIsRetriedAfterIt() throws Exception {
        sandbox.submit("zroot", job("test -e mended"));
        for (int i = 0; i < 100; i++) {
            sandbox.submit("adep" + i, "[control]\nexecutable = true\nafter = zroot\n");
        }
        sandbox.serve(2);
        for (int i = 0; i < 100; i++) {
            sandbox.failed("adep" + i);
        }
        Files.createFile(sandbox.at("mended"));

        Result retried = sandbox.run("fjd", "retry", "adep*", "zroot");
        assertThat(retried.exit()).as(retried.text()).isZero();
        for (int i = 0; i < 100; i++) {
            sandbox.done("adep" + i);
        }
        assertThat(sandbox.names("failed")).isEmpty();
    }

    @Test
    void aRunningJobIsAskedFor() throws Exception {
        sandbox.submit("long", gatedJob("gate"));
        sandbox.serve(1);
        sandbox.waitForRuns("gate", 1);
        failed("[FJD] Could not hold (it is running): long.\n", "fjd", "hold", "long");
        ok("[FJD] Asked the workers to end 1 job: long.\n", "fjd", "cancel", "--no-wait", "long");
        assertThat(sandbox.names(".fjd/requests")).allMatch(name -> name.endsWith(".1.cancel"));
    }

    @Test
    void aRunningJobThatIsLostIsCancelledOnceItIsQueuedAgain() throws Exception {
        sandbox.submit("long", gatedJob("gate"));
        sandbox.serve(1);
        sandbox.waitForRuns("gate", 1);
        long worker = sandbox.workerOf("long").process().pid();
        Program.signal("STOP", worker);
        Program cancel = sandbox.start("fjd", "cancel", "long");
        Sandbox.waitUntil("it is asked", () -> !sandbox.names(".fjd/requests").isEmpty());
        Sandbox.kill(worker);
        Result cancelled = cancel.await();

        assertThat(cancelled.text()).isEqualTo("[FJD] Cancelled 1 job: long.\n");
        assertThat(cancelled.exit()).isZero();
        assertThat(sandbox.failed("long").state()).isEqualTo(State.CANCELLED);
        assertThat(sandbox.names(".fjd/requests")).isEmpty();
    }

    @Test
    void whoSteersIsNoWorkerForAnybody() throws Exception {
        Path queue = Files.createDirectories(sandbox.at("jobqueue"));
        for (int i = 0; i < 3000; i++) {
            Files.writeString(
                    queue.resolve("job" + i + ".conf"),
                    job("true") + "\n[submitted]\nwhole = yes\n");
        }
        Program hold = sandbox.start("fjd", "hold", "*");
        Sandbox.waitUntil("it is at work", () -> !sandbox.names(".fjd/workers").isEmpty());
        Program.signal("STOP", hold.pid());
        assertThat(sandbox.run("recruiter", "list").out()).contains("There are no workers");
        assertThat(sandbox.run("recruiter", "fire").out()).contains("Fired 0 workers");
        Program dispatcher = sandbox.start("dispatcher", "--forever");
        Sandbox.waitUntil(
                "workers are missed", () -> dispatcher.out().contains("there are no workers"));
        Sandbox.kill(hold.pid());
        Sandbox.waitUntil("it is struck off", () -> sandbox.names(".fjd/workers").isEmpty());
        Sandbox.waitUntil(
                "all are queued",
                () ->
                        sandbox.names("jobqueue").size() + sandbox.names("retryqueue").size()
                                == 3000);
        Sandbox.waitUntil("the morgue is empty", () -> sandbox.names(".fjd/morgue").isEmpty());
        assertNobodyIsLeft();
    }

    @Test
    void onInterruptItLeavesInOrder() throws Exception {
        Path queue = Files.createDirectories(sandbox.at("jobqueue"));
        for (int i = 0; i < 3000; i++) {
            Files.writeString(
                    queue.resolve("job" + i + ".conf"),
                    job("true") + "\n[submitted]\nwhole = yes\n");
        }
        Program cancel = sandbox.start("fjd", "cancel", "--all");
        Sandbox.waitUntil("it is at work", () -> !sandbox.names("failed").isEmpty());
        cancel.signal("INT");
        cancel.await();

        assertThat(sandbox.names("jobqueue").size() + sandbox.names("failed").size())
                .isEqualTo(3000);
        assertNobodyIsLeft();
    }

    @Test
    void programsAreToldInJson() throws Exception {
        sandbox.submit("a", job("true"));
        Result held = sandbox.run("fjd", "hold", "--json", "a", "b");
        assertThat(held.exit()).isEqualTo(5);
        assertThat(held.err()).isEqualTo("[FJD] There is no job b to hold.\n");
        Schemas.assertFits(held.out(), "steer");
        List<Object> rows = JSON.std.listFrom(held.out());
        assertThat(rows)
                .isEqualTo(
                        List.of(
                                Map.of("job", "a", "was", "queued", "done", "held", "why", ""),
                                Map.of(
                                        "job",
                                        "b",
                                        "was",
                                        "unknown",
                                        "done",
                                        "nothing",
                                        "why",
                                        "there is no such job")));
        for (String command :
                List.of("release a", "hold a", "hold a", "priority a 5", "cancel a")) {
            Schemas.assertFits(json(command), "steer");
        }
        assertThat(json("retry a")).contains("\"done\" : \"retried\"");
        assertThat(json("retry a")).contains("\"why\" : \"it is queued\"");
        Schemas.assertFits(json("cancel --all"), "steer");
        String pause = json("pause");
        for (String told : List.of(pause, json("pause"), json("resume"), json("resume"))) {
            Schemas.assertFits(told, "pause");
        }
        Map<String, Object> paused = JSON.std.mapFrom(pause);
        assertThat(paused)
                .containsEntry("paused", true)
                .containsEntry("changed", true)
                .containsEntry("running", List.of());
    }

    private String json(String command) throws Exception {
        Result result = sandbox.run(("fjd " + command + " --json").split(" "));
        assertThat(result.err()).isEmpty();
        return result.out();
    }

    @Test
    void aPauseTellsWhatStillRuns() throws Exception {
        sandbox.submit("long", gatedJob("gate"));
        sandbox.serve(1);
        sandbox.waitForRuns("gate", 1);
        ok(
                "[FJD] Paused. 'fjd resume' has it go on.\n[FJD] Still running, 1 job: long.\n",
                "fjd",
                "pause",
                "--note",
                "the disk is full");
        assertThat(Files.readString(sandbox.at("workerqueue/paused"))).contains("the disk is full");
        assertThat(sandbox.run("fjd", "pause").out()).contains("paused already, by ");
        assertThat(sandbox.run("fjd", "resume").out())
                .startsWith("[FJD] Resumed. It was paused by ")
                .contains("the disk is full");
        ok("[FJD] It was not paused.\n", "fjd", "resume");
        assertThat(sandbox.at("workerqueue/paused")).doesNotExist();
    }

    @Test
    void aJobDroppedThisMomentIsNotTouchedBeforeItHasSettled() throws Exception {
        Path draft = Files.writeString(sandbox.scratch("a.conf"), job("true"));
        Files.move(draft, sandbox.queued("a"), StandardCopyOption.ATOMIC_MOVE);
        long begin = System.nanoTime();
        ok("[FJD] Cancelled 1 job: a.\n", "fjd", "cancel", sandbox.queued("a").toString());

        assertThat(System.nanoTime() - begin).isGreaterThan(2_000_000_000L);
    }
}
