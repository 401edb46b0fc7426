package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.fjd.job.History;
import org.fjd.job.JobFile;
import org.fjd.job.Rejection;

/**
 * The bare tree of a spool, for who keeps it in order: what lies where, whose it is, and the few
 * changes that lose nothing. Links are not followed.
 */
public final class Tree {

    private static final AtomicLong NAMES = new AtomicLong();

    private final Path root;
    private final List<Path> directories;
    private final Path tmp;
    private final Path strays;
    private final Time time;
    private final Moves moves;

    Tree(Path root, List<Path> directories, Path tmp, Path strays, Time time, Moves moves) {
        this.root = root;
        this.directories = directories;
        this.tmp = tmp;
        this.strays = strays;
        this.time = time;
        this.moves = moves;
    }

    public Path root() {
        return root;
    }

    /** The directories that every spool has. */
    public List<Path> directories() {
        return directories;
    }

    /** A path of the spool. */
    public Path at(String path) {
        return root.resolve(path);
    }

    /** The entries of a directory, in no order; none if it is no directory. */
    public List<Path> list(Path directory) throws IOException {
        return Listing.of(directory);
    }

    /** What an entry is; empty if it is not there. */
    public Optional<BasicFileAttributes> look(Path entry) throws IOException {
        return Entries.look(entry);
    }

    /** Whether a fresh listing has an entry. */
    public boolean has(Path entry) throws IOException {
        return Listing.has(entry);
    }

    /**
     * What a job file says of its past, and what was cut off.
     *
     * @throws NoSuchFileException if it is no longer there
     */
    public History history(Path job) throws IOException {
        try {
            return History.of(JobReader.tail(job, JobFile.MAX_BYTES));
        } catch (Rejection e) {
            return History.of(new byte[0]);
        }
    }

    /** The last bytes of a plain file, at most so many; none of anything else. */
    public byte[] tail(Path file, int most) throws IOException {
        try {
            return JobReader.tail(file, most);
        } catch (Rejection e) {
            return new byte[0];
        }
    }

    /**
     * Reads the settings.
     *
     * @throws IOException if they can't be read; its message says why
     */
    public Settings readSettings() throws IOException {
        return Settings.read(root.resolve(".fjd").resolve("fjd.conf"));
    }

    /** Whether everybody may write to an entry. */
    public boolean isOpenToAll(Path entry) throws IOException {
        PosixFileAttributeView view = rights(entry);
        try {
            return view != null
                    && !Files.isSymbolicLink(entry)
                    && view.readAttributes()
                            .permissions()
                            .contains(PosixFilePermission.OTHERS_WRITE);
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Takes from everybody the right to write to an entry; its owner and group keep theirs. */
    public void closeToOthers(Path entry) throws IOException {
        PosixFileAttributeView view = rights(entry);
        if (view != null) {
            Set<PosixFilePermission> rights = EnumSet.noneOf(PosixFilePermission.class);
            rights.addAll(view.readAttributes().permissions());
            rights.remove(PosixFilePermission.OTHERS_WRITE);
            view.setPermissions(rights);
        }
    }

    private static PosixFileAttributeView rights(Path entry) {
        return Files.getFileAttributeView(
                entry, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    }

    /** Whose an entry is, if that is known to be neither one's own user nor the administrator. */
    public Optional<String> otherOwner(Path entry) throws IOException {
        return Owners.other(entry);
    }

    /**
     * The time by the clock that stamps the spool's files, as far as that can be learnt: ages of
     * files are counted by it.
     */
    public Instant now() {
        try {
            Directories.createAll(tmp);
            Path probe = tmp.resolve("clock-" + unique());
            Files.createFile(probe);
            try {
                return Files.getLastModifiedTime(probe).toInstant();
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (IOException e) {
            return time.now(); // a spool that may only be read
        }
    }

    /** A name that nobody else gives. */
    public String unique() {
        Machine here = Machine.here();
        return "%s-%d-%s-%d"
                .formatted(
                        here.host(),
                        here.pid(),
                        Long.toString(Math.abs(time.nanos()), 36),
                        NAMES.incrementAndGet());
    }

    /** Where a file is written before it is moved to its place. */
    Path draft(String name) throws IOException {
        Directories.createAll(tmp);
        return name.isEmpty() ? tmp : tmp.resolve(name);
    }

    /**
     * Deletes a file, unless it has changed since it was looked at.
     *
     * @return whether it was deleted
     */
    public boolean remove(Path file, long size, FileTime modified) throws IOException {
        return isSame(file, size, modified) && Files.deleteIfExists(file);
    }

    private static boolean isSame(Path file, long size, FileTime modified) throws IOException {
        return Entries.look(file)
                .filter(f -> f.isRegularFile() || f.isSymbolicLink())
                .filter(f -> f.size() == size && f.lastModifiedTime().equals(modified))
                .isPresent();
    }

    /** Deletes a directory if there is nothing in it. */
    public boolean removeIfEmpty(Path directory) throws IOException {
        return Directories.removeIfEmpty(directory);
    }

    /**
     * Moves what is in doubt to {@code .fjd/strays/fsck/}, under a name that is free there.
     *
     * @return false if it was no longer there
     */
    public boolean setAside(Path entry) throws IOException {
        return moves.move(entry, aside(entry));
    }

    /** As {@link #setAside(Path)}, unless the file has changed since it was looked at. */
    public boolean setAside(Path file, long size, FileTime modified) throws IOException {
        Path aside = aside(file);
        return isSame(file, size, modified) && moves.move(file, aside);
    }

    private Path aside(Path entry) throws IOException {
        Path target = strays.resolve("fsck");
        Directories.createAll(target);
        Set<Path> taken = Set.copyOf(Listing.of(target));
        String name = entry.getFileName().toString();
        Path free = target.resolve(name);
        for (int copy = 2; taken.contains(free); copy++) {
            free = target.resolve(name + "~" + copy);
        }
        return free;
    }
}
