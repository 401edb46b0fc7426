package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * What entries of directories are; links are not followed. Unlike {@link Files#isRegularFile} and
 * its like, an error of the file system is not taken for an answer: who takes it for one may give a
 * job up that is there.
 */
public final class Entries {

    private Entries() {}

    /** Whether there is an entry, and it is a plain file. */
    public static boolean isPlainFile(Path entry) throws IOException {
        return look(entry).filter(BasicFileAttributes::isRegularFile).isPresent();
    }

    /** Whether there is an entry, and it is a directory. */
    public static boolean isDirectory(Path entry) throws IOException {
        return look(entry).filter(BasicFileAttributes::isDirectory).isPresent();
    }

    /**
     * Deletes an entry, if it is there.
     *
     * @throws IOException if it could not be deleted, or {@linkplain Listing#requireAbsent is
     *     there} and was not found
     */
    static void delete(Path entry) throws IOException {
        if (!Files.deleteIfExists(entry)) {
            Listing.requireAbsent(entry);
        }
    }

    /** What an entry is; empty if it is not there. */
    public static Optional<BasicFileAttributes> look(Path entry) throws IOException {
        try {
            return Optional.of(
                    Files.readAttributes(
                            entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }
}
