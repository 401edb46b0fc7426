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

    /**
     * By what a look tells that a plain file is still as it was read.
     *
     * @param size in bytes
     */
    public record Stamp(FileTime modified, long size) {

        boolean isOf(BasicFileAttributes found) {
            return found.isRegularFile()
                    && found.size() == size
                    && found.lastModifiedTime().equals(modified);
        }
    }

    public Stamp stamp() {
        return new Stamp(modified, content.length);
    }
}
