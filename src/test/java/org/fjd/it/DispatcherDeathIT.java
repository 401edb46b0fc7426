package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Dispatchers that die, are many, or sleep. */
class DispatcherDeathIT {

    private static final String STANDS_BY = "[FJD] Another dispatcher is at work, process ";

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void anotherDispatcherGoesOnWhereOneWasKilled() throws Exception {
        submitJobs("job", 40);
        sandbox.hire(2);
        Program first = sandbox.start("dispatcher");
        Sandbox.waitUntil("some jobs are done", () -> sandbox.names("done").size() >= 5);
        Sandbox.kill(first.pid());
        int doneThen = sandbox.names("done").size();
        Result second = sandbox.run("dispatcher");

        assertThat(doneThen).as("jobs done when the dispatcher was killed").isLessThan(40);
        assertThat(second.exit()).as(second.text()).isZero();
        assertThat(second.out()).doesNotContain(STANDS_BY);
        assertEachRanOnce("job", 40);
    }

    @Test
    void aSecondDispatcherStandsByAndTakesOverWhenTheFirstIsKilled() throws Exception {
        sandbox.hire(2);
        Program first = sandbox.start("dispatcher", "--forever");
        sandbox.awaitSeatOf(first);
        Program second = sandbox.start("dispatcher");
        Sandbox.waitUntil(
                "the second stands by",
                () -> second.out().contains(STANDS_BY + first.pid() + " on "));
        submitJobs("job", 4);
        Sandbox.waitUntil("the first dispatches", () -> sandbox.names("done").size() == 4);
        Sandbox.kill(first.pid());
        submitJobs("more", 4);
        Result result = second.await();

        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(result.out()).contains("[FJD] The other dispatcher is gone. Took over.");
        assertEachRanOnce("job", 4);
        assertEachRanOnce("more", 4);
        assertThat(sandbox.names(".fjd/seat")).isEmpty();
    }

    @Test
    void whoStandsByCostsNothing() throws Exception {
        sandbox.hire(1);
        Program first = sandbox.start("dispatcher", "--forever");
        sandbox.awaitSeatOf(first);
        Program second = sandbox.start("dispatcher", "--forever");
        Sandbox.waitUntil("the second stands by", () -> second.out().contains(STANDS_BY));
        Duration before = cpu(second);
        long begin = System.nanoTime();
        Sandbox.waitUntil(
                "some time has passed",
                () -> System.nanoTime() - begin > Duration.ofSeconds(5).toNanos());
        assertThat(cpu(second).minus(before)).isLessThan(Duration.ofMillis(500));
    }

    private static Duration cpu(Program program) {
        return ProcessHandle.of(program.pid())
                .orElseThrow()
                .info()
                .totalCpuDuration()
                .orElseThrow();
    }

    @Test
    void aDispatcherThatWakesUpToFindItsSeatTakenDoesNoHarm() throws Exception {
        Files.createDirectories(sandbox.at(".fjd"));
        Files.writeString(sandbox.at(".fjd/fjd.conf"), "[fjd]\nlease = 10s\n");
        sandbox.hire(2);
        Program first = sandbox.start("dispatcher", "--forever");
        sandbox.awaitSeatOf(first);
        Program second = sandbox.start("dispatcher", "--forever");
        Sandbox.waitUntil("the second stands by", () -> second.out().contains(STANDS_BY));
        submitJobs("job", 40);
        Sandbox.waitUntil("some jobs are done", () -> sandbox.names("done").size() >= 5);
        first.signal("STOP");
        Sandbox.waitUntil("the second takes over", () -> second.out().contains("Took over."));
        submitJobs("more", 40);
        Sandbox.waitUntil("more are done", () -> sandbox.names("done").size() >= 45);
        first.signal("CONT");
        Sandbox.waitUntil("the first stands by", () -> first.out().contains(STANDS_BY));
        Sandbox.waitUntil("all are done", () -> sandbox.names("done").size() == 80);

        assertEachRanOnce("job", 40);
        assertEachRanOnce("more", 40);
        assertThat(sandbox.names("failed")).isEmpty();
    }

    private void submitJobs(String name, int count) throws Exception {
        for (int i = 0; i < count; i++) {
            sandbox.submit(name + i, Sandbox.job("echo $FJD_JOB >>runs; sleep 0.1"));
        }
    }

    private void assertEachRanOnce(String name, int count) throws Exception {
        List<String> names = IntStream.range(0, count).mapToObj(i -> name + i).toList();
        assertThat(sandbox.lines("runs").stream().filter(line -> line.startsWith(name)))
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(sandbox.names("done"))
                .containsAll(names.stream().map(n -> n + ".conf").toList());
    }
}
