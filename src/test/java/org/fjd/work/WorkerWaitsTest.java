package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A worker that is left to itself, without hints and without its heart. */
class WorkerWaitsTest {

    private static final Long[] TO_THE_LATEST = {20L, 40L, 80L, 160L, 250L};

    private final Waits waits = new Waits();
    private final FakeRunner runner = new FakeRunner();
    private final List<String> log = new ArrayList<>();
    private Spool spool;
    private Worker worker;

    @BeforeEach
    void enlist() throws IOException {
        spool = Spools.inMemory(waits);
        Runner atOnce =
                order -> {
                    Running job = runner.start(order);
                    runner.last().exits(0);
                    return job;
                };
        worker = Worker.enlist(spool, Machine.here(), atOnce, spool.lookout(), log::add);
    }

    private Run run(long number) {
        return new Run(worker.name(), number);
    }

    private void work() throws InterruptedException {
        worker.run(heart -> new Thread(() -> {}));
    }

    private void askToLeave() throws IOException {
        spool.requests().ask(worker.name(), Leave.WHEN_DONE);
    }

    private void assign(String name, Run run) throws IOException {
        Path dropped = Spools.drop(spool, name);
        spool.workerQueue().take(run);
        spool.jobQueue().assign(spool.jobQueue().look(dropped).orElseThrow(), run);
    }

    private Path obstruct(String directory) throws IOException {
        Path path = spool.root().resolve(directory);
        Files.delete(path);
        return Files.writeString(path, "in the way");
    }

    private static Long[] andThen(Long... more) {
        List<Long> all = new ArrayList<>(List.of(TO_THE_LATEST));
        all.addAll(Arrays.asList(more));
        return all.toArray(Long[]::new);
    }

    @Test
    void looksSoonAndThenEverLaterWhileNothingHappensAndHearsWhatIsAsked() throws Exception {
        waits.at(6, this::askToLeave);
        work();

        assertThat(waits.millis()).containsExactly(andThen(270L));
        assertThat(worker.isGone()).isTrue();
    }

    @Test
    void looksSoonAgainAfterAJobButHearsWhatIsAskedFourTimesASecond() throws Exception {
        waits.at(5, () -> assign("a", run(1)));
        waits.at(7, this::askToLeave);
        work();

        assertThat(waits.millis()).containsExactly(andThen(20L, 40L, 80L, 160L));
        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
    }

    @Test
    void looksFourTimesASecondWhileItsPodIsTakenAndAnnouncesAnotherAtOnceWhenThatIsGivenUp()
            throws Exception {
        Set<Run> idle = new HashSet<>();
        waits.at(5, () -> spool.workerQueue().take(run(1)));
        waits.at(
                14,
                () -> {
                    idle.addAll(spool.workerQueue().idle());
                    askToLeave();
                });
        work();

        assertThat(waits.millis())
                .containsExactly(andThen(250L, 250L, 250L, 250L, 250L, 250L, 250L, 250L, 513L));
        assertThat(idle).containsExactly(run(2));
    }

    @Test
    void triesAgainEachSecondWhileThereIsTroubleAndTellsOfItOnce() throws Exception {
        Path inTheWay = obstruct("workerqueue");
        waits.at(
                4,
                () -> {
                    Files.delete(inTheWay);
                    askToLeave();
                });
        work();

        assertThat(waits.millis()).containsExactly(1000L, 1000L, 1000L, 1000L);
        assertThat(log).singleElement().asString().endsWith("; tried again until it goes");
    }

    @Test
    void tellsAgainOfTroubleThatLastsForMinutes() throws Exception {
        Path inTheWay = obstruct("workerqueue");
        waits.at(
                650,
                () -> {
                    Files.delete(inTheWay);
                    askToLeave();
                });
        work();

        assertThat(log).as("at once, and every five minutes").hasSize(3);
    }

    @Test
    void inTroubleItMakesWhatIsMissingOfTheTree() throws Exception {
        worker.tick();
        assign("a", run(1));
        worker.leave(Leave.WHEN_DONE);
        Files.delete(spool.requests().directory());
        runner.failOnce(new IOException("too many processes"));
        work();

        assertThat(spool.requests().directory()).isDirectory();
        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
    }

    @Test
    void inTroubleItTakesBackTheRightsToItsPodThatTheJobTookAway() throws Exception {
        worker.tick();
        assign("a", run(1));
        worker.leave(Leave.WHEN_DONE);
        worker.tick();
        Path pod = spool.pods().path(run(1));
        Files.setPosixFilePermissions(pod, Set.of());
        Path inTheWay = obstruct("done");
        Set<PosixFilePermission> rights = new HashSet<>();
        waits.at(
                2,
                () -> {
                    rights.addAll(Files.getPosixFilePermissions(pod));
                    Files.delete(inTheWay);
                });
        work();

        assertThat(rights).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
    }
}
