package org.fjd.spool;

import java.nio.file.Path;

/**
 * A file in a pack.
 *
 * @param pack the pack's path
 * @param file what it is
 */
public record PackEntry(Path pack, PackedFile file) {

    /** The file's path, as if the pack were a directory. */
    public Path path() {
        return pack.resolve(file.place().word()).resolve(file.name());
    }
}
