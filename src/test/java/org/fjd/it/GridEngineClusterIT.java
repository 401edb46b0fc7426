package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.fjd.job.State;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Workers via a real Grid Engine, on Gluster, by the command lines that the documentation gives for
 * it. Four of them can be at work at once.
 */
class GridEngineClusterIT {

    private static final Path DOCUMENTATION = Sandbox.HOME.resolve("src/site/markdown/hosts.md");

    @RegisterExtension static final Stage STAGE = Stage.glusterAndGridEngine();

    @BeforeEach
    void takeTheExample(TestInfo test) throws Exception {
        STAGE.spool(test.getTestMethod().orElseThrow().getName(), "");
        STAGE.put(".fjd/fjd.conf", example());
    }

    /** The section as it stands there, to the next line that is not indented. */
    private static String example() throws Exception {
        return Files.readAllLines(DOCUMENTATION).stream()
                .dropWhile(line -> !line.equals("    [via sge]"))
                .takeWhile(line -> line.startsWith("    "))
                .collect(Collectors.joining("\n", "", "\n"));
    }

    @Test
    void fourDoAllJobsWhileTwoArePendingAndAllAreFired() throws Exception {
        List<String> numbers = IntStream.range(0, 20).mapToObj(Integer::toString).toList();
        Path lines = Files.write(STAGE.told("sge.lines"), numbers);
        Path started = STAGE.told("sge.started");
        STAGE.sh(
                "node1",
                "fjd submit --each-line '%s' -- sh -c 'echo $1 >>%s; exec sleep 0.5' sh {}"
                        .formatted(lines, started));

        assertThat(STAGE.run("node3", "recruiter", "hire", "6", "--via", "sge"))
                .matches("\\[FJD] Asked sge for 6 workers \\(job \\d+\\)\\.\n");
        Stage.waitUntil("four are at work", () -> STAGE.names(".fjd/workers").size() == 4);
        assertThat(STAGE.run("node3", "recruiter", "list"))
                .containsPattern("(?m)^sge \\d+ .* 2 pending: qw$");
        STAGE.run("node3", "dispatcher");

        STAGE.assertNothingElseThan(numbers.size());
        assertThat(Stage.lines(started)).containsExactlyInAnyOrderElementsOf(numbers);
        assertThat(Collections.frequency(STAGE.workers("node3", "state"), "pending")).isEqualTo(2);
        assertThat(Collections.frequency(STAGE.workers("node3", "host"), "node1")).isEqualTo(2);
        assertThat(Collections.frequency(STAGE.workers("node3", "host"), "node2")).isEqualTo(2);
        assertThat(STAGE.run("node3", "recruiter", "fire", "1"))
                .isEqualTo("[FJD] Cancelled 1 worker not yet started.\n");
        assertThat(STAGE.run("node3", "recruiter", "fire"))
                .isEqualTo("[FJD] Cancelled 1 worker not yet started.\n[FJD] Fired 4 workers.\n");
        Stage.waitUntil("Grid Engine has nothing left", () -> STAGE.gridEngineJobs().isEmpty());
        assertThat(STAGE.names(".fjd/workers")).isEmpty();
        assertThat(STAGE.names(".fjd/hires")).isEmpty();
    }

    /** A worker leaves half a minute before its limit is reached, and Grid Engine kills it. */
    @Test
    void aJobThatMeetsTheTimeLimitOfItsWorkerRunsAgainElsewhere() throws Exception {
        STAGE.start("node3", "dispatcher", "--forever");
        STAGE.submitGated("limited");
        STAGE.run("node3", "recruiter", "hire", "1", "--via", "sge", "--", "-l", "h_rt=60");
        Stage.waitUntil("it runs", () -> STAGE.runs("limited").size() == 1);
        STAGE.hire("node3", 1);

        Stage.waitUntil("it runs again", () -> STAGE.runs("limited").size() == 2);
        assertThat(STAGE.runs("limited").get(0)).matches("node[12] 1 .*");
        assertThat(STAGE.runs("limited").get(1)).startsWith("node3 ");
        STAGE.open("limited");
        STAGE.done("limited");
        assertThat(STAGE.states("limited")).containsExactly(State.RETURNED, State.DONE);
        STAGE.assertNothingElseThan(1);
    }

    @Test
    void aRefusalIsToldInItsOwnWords() throws Exception {
        Program refused =
                STAGE.start(
                        "node3", "recruiter", "hire", "1", "--via", "sge", "--", "-q", "nowhere");
        assertThat(refused.await(Stage.PATIENCE).exit()).isEqualTo(1);
        assertThat(refused.describe()).contains("nowhere");
        assertThat(STAGE.names(".fjd/hires")).isEmpty();
    }
}
