package org.fjd.spool;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Numbers of users, where the file system is one that knows them. */
final class Owners {

    private static final Path SELF = Path.of("/proc/self/status");

    private Owners() {}

    /** As whom this process makes files where that entry is, as far as can be told. */
    static Optional<Integer> self(Path entry) throws IOException {
        return entry.getFileSystem() == FileSystems.getDefault() ? of(SELF) : Optional.empty();
    }

    /** Whose an entry is, links not followed; empty if it is not there, or that is not known. */
    static Optional<Integer> of(Path entry) throws IOException {
        try {
            return Inode.of(entry).owner();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Whose an entry is, if that is known to be neither one's own user nor the administrator. */
    static Optional<String> other(Path entry) throws IOException {
        Optional<Integer> self = self(entry);
        Optional<Integer> owner = of(entry);
        return self.isEmpty() || owner.isEmpty() || owner.get() == 0 || owner.equals(self)
                ? Optional.empty()
                : Optional.of(Files.getOwner(entry, LinkOption.NOFOLLOW_LINKS).getName());
    }

    /** Whether everybody may write it. */
    static boolean isOpenToAll(Path entry) throws IOException {
        try {
            return Inode.of(entry).openToAll();
        } catch (NoSuchFileException e) {
            return false;
        }
    }
}
