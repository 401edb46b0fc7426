package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file in the spool by which another host can tell that it sees this very spool: its name was
 * never there before, so no file system remembers that it is missing.
 */
public final class Beacon implements AutoCloseable {

    private final Path root;
    private final Path file;

    Beacon(Path root, Path directory, String name) throws IOException {
        this.root = root;
        this.file = directory.resolve(name);
        Directories.createAll(directory);
        Files.createFile(file);
    }

    /** Its path, counted from the spool's root. */
    public String place() {
        return root.relativize(file).toString();
    }

    /** Takes it away. */
    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
    }
}
