package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fjd why}, where each thing that may keep a job does so. */
class WhyIT {

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @BeforeEach
    void settings() throws Exception {
        Files.createDirectories(sandbox.at("jobqueue"));
        Files.createDirectories(sandbox.at(".fjd"));
        Files.writeString(sandbox.at(".fjd/fjd.conf"), "[limits]\nlicence = 1\n");
    }

    private static String job(String... lines) {
        return Sandbox.job("true") + String.join("\n", lines) + "\n";
    }

    private void changed(String... command) throws Exception {
        Result result = sandbox.run(command);
        assertThat(result.exit()).as(result.text()).isZero();
    }

    /** What is said to people, on one line. */
    private String why(String job) throws Exception {
        Result result = sandbox.run("fjd", "why", job);
        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(result.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(result.out()).doesNotContain("\u001b");
        return result.out().replaceAll("\\n    ", " ");
    }

    private List<String> kinds(String job) throws Exception {
        Result result = sandbox.run("fjd", "why", job, "--json");
        assertThat(result.exit()).as(result.text()).isZero();
        Schemas.assertFits(result.out(), "why");
        Map<?, ?> told = (Map<?, ?>) JSON.std.listFrom(result.out()).get(0);
        return ((List<?>) told.get("reasons"))
                .stream().map(reason -> (String) ((Map<?, ?>) reason).get("kind")).toList();
    }

    @Test
    void aHeldJobOnAPausedSpoolWithoutDispatcherAndWorkers() throws Exception {
        sandbox.submit("job", job());
        changed("fjd", "hold", "job");
        changed("fjd", "pause", "--note", "disk \u001b[31mfull");
        assertThat(kinds("job")).containsExactly("held", "paused", "no-dispatcher", "no-workers");
        assertThat(why("job"))
                .startsWith("job is held for ")
                .contains("\n  - it is held by ", "release it: fjd release job\n")
                .contains("\n  - the spool is paused by ", "full; have it go on: fjd resume\n")
                .contains("\n  - there is no dispatcher; start one: dispatcher\n")
                .contains("\n  - there are no workers; hire some: recruiter hire 4\n");

        changed("fjd", "release", "job");
        changed("fjd", "resume");
        assertThat(kinds("job")).containsExactly("no-dispatcher", "no-workers");
        sandbox.serve(1);
        sandbox.done("job");
        assertThat(kinds("job")).containsExactly("ended");
        assertThat(why("job")).matches("job is done, \\d+s ago:\n  - it has ended, done\n");
    }

    @Test
    void jobsThatWaitForOthers() throws Exception {
        sandbox.submit("bad", Sandbox.job("exit 3"));
        sandbox.submit("nonsense", "no job");
        sandbox.serve(1);
        sandbox.failed("bad");
        sandbox.reason("nonsense");
        sandbox.submit("gated", Sandbox.gatedJob("gate"));
        sandbox.waitForRuns("gate", 1);
        sandbox.submit("held", job("hold = yes"));
        sandbox.submit("b", job("after = held"));
        sandbox.submit("c", job("after = b"));
        sandbox.submit("lost", job("after = nowhere"));
        sandbox.submit("late", job("after = gated"));
        sandbox.submit("one", job("after = two"));
        sandbox.submit("two", job("after = one"));
        sandbox.submit("doomed", job("after = bad"));

        assertThat(kinds("c")).containsExactly("after");
        assertThat(why("c"))
                .contains(
                        "it waits for b, which waits for held, which is held; release that one: fjd"
                                + " release held\n");
        assertThat(why("lost")).contains("it waits for nowhere, which is not there; queue that");
        assertThat(why("late")).contains("it waits for gated, which is running\n");
        assertThat(kinds("one")).startsWith("circle");
        assertThat(why("one")).contains("it waits for itself in a circle (one, two), and will");
        assertThat(kinds("doomed")).startsWith("forerunner-failed");
        assertThat(why("doomed")).contains("it is to run after bad, which failed; so it will fail");
        assertThat(why("gated")).startsWith("gated is running for ").contains(", by worker ");
        assertThat(kinds("gated")).containsExactly("running");
        assertThat(why("bad"))
                .contains("it has ended, failed: exit 3; try it again: fjd retry bad");
        assertThat(why("nonsense")).contains("rejected: It is not INI.", "mend its file");

        sandbox.open("gate");
        sandbox.failed("one");
        sandbox.failed("two");
        sandbox.failed("doomed");
        sandbox.done("late");
    }

    @Test
    void whatWorkersAndLimitsDoNotGive() throws Exception {
        changed("recruiter", "hire", "1", "--label", "big");
        sandbox.start("dispatcher", "--forever");
        sandbox.submit("taker", Sandbox.gatedJob("gate") + "limit = licence\n");
        sandbox.waitForRuns("gate", 1);
        sandbox.submit("first", job("priority = 1"));
        sandbox.submit("second", job());
        sandbox.submit("gpu", job("requires = gpu"));
        sandbox.submit("limited", job("limit = licence"));
        sandbox.submit("mistyped", job("limit = license"));
        sandbox.submit("later", job("not-before = 2999-12-31T22:00Z"));

        assertThat(kinds("first")).containsExactly("in-line");
        assertThat(why("second"))
                .contains(
                        "1 worker is busy, and 1 job is before it; hire more, or put it first: fjd priority second 2");
        assertThat(why("gpu"))
                .contains(
                        "no worker has the label gpu; there is: big; hire one: recruiter hire 1"
                                + " --label gpu\n");
        assertThat(kinds("gpu")).containsExactly("labels-missing");
        assertThat(why("limited"))
                .contains("its limit licence of 1 job is reached, taken by taker\n");
        assertThat(kinds("limited")).containsExactly("limit-reached");
        assertThat(why("mistyped")).contains("its limit license is not in .fjd/fjd.conf; write");
        assertThat(why("later")).contains("it is not to start before 2999-12-31T22:00:00Z, in ");
        assertThat(kinds("later")).containsExactly("not-before");

        long worker = sandbox.workerOf("taker").process().pid();
        Sandbox.kill(sandbox.pidOfRun("gate", 1));
        sandbox.failed("taker");
        sandbox.done("second");
        sandbox.done("limited");
        assertThat(Sandbox.isAlive(worker)).isTrue();
    }

    @Test
    void aDispatcherThatWasKilledAndAWorkerThatWasKilled() throws Exception {
        sandbox.hire(1);
        Program dispatcher = sandbox.start("dispatcher", "--forever");
        sandbox.submit("running", Sandbox.gatedJob("gate"));
        sandbox.waitForRuns("gate", 1);
        Sandbox.kill(dispatcher.pid());
        sandbox.submit("job", job());
        assertThat(why("job"))
                .contains(
                        "the dispatcher, process %d on this host, is dead; start another one:"
                                        .formatted(dispatcher.pid())
                                + " dispatcher\n");
        assertThat(kinds("job")).containsExactly("dispatcher-dead", "in-line");

        Sandbox.kill(sandbox.workerOf("running").process().pid());
        assertThat(kinds("running")).containsExactly("running", "worker-dead", "dispatcher-dead");
        assertThat(why("running"))
                .contains("its worker is dead (process ")
                .doesNotContain("- it is running");
        assertThat(kinds("job")).containsExactly("dispatcher-dead", "no-workers");

        sandbox.open("gate");
        sandbox.serve(1);
        sandbox.done("running");
        sandbox.done("job");
    }

    @Test
    void aDispatcherThatIsStoppedHasNotMoved() throws Exception {
        Program dispatcher = sandbox.start("dispatcher", "--forever");
        Path seat = sandbox.at(".fjd/seat/1");
        Sandbox.waitUntil("a seat", () -> Files.exists(seat) && Files.size(seat) > 0);
        dispatcher.signal("STOP");
        sandbox.submit("job", job());
        Duration lease = Duration.ofMinutes(2);
        Files.setLastModifiedTime(seat, FileTime.from(Instant.now().minus(lease.plusSeconds(63))));

        assertThat(why("job"))
                .containsPattern(
                        "the dispatcher on host \\S+ \\(process %d\\) has not moved for 3m \\d+s; "
                                .formatted(dispatcher.pid()));
        assertThat(kinds("job")).containsExactly("dispatcher-silent", "no-workers");

        dispatcher.signal("CONT");
        Sandbox.waitUntil("a beat", () -> kinds("job").equals(List.of("no-workers")));
    }

    @Test
    void aFileThatWasDroppedByHandAndOneThatWillBeRejected() throws Exception {
        Files.writeString(sandbox.at(".fjd/fjd.conf"), "[fjd]\nsettle = 1h\n");
        sandbox.drop("dropped", job());
        sandbox.submit("nonsense", "no job");
        assertThat(kinds("dropped")).containsExactly("no-dispatcher", "no-workers", "settling");
        assertThat(why("dropped")).contains("its file may still be written; it is taken if it ");
        assertThat(kinds("nonsense")).startsWith("unfit");
        assertThat(why("nonsense")).contains("it will be rejected: It is not INI.");
    }

    @Test
    void namesOfFilesAreQuoted() throws Exception {
        sandbox.submit("odd\u001b[2J name", job("hold = yes"));
        sandbox.submit("b", Sandbox.job("true") + "after = nowhere\n");
        assertThat(why("odd*")).startsWith("'odd\\u{1b}[2J name' is held for ");
        assertThat(why("jobqueue/b.conf")).startsWith("b is queued for ");
    }

    @Test
    void namesakesAreToldOfOneByOne() throws Exception {
        Files.createDirectories(sandbox.at("done"));
        Files.writeString(sandbox.at("done/job.conf"), job());
        sandbox.submit("job", job());
        assertThat(why("job")).contains("job is queued for ").contains("job is done, ");
    }

    @Test
    void aJobThatIsNotThereIsNamed() throws Exception {
        Result result = sandbox.run("fjd", "why", "nix");
        assertThat(result.exit()).isEqualTo(5);
        assertThat(result.err()).startsWith("[FJD] There is no job nix at ");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"why", "why a b", "why --nix a"})
    void wrongUsageIsSaidToBeSo(String arguments) throws Exception {
        Result result = sandbox.run(("fjd " + arguments).split(" "));
        assertThat(result.exit()).as(result.text()).isEqualTo(2);
        assertThat(result.err()).startsWith("[FJD] ").contains("--help").doesNotContain("\tat ");
    }

    @Test
    void whatIsNoSpoolIsRefusedAndLeftAsItIs() throws Exception {
        Path empty = Files.createDirectory(sandbox.scratch("empty"));
        Result result = sandbox.run("fjd", "why", "a", "--spool", empty.toString());
        assertThat(result.exit()).isEqualTo(3);
        assertThat(empty).isEmptyDirectory();
    }
}
