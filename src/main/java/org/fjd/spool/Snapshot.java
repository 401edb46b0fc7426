package org.fjd.spool;

import java.nio.file.attribute.FileTime;

/**
 * A job file as it was read.
 *
 * @param content all of it
 * @param modified its modification time right before it was read
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Snapshot(byte[] content, FileTime modified) {

    public Stamp stamp() {
        return new Stamp(modified, content.length);
    }
}
