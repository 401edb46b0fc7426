package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What one look at an entry finds, links not followed: what kind of thing it is, and who may change
 * it. One look, because each is a call to the file server.
 *
 * @param size in bytes
 * @param modified its modification time
 * @param owner the number of its user, where the file system knows them
 * @param openToAll whether everybody may write it
 */
record Inode(Kind kind, long size, FileTime modified, Optional<Integer> owner, boolean openToAll) {

    /** What an entry may be. */
    enum Kind {
        FILE("a plain file"),
        DIRECTORY("a directory"),
        LINK("a symbolic link"),
        SPECIAL("a special file");

        private final String words;

        Kind(String words) {
            this.words = words;
        }

        String words() {
            return words;
        }

        private static Kind of(boolean file, boolean directory, boolean link) {
            return file ? FILE : directory ? DIRECTORY : link ? LINK : SPECIAL;
        }
    }

    private static final int OTHERS_WRITE = 0002;

    /**
     * @throws NoSuchFileException if it is not there
     */
    static Inode of(Path entry) throws IOException {
        if (!entry.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            BasicFileAttributes found =
                    Files.readAttributes(
                            entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            Kind kind = Kind.of(found.isRegularFile(), found.isDirectory(), found.isSymbolicLink());
            return new Inode(kind, found.size(), found.lastModifiedTime(), Optional.empty(), false);
        }
        Map<String, Object> found =
                Files.readAttributes(
                        entry,
                        "unix:isRegularFile,isDirectory,isSymbolicLink,size,lastModifiedTime,uid,mode",
                        LinkOption.NOFOLLOW_LINKS);
        Kind kind =
                Kind.of(
                        is(found, "isRegularFile"),
                        is(found, "isDirectory"),
                        is(found, "isSymbolicLink"));
        boolean openToAll = (number(found, "mode").intValue() & OTHERS_WRITE) != 0;
        return new Inode(
                kind,
                number(found, "size").longValue(),
                (FileTime) Objects.requireNonNull(found.get("lastModifiedTime")),
                Optional.of(number(found, "uid").intValue()),
                openToAll);
    }

    private static boolean is(Map<String, Object> found, String attribute) {
        return Boolean.TRUE.equals(found.get(attribute));
    }

    private static Number number(Map<String, Object> found, String attribute) {
        return (Number) found.getOrDefault(attribute, 0);
    }
}
