package org.fjd.spool;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * A job file as it was read.
 *
 * @param content all of it
 * @param modified its modification time right before it was read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Snapshot(byte[] content, FileTime modified) {

    /** Whether a later look finds the plain file that was read, unchanged. */
    boolean isStill(BasicFileAttributes found) {
        return found.isRegularFile()
                && found.size() == content.length
                && found.lastModifiedTime().equals(modified);
    }
}
