package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TreeTest {

    private final TestTime time = new TestTime();
    private Spool spool;
    private Tree tree;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
        tree = spool.tree();
    }

    private Path written(String text) throws IOException {
        return Files.writeString(spool.root().resolve("odd"), text);
    }

    @Test
    void whatIsSetAsideHasANameOfItsOwn() throws IOException {
        for (int i = 1; i <= 3; i++) {
            assertThat(tree.setAside(written("text " + i))).isTrue();
        }
        assertThat(tree.setAside(spool.root().resolve("odd"))).isFalse();
        assertThat(Spools.names(spool, ".fjd/strays/fsck"))
                .containsExactly("odd", "odd~2", "odd~3");
    }

    @Test
    void whatHasChangedSinceItWasLookedAtIsNeitherSetAsideNorRemoved() throws IOException {
        Path file = written("text");
        FileTime modified = Files.getLastModifiedTime(file);
        assertThat(tree.setAside(file, 5, modified)).isFalse();
        assertThat(tree.remove(file, 4, FileTime.fromMillis(0))).isFalse();
        assertThat(file).exists();
        assertThat(tree.setAside(file, 4, modified)).isTrue();
        assertThat(tree.setAside(file, 4, modified)).isFalse();

        Path directory = Files.createDirectory(spool.root().resolve("directory"));
        long size = Files.size(directory);
        assertThat(tree.remove(directory, size, Files.getLastModifiedTime(directory))).isFalse();
        assertThat(directory).exists();
    }

    @Test
    void onlyAnEmptyDirectoryIsRemoved() throws IOException {
        Path directory = Files.createDirectory(spool.root().resolve("directory"));
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(tree.removeIfEmpty(directory)).isFalse();
        assertThat(tree.removeIfEmpty(file)).isFalse();
        Files.delete(file);
        assertThat(tree.removeIfEmpty(directory)).isTrue();
        assertThat(tree.removeIfEmpty(directory)).isFalse();
    }

    @Test
    void ofWhatIsNoPlainFileNothingIsRead() throws IOException {
        Path directory = Files.createDirectory(spool.root().resolve("a.conf"));
        assertThat(tree.tail(directory, 10)).isEmpty();
        assertThat(tree.history(directory).outcomes()).isEmpty();
        assertThat(tree.tail(written("some text"), 4)).asString().isEqualTo("text");
    }

    @Test
    void whatIsUniqueIsAnotherWordEachTimeThoughTheClockStandsStill() {
        String word = tree.unique();
        assertThat(tree.unique()).isNotEmpty().isNotEqualTo(word);
    }

    @Test
    void aBeaconStandsWhereItSaysUntilItIsClosed() throws IOException {
        try (Beacon beacon = spool.beacon()) {
            assertThat(spool.root().resolve(beacon.place())).isRegularFile();
            assertThat(beacon.place()).startsWith(".fjd/");
        }
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
    }
}
