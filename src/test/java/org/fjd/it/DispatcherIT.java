package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.gatedJob;
import static org.fjd.it.Sandbox.job;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What {@code dispatcher} says, and when it ends. */
class DispatcherIT {

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void itsExitCodeSaysHowTheJobsEnded() throws Exception {
        sandbox.hire(2);
        sandbox.submit("good", job("true"));
        Result allDone = sandbox.run("dispatcher");
        assertThat(allDone.exit()).as(allDone.text()).isZero();
        assertThat(allDone.text())
                .isEqualTo(
                        """
                        [FJD] Dispatcher started.
                        [FJD] Found some jobs to dispatch
                        [FJD] No more jobs to dispatch.
                        """);

        sandbox.submit("bad", job("exit 3"));
        sandbox.submit("worse", "[control]\n");
        sandbox.submit("good2", job("true"));
        Result someFailed = sandbox.run("dispatcher");
        assertThat(someFailed.exit()).as(someFailed.text()).isEqualTo(1);
        assertThat(someFailed.out()).endsWith("[FJD] No more jobs to dispatch.\n");
        assertThat(someFailed.err())
                .isEqualTo(
                        "[FJD] 2 jobs failed. See %s: each file ends with what happened.\n"
                                .formatted(sandbox.at("failed")));

        sandbox.submit("good3", job("true"));
        Result others = sandbox.run("dispatcher");
        assertThat(others.exit()).as("failures of earlier dispatchers do not count").isZero();
        assertThat(others.err()).isEmpty();

        sandbox.submit("bad", job("exit 3"));
        Result again = sandbox.run("dispatcher");
        assertThat(again.exit()).as("a failure under a name that failed before").isEqualTo(1);
        assertThat(again.err()).startsWith("[FJD] 1 job failed. See ");
    }

    @Test
    void wrongUsageAndAnUnusableSpoolAreToldApart() throws Exception {
        Result usage = sandbox.run("dispatcher", "--for-ever");
        assertThat(usage.exit()).isEqualTo(2);
        assertThat(usage.err()).startsWith("[FJD] ").contains("--for-ever").doesNotContain("\tat ");
        assertThat(sandbox.run("dispatcher", "x").exit()).isEqualTo(2);
        assertThat(sandbox.run("dispatcher", "--help").exit()).isZero();
        assertThat(sandbox.run("dispatcher", "--version").out()).startsWith("fjd ");

        Path missing = sandbox.scratch("missing");
        Path file = Files.writeString(sandbox.scratch("file"), "");
        Path blocked = Files.createDirectory(sandbox.scratch("blocked"));
        Files.writeString(blocked.resolve("done"), "");
        for (Path unusable : List.of(missing, file, blocked)) {
            Result result = sandbox.run("dispatcher", "--spool", unusable.toString());
            assertThat(result.exit()).as(result.text()).isEqualTo(3);
            assertThat(result.out()).isEmpty();
            assertThat(result.err()).startsWith("[FJD] ").contains(unusable.toString());
            assertThat(result.err().lines()).as(result.err()).hasSize(1);
        }
    }

    @Test
    void foreverItGoesOnServingUntilInterrupted() throws Exception {
        sandbox.hire(1);
        Program dispatcher = startInterruptible("dispatcher", "--forever");
        sandbox.submit("one", job("true"));
        sandbox.done("one");
        sandbox.submit("two", job("true"));
        sandbox.done("two");
        sandbox.submit("long", gatedJob("gate"));
        sandbox.waitForRuns("gate", 1);
        long begin = System.nanoTime();
        Sandbox.waitUntil(
                "the worker knows that this job is long, and has no second pod",
                () ->
                        System.nanoTime() - begin > TimeUnit.SECONDS.toNanos(1)
                                && sandbox.names("jobpods").size() == 1);
        sandbox.submit("next", job("true"));
        dispatcher.signal("INT");
        Result result = dispatcher.await();

        assertThat(result.out())
                .startsWith("[FJD] Dispatcher started.\n")
                .doesNotContain("No more jobs")
                .endsWith(
                        "[FJD] Dispatcher stopped. Workers and jobs go on; start a dispatcher"
                                + " again to hand out what is queued.\n");
        assertThat(result.exit()).isEqualTo(130);
        assertThat(Sandbox.isAlive(sandbox.pidOfRun("gate", 1))).as("the job lives").isTrue();
        assertThat(sandbox.names(".fjd/seat")).as("the seat").isEmpty();
        sandbox.open("gate");
        sandbox.done("long");
        Sandbox.waitUntil("the next job is queued", () -> isQueued("next"));
        assertThat(sandbox.isDone("next")).isFalse();
        assertThat(sandbox.workers()).hasSize(1);
        assertThat(sandbox.run("dispatcher").exit()).isZero();
        assertThat(sandbox.isDone("next")).isTrue();
    }

    @Test
    void aTerminalShowsALiveLineAndAPipeDoesNot() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "util-linux script is missing");
        sandbox.hire(1);
        for (int i = 0; i < 12; i++) {
            sandbox.submit("job" + i, job("sleep 0.2"));
        }
        sandbox.submit("bad", job("false"));
        Result result =
                sandbox.run(
                        "script",
                        "-q",
                        "-e",
                        "-c",
                        Sandbox.HOME.resolve("bin/dispatcher").toString(),
                        "/dev/null");
        assertThat(result.exit()).as(result.text()).isEqualTo(1);
        assertThat(result.out())
                .containsPattern(
                        "\\[FJD] \\d+ queued, 1 running, \\d+ done, \\d failed, \\d+\\.\\d jobs/s")
                .containsPattern("jobs/s, \\d+\\S* left")
                .contains("\r\u001b[K")
                .containsPattern("\\[FJD] No more jobs to dispatch\\.\\s+\\[FJD] 1 job failed\\.");

        sandbox.submit("piped", job("sleep 1"));
        Result piped = sandbox.run("dispatcher");
        assertThat(piped.text()).doesNotContain("queued,").doesNotContain("\u001b");
    }

    @Test
    void jobsThatWaitWithoutWorkersAreMentioned() throws Exception {
        sandbox.submit("lonely", job("true"));
        Program dispatcher = sandbox.start("dispatcher");
        Sandbox.waitUntil(
                "it says so",
                () ->
                        dispatcher
                                .out()
                                .contains(
                                        "[FJD] 1 job waits, but there are no workers. Hire some:"
                                                + " recruiter hire 4"));
        sandbox.hire(1);
        assertThat(dispatcher.await().exit()).isZero();
    }

    private boolean isQueued(String job) throws Exception {
        return Stream.concat(
                        sandbox.names("jobqueue").stream(), sandbox.names("retryqueue").stream())
                .anyMatch(name -> name.matches(job + "(@.*)?\\.conf"));
    }

    /** A shell that starts something in the background may have it ignore interrupts. */
    private Program startInterruptible(String program, String option) throws Exception {
        String[] command = {"env", "--default-signal=INT", "true"};
        assumeTrue(sandbox.run(command).exit() == 0, "env cannot undo that SIGINT is ignored");
        command[2] = Sandbox.HOME.resolve("bin").resolve(program).toString();
        Program started = sandbox.start(command[0], command[1], command[2], option);
        Sandbox.waitUntil("it is up", () -> started.out().contains("Dispatcher started."));
        return started;
    }
}
