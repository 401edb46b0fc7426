package org.fjd.steer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.PackEntry;
import org.fjd.spool.PackWriter;
import org.fjd.spool.PackedFile.Place;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.Wanted;
import org.fjd.steer.Failure.Kind;
import org.fjd.steer.Steered.Done;
import org.fjd.steer.Steered.Was;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetrierTest {

    private final TestTime time = new TestTime();
    private Spool spool;
    private int runs;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
    }

    private Path end(String name, State state, int exit) throws IOException {
        Outcome outcome =
                new Outcome(
                        state,
                        new Run("w", ++runs),
                        List.of(new Entry("exit", Integer.toString(exit))));
        return Spools.end(spool.archive(), Spools.drop(spool, name), Spools.name(name), outcome)
                .orElseThrow();
    }

    private Path failAfter(String name, String forerunners) throws IOException {
        Path dropped = Spools.drop(spool, name, Spools.JOB + "after = " + forerunners + "\n");
        Outcome outcome = new Outcome(State.FAILED, new Run("w", ++runs), List.of());
        return Spools.end(spool.archive(), dropped, Spools.name(name), outcome).orElseThrow();
    }

    private void pack(Path failed) throws IOException {
        try (PackWriter writer = spool.packs().write("1")) {
            writer.add(Place.FAILED, failed);
            for (PackEntry entry : writer.publish()) {
                spool.packs().remove(entry);
            }
        }
    }

    private Path reject(String name) throws IOException {
        Path dropped = Spools.drop(spool, name);
        return spool.archive().reject(dropped, Spools.name(name), "It is odd.").orElseThrow();
    }

    private Account retry(Failure failure, String... typed) throws IOException {
        Wanted wanted = typed.length == 0 ? Wanted.ALL : Wanted.of(spool, List.of(typed));
        return new Retrier(spool, Machine.here(), () -> false).retry(wanted, failure);
    }

    private Account retry(String... typed) throws IOException {
        return retry(Failure.ANY, typed);
    }

    private static Steered retried(String job) {
        return new Steered(Spools.name(job), Was.FAILED, Done.RETRIED, "");
    }

    /** Where a job lies that was queued again. */
    private Path queued(String job) throws IOException {
        return spool.jobQueue().byName().get(Spools.name(job));
    }

    @Test
    void aJobIsMovedBackAsItIs() throws Exception {
        Path failed = end("a", State.FAILED, 1);
        String text = Files.readString(failed);
        FileTime modified = Files.getLastModifiedTime(failed);
        Account account = retry("a");

        assertThat(account.jobs()).containsExactly(retried("a"));
        assertThat(account.isComplete()).isTrue();
        assertThat(Spools.files(spool)).hasSize(1);
        Path queued = queued("a");
        assertThat(queued).hasContent(text);
        assertThat(Files.getLastModifiedTime(queued)).isEqualTo(modified);
    }

    @Test
    void aNamesakeThatIsQueuedIsNotReplaced() throws Exception {
        end("a", State.FAILED, 1);
        Spools.drop(spool, "a", "another");
        Account account = retry("a");

        assertThat(account.jobs())
                .containsExactly(
                        new Steered(
                                Spools.name("a"),
                                Was.FAILED,
                                Done.NOTHING,
                                "a job of its name is queued"));
        assertThat(account.isComplete()).isFalse();
        assertThat(Spools.text(spool, "jobqueue/a.conf")).isEqualTo("another");
        assertThat(Spools.names(spool, "failed")).containsExactly("a.conf");
    }

    @Test
    void namesakesAreNamedAsTheirFilesAre() throws Exception {
        end("a", State.FAILED, 1);
        end("a", State.FAILED, 1);
        end("a", State.FAILED, 1);

        assertThat(retry("a~2").jobs()).containsExactly(retried("a~2"));
        assertThat(retry("a*").jobs()).containsExactlyInAnyOrder(retried("a"), retried("a~3"));
        assertThat(Spools.names(spool, "failed")).isEmpty();
        for (String name : List.of("a", "a~2", "a~3")) {
            assertThat(queued(name)).isRegularFile();
        }
    }

    @Test
    void oneThatIsPassedOverIsNotToldOfThoughANamesakeIsQueued() throws Exception {
        end("a", State.FAILED, 1);
        Spools.drop(spool, "a", "another");

        assertThat(retry(new Failure(Optional.of(3), Failure.UNWANTED)).jobs()).isEmpty();
    }

    @Test
    void oneThatFailsAgainIsRetriedAgain() throws Exception {
        for (int i = 0; i < 3; i++) {
            Path failed = end("a", State.FAILED, 1);
            assertThat(retry("a").jobs()).containsExactly(retried("a"));
            assertThat(failed).doesNotExist();
            Files.delete(queued("a"));
        }
    }

    @Test
    void theReasonOfARejectedOneGoes() throws Exception {
        reject("a");
        retry("failed/a.conf");

        assertThat(Spools.names(spool, "failed")).isEmpty();
        assertThat(queued("a")).isRegularFile();
    }

    @Test
    void aRejectedOneThatWasNotMendedIsRefusedUntilItIs() throws Exception {
        Path bad = reject("bad", "nonsense");
        Account account = retry("bad");

        assertThat(account.isComplete()).isFalse();
        assertThat(account.jobs()).hasSize(1);
        assertThat(account.jobs().get(0).done()).isEqualTo(Done.NOTHING);
        assertThat(account.jobs().get(0).why())
                .startsWith("failed/bad.conf would be rejected again: It is not INI.")
                .endsWith(" Mend the file, then retry");
        assertThat(Spools.names(spool, "failed")).containsExactly("bad.conf", "bad.reason");

        FileTime before = Files.getLastModifiedTime(bad);
        Files.writeString(bad, Spools.JOB);
        Files.setLastModifiedTime(bad, before);
        assertThat(retry("bad").jobs()).containsExactly(retried("bad"));
        assertThat(Spools.names(spool, "failed")).isEmpty();
    }

    @Test
    void whereAllAreMeantThoseThatWouldBeRejectedAreSkippedAndToldOfTogether() throws Exception {
        reject("x", "[control]\n");
        reject("y", "[control]\n");
        end("z", State.FAILED, 1);

        assertThat(retry().jobs())
                .hasSize(3)
                .contains(retried("z"))
                .extracting(Steered::why)
                .filteredOn(why -> why.startsWith("these files in failed/ would be rejected again"))
                .hasSize(2);
        assertThat(Spools.names(spool, "failed"))
                .containsExactly("x.conf", "x.reason", "y.conf", "y.reason");
    }

    private Path reject(String name, String text) throws IOException {
        Path dropped = Spools.drop(spool, name, text);
        return spool.archive().reject(dropped, Spools.name(name), "It is odd.").orElseThrow();
    }

    @Test
    void theReasonStaysWithOneThatCouldNotBeMoved() throws Exception {
        reject("a");
        Spools.drop(spool, "a", "another");
        retry("a");

        assertThat(Spools.names(spool, "failed")).containsExactly("a.conf", "a.reason");
    }

    @ParameterizedTest
    @CsvSource({
        "FAILED, failed",
        "TIMED_OUT, slow",
        "LOST, lost",
        "CANCELLED, cancelled",
        "REJECTED, rejected"
    })
    void onlyThoseThatEndedSo(Kind kind, String job) throws Exception {
        oneOfEachKind();

        assertThat(retry(new Failure(Optional.empty(), Set.of(kind))).jobs())
                .containsExactly(retried(job));
    }

    @Test
    void onlyThoseThatExitedSo() throws Exception {
        end("one", State.FAILED, 1);
        end("three", State.FAILED, 3);
        end("thirteen", State.FAILED, 13);
        reject("rejected");
        Failure three = new Failure(Optional.of(3), Failure.UNWANTED);

        assertThat(retry(three, "one").jobs()).isEmpty();
        assertThat(retry(three).jobs()).containsExactly(retried("three"));
    }

    private void oneOfEachKind() throws IOException {
        end("failed", State.FAILED, 1);
        end("slow", State.TIMED_OUT, 143);
        end("lost", State.LOST, 1);
        end("cancelled", State.CANCELLED, 1);
        end("done", State.DONE, 0);
        reject("rejected");
    }

    @Test
    void allThatFailed() throws Exception {
        oneOfEachKind();

        assertThat(retry().jobs()).hasSize(5).allMatch(job -> job.done() == Done.RETRIED);
        assertThat(Spools.names(spool, "failed")).isEmpty();
    }

    @Test
    void whatWasCancelledDidNotFailByItself() throws Exception {
        oneOfEachKind();

        assertThat(retry(new Failure(Optional.empty(), Failure.UNWANTED)).jobs())
                .extracting(job -> job.job().value())
                .containsExactly("failed", "lost", "rejected", "slow");
        assertThat(Spools.names(spool, "failed")).containsExactly("cancelled.conf");
        assertThat(retry("cancelled").jobs()).containsExactly(retried("cancelled"));
    }

    @Test
    void oneThatWasRejectedAndThenRanIsNotRejected() throws Exception {
        Path failed = reject("a");
        Files.setLastModifiedTime(failed.resolveSibling("a.reason"), FileTime.from(Instant.EPOCH));
        spool.archive().record(failed, new Outcome(State.FAILED, new Run("w", 1), List.of()));

        assertThat(retry(new Failure(Optional.empty(), Set.of(Kind.REJECTED))).jobs()).isEmpty();
        assertThat(retry(new Failure(Optional.empty(), Set.of(Kind.FAILED))).jobs())
                .containsExactly(retried("a"));
    }

    @Test
    void aReservedNameIsNoJob() throws Exception {
        Files.createFile(spool.root().resolve("failed/a.conf"));

        assertThat(retry().jobs()).isEmpty();
        assertThat(Spools.names(spool, "failed")).containsExactly("a.conf");
        assertThat(Spools.names(spool, "retryqueue")).isEmpty();
    }

    @Test
    void whatCouldNotBeRunAgainIsRefused() throws Exception {
        Files.createDirectory(spool.root().resolve("failed/d.conf"));
        Files.createFile(spool.root().resolve("failed/e.conf"));
        Files.writeString(spool.root().resolve("failed/e.reason"), "It is empty.");
        Account account = retry("d", "e");

        assertThat(account.jobs()).hasSize(2).allMatch(job -> job.done() == Done.NOTHING);
        assertThat(Spools.names(spool, "failed")).containsExactly("d.conf", "e.conf", "e.reason");
    }

    @Test
    void thoseThatDidNotFailAreToldOf() throws Exception {
        end("done", State.DONE, 0);
        Spools.drop(spool, "queued");
        Spools.drop(spool, "running");
        spool.pods().open(new Run("w", 1));
        Path running = spool.root().resolve("jobqueue/running.conf");
        spool.jobQueue().assign(spool.jobQueue().look(running).orElseThrow(), new Run("w", 1));
        Account account = retry("done", "queued", "running", "nothing", "x*");

        assertThat(account.jobs())
                .extracting(Steered::was)
                .containsExactly(Was.DONE, Was.QUEUED, Was.RUNNING);
        assertThat(account.unknown()).containsExactly("nothing", "x*");
        assertThat(Spools.names(spool, "done")).containsExactly("done.conf");
    }

    @Test
    void forerunnersAreQueuedBeforeThoseThatWaitForThem() throws Exception {
        failAfter("a", "c b");
        failAfter("b", "z");
        failAfter("c", "elsewhere");
        failAfter("d", "d");
        failAfter("e", "d");
        end("z", State.FAILED, 1);
        end("z", State.FAILED, 1);

        assertThat(retry().jobs())
                .extracting(job -> job.job().value())
                .containsExactly("c", "z", "z~2", "b", "a", "d", "e");
    }

    @Test
    void thoseThatArePackedAreToldOf() throws Exception {
        pack(end("packed", State.FAILED, 1));
        end("here", State.FAILED, 1);
        Account account = retry("packed", "here", "pack*");

        assertThat(account.jobs())
                .containsExactlyInAnyOrder(
                        new Steered(
                                Spools.name("packed"),
                                Was.PACKED,
                                Done.NOTHING,
                                "it is packed; get it back: fjd archive --restore JOB"),
                        retried("here"));
        assertThat(account.unknown()).containsExactly("pack*");
    }

    @Test
    void theRestStaysWhenItIsStopped() throws Exception {
        end("a", State.FAILED, 1);
        Account account =
                new Retrier(spool, Machine.here(), () -> true).retry(Wanted.ALL, Failure.ANY);

        assertThat(account.jobs()).isEmpty();
        assertThat(Spools.names(spool, "failed")).containsExactly("a.conf");
    }
}
