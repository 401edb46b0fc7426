package org.fjd.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.JobName;

/**
 * The primitives by which a job file changes its state: {@link #move}, {@link #publish}, and the
 * {@link #append} that precedes either. Nothing else in fjd renames a job file.
 *
 * <p>Several processes may want the same source: exactly one of them succeeds, and nothing but
 * one's own success proves anything. To lose is a normal outcome and comes back as a value.
 */
final class Moves {

    private final boolean durable;

    /**
     * @param durable whether files and directories are forced to the disk before a transition is
     *     reported, so that it outlives a power cut
     */
    Moves(boolean durable) {
        this.durable = durable;
    }

    /**
     * Moves a file or a directory to a name that does not exist, and that nobody else moves it to.
     *
     * @return false if the source or the target's directory is no longer there: somebody else was
     *     first
     * @throws IOException if the file system refused; the source is where it was
     */
    boolean move(Path source, Path target) throws IOException {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (NoSuchFileException e) {
            if (!landed(source, target)) {
                return false;
            }
        } catch (IOException e) {
            if (!landed(source, target)) {
                throw e;
            }
        }
        if (durable) {
            forceDirectory(target);
        }
        return true;
    }

    /** As {@link #move}, of a file that was just written. */
    boolean submit(Path draft, Path target) throws IOException {
        try {
            if (durable) {
                forceFile(draft);
            }
        } catch (NoSuchFileException e) {
            return false;
        }
        return move(draft, target);
    }

    /**
     * Moves a file that several want to a name that is the same for all of them. So a reply that
     * was lost can't be told from a race that was lost, and counts as that.
     *
     * @return whether it was surely this call that moved it
     */
    boolean take(Path source, Path target) throws IOException {
        try {
            Files.move(source, target, StandardCopyOption.ATOMIC_MOVE);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Moves a file into a directory where its name may be taken: the name is first reserved by
     * exclusive creation, and the move replaces the reservation. A taken name becomes {@code
     * <job>~2}, {@code ~3} and so on.
     *
     * @param names what is peculiar to the names there
     * @return where the file now lies, or empty if the source was no longer there
     * @throws IOException if the file system refused; the source is where it was
     */
    Optional<Path> publish(Path source, Path directory, JobName name, Names names)
            throws IOException {
        Optional<BasicFileAttributes> found = Entries.look(source);
        if (found.isEmpty()) {
            Listing.requireAbsent(source);
            return Optional.empty();
        }
        while (true) {
            Path target = reserve(directory, name, found.get().isDirectory(), names);
            Replaced replaced = replace(source, found.get(), target, names);
            if (replaced != Replaced.RESERVATION_LOST) {
                return replaced == Replaced.MOVED ? Optional.of(target) : Optional.empty();
            }
        }
    }

    /**
     * Moves a plain file to a name that may be taken, and to no other; it is reserved as for {@link
     * #publish}.
     *
     * @return false if the source was no longer there
     * @throws FileAlreadyExistsException if the name is taken; the source is where it was
     * @throws IOException if the file system refused; the source is where it was
     */
    boolean publishAs(Path source, Path directory, String fileName) throws IOException {
        Optional<BasicFileAttributes> found =
                Entries.look(source).filter(BasicFileAttributes::isRegularFile);
        if (found.isEmpty()) {
            return false;
        }
        while (true) {
            Path target = reserve(directory, fileName);
            Replaced replaced = replace(source, found.get(), target, Names.PLAIN);
            if (replaced != Replaced.RESERVATION_LOST) {
                return replaced == Replaced.MOVED;
            }
        }
    }

    private enum Replaced {
        MOVED,
        SOURCE_GONE,
        /** A user took it along with the ended jobs; another job may have that name by now. */
        RESERVATION_LOST
    }

    /** Moves a file over the reservation of its new name. */
    private Replaced replace(Path source, BasicFileAttributes found, Path target, Names names)
            throws IOException {
        try {
            names.reserved(target);
            if (durable && Entries.isPlainFile(source)) {
                forceFile(source);
            }
            // Right before the move: between the two only who stalls just there can be too late.
            if (!isReserved(target) || names.isTaken(target)) {
                return Replaced.RESERVATION_LOST;
            }
            Files.move(
                    source,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            if (Listing.has(source)) {
                if (isReserved(target) && !names.isTaken(target)) {
                    Files.deleteIfExists(target);
                }
                throw e;
            }
            boolean isUnchanged = isReserved(target) || Entries.look(target).isEmpty();
            if (isUnchanged && !isSame(found, target)) {
                // It stays: by now the name may be somebody else's.
                if (Entries.look(source).isPresent()) {
                    throw e; // the listing was an old one
                }
                return Replaced.SOURCE_GONE;
            }
        }
        if (durable) {
            forceDirectory(target);
        }
        return Replaced.MOVED;
    }

    /** An empty file looks like a reservation, but for what the file system knows it by. */
    private static boolean isSame(BasicFileAttributes found, Path entry) throws IOException {
        return Entries.look(entry)
                .map(BasicFileAttributes::fileKey)
                .filter(key -> key.equals(found.fileKey()))
                .isPresent();
    }

    /** Puts a whole file in the place of another one: a reader finds the old one or the new. */
    void substitute(Path draft, Path target) throws IOException {
        if (durable) {
            forceFile(draft);
        }
        Files.move(
                draft, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        if (durable) {
            forceDirectory(target);
        }
    }

    /** What is peculiar to the names in a directory into which is published. */
    interface Names {

        /** Nothing. */
        Names PLAIN = new Names() {};

        /** A name is about to be reserved, if nobody has it. */
        default void beforeReserving(Path name) throws IOException {}

        /** A name was reserved, and nothing was moved there yet. */
        default void reserved(Path name) throws IOException {}

        /** Whether what is empty there is more than a reservation. */
        default boolean isTaken(Path name) throws IOException {
            return false;
        }
    }

    /**
     * Appends in one write.
     *
     * @throws NoSuchFileException if the file is no longer there
     * @throws IOException if not all of it could be written; a torn section may then be at the end
     */
    void append(Path file, byte[] section) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        file,
                        Set.of(
                                StandardOpenOption.WRITE,
                                StandardOpenOption.APPEND,
                                LinkOption.NOFOLLOW_LINKS))) {
            int written = channel.write(ByteBuffer.wrap(section));
            if (written != section.length) {
                throw new IOException(
                        file + ": only " + written + " of " + section.length + " bytes fitted");
            }
        }
    }

    private static Path reserve(Path directory, String fileName) throws IOException {
        Path target = directory.resolve(fileName);
        try {
            return Files.createFile(target);
        } catch (NoSuchFileException e) {
            Directories.createAll(directory);
            return Files.createFile(target);
        }
    }

    private static Path reserve(Path directory, JobName name, boolean isDirectory, Names names)
            throws IOException {
        for (int copy = 1; ; copy++) {
            Path candidate = directory.resolve(name.copy(copy).fileName());
            names.beforeReserving(candidate);
            try {
                return isDirectory ? Files.createDirectory(candidate) : Files.createFile(candidate);
            } catch (FileAlreadyExistsException e) {
                // a namesake's, or that of another worker publishing at this moment
            } catch (NoSuchFileException e) {
                Directories.createAll(directory);
                copy--;
            }
        }
    }

    /**
     * After an error of a move: the reply may have been lost, so the directories are asked. First
     * that of the source: if it can't be opened, nothing is known.
     */
    private static boolean landed(Path source, Path target) throws IOException {
        return !Listing.has(source) && Listing.has(target);
    }

    /** Whether there is nothing at a name but what reserves it. */
    static boolean isReserved(Path target) throws IOException {
        Optional<BasicFileAttributes> found = Entries.look(target);
        if (found.isEmpty()) {
            return false;
        }
        return found.get().isDirectory() ? Listing.of(target).isEmpty() : found.get().size() == 0;
    }

    static void forceFile(Path file) throws IOException {
        try (FileChannel channel =
                FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            channel.force(true);
        }
    }

    private static void forceDirectory(Path entry) throws IOException {
        Path directory = entry.toAbsolutePath().getParent();
        if (directory != null && directory.getFileSystem() == FileSystems.getDefault()) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
