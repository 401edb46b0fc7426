package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.detail;
import static org.fjd.it.Sandbox.gatedJob;
import static org.fjd.it.Sandbox.job;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.fjd.it.Program.Result;
import org.fjd.job.History;
import org.fjd.job.Outcome;
import org.fjd.job.State;
import org.fjd.job.Values;
import org.fjd.spool.Spool;
import org.fjd.spool.Time;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What the keys of {@code [control]} ask of a worker is done, with real processes. */
class KeysIT {

    @RegisterExtension static final Sandbox sandbox = new Sandbox();

    @BeforeAll
    static void serve() throws Exception {
        Files.createDirectories(sandbox.at(".fjd"));
        Files.writeString(
                sandbox.at(".fjd/fjd.conf"),
                """
                [limits]
                one = 1
                [control]
                success = 0 77
                [environment]
                BY_JOB = spool
                BY_FILE = spool
                BY_SPOOL = spool
                """);
        Files.writeString(
                sandbox.at("common.ini"),
                "[control]\nsuccess = 78\n[environment]\nBY_JOB = file\nBY_FILE = file\n");
        sandbox.serve(2);
    }

    private static History history(String file) throws Exception {
        return History.of(Files.readAllBytes(sandbox.at(file)));
    }

    @Test
    void aJobThatFailsIsTriedUntilItSucceeds() throws Exception {
        sandbox.submit("again", job("test $FJD_ATTEMPT = 3 || exit 75") + "retries: 5\n");
        Outcome outcome = sandbox.done("again");
        assertThat(outcome.state()).isEqualTo(State.DONE);
        assertThat(history("done/again.conf").outcomes())
                .extracting(Outcome::state)
                .containsExactly(State.FAILED, State.FAILED, State.DONE);
    }

    @Test
    void aJobThatGoesOnFailingIsTriedNoMoreThanAsked() throws Exception {
        sandbox.submit("hopeless", job("exit 3") + "retries: 1\nretry-delay: 10ms\n");
        sandbox.failed("hopeless");
        List<Outcome> outcomes = history("failed/hopeless.conf").outcomes();
        assertThat(outcomes).hasSize(2);
        assertThat(detail(outcomes.get(0), "retry-in")).isEqualTo("10ms");
    }

    @Test
    void onlyTheExitsThatAreAskedForAreTriedAgainAndTheDelayGrows() throws Exception {
        sandbox.submit(
                "choosy",
                job("test $FJD_ATTEMPT = 3 && exit 5; exit 75")
                        + "retries: 9\nretry-on: 75\nretry-delay: 10ms\nretry-growth: 3\n");
        assertThat(detail(sandbox.failed("choosy"), "exit")).isEqualTo("5");
        List<Outcome> outcomes = history("failed/choosy.conf").outcomes();
        assertThat(outcomes).hasSize(3);
        assertThat(detail(outcomes.get(0), "retry-in")).isEqualTo("10ms");
        assertThat(detail(outcomes.get(1), "retry-in")).isEqualTo("30ms");
    }

    @Test
    void aJobWaitsForAWorkerWithItsLabels() throws Exception {
        sandbox.submit("labelled", job("true") + "requires: scarce rare\npriority: 1\n");
        sandbox.submit("unlabelled", job("true"));
        sandbox.done("unlabelled");
        assertThat(sandbox.at("jobqueue/labelled.conf")).exists();
        Result hired =
                sandbox.run("recruiter", "hire", "1", "--label", "scarce", "--label", "rare");
        assertThat(hired.exit()).as(hired.text()).isZero();
        sandbox.done("labelled");
    }

    @Test
    void noMoreJobsRunAtOnceThanALimitAllows() throws Exception {
        String alone = job("mkdir taken || exit 9; sleep 0.3; rmdir taken") + "limit: one\n";
        for (String name : List.of("alone1", "alone2", "alone3")) {
            sandbox.submit(name, alone);
        }
        for (String name : List.of("alone1", "alone2", "alone3")) {
            sandbox.done(name);
        }
    }

    @Test
    void aJobWaitsForItsTime() throws Exception {
        Instant begin = Instant.now().plusMillis(1500);
        sandbox.submit("later", job("true") + "not-before: " + begin + "\n");
        Instant started = Instant.parse(detail(sandbox.done("later"), "started"));
        assertThat(started).isAfterOrEqualTo(begin.truncatedTo(ChronoUnit.MILLIS));
    }

    @Test
    void theJobsOwnKeysCountThenThoseOfItsDefaultsThenTheSpools() throws Exception {
        sandbox.submit("spools", job("exit 77"));
        sandbox.submit("own", job("exit 77") + "success: 0\n");
        sandbox.submit(
                "inherits",
                job("echo $BY_JOB $BY_FILE $BY_SPOOL; exit 78")
                        + "defaults: common.ini\n[environment]\nBY_JOB = job\n");
        sandbox.submit("replaced", job("exit 77") + "defaults: common.ini\n");
        sandbox.done("spools");
        assertThat(detail(sandbox.failed("own"), "exit")).isEqualTo("77");
        sandbox.done("inherits");
        assertThat(sandbox.lines("logs/inherits.log")).containsExactly("job file spool");
        sandbox.failed("replaced");
    }

    @Test
    void aJobThatDoesNotListenIsKilledWithAllThatItStarted() throws Exception {
        sandbox.submit(
                "deaf",
                job(
                                "trap \"\" TERM; sleep 1000 & echo $! >deaf.child; echo $$ >deaf.self;"
                                        + " while :; do sleep 0.1; done")
                        + "timeout: 1s\nkill-after: 1s\n");
        Outcome outcome = sandbox.failed("deaf");
        assertThat(outcome.state()).isEqualTo(State.TIMED_OUT);
        assertThat(detail(outcome, "timeout")).isEqualTo("1s");
        assertThat(detail(outcome, "signal")).isEqualTo("KILL");
        assertThat(Double.parseDouble(detail(outcome, "wall"))).isBetween(1.9, 20.0);
        for (String process : List.of("deaf.child", "deaf.self")) {
            long pid = Long.parseLong(sandbox.lines(process).get(0));
            assertThat(Sandbox.isAlive(pid)).as(process).isFalse();
        }
    }

    @Test
    void aJobMayEndInOrderWhenItsTimeIsOver() throws Exception {
        sandbox.submit(
                "orderly",
                job("trap \"echo saved; exit 9\" TERM; while :; do sleep 0.1; done")
                        + "timeout: 500ms\n");
        Outcome outcome = sandbox.failed("orderly");
        assertThat(outcome.state()).isEqualTo(State.TIMED_OUT);
        assertThat(detail(outcome, "exit")).isEqualTo("9");
        assertThat(sandbox.lines("logs/orderly.log")).contains("saved");
    }

    @Test
    void otherExitCodesMayBeASuccess() throws Exception {
        sandbox.submit("three", job("exit 3") + "success: 0 3\n");
        assertThat(detail(sandbox.done("three"), "exit")).isEqualTo("3");
    }

    @Test
    void theFilesThatAJobPromisesMustBeThere() throws Exception {
        Files.createDirectories(sandbox.at("place"));
        String keys = "directory: place\nexpects: made.dat\n";
        sandbox.submit("kept", job("echo 1 >made.dat") + keys);
        sandbox.done("kept");
        sandbox.submit("broken", job("true") + keys.replace("made", "other"));
        Outcome outcome = sandbox.failed("broken");
        assertThat(detail(outcome, "exit")).isEqualTo("0");
        assertThat(detail(outcome, "reason"))
                .isEqualTo("the file other.dat, which it was to make, is missing");
        sandbox.submit("hollow", job(": >hollow.dat") + "expects: hollow.dat\n");
        assertThat(detail(sandbox.failed("hollow"), "reason")).endsWith("is empty");
    }

    @Test
    void whatAJobSaysOfItsResultsAndItsProgressIsHeard() throws Exception {
        sandbox.submit(
                "telling",
                job(
                        "echo accuracy = 0.93 >>$FJD_VALUES; echo 1/2 >>$FJD_PROGRESS;"
                                + " echo 2/2 saving >>$FJD_PROGRESS;"
                                + " until [ -e heard ]; do sleep 0.1; done"));
        WorkerRecord worker = sandbox.workerOf("telling");
        Spool spool = Spool.open(sandbox.at(""), Time.system());
        Sandbox.waitUntil(
                "its progress shows",
                () ->
                        spool.pods().runs().stream()
                                .filter(run -> run.worker().equals(worker.name()))
                                .anyMatch(run -> isProgress(spool, run, "2/2 saving")));
        sandbox.open("heard");
        Outcome outcome = sandbox.done("telling");
        assertThat(history("done/telling.conf").values(outcome.run()))
                .isEqualTo(Values.parse("accuracy = 0.93"));
        assertThat(sandbox.names(".fjd/strays/" + outcome.run())).isEmpty();
    }

    private static boolean isProgress(Spool spool, org.fjd.job.Run run, String line) {
        try {
            return spool.pods().progress(run).filter(line::equals).isPresent();
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aRunningJobIsCancelledByAFile() throws Exception {
        sandbox.submit("unwanted", gatedJob("never") + "retries: 3\n");
        sandbox.waitForRuns("never", 1);
        Path file;
        try (var pods = Files.walk(sandbox.at("jobpods"))) {
            file = pods.filter(p -> p.endsWith("unwanted.conf")).findFirst().orElseThrow();
        }
        String run = file.getParent().getFileName().toString();
        Files.createFile(sandbox.at(".fjd/requests/" + run + ".cancel"));
        Outcome outcome = sandbox.failed("unwanted");
        assertThat(outcome.state()).isEqualTo(State.CANCELLED);
        assertThat(detail(outcome, "signal")).isEqualTo("TERM");
        assertThat(Sandbox.isAlive(sandbox.pidOfRun("never", 1))).isFalse();
        Sandbox.waitUntil("the request is gone", () -> sandbox.names(".fjd/requests").isEmpty());
    }

    @Test
    void aNiceJobIsNice() throws Exception {
        sandbox.submit("rough", job("nice"));
        sandbox.done("rough");
        int before = Integer.parseInt(sandbox.lines("logs/rough.log").get(0));
        sandbox.submit("nice", job("nice; echo $0 $#") + "nice: 5\n");
        sandbox.done("nice");
        assertThat(sandbox.lines("logs/nice.log"))
                .startsWith(Integer.toString(Math.min(19, before + 5)));
        sandbox.submit("absent", "[control]\nexecutable: ./no-such-tool\nnice: 5\n");
        assertThat(detail(sandbox.failed("absent"), "reason"))
                .startsWith("could not start: ")
                .contains("no-such-tool: not found. A relative path counts from");
    }

    @Test
    void variablesAreSet() throws Exception {
        sandbox.submit(
                "variables",
                job("echo \"<$A> <$PATH> $FJD_JOB\"")
                        + "nice: 1\n[environment]\nA = b  c=d\nPATH = /nowhere\n");
        sandbox.done("variables");
        assertThat(sandbox.lines("logs/variables.log"))
                .containsExactly("<b  c=d> </nowhere> variables");
    }

    @Test
    void aJobIsNotRunAfterOneThatFailed() throws Exception {
        sandbox.submit("first", job("exit 1"));
        sandbox.failed("first");
        sandbox.submit("second", job("touch second.ran") + "after: first\n");
        assertThat(detail(sandbox.failed("second"), "reason"))
                .isEqualTo("it was to run after first, which failed");
        assertThat(sandbox.at("second.ran")).doesNotExist();
    }

    @Test
    void labelsAreShownAndWrongOnesRefused() throws Exception {
        Result hired =
                sandbox.run("recruiter", "hire", "1", "--label", "gpu,a:b", "--label", "x.1");
        assertThat(hired.exit()).as(hired.text()).isZero();
        Result list = sandbox.run("recruiter", "list");
        assertThat(list.out().lines().findFirst().orElseThrow())
                .matches("WORKER +HOST +PID +SINCE +LABELS +DOING");
        assertThat(list.out()).containsPattern(" a:b gpu x\\.1  idle");
        List<Object> rows = JSON.std.listFrom(sandbox.run("recruiter", "list", "--json").out());
        assertThat(rows)
                .anyMatch(
                        row -> ((Map<?, ?>) row).get("labels").equals(List.of("a:b", "gpu", "x.1")))
                .anyMatch(row -> ((Map<?, ?>) row).get("labels").equals(List.of()));

        Result odd = sandbox.run("recruiter", "hire", "1", "--label", "g/pu");
        assertThat(odd.exit()).isEqualTo(2);
        assertThat(odd.err())
                .isEqualTo(
                        "[FJD] --label is for names of letters, digits and _ . : -. See: recruiter hire --help\n");
        Result many = sandbox.run("fjd", "worker", "--label", "x".repeat(401));
        assertThat(many.exit()).isEqualTo(2);
        assertThat(many.err()).contains("longer than 400 bytes together");
    }
}
