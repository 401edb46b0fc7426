package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.fjd.dispatch.Dispatcher;
import org.fjd.dispatch.Heard;
import org.fjd.job.JobName;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.story.Operation.Kind;
import org.fjd.story.SteppedFileSystem.Performer;
import org.fjd.upkeep.Archiver;
import org.junit.jupiter.api.Test;

/** A rejected file and its reason, whatever happens between two operations. */
class RejectionTest {

    private static final JobName A = Spools.name("a");
    private static final String RESULT = "\n[result]\nstate = failed\nrun = v.1\nwhole = yes\n";
    private static final String MISSPELT = Spools.JOB.replace("executable", "exekutable") + RESULT;

    private long now = 1_900_000_000;
    private final FileSystem base =
            Jimfs.newFileSystem(
                    Configuration.unix().toBuilder()
                            .setAttributeViews("basic")
                            .setFileTimeSource(() -> FileTime.from(Instant.ofEpochSecond(now++)))
                            .build());
    private final TestTime time = new TestTime();
    private final Path root = base.getPath("/spool");
    private final Spool spool;

    RejectionTest() throws IOException {
        Files.createDirectories(root);
        Files.createDirectories(root.resolveSibling("home"));
        spool = Spools.at(root, time);
    }

    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private Spool before(Kind kind, String target, Interruption.Deed deed) throws IOException {
        return seen(new Interruption(kind, root + "/" + target, false, deed));
    }

    private Spool after(Kind kind, String target, Interruption.Deed deed) throws IOException {
        return seen(new Interruption(kind, root + "/" + target, true, deed));
    }

    private Spool seen(Performer performer) throws IOException {
        return Spool.open(new SteppedFileSystem(base, performer).wrap(root), time);
    }

    private void die() {
        throw new Death();
    }

    private Path put(String file, String text) throws IOException {
        Path path = root.resolve(file);
        Files.createDirectories(path.getParent());
        return Files.writeString(path, text);
    }

    private Map<String, String> failed() throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String name : Spools.names(spool, "failed")) {
            files.put(name, Spools.text(spool, "failed/" + name).strip());
        }
        return files;
    }

    private void userTakesTheReservation() throws IOException {
        Files.move(root.resolve("failed/a.conf"), root.resolveSibling("home").resolve("a.conf"));
    }

    private void reject(Spool as, String pod) throws IOException {
        as.archive().reject(as.root().resolve(pod).resolve("a.conf"), A, "It is bad.");
    }

    private void tick(Spool as) throws Exception {
        new Dispatcher(as, Machine.here(), false, new Heard()).tick(Duration.ofSeconds(1));
    }

    @Test
    void keepsItsReasonWhereItsReservationIsTakenAway() throws Exception {
        put("jobpods/w.1/a.conf", "bad [");

        reject(after(Kind.CREATE, "failed/a.conf", this::userTakesTheReservation), "jobpods/w.1");

        assertThat(failed()).isEqualTo(Map.of("a.conf", "bad [", "a.reason", "It is bad."));
        assertThat(Spools.names(spool, "jobpods/w.1")).isEmpty();
    }

    @Test
    void isNoneWhenWhoRejectsItDiesBeforeItsMove() throws Exception {
        put("jobpods/w.1/a.conf", "bad [");
        Spool mortal = before(Kind.MOVE, "failed/a.conf", this::die);
        assertThat(catchThrowable(() -> reject(mortal, "jobpods/w.1"))).isInstanceOf(Death.class);

        assertThat(spool.archive().failures()).isEmpty();
    }

    @Test
    void hasItsReasonFromTheReaperWhenWhoRejectsItDiesAfterItsMove() throws Exception {
        put("jobpods/w.1/a.conf", "bad [");
        Spool mortal = after(Kind.MOVE, "failed/a.conf", this::die);
        assertThat(catchThrowable(() -> reject(mortal, "jobpods/w.1"))).isInstanceOf(Death.class);
        assertThat(failed()).containsOnlyKeys("a.conf");

        spool.morgue().fence(Spools.run("w", 1), "nobody");
        tick(spool);

        assertThat(failed()).isEqualTo(Map.of("a.conf", "bad [", "a.reason", "It is bad."));
        assertThat(Spools.files(spool)).noneMatch(file -> file.contains("strays"));
    }

    @Test
    void itsReasonDoesNotFollowToAnotherOneThatHasEndedInItsPlace() throws Exception {
        put("jobpods/w.1/.a.reason", "It is bad."); // its user has taken the file away
        put("failed/a.conf", Spools.JOB + RESULT);

        spool.morgue().fence(Spools.run("w", 1), "nobody");
        tick(spool);

        assertThat(failed()).containsOnlyKeys("a.conf");
    }

    @Test
    void itsReasonDoesNotOutliveItWhereItsUserHasTakenIt() throws Exception {
        put("jobpods/w.1/.a.reason", "It is bad.");

        spool.morgue().fence(Spools.run("w", 1), "nobody");
        tick(spool);

        assertThat(failed()).isEmpty();
        assertThat(Spools.files(spool)).noneMatch(file -> file.contains("strays"));
    }

    @Test
    void takesNoReasonAlongThatIsVoidAsItsJobIsStillThere() throws Exception {
        put("jobpods/w.1/a.conf", Spools.JOB);
        put("jobpods/w.1/.a.reason", "It was bad, and its user has mended it.");
        put("failed/a.conf", ""); // the name that had been reserved for it

        spool.morgue().fence(Spools.run("w", 1), "nobody");
        tick(spool);

        assertThat(failed()).isEqualTo(Map.of("a.conf", ""));
        assertThat(Spools.names(spool, "retryqueue")).hasSize(1);
        assertThat(Spools.files(spool)).noneMatch(file -> file.contains("strays"));
    }

    @Test
    void isToldOfOnceWhenTheReplyToTheMoveOfItsReasonIsLost() throws Exception {
        put("jobpods/w.1/a.conf", "bad [");
        Spool troubled =
                before(
                        Kind.MOVE,
                        "failed/a.reason",
                        () -> {
                            throw new FileSystemException("Input/output error");
                        });
        assertThat(catchThrowable(() -> reject(troubled, "jobpods/w.1")))
                .isInstanceOf(IOException.class);

        reject(troubled, "jobpods/w.1"); // as a worker tries again

        assertThat(failed()).isEqualTo(Map.of("a.conf", "bad [", "a.reason", "It is bad."));
        assertThat(Spools.names(spool, "jobpods/w.1")).isEmpty();
    }

    @Test
    void isNotReplacedWhereItIsEmptyAndTookTheReservationOfAnother() throws Exception {
        put("jobpods/w.1/a.conf", Spools.JOB + RESULT);
        Spool slow =
                after(
                        Kind.CREATE,
                        "failed/a.conf",
                        () -> {
                            Files.createDirectories(root.resolve("jobpods/x.1"));
                            Files.move(
                                    root.resolve("failed/a.conf"),
                                    root.resolve("jobpods/x.1/a.conf"));
                            reject(spool, "jobpods/x.1");
                        });

        slow.archive().publish(slow.root().resolve("jobpods/w.1/a.conf"), A, State.FAILED);

        assertThat(failed())
                .containsEntry("a.conf", "")
                .containsEntry("a.reason", "It is bad.")
                .containsKey("a~2.conf");
    }

    @Test
    void leavesAReasonThatALaterFailureDoesNotTakeForItsOwnWhateverTheClocksSay() throws Exception {
        Path old = put("failed/a.reason", "old reason"); // its user has mended the file
        Files.setLastModifiedTime(old, FileTime.from(Instant.ofEpochSecond(now + 3600)));
        put("jobpods/w.1/a.conf", Spools.JOB + RESULT);

        spool.archive().publish(root.resolve("jobpods/w.1/a.conf"), A, State.FAILED);

        assertThat(failed()).containsOnlyKeys("a.conf");
    }

    @Test
    void leavesAReasonThatMakesNoRejectedFileOfTheReservationOfWhoDies() throws Exception {
        put("failed/a.reason", "old reason");
        put("jobpods/w.1/a.conf", Spools.JOB + RESULT);
        Spool mortal = after(Kind.CREATE, "failed/a.conf", this::die);
        Path job = mortal.root().resolve("jobpods/w.1/a.conf");
        assertThat(catchThrowable(() -> mortal.archive().publish(job, A, State.FAILED)))
                .isInstanceOf(Death.class);

        assertThat(spool.archive().failures()).isEmpty();
    }

    private void archive(Spool as) throws IOException {
        new Archiver(as, Machine.here()).pack(new Archiver.Order(Duration.ZERO, Set.of(), true));
    }

    private void failedBeforeAndRejectedNow() throws IOException {
        put("failed/a.conf", MISSPELT);
        put("failed/a.reason", "It names no executable.");
        put("done/later.conf", Spools.JOB); // time goes on
    }

    @Test
    void keepsItsReasonWhereWhoArchivesDiesAfterItTookTheFile() throws Exception {
        failedBeforeAndRejectedNow();
        Spool mortal = after(Kind.MOVE, ".fjd/packed/.*/a.conf", this::die);
        assertThat(catchThrowable(() -> archive(mortal))).isInstanceOf(Death.class);
        Files.deleteIfExists(root.resolve(".fjd/packing"));

        spool.packs().settleAll();

        assertThat(failed()).containsEntry("a.reason", "It names no executable.");
    }

    @Test
    void keepsItsReasonWhereThatCanNotBeTakenIntoAPack() throws Exception {
        failedBeforeAndRejectedNow();
        Spool troubled =
                before(
                        Kind.MOVE,
                        ".fjd/packed/.*/a.reason",
                        () -> {
                            throw new FileSystemException("Input/output error");
                        });
        assertThat(catchThrowable(() -> archive(troubled))).isInstanceOf(IOException.class);

        spool.packs().settleAll();

        assertThat(failed()).containsEntry("a.reason", "It names no executable.");
    }

    @Test
    void keepsItsReasonWhereItWasRejectedJustBeforeItWasTakenIntoAPack() throws Exception {
        put("failed/a.conf", Spools.JOB + RESULT);
        put("done/later.conf", Spools.JOB);
        Spool slow =
                before(
                        Kind.MOVE,
                        ".fjd/packed/.*/a.conf",
                        () -> {
                            try {
                                failedBeforeAndRejectedNow();
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            }
                        });

        archive(slow);

        assertThat(failed()).containsEntry("a.reason", "It names no executable.");
    }
}
