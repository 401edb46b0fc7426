package org.fjd.spool;

import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * By what a look tells that a file is still as it was read. What is changed within the steps of its
 * file system's clock, and keeps its size, is not noticed.
 *
 * @param modified its modification time
 * @param size in bytes
 */
public record Stamp(FileTime modified, long size) {

    static Stamp of(BasicFileAttributes found) {
        return new Stamp(found.lastModifiedTime(), found.size());
    }

    /** Whether a look has found a plain file with this stamp. */
    boolean isOf(BasicFileAttributes found) {
        return found.isRegularFile() && of(found).equals(this);
    }
}
