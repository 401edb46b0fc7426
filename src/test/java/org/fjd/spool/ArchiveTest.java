package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.fjd.job.History;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.job.Values;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchiveTest {

    private static final Run RUN = new Run("w", 1);

    private Spool spool;
    private Archive archive;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
        archive = spool.archive();
    }

    private static Outcome outcome(State state) {
        return new Outcome(state, RUN, List.of());
    }

    private Path ended(String name, State state) throws IOException {
        return Spools.end(archive, Spools.drop(spool, name), Spools.name(name), outcome(state))
                .orElseThrow();
    }

    @Test
    void theReasonOfBeforeGoesWhenAJobFailsInAnotherWay() throws Exception {
        Path rejected =
                spool.archive()
                        .reject(Spools.drop(spool, "a"), Spools.name("a"), "It is odd.")
                        .orElseThrow();
        Files.delete(rejected);
        Outcome failed = new Outcome(State.FAILED, Spools.run("w", 1), List.of());
        Spools.end(spool.archive(), Spools.drop(spool, "a"), Spools.name("a"), failed);

        assertThat(Spools.names(spool, "failed")).containsExactly("a.conf");
    }

    /** As by a late write of the worker of an earlier run. */
    @Test
    void aJobThatChangedSinceItWasReadIsReadAgainBeforeItsEndIsRecorded() throws Exception {
        Path job = Spools.drop(spool, "a");
        Snapshot before = spool.jobReader().snapshot(job);
        Files.writeString(
                job,
                "\n[result]\nstate = failed\nrun = v.7\nwhole = yes\n",
                StandardOpenOption.APPEND);

        archive.record(job, before, outcome(State.DONE), Values.NONE);

        assertThat(Files.readString(job)).contains("[result.2]\nstate = done\nrun = w.1");
    }

    @Test
    void anEndThatIsRecordedIsNotRecordedOnceMoreAfterALostReply() throws Exception {
        Path job = Spools.drop(spool, "a");
        Snapshot before = spool.jobReader().snapshot(job);
        archive.record(job, before, outcome(State.DONE), Values.NONE);
        byte[] once = Files.readAllBytes(job);

        assertThat(archive.record(job, before, outcome(State.DONE), Values.NONE)).isTrue();
        assertThat(Files.readAllBytes(job)).isEqualTo(once);
    }

    @Test
    void theReasonOfANamesakeStays() throws Exception {
        spool.archive().reject(Spools.drop(spool, "a"), Spools.name("a"), "It is odd.");
        Outcome failed = new Outcome(State.FAILED, Spools.run("w", 1), List.of());
        Spools.end(spool.archive(), Spools.drop(spool, "a"), Spools.name("a"), failed);

        assertThat(Spools.names(spool, "failed")).containsExactly("a.conf", "a.reason", "a~2.conf");
    }

    @Test
    void keepsWhatIsDoneApartFromWhatFailed() throws IOException {
        assertThat(ended("a", State.DONE)).hasToString("/spool/done/a.conf");
        assertThat(ended("b", State.FAILED)).hasToString("/spool/failed/b.conf");
        assertThat(ended("c", State.LOST)).hasToString("/spool/failed/c.conf");

        assertThat(archive.countDone()).isOne();
        assertThat(archive.countFailed()).isEqualTo(2);
        assertThat(archive.failed()).hasToString("/spool/failed");
    }

    @Test
    void countsNothingButJobs() throws IOException {
        archive.reject(Spools.drop(spool, "a"), Spools.name("a"), "odd");
        Files.writeString(archive.failed().resolve("note"), "mine");

        assertThat(Spools.names(archive.failed())).containsExactly("a.conf", "a.reason", "note");
        assertThat(archive.countFailed()).isOne();
    }

    @Test
    void hasNothingToEndOrToNoteWhereThereIsNoPlainFile() throws IOException {
        Path missing = spool.root().resolve("jobqueue/a.conf");
        assertThat(Spools.end(archive, missing, Spools.name("a"), outcome(State.DONE))).isEmpty();
        assertThat(archive.note(missing, outcome(State.LOST))).isFalse();

        Files.createDirectory(missing);
        assertThat(archive.note(missing, outcome(State.LOST))).isFalse();
        assertThat(archive.reject(missing.resolve("x"), Spools.name("a"), "odd")).isEmpty();
        assertThat(Spools.names(archive.failed())).isEmpty();
    }

    @Test
    void tellsThePastOfPlainFiles() throws IOException {
        assertThat(archive.history(ended("a", State.DONE)).of(RUN)).hasValue(outcome(State.DONE));
        assertThat(archive.history(archive.failed()).attempt())
                .isEqualTo(History.of(new byte[0]).attempt());
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> archive.history(archive.failed().resolve("missing")));
    }

    @Test
    void marksEachFailureAndMarksItAnewWhenTheJobFailsAgain() throws IOException {
        Path failed = ended("a", State.FAILED);
        archive.reject(Spools.drop(spool, "b", ""), Spools.name("b"), "It is empty.");
        ended("c", State.DONE);
        Set<String> marks = archive.failures();
        assertThat(marks)
                .hasSize(2)
                .anyMatch(m -> m.startsWith("a "))
                .anyMatch(m -> m.startsWith("b "));
        assertThat(archive.failures()).isEqualTo(marks);

        FileTime later =
                FileTime.from(
                        Files.getLastModifiedTime(failed).toInstant().plus(Duration.ofDays(1)));
        Files.setLastModifiedTime(failed, later);
        assertThat(archive.failures()).hasSize(2).isNotEqualTo(marks);
    }

    @Test
    void aReasonThatIsAsOldAsTheLastResultIsOfIt() throws IOException {
        Path failed = ended("a", State.FAILED);
        Path reason = Files.writeString(archive.failed().resolve("a.reason"), "It is odd.");
        FileTime end = Files.getLastModifiedTime(failed);
        Files.setLastModifiedTime(reason, end);
        assertThat(archive.isRejected(failed, archive.history(failed))).isTrue();

        Files.setLastModifiedTime(reason, FileTime.from(end.toInstant().minusMillis(1)));
        assertThat(archive.isRejected(failed, archive.history(failed))).isFalse();
    }

    /** It holds a name for a file that comes at any moment, or was left by a crash. */
    @Test
    void anEmptyFileWithoutAReasonIsNoFailure() throws IOException {
        Files.createFile(archive.failed().resolve("a.conf"));

        assertThat(archive.failures()).isEmpty();
    }

    @Test
    void whatAJobSaidOfItsResultsIsRecordedWithItsEnd() throws Exception {
        Path job = Spools.drop(spool, "a");
        Values values = Values.parse("loss = 0.1\n");
        archive.record(job, spool.jobReader().snapshot(job), outcome(State.DONE), values);

        assertThat(archive.history(job).values(RUN)).isEqualTo(values);
        assertThat(archive.history(job).result()).hasValue(outcome(State.DONE));
    }

    @Test
    void theJobsOfBothDirectoriesAreItsEntries() throws IOException {
        Path done = ended("a", State.DONE);
        Path failed = ended("b", State.FAILED);
        Files.writeString(archive.failed().resolve("b.reason"), "x");

        assertThat(archive.directories()).containsExactly(done.getParent(), failed.getParent());
        assertThat(archive.entries()).containsExactlyInAnyOrder(done, failed);
        assertThat(archive.doneJobs()).containsExactly(done);
        assertThat(archive.failedJobs()).containsExactly(failed);
        assertThat(archive.isDone(done)).isTrue();
        assertThat(archive.isDone(failed)).isFalse();
    }

    @Test
    void whatARunCameToIsLookedForUnderTheJobsNameAndThoseOfItsCopies() throws IOException {
        ended("a", State.FAILED);
        Path copy =
                Files.move(
                        archive.failed().resolve("a.conf"), archive.failed().resolve("a~2.conf"));
        List<Path> files = List.of(archive.failed().resolve("a.conf"), copy); // the first is gone

        assertThat(archive.result(Spools.name("a"), RUN, files)).hasValue(outcome(State.FAILED));
        assertThat(archive.result(Spools.name("a"), RUN.next(), files)).isEmpty();
        assertThat(archive.result(Spools.name("b"), RUN, files)).isEmpty();
        assertThat(archive.result(Spools.name("a~"), RUN, files)).isEmpty();
    }

    @Test
    void aJobEndedWhenItsFileWasModifiedUnlessThatOnlyReservesAName() throws IOException {
        Path ended = ended("a", State.FAILED);
        assertThat(archive.ended(ended)).hasValue(Files.getLastModifiedTime(ended));
        Path reserved = Files.createFile(archive.failed().resolve("b.conf"));
        assertThat(archive.ended(reserved)).isEmpty();
        Files.writeString(archive.failed().resolve("b.reason"), "It is empty.");
        assertThat(archive.ended(reserved)).hasValue(Files.getLastModifiedTime(reserved));
        Files.delete(reserved);
        assertThat(archive.ended(reserved)).isEmpty();
    }
}
