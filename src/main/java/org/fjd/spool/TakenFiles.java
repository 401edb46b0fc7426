package org.fjd.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.fjd.job.JobName;
import org.fjd.spool.PackedFile.Place;

/**
 * {@code .fjd/packed/<pack>/<place>/}: files on their way from their directory into a pack, or out
 * of one, where nobody else changes them. Those of one pack are a batch, which has its name.
 */
final class TakenFiles {

    private final Path root;
    private final Path directory;
    private final Tree tree;
    private final Moves moves;

    TakenFiles(Path root, Tree tree, Moves moves) {
        this.root = root;
        this.directory = root.resolve(".fjd").resolve("packed");
        this.tree = tree;
        this.moves = moves;
    }

    /** Where a file lies while it is on its way. */
    Path path(String batch, PackedFile file) {
        return path(batch, file.place(), file.name());
    }

    private Path path(String batch, Place place, String name) {
        return directory.resolve(batch).resolve(place.word()).resolve(name);
    }

    /**
     * Takes a file from its directory, to be packed.
     *
     * @param found what it was when it was looked at
     * @return where it lies now; empty if it was changed or taken back at this moment
     */
    Optional<Path> take(String batch, Place place, Path file, BasicFileAttributes found)
            throws IOException {
        Path taken = path(batch, place, file.getFileName().toString());
        Directories.createParents(taken);
        if (!moves.move(file, taken)) {
            return Optional.empty();
        }
        Optional<BasicFileAttributes> now = Entries.look(taken);
        if (now.filter(other -> isSame(found, other)).isEmpty()) {
            giveBack(taken); // another one of its name that came in between
            return Optional.empty();
        }
        return Optional.of(taken);
    }

    private static boolean isSame(BasicFileAttributes found, BasicFileAttributes now) {
        return now.isRegularFile()
                && now.size() == found.size()
                && now.lastModifiedTime().equals(found.lastModifiedTime());
    }

    /** Whether a file lies there, and is what was packed. */
    boolean has(String batch, PackedFile file) throws IOException {
        return isSame(path(batch, file), file);
    }

    /** Whether what was packed lies in its directory. */
    boolean liesInPlace(PackedFile file) throws IOException {
        return isSame(root.resolve(file.place().word()).resolve(file.name()), file);
    }

    private static boolean isSame(Path present, PackedFile file) throws IOException {
        try {
            return Entries.look(present).filter(file::isLike).isPresent()
                    && Digests.of(present).equals(file.digest());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Puts back what was taken, under another name if another file has its own by now. */
    void giveBack(Path taken) throws IOException {
        Optional<Place> place = placeOf(taken);
        if (place.isEmpty()) {
            return;
        }
        String name = taken.getFileName().toString();
        Path directory = root.resolve(place.get().word());
        Optional<JobName> job = JobName.ofFileName(name);
        boolean isJob = place.get() != Place.LOGS && job.isPresent();
        if (liesInPlace(place.get(), taken)) {
            Files.deleteIfExists(taken); // the same, restored by another one
        } else if (isJob && Moves.isReserved(taken)) {
            reserveAgain(taken, directory, job.get());
        } else if (isJob && place.get() == Place.FAILED) {
            publishFailed(taken, directory, job.get());
        } else if (isJob) {
            moves.publish(taken, directory, job.get(), Moves.Names.PLAIN);
        } else {
            publishOther(taken, directory, place.get() == Place.LOGS);
        }
    }

    /** Its reason goes where it goes. */
    private void publishFailed(Path taken, Path directory, JobName job) throws IOException {
        Path reason = Reasons.beside(taken);
        boolean isReasonTaken = Listing.has(reason);
        boolean staysRejected;
        try {
            staysRejected = !isReasonTaken && isRejected(taken, directory.resolve(job.fileName()));
        } catch (NoSuchFileException e) {
            return; // another one has given it back
        }
        // Who took a rejected job may have died before its reason was taken, too.
        Moves.Names names = staysRejected ? Moves.Names.PLAIN : new Reasons.Names();
        Optional<Path> where = moves.publish(taken, directory, job, names);
        if (where.isPresent() && isReasonTaken) {
            moves.move(reason, Reasons.beside(where.get()));
        }
    }

    /** Whether the reason that lies where a file was taken from is its own. */
    private boolean isRejected(Path taken, Path place) throws IOException {
        return Reasons.tellsOf(taken, tree.history(taken), Reasons.written(place));
    }

    private void publishOther(Path taken, Path directory, boolean isLog) throws IOException {
        String name = taken.getFileName().toString();
        Optional<JobName> job = isLog ? JobName.ofLogFileName(name) : Optional.empty();
        for (int copy = 1; copy == 1 || job.isPresent(); copy++) {
            String free = copy == 1 ? name : job.orElseThrow().copy(copy).logFileName();
            try {
                moves.publishAs(taken, directory, free);
                return;
            } catch (FileAlreadyExistsException e) {
                // a namesake's, that ran meanwhile
            }
        }
        tree.setAside(taken); // two of one name: neither is to be lost
    }

    private boolean liesInPlace(Place place, Path taken) throws IOException {
        Optional<PackWriter.Whole> whole = PackWriter.read(place, taken);
        return whole.isPresent()
                && whole.get().file().size() > 0
                && liesInPlace(whole.get().file());
    }

    /**
     * What is empty may be the reservation of a worker that is about to move a job over it, and
     * perhaps has done so by now. So it is not moved but made anew, and never over anything.
     */
    private void reserveAgain(Path taken, Path directory, JobName job) throws IOException {
        boolean isDirectory = Entries.isDirectory(taken);
        boolean isRejected = counts(taken);
        boolean isMade = false;
        for (int copy = 1; !isMade && (copy == 1 || isRejected); copy++) {
            Path free = directory.resolve(job.copy(copy).fileName());
            try {
                if (isDirectory) {
                    Files.createDirectory(free);
                } else {
                    Files.createFile(free);
                }
                isMade = true;
                if (isRejected && copy > 1) {
                    moves.move(Reasons.beside(taken), Reasons.beside(free));
                }
            } catch (FileAlreadyExistsException e) {
                // the job's for which it was reserved, or a namesake's
            }
        }
        Files.deleteIfExists(taken);
    }

    /** Whether what was taken is more than a reservation: an empty job may have been rejected. */
    boolean counts(Path taken) throws IOException {
        Optional<JobName> job = JobName.ofFileName(taken.getFileName().toString());
        if (job.isEmpty() || Entries.look(taken).filter(file -> file.size() == 0).isEmpty()) {
            return true;
        }
        String reason = job.get().reasonFileName();
        return placeOf(taken).equals(Optional.of(Place.FAILED))
                && (Listing.has(taken.resolveSibling(reason))
                        || Listing.has(root.resolve(Place.FAILED.word()).resolve(reason)));
    }

    static Optional<Place> placeOf(Path taken) {
        return Place.ofWord(parent(taken).getFileName().toString());
    }

    static String batchOf(Path taken) {
        return parent(parent(taken)).getFileName().toString();
    }

    /** All, those by a crash among them. A job comes before its reason. */
    List<Path> all() throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path batch : Listing.of(directory)) {
            all.addAll(of(batch));
        }
        return all;
    }

    /** Those of one batch. */
    List<Path> of(String batch) throws IOException {
        return of(directory.resolve(batch));
    }

    private static List<Path> of(Path batch) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : Listing.of(batch)) {
            files.addAll(Listing.of(place));
        }
        files.sort(Comparator.naturalOrder());
        return files;
    }

    /** Removes the directories through which files went. */
    void sweep() throws IOException {
        for (Path batch : Listing.of(directory)) {
            for (Path place : Listing.of(batch)) {
                tree.removeIfEmpty(place);
            }
            tree.removeIfEmpty(batch);
        }
    }

    private static Path parent(Path entry) {
        return Objects.requireNonNull(entry.getParent());
    }
}
