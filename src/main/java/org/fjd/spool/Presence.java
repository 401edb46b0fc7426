package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Whether there is a file that a job was to make; links are followed. */
public enum Presence {
    MISSING,
    /** It is there, but has nothing in it. */
    EMPTY,
    THERE;

    /**
     * Looks for it. What the file system says that it knows is believed; where it says that there
     * is nothing, the directory is listed, since that answer may be old.
     */
    public static Presence of(Path file) throws IOException {
        try {
            return look(file);
        } catch (NoSuchFileException e) {
            return Listing.has(file) ? lookAgain(file) : MISSING;
        }
    }

    private static Presence lookAgain(Path file) throws IOException {
        try {
            return look(file);
        } catch (NoSuchFileException e) {
            return MISSING; // a link that leads nowhere, or it was removed at this moment
        }
    }

    private static Presence look(Path file) throws IOException {
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class);
        boolean empty = found.isDirectory() ? Listing.of(file).isEmpty() : found.size() == 0;
        return empty ? EMPTY : THERE;
    }
}
