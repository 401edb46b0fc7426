package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PresenceTest {

    @TempDir private Path directory;

    @Test
    void aFileIsThereIfItHasSomethingInIt() throws Exception {
        Path file = directory.resolve("f");
        assertThat(Presence.of(file)).isEqualTo(Presence.MISSING);
        Files.createFile(file);
        assertThat(Presence.of(file)).isEqualTo(Presence.EMPTY);
        Files.writeString(file, "1");
        assertThat(Presence.of(file)).isEqualTo(Presence.THERE);
    }

    @Test
    void soIsADirectory() throws Exception {
        assertThat(Presence.of(directory)).isEqualTo(Presence.EMPTY);
        Files.createFile(directory.resolve("f"));
        assertThat(Presence.of(directory)).isEqualTo(Presence.THERE);
    }

    @Test
    void linksAreFollowed() throws Exception {
        Path file = directory.resolve("f");
        Path link = Files.createSymbolicLink(directory.resolve("link"), file);
        assertThat(Presence.of(link)).isEqualTo(Presence.MISSING);
        Files.writeString(file, "1");
        assertThat(Presence.of(link)).isEqualTo(Presence.THERE);
    }

    @Test
    void nothingIsThereInADirectoryThatIsNot() throws Exception {
        assertThat(Presence.of(directory.resolve("no/f"))).isEqualTo(Presence.MISSING);
    }
}
