package org.fjd.spool;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Fresh listings of directories. They are what fjd decides from, because a network file system
 * remembers that a name did <em>not</em> exist, and answers for a while from that memory.
 */
final class Listing {

    private Listing() {}

    /**
     * The entries of a directory, in no order; none if it does not exist. Left out are the {@code
     * .nfs*} files by which NFS keeps deleted files that are still open.
     */
    static List<Path> of(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            for (Path entry : stream) {
                if (!entry.getFileName().toString().startsWith(".nfs")) {
                    entries.add(entry);
                }
            }
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return entries;
    }

    static boolean has(Path directory, @Nullable Path name) throws IOException {
        for (Path entry : of(directory)) {
            if (entry.getFileName().equals(name)) {
                return true;
            }
        }
        return false;
    }
}
