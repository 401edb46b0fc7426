package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;

/** The example of the README, with workers on three hosts. */
final class ExampleStory {

    private ExampleStory() {}

    static void play(Stage stage) throws Exception {
        stage.spool("example", "");
        stage.run("node1", "cp", "-R", Sandbox.HOME.resolve("example") + "/.", spool(stage));
        stage.hosts("[node1]\nworkers = 1\n[node2]\nworkers = 1\n[node3]\nworkers = 2\n");
        stage.run("node1", spool(stage) + "/create_jobs.sh");

        assertThat(stage.run("node2", "recruiter", "hire", "--on", "all").lines())
                .containsExactlyInAnyOrder(
                        "[FJD] Hired 1 worker on node1.",
                        "[FJD] Hired 1 worker on node2.",
                        "[FJD] Hired 2 workers on node3.");
        assertThat(stage.run("node3", "dispatcher"))
                .startsWith("[FJD] Dispatcher started.\n")
                .endsWith("[FJD] No more jobs to dispatch.\n");

        List<String> jobs = IntStream.range(0, 10).mapToObj(i -> "job" + i).toList();
        assertThat(jobs).allSatisfy(job -> stage.done(job));
        stage.assertNothingElseThan(jobs.size());
        assertThat(stage.workers("node1", "host"))
                .containsExactlyInAnyOrder("node1", "node2", "node3", "node3");
        String results = stage.sh("node1", "cd '" + spool(stage) + "' && cat data/*.dat");
        assertThat(results.lines())
                .containsExactlyElementsOf(
                        IntStream.range(0, 10)
                                .mapToObj(i -> "I was called with param1 = value" + i)
                                .toList());
        assertThat(hosts(stage, jobs)).as("the hosts on which they ran").hasSizeGreaterThan(1);

        assertThat(stage.run("node2", "recruiter", "fire")).isEqualTo("[FJD] Fired 4 workers.\n");
        Stage.waitUntil("all have left", () -> stage.names(".fjd/workers").isEmpty());
        for (String host : List.of("node1", "node2", "node3")) {
            Stage.waitUntil("nobody is left on " + host, () -> nobodyIsOn(stage, host));
        }
    }

    private static boolean nobodyIsOn(Stage stage, String host) throws Exception {
        return stage.sh(host, "pgrep -fc '[f]jd.jar' || true").equals("0\n");
    }

    private static String spool(Stage stage) {
        return stage.spool().toString();
    }

    private static List<String> hosts(Stage stage, List<String> jobs) {
        return jobs.stream()
                .map(job -> Sandbox.detail(stage.done(job), "host"))
                .distinct()
                .toList();
    }
}
