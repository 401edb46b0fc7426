package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.fjd.spool.Processes.Living;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
@Timeout(60)
class ProcessTreeTest {

    private static final String RUN = "node-4711.2";
    private static final Duration GRACE = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir private Path spool;

    private final Time time = Time.system();
    private final Machine here = Machine.here();
    private final List<Process> started = new ArrayList<>();

    @AfterEach
    void endWhatIsLeft() throws InterruptedException {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
        ProcessTree.ofRun(RUN, spool, time).end(Duration.ZERO);
    }

    @Test
    void parentsComeBeforeTheirChildrenWhateverTheirNumbers() {
        Map<Long, Living> found = new HashMap<>();
        for (long[] each : new long[][] {{16, 17}, {17, 33}, {33, 1}, {2, 33}, {5, 4}}) {
            found.put(each[0], new Living(each[0], each[1], "start"));
        }

        List<Long> order = ProcessTree.parentsFirst(found).stream().map(Living::pid).toList();
        assertThat(order).containsExactlyInAnyOrder(16L, 17L, 33L, 2L, 5L);
        assertThat(order).containsSubsequence(33L, 17L, 16L).containsSubsequence(33L, 2L);
    }

    @Test
    void oddListingsInWhichAProcessDescendsFromItselfDoNotHang() {
        Map<Long, Living> found = new HashMap<>();
        found.put(7L, new Living(7, 8, "start"));
        found.put(8L, new Living(8, 7, "start"));

        assertThat(ProcessTree.parentsFirst(found)).hasSize(2);
    }

    @Test
    void whatCarriesTheMarkIsFoundInASessionOfItsOwnWithoutItsParent() throws Exception {
        Process parent = marked("setsid sleep 300 >/dev/null & echo $! >pid");
        parent.waitFor();
        long orphan = pid("pid");
        assertThat(lives(orphan)).isTrue();

        assertThat(ofRun().end(GRACE)).isTrue();
        assertThat(lives(orphan)).isFalse();
    }

    /** So has a process, for a moment, that is just getting its next program. */
    @Test
    @Timeout(60)
    void whileAnyProcessHasNoEnvironmentItLooksOnceMoreAfterAWhile() throws Exception {
        start("exec env -i sleep 300 >pid", "", spool);
        TestTime waits = new TestTime();
        long begin = waits.nanos();

        while (waits.nanos() == begin) { // until it has come so far
            assertThat(ProcessTree.ofRun(RUN, spool, waits).end(GRACE)).isTrue();
        }
        assertThat(waits.nanos() - begin).isEqualTo(Duration.ofMillis(50).toNanos());
    }

    @Test
    void anotherRunAndAnotherSpoolAreLeftAlone(@TempDir Path elsewhere) throws Exception {
        Process otherRun = start("exec sleep 300", "node-4711.21", spool);
        Process otherSpool = start("exec sleep 300", RUN, elsewhere);
        Process mine = marked("exec sleep 300");

        assertThat(ofRun().end(GRACE)).isTrue();
        assertThat(mine.waitFor()).isEqualTo(143);
        assertThat(List.of(otherRun, otherSpool)).allMatch(Process::isAlive);
    }

    @Test
    void whatDescendsFromANamedProcessIsFoundWithoutAMark() throws Exception {
        Process root = start("env -i sleep 300 & echo $! >pid; wait", "", spool);
        long child = pid("pid");

        assertThat(ofRun().with(root.pid(), startOf(root)).end(GRACE)).isTrue();
        assertThat(root.isAlive() && here.startOf(root.pid()).isPresent()).isFalse();
        assertThat(lives(child)).isFalse();
    }

    @Test
    void aNumberThatChangedHandsIsNotTouched() throws Exception {
        Process stranger = start("exec sleep 300", "", spool);

        assertThat(ofRun().with(stranger.pid(), startOf(stranger) + "0").end(GRACE)).isTrue();
        assertThat(stranger.isAlive()).isTrue();
    }

    @Test
    void theyAreAskedFirstAndCanEndInOrder() throws Exception {
        Process polite =
                marked(
                        "trap 'echo bye >said; exit 7' TERM; echo $$ >pid;"
                                + " while :; do sleep 0.05; done");
        pid("pid");

        assertThat(ofRun().end(GRACE)).isTrue();
        assertThat(polite.waitFor()).isEqualTo(7);
        assertThat(spool.resolve("said")).hasContent("bye");
    }

    @Test
    void whatDoesNotHeedIsKilledAfterTheGraceButNotBefore() throws Exception {
        Process deaf = marked("trap '' TERM; echo $$ >pid; while :; do sleep 1; done");
        pid("pid");

        long begin = time.nanos();
        assertThat(ofRun().end(SHORT)).isTrue();
        assertThat(Duration.ofNanos(time.nanos() - begin)).isGreaterThanOrEqualTo(SHORT);
        assertThat(deaf.waitFor()).isEqualTo(137);
    }

    @Test
    void whatWasStoppedIsKilled() throws Exception {
        Process stopped = marked("echo $$ >pid; kill -STOP $$; exec sleep 300");
        long pid = pid("pid");
        await(() -> read(Path.of("/proc/" + pid + "/stat")).contains(") T "));

        assertThat(ofRun().end(SHORT)).isTrue();
        assertThat(stopped.waitFor()).isEqualTo(137);
    }

    @Test
    void whatLostItsParentMeanwhileIsNotForgotten() throws Exception {
        Process root =
                start(
                        "env -i sh -c 'trap \"\" TERM; echo $$ >pid; while :; do sleep 1; done' &"
                                + " wait",
                        "",
                        spool);
        long deaf = pid("pid");

        assertThat(ofRun().with(root.pid(), startOf(root)).end(SHORT)).isTrue();
        assertThat(lives(deaf)).isFalse();
    }

    @Test
    void whatIsStartedWhileTheRestIsEndedIsEndedToo() throws Exception {
        Process root =
                marked(
                        "trap 'setsid sleep 300 >/dev/null & echo $! >late; exit 0' TERM;"
                                + " echo $$ >pid; while :; do sleep 0.05; done");
        pid("pid");

        assertThat(ofRun().end(SHORT)).isTrue();
        assertThat(root.waitFor()).isZero();
        assertThat(lives(pid("late"))).isFalse();
    }

    @Test
    void nobodyIsAskedTwiceEvenIfItsParentGoes() throws Exception {
        Process root =
                marked(
                        "sh -c 'trap \"echo asked >>said\" TERM; echo $$ >pid;"
                                + " while :; do sleep 0.05; done' & wait");
        pid("pid");

        assertThat(ofRun().end(SHORT)).isTrue();
        assertThat(root.waitFor()).isEqualTo(143);
        assertThat(spool.resolve("said")).hasContent("asked");
    }

    @Test
    void whatOneStartsToCleanUpIsLeftToItForTheGrace() throws Exception {
        marked(
                "trap 'sleep 0.5 && echo clean >said; exit' TERM; echo $$ >pid;"
                        + " while :; do sleep 0.05; done");
        pid("pid");

        assertThat(ofRun().end(GRACE)).isTrue();
        assertThat(spool.resolve("said")).hasContent("clean");
    }

    @Test
    void aTreeThatKeepsGrowingIsEnded() throws Exception {
        marked("trap '' TERM; echo $$ >pid; while :; do sleep 300 & sleep 0.002; done");
        pid("pid");

        assertThat(ofRun().end(SHORT)).isTrue();
        assertThat(Processes.all())
                .noneMatch(
                        process ->
                                Processes.environmentOf(process.pid())
                                        .filter(e -> e.contains("FJD_SPOOL=" + spool + "\0"))
                                        .isPresent());
    }

    @Test
    void neitherThisProcessNorItsAncestorsAreEnded() throws Exception {
        Process child = start("exec sleep 300", "", spool);
        ProcessHandle self = ProcessHandle.current();
        ProcessHandle parent = self.parent().orElseThrow();
        ProcessTree tree =
                ofRun().with(self.pid(), here.startOf(self.pid()).orElseThrow())
                        .with(parent.pid(), here.startOf(parent.pid()).orElseThrow());

        assertThat(tree.end(SHORT)).isTrue();
        assertThat(parent.isAlive()).isTrue();
        assertThat(child.isAlive()).isTrue();
    }

    @Test
    void whereNothingIsFoundNothingIsWaitedFor() throws Exception {
        assertThat(ofRun().end(Duration.ofDays(1))).isTrue();
    }

    private ProcessTree ofRun() {
        return ProcessTree.ofRun(RUN, spool, time);
    }

    private Process marked(String script) throws IOException {
        return start(script, RUN, spool);
    }

    private Process start(String script, String run, Path spoolOfRun) throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sh", "-c", script).directory(spool.toFile());
        builder.environment().put("FJD_POD", run);
        builder.environment().put("FJD_SPOOL", spoolOfRun.toString());
        Process process =
                builder.redirectErrorStream(true)
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .start();
        started.add(process);
        return process;
    }

    private String startOf(Process process) {
        return here.startOf(process.pid()).orElseThrow();
    }

    private boolean lives(long pid) {
        return here.startOf(pid).isPresent();
    }

    /** The number that a script has written to a file. */
    private long pid(String file) throws InterruptedException {
        await(() -> read(spool.resolve(file)).endsWith("\n"));
        return Long.parseLong(read(spool.resolve(file)).strip());
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }

    private void await(BooleanSupplier condition) throws InterruptedException {
        long begin = time.nanos();
        while (!condition.getAsBoolean()) {
            assertThat(Duration.ofNanos(time.nanos() - begin)).isLessThan(GRACE);
            time.pause(Duration.ofMillis(5));
        }
    }
}
