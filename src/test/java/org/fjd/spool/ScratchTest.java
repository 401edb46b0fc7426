package org.fjd.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScratchTest {

    private @TempDir Path directory;
    private Spool spool;
    private Scratch scratch;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.at(directory, Time.system());
        scratch = spool.scratch();
        scratch.create("a", "one".getBytes(UTF_8));
    }

    private String text(String name) throws IOException {
        return new String(scratch.read(name).orElseThrow(), UTF_8);
    }

    @Test
    void itLiesAmongTheDraftsUntilItIsClosed() throws IOException {
        assertThat(scratch.place()).startsWith(".fjd/tmp/doctor-");
        Path place = spool.root().resolve(scratch.place());
        assertThat(place.resolve("a")).isRegularFile();
        scratch.make("b");
        scratch.create("b/c", new byte[0]);
        scratch.close();
        assertThat(place).doesNotExist();
    }

    @Test
    void ofTwoWhoCreateOrTakeOneSucceeds() throws IOException {
        assertThat(scratch.create("a", "two".getBytes(UTF_8))).isFalse();
        assertThat(text("a")).isEqualTo("one");
        assertThat(scratch.take("a", "b")).isTrue();
        assertThat(scratch.take("a", "b")).isFalse();
        assertThat(scratch.list(".")).containsExactly("b");
        assertThat(scratch.read("a")).isEmpty();
    }

    @Test
    void aSubstituteIsTheWholeOtherFile() throws IOException {
        scratch.create("draft", "two".getBytes(UTF_8));
        scratch.substitute("draft", "a");
        scratch.append("a", " three".getBytes(UTF_8));
        assertThat(text("a")).isEqualTo("two three");
        assertThat(scratch.read("draft")).isEmpty();
    }

    @Test
    void aFileTellsWhenItWasChangedAndItsOwnerIfThatIsAnother() throws IOException {
        Instant noon = Instant.parse("2030-01-01T12:00:00Z");
        Path file = spool.root().resolve(scratch.place()).resolve("a");
        Files.setLastModifiedTime(file, FileTime.from(noon));
        assertThat(scratch.modified("a")).contains(noon);
        assertThat(scratch.modified("b")).isEmpty();
        assertThat(scratch.otherOwner("a")).isEmpty();
    }

    @Test
    void onlyAnEmptyDirectoryIsRemoved() throws IOException {
        scratch.make("b");
        scratch.create("b/c", new byte[0]);
        assertThat(scratch.remove("b")).isFalse();
        assertThat(scratch.remove("b/c")).isTrue();
        assertThat(scratch.remove("b/c")).isFalse();
        assertThat(scratch.remove("b")).isTrue();
    }

    @Test
    void aHintComesOfANewFile() throws Exception {
        scratch.make("b");
        try (Scratch.Hints hints = scratch.hints("b")) {
            scratch.create("b/c", new byte[0]);
            assertThat(hints.await(Duration.ofSeconds(30))).isTrue();
            assertThat(hints.await(Duration.ofMillis(1))).isFalse();
        }
    }
}
