package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fjd.job.Outcome;
import org.fjd.job.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many hosts on Gluster, and nothing goes wrong but clocks. */
class WorkClusterIT {

    /** So many take half a minute of two processors, and a minute. */
    private static final int ALL_JOBS = 1000;

    private static final int JOBS = Integer.getInteger("cluster.jobs", 200);

    /** If all are run, for which no other stage, and nothing else, may use the processors. */
    private static final double LEAST_OF_THE_IDEAL = 0.95;

    private static final double JOB_SECONDS = 0.5;
    private static final int WORKERS = 10;

    @RegisterExtension static final Stage STAGE = Stage.gluster();

    @Test
    void theExampleOnThreeHosts() throws Exception {
        ExampleStory.play(STAGE);
    }

    @Test
    void manyShortJobsAreAllDoneAndNoneTwice() throws Exception {
        STAGE.spool("many", "");
        List<String> numbers = IntStream.range(0, JOBS).mapToObj(Integer::toString).toList();
        Path lines = Files.write(STAGE.told("many.lines"), numbers);
        Path started = STAGE.told("many.started");
        String script = "echo \"$1\" >>%s; exec sleep %s".formatted(started, JOB_SECONDS);
        STAGE.run(
                "node1",
                "sh",
                "-c",
                "fjd submit --each-line '%s' --name many -- sh -c '%s' sh {}"
                        .formatted(lines, script));
        STAGE.hire("node1", 4);
        STAGE.hire("node2", 3);
        STAGE.hire("node3", 3);

        long begin = System.nanoTime();
        Program dispatcher = STAGE.start("node3", "dispatcher");
        assertThat(dispatcher.await(patience()).exit()).as(dispatcher.describe()).isZero();
        double seconds = Duration.ofNanos(System.nanoTime() - begin).toMillis() / 1000.0;

        STAGE.assertNothingElseThan(JOBS);
        List<Outcome> ends =
                numbers.stream().map(n -> STAGE.done("many-" + (Integer.parseInt(n) + 1))).toList();
        assertThat(Stage.lines(started)).containsExactlyInAnyOrderElementsOf(numbers);
        double span = seconds(ends);
        System.out.printf(
                "%d jobs of %.1f s on %d workers: %.1f s from the first one's start to the last one's end, %.0f%% of the ideal; %.1f s with the dispatcher's start and end%n",
                JOBS, JOB_SECONDS, WORKERS, span, 100 * ideal() / span, seconds);
        assertThat(span).isLessThan(3 * ideal() + 10);
        if (JOBS >= ALL_JOBS) {
            assertThat(ideal() / span)
                    .as("of the ideal, with the machine to itself")
                    .isGreaterThanOrEqualTo(LEAST_OF_THE_IDEAL);
        }
    }

    private static double ideal() {
        return JOBS * JOB_SECONDS / WORKERS;
    }

    private static Duration patience() {
        return Duration.ofSeconds(60 + Math.round(5 * ideal()));
    }

    /** From the start of the first one to the end of the last: the hosts have one clock. */
    private static double seconds(List<Outcome> ends) {
        Instant first = instants(ends, "started").sorted().findFirst().orElseThrow();
        Instant last = instants(ends, "ended").max(Instant::compareTo).orElseThrow();
        return Duration.between(first, last).toMillis() / 1000.0;
    }

    private static Stream<Instant> instants(List<Outcome> ends, String key) {
        return ends.stream().map(end -> Instant.parse(Sandbox.detail(end, key)));
    }

    /**
     * Nobody reads another host's clock. (A job that is dropped by hand is settled by the
     * dispatcher's; one that runs for longer than the lease needs its worker's beats to count.)
     */
    @Test
    void clocksAreAnHourApartAndNobodyIsLost() throws Exception {
        STAGE.spool("clocks", "lease = 10s");
        STAGE.hosts(
                "[node1]\nbefore = %s\n[node2]\n[node3]\nbefore = %s\n"
                        .formatted(clock("+1h"), clock("-1h")));
        Program dispatcher =
                STAGE.start("node3", "sh", "-c", clock("-1h") + "; exec dispatcher --forever");
        List<String> jobs = List.of("a", "b", "c");
        for (String job : jobs) {
            STAGE.submitGated(job);
        }
        STAGE.run("node2", "recruiter", "hire", "1", "--on", "all", "--timeout", "2m");
        Stage.waitUntil(
                "each host runs one",
                () -> jobs.stream().allMatch(job -> Files.exists(STAGE.told(job + ".runs"))));
        STAGE.put("jobqueue/dropped.conf", "[control]\nexecutable = true\n");
        Duration leases = Duration.ofSeconds(25);
        long begin = System.nanoTime();
        Stage.waitUntil(
                "more than two leases are over",
                () -> System.nanoTime() - begin > leases.toNanos());
        for (String job : jobs) {
            STAGE.open(job);
            STAGE.done(job);
            assertThat(STAGE.states(job)).containsExactly(State.DONE);
            assertThat(STAGE.runs(job)).hasSize(1);
        }
        STAGE.done("dropped");

        STAGE.assertNothingElseThan(4);
        assertThat(STAGE.workers("node2", "host")).containsExactly("node1", "node2", "node3");
        assertThat(dispatcher.out()).doesNotContain("lost").doesNotContain("Another");
        assertThat(dispatcher.isAlive()).as(dispatcher.describe()).isTrue();
        List<Instant> starts =
                jobs.stream()
                        .map(job -> Instant.parse(Sandbox.detail(STAGE.done(job), "started")))
                        .sorted()
                        .toList();
        assertThat(Duration.between(starts.get(0), starts.get(1)))
                .as("one clock is slow")
                .isGreaterThan(Duration.ofMinutes(50));
        assertThat(Duration.between(starts.get(1), starts.get(2)))
                .as("one clock is fast")
                .isGreaterThan(Duration.ofMinutes(50));
    }

    @Test
    void theDoctorFindsThatTwoHostsShareTheDirectory() throws Exception {
        STAGE.spool("examined", "");

        assertThat(STAGE.run("node1", "fjd", "doctor", "--with", "node2"))
                .contains("node2 sees this spool.")
                .containsPattern(
                        "that this host and node2\\s+moved at the same time, each was\\s+moved once")
                .containsPattern("node2 sees a new name after");
    }

    /** Shell text: programs that are run after it have a clock that is wrong by so much. */
    private static String clock(String offset) throws IOException {
        return "export LD_PRELOAD=%s FAKETIME=%s FAKETIME_DONT_FAKE_MONOTONIC=1"
                .formatted(FakeClock.library(), offset);
    }
}
