package org.fjd.spool;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Fresh listings of directories. They are what fjd decides from, because a network file system
 * remembers that a name did <em>not</em> exist, and answers for a while from that memory.
 */
final class Listing {

    private Listing() {}

    /**
     * The entries of a directory, in no order; none if there is no such directory. Left out are the
     * {@code .nfs*} files by which NFS keeps deleted files that are still open.
     */
    static List<Path> of(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                if (!entry.getFileName().toString().startsWith(".nfs")) {
                    entries.add(entry);
                }
            }
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    /**
     * For whoever did not find an entry: that proves nothing if its directory can't be opened.
     *
     * @throws IOException if it can't, or if the entry is there after all; to be tried again
     */
    static void requireAbsent(Path entry) throws IOException {
        if (has(entry)) {
            throw new IOException(entry + ": it was not found, though it is there");
        }
    }

    /** Whether a fresh listing of its directory has an entry. */
    static boolean has(Path entry) throws IOException {
        Path directory = entry.toAbsolutePath().getParent();
        if (directory != null) {
            for (Path found : of(directory)) {
                if (found.getFileName().equals(entry.getFileName())) {
                    return true;
                }
            }
        }
        return false;
    }
}
