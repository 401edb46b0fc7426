package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.fjd.spool.Machine;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Spools;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkerTest extends SteppedWorker {

    WorkerTest() throws IOException {}

    private Path runs(String name) throws Exception {
        worker.tick();
        Path job = assign(name, Spools.JOB, run(1));
        worker.tick();
        assertThat(runner.started()).hasSize(1);
        return job;
    }

    private void isIdleAs(long number) throws IOException {
        assertThat(spool.pods().runs()).containsExactly(run(number));
        assertThat(spool.workerQueue().idle()).containsExactly(run(number));
        assertThat(spool.pods().jobs(run(number))).isEmpty();
    }

    @Test
    void announcesAPodAndIsOnTheRollBeforeThat() throws Exception {
        assertThat(spool.roll().has(worker.name())).isTrue();
        assertThat(spool.pods().runs()).isEmpty();

        worker.tick();

        isIdleAs(1);
    }

    @Test
    void runsTheJobInItsPodRecordsItsEndAndRenewsThePod() throws Exception {
        runs("a");
        ticks(4);
        assertThat(Spools.names(spool, "done")).isEmpty();

        runner.last().exits(0);
        time.pass(Duration.ofMillis(1500));
        ticks(4);

        assertThat(Spools.text(spool, "done/a.conf"))
                .startsWith(Spools.JOB + "\n[result]\nstate = done\nrun = " + run(1))
                .contains("\nexit = 0\n", "\nwall = 1.500\n", "\nlog = logs/a.log\n");
        isIdleAs(2);
    }

    @Test
    void tellsTheJobWhereItIs() throws Exception {
        Path job = runs("a");

        assertThat(runner.last().order().environment())
                .containsEntry("FJD_SPOOL", "/spool")
                .containsEntry("FJD_JOB", "a")
                .containsEntry("FJD_JOB_FILE", job.toString())
                .containsEntry("FJD_ATTEMPT", "1")
                .containsEntry("FJD_WORKER", worker.name())
                .containsEntry("FJD_POD", run(1).toString());
    }

    @Test
    void aJobThatExitsOtherwiseHasFailed() throws Exception {
        runs("a");
        runner.last().exits(3);
        ticks(4);

        assertThat(Spools.text(spool, "failed/a.conf")).contains("state = failed", "exit = 3");
        isIdleAs(2);
    }

    @Test
    void aJobThatATerminationHasEndedHasFailedWhenItsWorkerIsNotToldToLeaveAsWell()
            throws Exception {
        runs("a");
        runner.last().exits(143);
        ticks(4);
        assertThat(Spools.names(spool, "failed")).isEmpty();
        time.pass(Duration.ofSeconds(2));
        ticks(4);

        assertThat(Spools.text(spool, "failed/a.conf"))
                .contains("state = failed", "exit = 143", "signal = TERM");
        isIdleAs(2);
    }

    @Test
    void aJobThatCanNotBeStartedHasFailedWithTheReason() throws Exception {
        runner.refuse("no such program");
        worker.tick();
        assign("a", Spools.JOB, run(1));
        ticks(5);

        assertThat(Spools.text(spool, "failed/a.conf"))
                .contains("reason = could not start: no such program");
        isIdleAs(2);
    }

    @Test
    void aFileThatIsNoJobIsRejectedUnchanged() throws Exception {
        worker.tick();
        assign("a", "no ini", run(1));
        ticks(4);

        assertThat(Spools.text(spool, "failed/a.conf")).isEqualTo("no ini");
        assertThat(Spools.text(spool, "failed/a.reason")).startsWith("It is not INI.");
        isIdleAs(2);
    }

    @Test
    void troubleOfTheMachineWhenAJobIsStartedLetsItTryAgain() throws Exception {
        worker.tick();
        assign("a", Spools.JOB, run(1));
        runner.failOnce(new IOException("too many processes"));

        assertThatThrownBy(() -> worker.tick()).hasMessage("too many processes");
        worker.tick();
        assertThat(runner.started()).hasSize(1);
        runner.last().exits(0);
        ticks(4);
        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
    }

    @Test
    void troubleWithTheArchiveKeepsTheJobAndRecordsOneEndLater() throws Exception {
        Path job = runs("a");
        Path done = spool.root().resolve("done");
        Files.delete(done);
        Files.writeString(done, "in the way");
        runner.last().exits(0);
        ticks(2);
        for (int i = 0; i < 3; i++) {
            assertThatThrownBy(() -> worker.tick()).isInstanceOf(IOException.class);
            assertThat(job).exists();
        }

        Files.delete(done);
        ticks(4);

        assertThat(Spools.text(spool, "done/a.conf")).containsOnlyOnce("[result");
        isIdleAs(2);
    }

    @Test
    void announcesAnotherNumberWhenTheAnnouncementVanishedAndNoJobCame() throws Exception {
        worker.tick();
        spool.workerQueue().take(run(1));
        time.pass(Duration.ofMillis(250));
        ticks(2);
        time.pass(Duration.ofSeconds(2).minusNanos(1));
        ticks(4);
        assertThat(spool.workerQueue().idle()).isEmpty();

        time.pass(Duration.ofNanos(1));
        ticks(4);

        isIdleAs(2);
    }

    @Test
    void aJobThatComesWithinThePatienceIsRun() throws Exception {
        worker.tick();
        spool.workerQueue().take(run(1));
        ticks(2);
        spool.workerQueue().announce(run(1));
        assign("a", Spools.JOB, run(1));
        worker.tick();

        assertThat(runner.last().order().environment()).containsEntry("FJD_POD", run(1) + "");
    }

    @Test
    void aJobThatSlippedInBeforeThePodWasGivenUpIsQueuedAgain() throws Exception {
        worker.tick();
        spool.workerQueue().take(run(1));
        time.pass(Duration.ofMillis(250));
        worker.tick();
        time.pass(Duration.ofSeconds(3));
        QueuedJob late = spool.jobQueue().look(Spools.drop(spool, "a")).orElseThrow();
        time.atNextReading(
                () ->
                        assertThatCode(
                                        () ->
                                                assertThat(spool.jobQueue().assign(late, run(1)))
                                                        .isTrue())
                                .doesNotThrowAnyException());
        ticks(3);

        assertThat(runner.started()).isEmpty();
        assertThat(Spools.names(spool, "retryqueue")).containsExactly("a@" + run(1) + ".conf");
        isIdleAs(2);
    }

    @Test
    void aJobThatRemovesItsFileIsRecordedFromWhatItWas() throws Exception {
        Path job = runs("a");
        Files.delete(job);
        runner.last().exits(0);
        ticks(6);

        assertThat(Spools.text(spool, "done/a.conf")).startsWith(Spools.JOB).contains("[result]");
        assertThat(log).containsExactly("a removed its own job file; it was written again");
        isIdleAs(2);
    }

    @Test
    void aJobThatReplacesItsFileByADirectoryIsRecordedAndTheDirectoryKept() throws Exception {
        Path job = runs("a");
        Files.delete(job);
        Files.createDirectory(job);
        runner.last().exits(0);
        ticks(6);

        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
        assertThat(spool.root().resolve(".fjd/strays/" + run(1) + "/a.conf")).isDirectory();
        isIdleAs(2);
    }

    @Test
    void aJobThatReplacesItsFileByALinkIsRecordedAndNothingIsWrittenThere() throws Exception {
        Path job = runs("a");
        Path precious = Files.writeString(spool.root().resolve("precious"), "mine");
        Files.delete(job);
        Files.createSymbolicLink(job, precious);
        runner.last().exits(0);
        ticks(6);

        assertThat(Files.readString(precious)).isEqualTo("mine");
        assertThat(Spools.text(spool, "done/a.conf")).contains("[result]");
        isIdleAs(2);
    }

    @Test
    void aJobThatRemovesItsPodIsRecorded() throws Exception {
        Path job = runs("a");
        Files.delete(job);
        Files.delete(job.getParent());
        runner.last().exits(0);
        ticks(6);

        assertThat(Spools.text(spool, "done/a.conf")).contains("run = " + run(1));
        isIdleAs(2);
    }

    @Test
    void otherFilesThatAJobLeavesInItsPodAreKeptAside() throws Exception {
        Path job = runs("a");
        Files.writeString(job.resolveSibling("b.dat"), "data");
        runner.last().exits(0);
        ticks(6);

        assertThat(Spools.names(spool, ".fjd/strays/" + run(1))).containsExactly("b.dat");
        assertThat(runner.started()).hasSize(1);
        isIdleAs(2);
    }

    @Test
    void aJobFileThatAJobPutsBesideItsOwnIsNoJob() throws Exception {
        Path job = runs("a");
        Files.writeString(job.resolveSibling("b.conf"), Spools.JOB);
        runner.last().exits(0);
        ticks(6);

        assertThat(Spools.names(spool, ".fjd/strays/" + run(1))).containsExactly("b.conf");
        assertThat(runner.started()).hasSize(1);
        isIdleAs(2);
    }

    @Test
    void recordsWhenTheJobBeganAndEndedAndWhere() throws Exception {
        runs("a");
        runner.last().exits(0);
        time.pass(Duration.ofMillis(1500));
        ticks(4);

        assertThat(Spools.text(spool, "done/a.conf"))
                .contains(
                        "\nhost = " + Machine.here().host() + "\n",
                        "\nstarted = 2030-01-01T00:00:00Z\n",
                        "\nended = 2030-01-01T00:00:01.500Z\n");
    }

    @Test
    void makesTheDirectoryOfTheLogfileAndResolvesPathsAsTheJobAsks() throws Exception {
        worker.tick();
        assign(
                "a",
                Spools.JOB + "directory: d\nlogfile: logs of mine/x.dat\nstdout: o\nstderr: e\n",
                run(1));
        worker.tick();

        Path directory = spool.root().resolve("d");
        assertThat(directory.resolve("logs of mine")).isDirectory();
        assertThat(runner.last().order().directory()).isEqualTo(directory);
        assertThat(runner.last().order().workerDirectory()).isEqualTo(spool.root());
        assertThat(runner.last().order().stdout()).isEqualTo(directory.resolve("o"));
        assertThat(runner.last().order().stderr()).isEqualTo(directory.resolve("e"));
        runner.last().exits(0);
        ticks(4);
        assertThat(Spools.text(spool, "done/a.conf")).doesNotContain("log =");
        assertThat(Spools.names(spool, "logs")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdout", "stderr"})
    void whatIsNotAskedForElsewhereGoesIntoTheLog(String key) throws Exception {
        worker.tick();
        assign("a", Spools.JOB + key + ": x\n", run(1));
        worker.tick();

        Order order = runner.last().order();
        Path asked = spool.root().resolve("x");
        Path log = spool.root().resolve("logs/a.log");
        assertThat(order.stdout()).isEqualTo(key.equals("stdout") ? asked : log);
        assertThat(order.stderr()).isEqualTo(key.equals("stderr") ? asked : log);
    }

    @Test
    void afterAShortJobItAnnouncesASecondPodUnlessTheNextOneIsLong() throws Exception {
        runs("a");
        assertThat(spool.workerQueue().idle()).isEmpty();
        runner.last().exits(0);
        ticks(4);
        Path next = assign("b", Spools.JOB, run(2));
        ticks(2);
        assertThat(runner.started()).hasSize(2);
        assertThat(spool.workerQueue().idle()).containsExactly(run(3));

        assign("c", Spools.JOB, run(3));
        time.pass(Duration.ofMinutes(1));
        ticks(2);
        assertThat(next).exists();
        assertThat(spool.workerQueue().idle()).isEmpty();
        assertThat(Spools.names(spool, "retryqueue")).containsExactly("c@" + run(3) + ".conf");
    }

    @Test
    void afterALongJobItAnnouncesNoSecondPod() throws Exception {
        runs("a");
        time.pass(Duration.ofMinutes(1));
        runner.last().exits(0);
        ticks(4);
        assign("b", Spools.JOB, run(2));
        ticks(4);

        assertThat(runner.started()).hasSize(2);
        assertThat(spool.workerQueue().idle()).isEmpty();
    }

    @Test
    void saysWhetherThereMayBeMoreToDoAtOnceWhichIsNotSoOfWhatItJustAnnounced() throws Exception {
        assertThat(worker.tick()).isFalse();
        assertThat(worker.tick()).isFalse();
        assign("a", Spools.JOB, run(1));
        assertThat(worker.tick()).isTrue();
    }

    @Test
    void beatsWhenItIsDueOrWhenItHasSomethingNewToSay() throws Exception {
        worker.tick();
        worker.beat();
        long said = beats();
        worker.beat();
        assertThat(beats()).as("nothing new").isEqualTo(said);

        time.pass(Duration.ofSeconds(5).minusNanos(1));
        worker.beat();
        assertThat(beats()).as("not yet").isEqualTo(said);
        time.pass(Duration.ofNanos(1));
        worker.beat();
        assertThat(beats()).as("due").isEqualTo(said + 1);

        assign("a", Spools.JOB, run(1));
        worker.tick();
        worker.beat();
        assertThat(beats()).as("busy now").isEqualTo(said + 2);
    }

    private long beats() throws IOException {
        return spool.roll().read(worker.name()).orElseThrow().beat();
    }
}
