package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.fjd.job.Run;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spools;
import org.junit.jupiter.api.Test;

/** A worker whose steps fail half-way, or whose pods somebody else touched. */
class WorkerTroubleTest extends SteppedWorker {

    WorkerTroubleTest() throws IOException {}

    private void fails() {
        assertThatThrownBy(() -> worker.tick()).isInstanceOf(IOException.class);
    }

    private void runs(String name, Run run) throws Exception {
        assign(name, run);
        ticks(2);
        runner.last().exits(0);
        ticks(4);
        assertThat(Spools.names(spool, "done")).contains(name + ".conf");
    }

    /** Puts a file in the place of a directory; to delete it is to end the trouble. */
    private Path obstruct(String directory) throws IOException {
        Path path = spool.root().resolve(directory);
        Files.delete(path);
        return Files.writeString(path, "in the way");
    }

    private void isIdleAs(long number) throws IOException {
        assertThat(spool.pods().runs()).containsExactly(run(number));
        assertThat(spool.workerQueue().idle()).containsExactly(run(number));
        assertThat(spool.pods().jobs(run(number))).isEmpty();
    }

    @Test
    void aPodOfWhichItCanNotTellWhetherItWasAnnouncedIsGivenUpWithTheJobInIt() throws Exception {
        Path inTheWay = obstruct("workerqueue");
        fails();
        Files.delete(inTheWay);
        assign("a", run(1));
        ticks(2);

        assertThat(Spools.names(spool, "retryqueue")).containsExactly("a@" + run(1) + ".conf");
        isIdleAs(2);
    }

    @Test
    void aWorkerThatLeavesGivesUpSuchAPodToo() throws Exception {
        Path inTheWay = obstruct("workerqueue");
        fails();
        Files.delete(inTheWay);
        assign("a", run(1));
        worker.leave(Leave.WHEN_DONE);
        ticks(3);

        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.files(spool)).containsExactly("retryqueue/a@" + run(1) + ".conf");
        assertThat(spool.pods().runs()).isEmpty();
    }

    @Test
    void aWorkerThatWasStruckOffLeavesSuchAPodToAnyReaper() throws Exception {
        Path inTheWay = obstruct("workerqueue");
        fails();
        Files.delete(inTheWay);
        assign("a", run(1));
        spool.roll().strike(worker.name());
        time.pass(Duration.ofSeconds(5));
        worker.beat();
        ticks(3);

        assertThat(Spools.names(spool, ".fjd/morgue/" + run(1) + "@nobody"))
                .containsExactly("a.conf");
        isIdleAs(2);
    }

    @Test
    void announcesWithANewFileWhenTheOneThatWasTakenIsGone() throws Exception {
        worker.tick();
        Path job = assign("a", run(1));
        worker.tick();
        Files.delete(spool.root().resolve(".fjd/taken").resolve(run(1).toString()));
        runner.last().exits(0);
        ticks(4);

        assertThat(job).doesNotExist();
        isIdleAs(3);
    }

    @Test
    void makesAPodInPlaceOfAnEmptyOneThatIsGone() throws Exception {
        worker.tick();
        runs("a", run(1));
        runs("b", run(2));
        assertThat(spool.workerQueue().idle()).containsExactly(run(3));
        Files.delete(spool.pods().path(run(2)));
        assign("c", run(3));
        ticks(2);

        assertThat(runner.started()).hasSize(3);
        assertThat(spool.workerQueue().idle()).containsExactly(run(4));
        assertThat(spool.pods().path(run(4))).isDirectory();
    }

    @Test
    void aPodIsGivenUpThoughThatFailsHalfWay() throws Exception {
        worker.tick();
        assign("a", run(1));
        Path inTheWay = obstruct("retryqueue");
        worker.leave(Leave.NOW);
        worker.tick();
        fails();
        fails();
        Files.delete(inTheWay);
        ticks(3);

        assertThat(worker.isGone()).isTrue();
        assertThat(Spools.files(spool)).containsExactly("retryqueue/a@" + run(1) + ".conf");
        assertThat(Spools.names(spool, ".fjd/morgue")).isEmpty();
    }

    @Test
    void aJobInAPodThatWasHalfGivenUpIsLeftToAnyReaperWhenTheWorkerIsStruckOff() throws Exception {
        worker.tick();
        spool.workerQueue().take(run(1));
        time.pass(Duration.ofMillis(250));
        worker.tick();
        time.pass(Duration.ofSeconds(2));
        time.atNextReading(
                () -> assertThatCode(() -> assign("a", run(1))).doesNotThrowAnyException());
        Path inTheWay = obstruct("retryqueue");
        fails();
        assertThat(Spools.names(spool, ".fjd/morgue/" + run(1) + "@" + worker.name()))
                .containsExactly("a.conf");
        Files.delete(inTheWay);
        spool.roll().strike(worker.name());
        time.pass(Duration.ofSeconds(5));
        worker.beat();
        ticks(3);

        assertThat(Spools.names(spool, ".fjd/morgue/" + run(1) + "@nobody"))
                .containsExactly("a.conf");
        isIdleAs(2);
    }

    @Test
    void aPodThatWillNotGoAwayYetIsLeftToAnyReaper() throws Exception {
        worker.tick();
        Files.writeString(spool.pods().path(run(1)).resolve(".nfs0001"), "still open");
        spool.workerQueue().take(run(1));
        time.pass(Duration.ofMillis(250));
        worker.tick();
        time.pass(Duration.ofSeconds(2));
        ticks(3);

        assertThat(Spools.names(spool, ".fjd/morgue")).containsExactly(run(1) + "@nobody");
        isIdleAs(2);
    }

    @Test
    void aJobThatIsTakenAwayAtTheMomentOfItsStartIsLetGo() throws Exception {
        worker.tick();
        Path job = assign("a", run(1));
        Path elsewhere = spool.root().resolve("a.conf");
        time.atNextReading(
                () -> assertThatCode(() -> Files.move(job, elsewhere)).doesNotThrowAnyException());
        runner.failOnce(new NoSuchFileException(job.toString()));
        ticks(4);

        assertThat(elsewhere).hasContent(Spools.JOB);
        assertThat(Spools.names(spool, "failed")).isEmpty();
        isIdleAs(2);
    }
}
