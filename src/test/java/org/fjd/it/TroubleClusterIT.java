package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.fjd.job.State;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Many hosts on Gluster; cables, hosts and the file server fail. */
class TroubleClusterIT {

    /** Longer than the short lease, shorter than the other one. */
    private static final Duration OUTAGE = Duration.ofMinutes(1);

    private static final int LISTED = 500;

    private static final String SHORT_LEASE = "lease = 10s";

    @RegisterExtension static final Stage STAGE = Stage.gluster();

    @Test
    void jobsOfAHostThatIsCutOffRunElsewhereAndAreRecordedOnce() throws Exception {
        STAGE.spool("cut", SHORT_LEASE);
        Program dispatcher = STAGE.start("node3", "dispatcher", "--forever");
        List<String> jobs = List.of("cut1", "cut2");
        runOnNode2(jobs);
        STAGE.hire("node3", 2);

        STAGE.order("cut", "node2");
        long begin = System.nanoTime();
        for (String job : jobs) {
            Stage.waitUntil(job + " runs again", () -> STAGE.runs(job).size() == 2);
            assertThat(STAGE.runs(job).get(1)).startsWith("node3 2 ");
            Stage.waitUntil("its first run was ended", () -> !runs("node2", job));
        }
        Stage.waitUntil("it was cut for a while", () -> elapsed(begin).compareTo(OUTAGE) > 0);
        STAGE.order("join", "node2");
        Stage.waitUntil(
                "who was fenced is back on the roll, with nothing to do",
                () ->
                        STAGE.workers("node1", "host")
                                        .equals(List.of("node2", "node2", "node3", "node3"))
                                && STAGE.workers("node1", "state").stream()
                                                .filter("idle"::equals)
                                                .count()
                                        == 2);
        for (String job : jobs) {
            STAGE.open(job);
            assertThat(Sandbox.detail(STAGE.done(job), "host")).isEqualTo("node3");
            assertThat(STAGE.states(job)).containsExactly(State.LOST, State.DONE);
        }

        STAGE.run("node3", "recruiter", "fire", "--on", "node3");
        Stage.waitUntil("they leave", () -> !STAGE.workers("node1", "host").contains("node3"));
        STAGE.submit("after", "true");
        assertThat(Sandbox.detail(STAGE.done("after"), "host")).isEqualTo("node2");
        STAGE.assertNothingElseThan(jobs.size() + 1);
        assertThat(jobs).allSatisfy(job -> assertThat(STAGE.runs(job)).hasSize(2));
        assertThat(dispatcher.out()).containsPattern("Took cut1 back from node2-\\S+: lost\\.");
    }

    @Test
    void jobsOfAHostThatDiesRunElsewhereAndItMayComeAgain() throws Exception {
        STAGE.spool("kill", SHORT_LEASE);
        STAGE.start("node3", "dispatcher", "--forever");
        List<String> jobs = List.of("kill1", "kill2");
        runOnNode2(jobs);
        STAGE.hire("node3", 2);

        STAGE.order("kill", "node2");
        for (String job : jobs) {
            Stage.waitUntil(job + " runs again", () -> STAGE.runs(job).size() == 2);
            STAGE.open(job);
            assertThat(Sandbox.detail(STAGE.done(job), "host")).isEqualTo("node3");
            assertThat(STAGE.states(job)).containsExactly(State.LOST, State.DONE);
        }
        assertThat(STAGE.workers("node1", "host")).containsExactly("node3", "node3");
        STAGE.run("node3", "recruiter", "fire");

        STAGE.order("boot", "node2");
        STAGE.run("node1", "recruiter", "hire", "1", "--on", "node2");
        STAGE.submit("after", "true");
        assertThat(Sandbox.detail(STAGE.done("after"), "host")).isEqualTo("node2");
        STAGE.assertNothingElseThan(jobs.size() + 1);
    }

    @Test
    void aDispatcherElsewhereTakesOverWhileTheFirstOneIsCutOff() throws Exception {
        STAGE.spool("seat", SHORT_LEASE);
        Program first = STAGE.start("node2", "dispatcher", "--forever");
        STAGE.hire("node1", 2);
        STAGE.submit("before", "true");
        STAGE.done("before");
        Program second = STAGE.start("node3", "dispatcher", "--forever");
        Stage.waitUntil("it stands by", () -> second.out().contains("on node2. Standing by"));

        STAGE.order("cut", "node2");
        STAGE.submit("meanwhile", "true");
        STAGE.done("meanwhile");
        assertThat(second.out()).contains("Took over.");
        STAGE.order("join", "node2");
        Stage.waitUntil("it stands by", () -> first.out().contains("on node3. Standing by"));
        STAGE.submit("after", "true");
        STAGE.done("after");

        for (String job : List.of("before", "meanwhile", "after")) {
            assertThat(STAGE.states(job)).containsExactly(State.DONE);
        }
        STAGE.assertNothingElseThan(3);
        assertThat(STAGE.workers("node1", "host")).containsExactly("node1", "node1");
        for (Program dispatcher : List.of(first, second)) {
            assertThat(dispatcher.isAlive()).as(dispatcher.describe()).isTrue();
            assertThat(dispatcher.out()).doesNotContain(" is lost");
        }
    }

    /**
     * With a lease that is longer than that, jobs just go on. With a shorter one, workers can't
     * know whether somebody else still sees the spool: they return their jobs.
     */
    @Test
    void nobodyIsDeclaredDeadWhileTheFileServerIsAway() throws Exception {
        List<Program> dispatchers =
                List.of(serve("patient", "lease = 5m"), serve("hasty", SHORT_LEASE));

        STAGE.order("stop-brick");
        long begin = System.nanoTime();
        Stage.waitUntil("it was away for a while", () -> elapsed(begin).compareTo(OUTAGE) > 0);
        STAGE.order("start-brick");

        for (String story : List.of("hasty", "patient")) {
            STAGE.again(story);
            for (String job : List.of(story + 1, story + 2)) {
                STAGE.open(job);
                STAGE.done(job);
            }
            STAGE.submit(story + "-after", "true");
            STAGE.done(story + "-after");
            STAGE.assertNothingElseThan(3);
            assertThat(STAGE.workers("node1", "host")).containsExactly("node1", "node2");
        }
        assertThat(List.of("patient1", "patient2"))
                .allSatisfy(job -> assertThat(STAGE.runs(job)).hasSize(1))
                .allSatisfy(job -> assertThat(STAGE.states(job)).containsExactly(State.DONE));
        STAGE.again("hasty");
        assertThat(List.of("hasty1", "hasty2"))
                .allSatisfy(job -> assertThat(STAGE.states(job)).doesNotContain(State.LOST));
        for (Program dispatcher : dispatchers) {
            assertThat(dispatcher.isAlive()).as(dispatcher.describe()).isTrue();
            assertThat(dispatcher.out()).doesNotContain(" is lost").doesNotContain("Another");
        }
    }

    /** A look under the old name of a pod that is just moved may leave Gluster with that name. */
    @Test
    void whoListsThePodsWithoutPauseStopsNobody() throws Exception {
        STAGE.spool("listed", "");
        List<String> numbers = IntStream.range(0, LISTED).mapToObj(Integer::toString).toList();
        Path lines = Files.write(STAGE.told("listed.lines"), numbers);
        Path enough = STAGE.told("listed.enough");
        STAGE.sh("node1", "fjd submit --each-line '%s' -- true {}".formatted(lines));
        STAGE.hire("node1", 4);
        for (String host : List.of("node2", "node3")) {
            STAGE.start(
                    host,
                    "sh",
                    "-c",
                    "until [ -e '%s' ]; do ls -R '%s'; done >/dev/null 2>&1"
                            .formatted(enough, STAGE.spool().resolve("jobpods")));
        }
        Program dispatcher = STAGE.start("node3", "dispatcher");
        try {
            int exit = dispatcher.await(Duration.ofMinutes(3)).exit();
            assertThat(exit).as(dispatcher.describe()).isZero();
        } finally {
            Files.createFile(enough);
        }
        STAGE.assertNothingElseThan(LISTED);
    }

    /** A spool with a dispatcher on node3, and two jobs that run, one on node1, one on node2. */
    private static Program serve(String story, String settings) throws Exception {
        STAGE.spool(story, settings);
        Program dispatcher = STAGE.start("node3", "dispatcher", "--forever");
        STAGE.hire("node1", 1);
        STAGE.hire("node2", 1);
        for (String job : List.of(story + 1, story + 2)) {
            STAGE.submitGated(job);
        }
        for (String job : List.of(story + 1, story + 2)) {
            Stage.waitUntil(job + " runs", () -> STAGE.runs(job).size() == 1);
        }
        return dispatcher;
    }

    private static void runOnNode2(List<String> jobs) throws Exception {
        STAGE.hire("node2", jobs.size());
        for (String job : jobs) {
            STAGE.submitGated(job);
            Stage.waitUntil(job + " runs", () -> STAGE.runs(job).size() == 1);
            assertThat(STAGE.runs(job).get(0)).startsWith("node2 1 ");
        }
    }

    /** Whether the first run of a job still has its process on a host. */
    private static boolean runs(String host, String job) throws Exception {
        String pid = STAGE.runs(job).get(0).replaceFirst(".* ", "");
        return STAGE.sh(host, "kill -0 " + pid + " 2>/dev/null && echo runs || true")
                .equals("runs\n");
    }

    private static Duration elapsed(long begin) {
        return Duration.ofNanos(System.nanoTime() - begin);
    }
}
