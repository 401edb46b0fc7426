package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.fjd.ini.Ini;
import org.fjd.job.JobFile;
import org.fjd.job.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobReaderTest {

    private final JobReader reader = new JobReader(Path.of("/"), () -> Ini.EMPTY, Set.of());
    private @TempDir Path directory;

    private Path file(byte[] content) throws IOException {
        return Files.write(directory.resolve("a.conf"), content);
    }

    private void rejects(Path file, String words) {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> reader.read(file))
                .withMessageStartingWith(words);
    }

    @Test
    void readsAFileAsItIs() throws Exception {
        byte[] content = {'a', 0, (byte) 0xff, '\r', '\n'};

        assertThat(reader.read(file(content))).isEqualTo(content);
        assertThat(reader.read(file(new byte[JobFile.MAX_BYTES]))).hasSize(JobFile.MAX_BYTES);
    }

    @Test
    void rejectsAFileThatIsTooLarge() throws IOException {
        rejects(file(new byte[JobFile.MAX_BYTES + 1]), "It is larger than 1024 KiB");
    }

    @Test
    void rejectsWhatIsNoPlainFile() throws IOException {
        rejects(directory, "It is a directory");
        rejects(Path.of("/dev/null"), "It is a special file");
        Path link = directory.resolve("link");
        rejects(Files.createSymbolicLink(link, file(new byte[1])), "It is a symbolic link");
    }

    @Test
    void rejectsAFileThatEverybodyMayWrite() throws IOException {
        Path file = file(new byte[1]);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        rejects(file, "Everybody may write it");
    }

    @Test
    void tellsWhenTheFileIsNoLongerThere() {
        Path missing = directory.resolve("missing");

        assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> reader.read(missing));
    }

    @Test
    void readsTheLastBytesOnly() throws Exception {
        Path file = file("0123456789".getBytes(StandardCharsets.US_ASCII));

        assertThat(JobReader.tail(file, 4)).asString().isEqualTo("6789");
        assertThat(JobReader.tail(file, 10)).asString().isEqualTo("0123456789");
        assertThat(JobReader.tail(file, 4096)).asString().isEqualTo("0123456789");
        assertThatExceptionOfType(Rejection.class).isThrownBy(() -> JobReader.tail(directory, 4));
    }
}
