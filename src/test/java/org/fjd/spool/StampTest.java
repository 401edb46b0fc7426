package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether a file is still as it was read. */
class StampTest {

    private Path file;
    private Stamp stamp;

    @BeforeEach
    void read() throws Exception {
        Spool spool = Spools.inMemory(new TestTime());
        file = Spools.drop(spool, "a", "text");
        stamp = spool.jobReader().snapshot(file).stamp();
    }

    private boolean isStillSo() throws IOException {
        return stamp.isOf(Entries.look(file).orElseThrow());
    }

    @Test
    void itIsIfNobodyHasTouchedIt() throws IOException {
        assertThat(isStillSo()).isTrue();
    }

    @Test
    void itIsNotIfItHasGrownAndHasItsTimeOfBefore() throws IOException {
        FileTime before = Files.getLastModifiedTime(file);
        Files.writeString(file, "more text");
        Files.setLastModifiedTime(file, before);
        assertThat(isStillSo()).isFalse();
    }

    @Test
    void itIsNotIfItWasWrittenAnewWithTheSameSize() throws IOException {
        Files.writeString(file, "next");
        assertThat(Files.getLastModifiedTime(file)).isNotEqualTo(stamp.modified());
        assertThat(isStillSo()).isFalse();
    }

    @Test
    void itIsNotIfALinkLiesThereInstead() throws IOException {
        Files.delete(file);
        Files.createSymbolicLink(file, file.resolveSibling("text"));
        BasicFileAttributes link = Entries.look(file).orElseThrow();
        stamp = new Stamp(link.lastModifiedTime(), link.size());
        assertThat(isStillSo()).isFalse();
    }
}
