package org.fjd.spool;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A directory of its own in the spool in which the primitives of fjd can be tried out, and nothing
 * that lies there means anything. Names are counted from it. Thread-safe as far as the file system
 * is.
 */
public interface Scratch extends AutoCloseable {

    /** Where it is, counted from the spool's root. */
    String place();

    /** Makes a directory. */
    void make(String directory) throws IOException;

    /**
     * Creates a file exclusively.
     *
     * @return false if the name is taken
     */
    boolean create(String name, byte[] content) throws IOException;

    /** {@link Moves#take}. */
    boolean take(String from, String to) throws IOException;

    /** {@link Moves#substitute}. */
    void substitute(String from, String to) throws IOException;

    /** {@link Moves#append}. */
    void append(String name, byte[] section) throws IOException;

    /** The names in a directory, freshly listed; none if it is not there. */
    List<String> list(String directory) throws IOException;

    /** What is in a file; empty if it is not there. */
    Optional<byte[]> read(String name) throws IOException;

    /** When a file was changed, by the clock that stamps it; empty if it is not there. */
    Optional<Instant> modified(String name) throws IOException;

    /** Whose a file is, if that is known to be neither one's own user nor the administrator. */
    Optional<String> otherOwner(String name) throws IOException;

    /**
     * Removes a file or an empty directory.
     *
     * @return false if it is not there, or not empty
     */
    boolean remove(String name) throws IOException;

    /** Hints of the file system of what is new in a directory, whatever its type. */
    Hints hints(String directory) throws IOException;

    /** Removes it with all that is in it; what is gone by itself does not matter. */
    @Override
    void close() throws IOException;

    /** Tells of what is new. */
    interface Hints extends AutoCloseable {

        /** Whether one comes in that time. */
        boolean await(Duration longest) throws InterruptedException;

        @Override
        void close() throws IOException;
    }
}
