package org.fjd.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fjd.job.Conditions;
import org.fjd.job.JobName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobQueueTest {

    private static final JobName A = Spools.name("a");
    private static final byte[] TEXT = Spools.JOB.getBytes(UTF_8);

    private Spool spool;
    private JobQueue queue;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
        queue = spool.jobQueue();
    }

    private Path file(String path) throws IOException {
        return Files.writeString(spool.root().resolve(path), Spools.JOB);
    }

    @Test
    void onlyFilesThatAreCalledAsJobsAreInIt() throws IOException {
        Path dropped = file("jobqueue/a.conf");
        Path retried = file("retryqueue/b@w.1.conf");
        file("jobqueue/note");
        file("jobqueue/.c.conf");
        file("retryqueue/d.conf");

        assertThat(queue.entries()).containsExactlyInAnyOrder(dropped, retried);
        assertThat(queue.byName()).isEqualTo(Map.of(A, dropped, Spools.name("b"), retried));
        assertThat(queue.names()).containsExactly(A);
        assertThat(queue.directories()).containsExactly(dropped.getParent(), retried.getParent());
    }

    @Test
    void aLookTellsWhetherItIsQueuedAgain() throws IOException {
        QueuedJob dropped = queue.look(file("jobqueue/a.conf")).orElseThrow();
        assertThat(dropped.retried()).isFalse();
        assertThat(dropped.plain()).isTrue();
        assertThat(dropped.size()).isEqualTo(TEXT.length);
        assertThat(queue.look(file("retryqueue/b@w.1.conf")).orElseThrow())
                .returns(true, QueuedJob::retried)
                .returns(Spools.name("b"), QueuedJob::name);
        assertThat(queue.look(spool.root().resolve("jobqueue/gone.conf"))).isEmpty();
    }

    @Test
    void whatCanNotBeReadSaysNothingAndWhatIsGoneIsNoJob() throws IOException {
        Path directory = Files.createDirectory(spool.root().resolve("jobqueue/d.conf"));
        QueuedJob odd = queue.look(directory).orElseThrow();
        assertThat(odd.plain()).isFalse();
        assertThat(queue.read(odd, spool.jobReader().defaults()))
                .hasValueSatisfying(
                        text -> {
                            assertThat(text.conditions()).isEqualTo(Conditions.NONE);
                            assertThat(text.submitted()).isFalse();
                        });

        QueuedJob job = queue.look(file("jobqueue/a.conf")).orElseThrow();
        assertThat(queue.read(job, spool.jobReader().defaults())).isPresent();
        assertThat(queue.readAssigned(job.path(), spool.jobReader().defaults())).isPresent();
        Files.delete(job.path());
        assertThat(queue.read(job, spool.jobReader().defaults())).isEmpty();
        assertThat(queue.readAssigned(job.path(), spool.jobReader().defaults())).isEmpty();
    }

    @Test
    void aJobIsSubmittedUnlessOneOfItsNameIsThere() throws IOException {
        assertThat(queue.draft(A, TEXT)).isTrue();
        assertThat(queue.draft(A, TEXT)).isFalse();
        assertThat(queue.submit(A)).hasValue(spool.root().resolve("jobqueue/a.conf"));
        assertThat(Spools.text(spool, "jobqueue/a.conf")).isEqualTo(Spools.JOB);

        queue.draft(A, "other".getBytes(UTF_8));
        assertThat(queue.submit(A)).isEmpty();
        assertThat(Spools.text(spool, "jobqueue/a.conf")).isEqualTo(Spools.JOB);
        assertThat(Spools.text(spool, ".fjd/tmp/a.conf")).isEqualTo("other");
    }

    @Test
    void directoriesThatSomebodyRemovedAreMadeAgain() throws IOException {
        Files.delete(spool.root().resolve(".fjd/tmp"));
        Files.delete(spool.root().resolve("jobqueue"));
        assertThat(queue.draft(A, TEXT)).isTrue();
        assertThat(queue.submit(A)).isPresent();

        Files.delete(spool.root().resolve("retryqueue"));
        assertThat(queue.putBack(spool.root().resolve("jobqueue/a.conf"), A, Spools.run("w", 1)))
                .isTrue();
        assertThat(Spools.names(spool, "retryqueue")).containsExactly("a@w.1.conf");
    }

    @Test
    void aJobThatIsGoneIsNotPutBack() throws IOException {
        Path gone = spool.root().resolve("jobqueue/a.conf");
        assertThat(queue.putBack(gone, A, Spools.run("w", 1))).isFalse();
        Files.delete(spool.root().resolve("retryqueue"));
        assertThat(queue.putBack(gone, A, Spools.run("w", 1))).isFalse();
    }

    @Test
    void aDraftThatIsGoneIsNotSubmitted() {
        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> queue.submit(A));
    }

    @Test
    void onlyOnesOwnDraftIsDiscarded() throws IOException {
        queue.draft(A, TEXT);
        queue.discard(A, (Spools.JOB + "# mine").getBytes(UTF_8));
        queue.discard(A, Spools.JOB.substring(1).getBytes(UTF_8));
        assertThat(Spools.names(spool, ".fjd/tmp")).containsExactly("a.conf");

        queue.discard(A, TEXT);
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
        queue.discard(A, TEXT);
    }

    @Test
    void anEndedJobIsQueuedAgainUnlessItHasChanged() throws Exception {
        Path ended = file("failed/a.conf");
        Stamp read = spool.jobReader().snapshot(ended).stamp();
        Files.writeString(ended, Spools.JOB + "# changed");
        assertThat(queue.retry(ended, read, A, Spools.run("u", 1))).isFalse();
        assertThat(Spools.names(spool, "failed")).containsExactly("a.conf");

        read = spool.jobReader().snapshot(ended).stamp();
        assertThat(queue.retry(ended, read, A, Spools.run("u", 1))).isTrue();
        assertThat(Spools.names(spool, "retryqueue")).containsExactly("a@u.1.conf");
        assertThat(queue.retry(ended, read, A, Spools.run("u", 2))).isFalse();
    }

    @Test
    void aJobThatIsQueuedAgainHasItsNameInThePod() throws IOException {
        var run = Spools.run("w", 2);
        spool.pods().open(run);
        QueuedJob again = queue.look(file("retryqueue/a@w.1.conf")).orElseThrow();
        assertThat(queue.assign(again, run)).isTrue();
        assertThat(Spools.names(spool, "jobpods/w.2")).containsExactly("a.conf");
    }

    @Test
    void anEmptyFileSettlesLongest() throws IOException {
        Path file = Files.createFile(spool.root().resolve("jobqueue/a.conf"));
        QueuedJob empty = queue.look(file).orElseThrow();
        QueuedJob full = queue.look(file("jobqueue/b.conf")).orElseThrow();
        Duration settle = Duration.ofSeconds(2);
        assertThat(full.settleTime(settle)).isEqualTo(settle);
        assertThat(empty.settleTime(settle)).isEqualTo(Duration.ofSeconds(10));
        assertThat(empty.settleTime(Duration.ofSeconds(11))).isEqualTo(Duration.ofSeconds(11));
    }

    @Test
    void aFileThatIsSeenTwiceIsUnchangedIfItHasItsSizeAndTime() throws IOException {
        Path file = file("jobqueue/a.conf");
        FileTime then = FileTime.from(Instant.parse("2029-01-01T00:00:00Z"));
        Files.setLastModifiedTime(file, then);
        QueuedJob first = queue.look(file).orElseThrow();
        assertThat(first.isUnchangedIn(queue.look(file).orElseThrow())).isTrue();

        Files.setLastModifiedTime(file, FileTime.from(then.toInstant().plusSeconds(1)));
        assertThat(first.isUnchangedIn(queue.look(file).orElseThrow())).isFalse();

        Files.writeString(file, Spools.JOB + "# more");
        Files.setLastModifiedTime(file, then);
        assertThat(first.isUnchangedIn(queue.look(file).orElseThrow())).isFalse();
    }

    private QueuedText textOf(String content) throws IOException {
        QueuedJob job = queue.look(Spools.drop(spool, "t", content)).orElseThrow();
        return queue.read(job, spool.jobReader().defaults()).orElseThrow();
    }

    @Test
    void aJobIsWholeIfItsSubmissionIsOrIfItIsQueuedAgain() throws IOException {
        QueuedJob dropped = queue.look(file("jobqueue/a.conf")).orElseThrow();
        QueuedJob again = queue.look(file("retryqueue/b@w.1.conf")).orElseThrow();
        QueuedText text = textOf(Spools.JOB);
        QueuedText submitted = textOf(Spools.JOB + "[submitted]\nid = 1\nwhole = yes\n");

        assertThat(dropped.isWhole(text)).isFalse();
        assertThat(dropped.isWhole(submitted)).isTrue();
        assertThat(again.isWhole(text)).isTrue();
    }

    @Test
    void aJobWaitsAsLongAsItsLastFailureSaysAndNotAfterAnotherEnd() throws IOException {
        String attempt = "[attempt.%d]\nstate = %s\nrun = w.%1$d\nretry-in = 5s\nwhole = yes\n";
        String failed = Spools.JOB + attempt.formatted(1, "failed");

        assertThat(textOf(Spools.JOB).retryIn()).isZero();
        assertThat(textOf(failed).retryIn()).isEqualTo(Duration.ofSeconds(5));
        assertThat(textOf(failed + attempt.formatted(2, "timed-out")).retryIn())
                .isEqualTo(Duration.ofSeconds(5));
        assertThat(textOf(failed + attempt.formatted(2, "lost")).retryIn()).isZero();
        assertThat(textOf(failed.replace("5s", "soon")).retryIn()).isZero();
    }

    @Test
    void theFirstIsTheOneOfTheHighestPriorityThenTheOldestThenTheFirstByItsName()
            throws IOException {
        List<QueuedJob> jobs = new ArrayList<>();
        Map<String, Conditions> conditions = new HashMap<>();
        for (String name : List.of("job10", "job2", "low", "high")) {
            String priority = name.equals("low") ? "-1" : name.equals("high") ? "1" : "0";
            String content = Spools.JOB + "priority = " + priority + "\n";
            conditions.put(name, textOf(content).conditions());
            jobs.add(queue.look(Spools.drop(spool, name, content)).orElseThrow());
        }
        jobs.add(
                queue.look(Spools.drop(spool, "old", Spools.JOB, Duration.ofSeconds(-1)))
                        .orElseThrow());
        jobs.sort(
                QueuedJob.order(
                        job -> conditions.getOrDefault(job.name().value(), Conditions.NONE),
                        job -> job));

        assertThat(jobs)
                .extracting(job -> job.name().value())
                .containsExactly("high", "old", "job2", "job10", "low");
    }
}
