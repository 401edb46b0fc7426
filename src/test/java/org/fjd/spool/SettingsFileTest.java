package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {

    private static final Map<String, String> WANTED = Map.of("lease", "5m");

    private @TempDir Path directory;
    private Path file;

    @BeforeEach
    void aSpool() throws Exception {
        Spool.open(directory, new TestTime());
        file = directory.resolve(".fjd/fjd.conf");
    }

    private Spool opened() throws Exception {
        return Spool.openToCheck(directory, new TestTime());
    }

    @Test
    void whereThereIsNoneItIsMade() throws Exception {
        opened().set(WANTED);
        assertThat(file).hasContent("[fjd]\nlease = 5m");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .startsWith("rw-")
                .doesNotMatch("......" + ".w.");
        assertThat(opened().settings().lease()).isEqualTo(Duration.ofMinutes(5));
    }

    @Test
    void commentsRightsAndWhatElseIsThereStay() throws Exception {
        Files.writeString(file, "; mine\r\n[limits]\r\nlicence = 3\r\n[fjd]\r\nlease = 2m\r\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw----"));
        opened().set(WANTED);
        assertThat(Files.readString(file))
                .isEqualTo("; mine\r\n[limits]\r\nlicence = 3\r\n[fjd]\r\nlease = 5m\r\n");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-rw----");
        assertThat(Spools.names(directory.resolve(".fjd/tmp"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lease = 2m\n", "[fjd]\nlease = soon\n", "[fjd]\nwatch = perhaps\n"})
    void whatCanNotBeReadIsNotChanged(String text) throws Exception {
        Files.writeString(file, text);
        assertThatThrownBy(() -> opened().requireSettable())
                .isInstanceOf(UnusableSpoolException.class);
        assertThatThrownBy(() -> opened().set(WANTED))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageContaining("fjd.conf");
        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @Test
    void whatSomebodyElseCouldHaveWrittenIsNotChanged() throws Exception {
        Path other = Files.writeString(directory.resolve("other"), "[fjd]\n");
        Files.createSymbolicLink(file, other);
        assertThatThrownBy(() -> opened().set(WANTED)).hasMessageContaining("not a plain file");
        assertThat(other).hasContent("[fjd]");
        Files.delete(file);
        Files.writeString(file, "[fjd]\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        assertThatThrownBy(() -> opened().set(WANTED)).hasMessageContaining("chmod o-w");
        assertThat(file).hasContent("[fjd]");
    }

    @Test
    void valuesThatCanNotBeUsedAreNotWritten() throws Exception {
        Files.writeString(file, "[fjd]\n");
        assertThatThrownBy(() -> opened().set(Map.of("lease", "1s")))
                .hasMessageContaining("at least 10s");
        assertThat(file).hasContent("[fjd]");
        assertThat(Spools.names(directory.resolve(".fjd/tmp"))).isEmpty();
    }
}
