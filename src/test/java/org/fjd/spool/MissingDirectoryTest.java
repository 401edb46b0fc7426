package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.fjd.job.Run;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Somebody removed one of the spool's directories, or took rights away: it is made again. */
class MissingDirectoryTest {

    private static final Run RUN = new Run("w", 1);

    private final TestTime time = new TestTime();
    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
    }

    private void remove(String directory) throws IOException {
        Files.delete(spool.root().resolve(directory));
    }

    @Test
    void logs() throws IOException {
        remove("logs");
        assertThat(spool.logs().create(Spools.name("a"), RUN)).isRegularFile();
        remove(".fjd/logs");
        spool.logs().create(spool.logs().ofWorker("w"));
        assertThat(Spools.names(spool, ".fjd/logs")).containsExactly("w.log");
    }

    @Test
    void pods() throws IOException {
        remove("jobpods");
        spool.pods().open(RUN);
        assertThat(spool.pods().runs()).containsExactly(RUN);
    }

    @Test
    void drafts() throws IOException {
        remove(".fjd/tmp");
        assertThat(spool.jobQueue().draft(Spools.name("a"), new byte[] {1})).isTrue();
        remove("jobqueue");
        assertThat(spool.jobQueue().submit(Spools.name("a"))).isPresent();
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> spool.jobQueue().submit(Spools.name("b")));
    }

    @Test
    void announcements() throws IOException {
        remove("workerqueue");
        spool.workerQueue().announce(RUN);
        assertThat(spool.workerQueue().idle()).containsExactly(RUN);

        remove(".fjd/taken");
        assertThat(spool.workerQueue().take(RUN)).isTrue();
        assertThat(spool.workerQueue().taken()).containsExactly(RUN);
        assertThat(spool.workerQueue().take(RUN)).isFalse();
    }

    @Test
    void roll() throws IOException {
        remove(".fjd/workers");
        spool.roll().enlist(Spools.worker("w", Spools.elsewhere(1), 1));
        assertThat(spool.roll().has("w")).isTrue();
    }

    @Test
    void seat() throws IOException {
        remove(".fjd/seat");
        Liveness liveness = new Liveness(Machine.here(), spool.settings().lease(), time);
        assertThat(spool.seat(Spools.elsewhere(1)).hold(liveness)).isEmpty();
        assertThat(Spools.names(spool, ".fjd/seat")).containsExactly("1");
    }

    @Test
    void retryQueue() throws IOException {
        Path job = Spools.drop(spool, "a");
        remove("retryqueue");
        assertThat(spool.jobQueue().putBack(job, Spools.name("a"), RUN)).isTrue();
        assertThat(Spools.names(spool, "retryqueue")).containsExactly("a@" + RUN + ".conf");

        Path missing = spool.root().resolve("jobqueue/b.conf");
        assertThat(spool.jobQueue().putBack(missing, Spools.name("b"), RUN)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"---------, rw-------", "---r--r-x, rw-r--r-x"})
    void rightsOfAFile(String mode, String restored, @TempDir Path directory) throws IOException {
        Path file = Files.createFile(directory.resolve("a"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Directories.restoreRights(file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo(restored);
    }

    @Test
    void rightsOfADirectoryButNotOfWhatALinkPointsTo(@TempDir Path directory) throws IOException {
        Path own = Files.createDirectory(directory.resolve("own"));
        Path others = Files.createFile(directory.resolve("others"));
        Path link = Files.createSymbolicLink(directory.resolve("link"), others);
        for (Path entry : new Path[] {own, others}) {
            Files.setPosixFilePermissions(entry, PosixFilePermissions.fromString("---------"));
        }
        Directories.restoreRights(own);
        Directories.restoreRights(link);

        assertThat(Files.getPosixFilePermissions(own))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(others)).isEmpty();
    }
}
