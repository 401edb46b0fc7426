package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.fjd.job.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers via a real Slurm, on Gluster. */
class SlurmClusterIT {

    private static final int JOBS = Integer.getInteger("cluster.jobs", 200);

    @RegisterExtension static final Stage STAGE = Stage.glusterAndSlurm();

    @Test
    void eightWorkersDoManyJobsAndNoneTwice() throws Exception {
        STAGE.spool("many", "");
        List<String> numbers = IntStream.range(0, JOBS).mapToObj(Integer::toString).toList();
        Path lines = Files.write(STAGE.told("many.lines"), numbers);
        Path started = STAGE.told("many.started");
        STAGE.sh(
                "node1",
                "fjd submit --each-line '%s' -- sh -c 'echo $1 >>%s; exec sleep 0.2' sh {}"
                        .formatted(lines, started));

        assertThat(STAGE.run("node3", "recruiter", "hire", "8", "--via", "slurm"))
                .matches("\\[FJD] Asked slurm for 8 workers \\(job \\d+\\)\\.\n");
        STAGE.run("node3", "dispatcher");

        STAGE.assertNothingElseThan(JOBS);
        assertThat(Stage.lines(started)).containsExactlyInAnyOrderElementsOf(numbers);
        assertThat(STAGE.workers("node3", "host"))
                .hasSize(8)
                .allMatch(host -> host.matches("node[12]"));
        assertThat(STAGE.run("node3", "recruiter", "fire")).isEqualTo("[FJD] Fired 8 workers.\n");
        Stage.waitUntil("Slurm has nothing left", () -> STAGE.slurmJobs().isEmpty());
    }

    /** They are held, so they stay pending. */
    @Test
    void whatIsPendingIsToldOfWithSlurmsReasonAndCancelled() throws Exception {
        STAGE.spool("pending", "");
        STAGE.run("node3", "recruiter", "hire", "3", "--via", "slurm", "--", "--hold");

        assertThat(STAGE.run("node3", "recruiter", "list"))
                .containsPattern("(?m)^slurm \\d+ .* 3 pending: JobHeldUser$");
        assertThat(STAGE.run("node3", "recruiter", "fire", "1"))
                .isEqualTo("[FJD] Cancelled 1 worker not yet started.\n");
        assertThat(STAGE.run("node3", "recruiter", "list"))
                .containsPattern("(?m)^slurm \\d+ .* 2 pending: JobHeldUser$");
        assertThat(STAGE.run("node3", "recruiter", "fire"))
                .startsWith("[FJD] Cancelled 2 workers not yet started.\n");
        Stage.waitUntil("Slurm has nothing left", () -> STAGE.slurmJobs().isEmpty());
        assertThat(STAGE.names(".fjd/hires")).isEmpty();
    }

    @Test
    void aRefusalIsToldInSlurmsOwnWords() throws Exception {
        STAGE.spool("refused", "");
        Program refused =
                STAGE.start(
                        "node3",
                        "recruiter",
                        "hire",
                        "1",
                        "--via",
                        "slurm",
                        "--",
                        "--partition=nowhere");
        assertThat(refused.await(Stage.PATIENCE).exit()).isEqualTo(1);
        assertThat(refused.describe()).contains("invalid partition specified: nowhere");
        assertThat(STAGE.names(".fjd/hires")).isEmpty();
    }

    /** Slurm's shortest limit is a minute; a worker leaves half a minute before it is reached. */
    @Test
    void aJobThatMeetsTheTimeLimitOfItsWorkerRunsAgainElsewhere() throws Exception {
        STAGE.spool("limit", "");
        STAGE.start("node3", "dispatcher", "--forever");
        STAGE.submitGated("limited");
        STAGE.run("node3", "recruiter", "hire", "1", "--via", "slurm", "--", "--time=1");
        Stage.waitUntil("it runs", () -> STAGE.runs("limited").size() == 1);
        STAGE.hire("node3", 1);

        Stage.waitUntil("it runs again", () -> STAGE.runs("limited").size() == 2);
        assertThat(STAGE.runs("limited").get(0)).matches("node[12] 1 .*");
        assertThat(STAGE.runs("limited").get(1)).startsWith("node3 ");
        Stage.waitUntil("its allocation is given back", () -> STAGE.slurmJobs().isEmpty());
        assertThat(STAGE.run("node3", "squeue", "--noheader", "--states=TIMEOUT")).isEmpty();
        STAGE.open("limited");
        STAGE.done("limited");
        assertThat(STAGE.states("limited")).containsExactly(State.RETURNED, State.DONE);
        STAGE.assertNothingElseThan(1);
    }

    @Test
    void theJobOfAWorkerThatIsCancelledRunsAgainElsewhere() throws Exception {
        STAGE.spool("cancel", "");
        STAGE.start("node3", "dispatcher", "--forever");
        STAGE.submitGated("cancelled");
        STAGE.run("node3", "recruiter", "hire", "1", "--via", "slurm");
        Stage.waitUntil("it runs", () -> STAGE.runs("cancelled").size() == 1);
        STAGE.hire("node3", 1);

        STAGE.run("node3", "scancel", "--user=root");
        Stage.waitUntil("it runs again", () -> STAGE.runs("cancelled").size() == 2);
        STAGE.open("cancelled");
        assertThat(Sandbox.detail(STAGE.done("cancelled"), "host")).isEqualTo("node3");
        assertThat(STAGE.states("cancelled")).containsExactly(State.RETURNED, State.DONE);
        assertThat(STAGE.workers("node3", "host")).containsExactly("node3");
        STAGE.assertNothingElseThan(1);
    }

    @Test
    void thereAreAsManyWorkersAsThereIsWorkForAndThenNone() throws Exception {
        STAGE.spool("scale", "");
        STAGE.start("node3", "dispatcher", "--forever");
        Program autoscaler =
                STAGE.start(
                        "node3",
                        "sh",
                        "-c",
                        "exec recruiter autoscale --via slurm --min 0 --max 4 --idle-exit 6s");
        List<String> jobs = IntStream.range(0, 8).mapToObj(i -> "scale" + i).toList();
        for (String job : jobs) {
            STAGE.submitGated(job);
        }
        Stage.waitUntil(
                "four work",
                () ->
                        jobs.stream().filter(job -> Files.exists(STAGE.told(job + ".runs"))).count()
                                == 4);
        assertThat(STAGE.slurmJobs()).hasSize(4);
        for (String job : jobs) {
            STAGE.open(job);
        }
        for (String job : jobs) {
            STAGE.done(job);
            assertThat(STAGE.runs(job)).hasSize(1);
        }
        Stage.waitUntil("all have left", () -> STAGE.slurmJobs().isEmpty());
        assertThat(STAGE.names(".fjd/workers")).isEmpty();
        assertThat(autoscaler.isAlive()).as(autoscaler.describe()).isTrue();
        STAGE.assertNothingElseThan(jobs.size());
    }
}
