package org.fjd.spool;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;

/** Making directories that only their owner may use, where the file system knows of owners. */
final class Directories {

    private static final Set<PosixFilePermission> PRIVATE =
            PosixFilePermissions.fromString("rwx------");

    private static final Set<PosixFilePermission> NOT_FOR_OTHERS_TO_WRITE =
            PosixFilePermissions.fromString("rw-rw-r--");

    private Directories() {}

    /** Makes one; fails as {@link Files#createDirectory} does. */
    static void create(Path directory) throws IOException {
        Files.createDirectory(directory, attributes(directory, PRIVATE));
    }

    /** Makes one, and what is missing above it; does nothing if it is there. */
    static void createAll(Path directory) throws IOException {
        Files.createDirectories(directory, attributes(directory, PRIVATE));
    }

    /** Makes what is missing above an entry. */
    static void createParents(Path entry) throws IOException {
        createAll(Objects.requireNonNull(entry.getParent()));
    }

    /** Deletes a directory if there is nothing in it; returns whether it did. */
    static boolean removeIfEmpty(Path directory) throws IOException {
        try {
            return Entries.isDirectory(directory) && Files.deleteIfExists(directory);
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    /** Gives the owner back what it needs to work with a file or directory of its own. */
    static void restoreRights(Path entry) throws IOException {
        PosixFileAttributeView view =
                Files.getFileAttributeView(
                        entry, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (view != null && !Files.isSymbolicLink(entry)) {
            Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
            rights.addAll(view.readAttributes().permissions());
            rights.add(PosixFilePermission.OWNER_READ);
            rights.add(PosixFilePermission.OWNER_WRITE);
            if (Entries.isDirectory(entry)) {
                rights.add(PosixFilePermission.OWNER_EXECUTE);
            }
            view.setPermissions(rights);
        }
    }

    /** What a new file is made with that workers are to run, whatever the mask of its maker. */
    static FileAttribute<?>[] notForOthersToWrite(Path file) {
        return attributes(file, NOT_FOR_OTHERS_TO_WRITE);
    }

    private static FileAttribute<?>[] attributes(Path entry, Set<PosixFilePermission> rights) {
        return entry.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(rights)}
                : new FileAttribute<?>[0];
    }
}
