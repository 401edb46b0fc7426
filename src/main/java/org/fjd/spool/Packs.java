package org.fjd.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.fjd.job.JobName;

/**
 * {@code archive/}: packs of ended jobs, each a gzip file in which job files stand whole. A pack is
 * never changed. What is no longer to be counted in it has a mark in {@code
 * archive/struck/<pack>/<place>/}: the user took the file back, or it was restored.
 *
 * <p>A file is packed first and then taken from its directory: moved to {@code
 * .fjd/packed/<pack>/<place>/}, where nobody else changes it, compared with what was packed, and
 * only then deleted. So at any instant a job is in its directory, in a pack, or in both, and in
 * both it is the same file: place, name, size, time and content.
 */
public final class Packs {

    private static final String SUFFIX = ".gz";
    private static final String RESTORED = "restored-";

    /** Looks at a packed file; may read as much of its content as it likes. */
    public interface Visitor {
        void visit(PackEntry entry, InputStream content) throws IOException;
    }

    private final Path root;
    private final Path archive;
    private final Path struck;
    private final Path leaving;
    private final Tree tree;
    private final PackedEnds ends;
    private final Moves moves;
    private final Moves durable = new Moves(true);

    Packs(Path root, Tree tree, PackedEnds ends, Moves moves) {
        this.root = root;
        this.archive = root.resolve("archive");
        this.struck = archive.resolve("struck");
        this.leaving = root.resolve(".fjd").resolve("packed");
        this.tree = tree;
        this.ends = ends;
        this.moves = moves;
    }

    static Path parent(Path entry) {
        return Objects.requireNonNull(entry.getParent());
    }

    /** Where they are. */
    public Path directory() {
        return archive;
    }

    /** The packs, the oldest first. */
    public List<Path> list() throws IOException {
        return Listing.of(archive).stream()
                .filter(entry -> entry.getFileName().toString().endsWith(SUFFIX))
                .sorted()
                .toList();
    }

    /**
     * Begins a pack.
     *
     * @param name a name that no pack has or will ever have
     */
    public PackWriter write(String name) throws IOException {
        return new PackWriter(tree.draft(name + SUFFIX), archive.resolve(name + SUFFIX), durable);
    }

    /**
     * Shows all that is packed and counts: each file once, in however many packs it is, and none
     * that still lies in its directory. Who looks into these directories too does that first, and
     * leaves out what it then finds here again: it was packed in between.
     *
     * @throws IOException if a pack can't be read; what is in those before it was shown
     */
    public void read(Visitor visitor) throws IOException {
        Set<PackedFile> shown = new HashSet<>();
        for (Path pack : list()) {
            Map<PackedFile.Place, Set<String>> gone = struckOf(pack);
            try (PackReader reader = new PackReader(pack)) {
                for (Optional<PackedFile> next = reader.next();
                        next.isPresent();
                        next = reader.next()) {
                    PackedFile file = next.get();
                    if (!gone.getOrDefault(file.place(), Set.of()).contains(file.name())
                            && !liesInPlace(file)
                            && shown.add(file)) {
                        visitor.visit(new PackEntry(pack, file), reader.content());
                    }
                }
            } catch (NoSuchFileException e) {
                // taken away by its user at this moment
            }
        }
    }

    /**
     * What is in a pack, struck or not.
     *
     * @throws IOException if it can't be read, or a content in it is not what was packed
     */
    public static List<PackedFile> contents(Path pack) throws IOException {
        List<PackedFile> files = new ArrayList<>();
        try (PackReader reader = new PackReader(pack)) {
            for (Optional<PackedFile> next = reader.next();
                    next.isPresent();
                    next = reader.next()) {
                reader.verify();
                files.add(next.get());
            }
        }
        return files;
    }

    private boolean liesInPlace(PackedFile file) throws IOException {
        return isSame(path(file), file);
    }

    private Path path(PackedFile file) {
        return root.resolve(file.place().word()).resolve(file.name());
    }

    private static boolean isSame(Path present, PackedFile file) throws IOException {
        try {
            return Entries.look(present).filter(file::isLike).isPresent()
                    && Digests.of(present).equals(file.digest());
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /**
     * Takes a packed file from its directory, if it is still as it was packed.
     *
     * @return false if it was changed or is gone: then it no longer counts as packed
     */
    public boolean remove(PackEntry entry) throws IOException {
        PackedFile file = entry.file();
        Path original = path(file);
        if (Entries.look(original).filter(file::isLike).isPresent()) {
            Path taken = beside(leaving, entry.pack(), file);
            Directories.createAll(parent(taken));
            // Nobody else moves anything to that name, so if it is there, it came by this move.
            if (moves.move(original, taken) || Listing.has(taken)) {
                return settle(taken, entry);
            }
        }
        strike(entry);
        return false;
    }

    /** Deletes a file that was taken, or puts it back if it is not what was packed. */
    private boolean settle(Path taken, PackEntry entry) throws IOException {
        if (!isStruck(entry) && isSame(taken, entry.file())) {
            Files.deleteIfExists(taken);
            return true;
        }
        if (Entries.look(taken).isEmpty()) {
            return !isStruck(entry); // settled by another one, as what a crash left
        }
        strike(entry);
        putBack(taken, entry.file().place());
        return false;
    }

    private void putBack(Path taken, PackedFile.Place place) throws IOException {
        String name = taken.getFileName().toString();
        Path directory = root.resolve(place.word());
        Optional<JobName> job = JobName.ofFileName(name);
        if (place != PackedFile.Place.LOGS && job.isPresent()) {
            moves.publish(taken, directory, job.get(), reserved -> {});
            return;
        }
        try {
            moves.publishAs(taken, directory, name);
        } catch (FileAlreadyExistsException e) {
            tree.setAside(taken); // two of one name that is not a job's: nobody is to lose either
        }
    }

    /**
     * The ends of a job and of its copies that are packed and count.
     *
     * @param original the job's name, without what makes it that of a copy
     * @param since packs made before that are not looked into
     */
    List<PackedEnds.End> ends(String original, Optional<FileTime> since) throws IOException {
        List<PackedEnds.End> found = new ArrayList<>();
        for (Path pack : list()) {
            Optional<FileTime> made = Entries.look(pack).map(BasicFileAttributes::lastModifiedTime);
            if (made.isEmpty() || (since.isPresent() && made.get().compareTo(since.get()) < 0)) {
                continue;
            }
            List<PackedEnds.End> packed = ends.of(pack, original);
            if (!packed.isEmpty()) {
                Map<PackedFile.Place, Set<String>> gone = struckOf(pack);
                packed.stream()
                        .filter(e -> !gone.getOrDefault(e.place(), Set.of()).contains(e.fileName()))
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** No longer counts a file as packed. */
    public void strike(PackEntry entry) throws IOException {
        Path mark = beside(struck, entry.pack(), entry.file());
        Directories.createAll(parent(mark));
        try {
            Files.createFile(mark);
        } catch (FileAlreadyExistsException e) {
            // by another one who saw the same
        }
    }

    private boolean isStruck(PackEntry entry) throws IOException {
        return Listing.has(beside(struck, entry.pack(), entry.file()));
    }

    private static Path beside(Path directory, Path pack, PackedFile file) {
        return directory.resolve(nameOf(pack)).resolve(file.place().word()).resolve(file.name());
    }

    private static String nameOf(Path pack) {
        String name = pack.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private Map<PackedFile.Place, Set<String>> struckOf(Path pack) throws IOException {
        Map<PackedFile.Place, Set<String>> found = new HashMap<>();
        Path marks = struck.resolve(nameOf(pack));
        if (Listing.has(marks)) {
            for (PackedFile.Place place : PackedFile.Place.values()) {
                Set<String> names = new HashSet<>();
                for (Path mark : Listing.of(marks.resolve(place.word()))) {
                    names.add(mark.getFileName().toString());
                }
                found.put(place, names);
            }
        }
        return found;
    }

    /** What became of an attempt to restore a file. */
    public enum Restored {
        /** It lies in its directory again. */
        PUBLISHED,
        /** It lay there already, the same. */
        THERE,
        /** Another file of its name lies there. */
        TAKEN
    }

    /**
     * Puts a packed file back into its directory, where it counts instead of the packed one, which
     * is then to be {@linkplain #strikePresent struck}.
     *
     * @param content that of the packed file
     */
    public Restored restore(PackEntry entry, InputStream content) throws IOException {
        return liesInPlace(entry.file()) ? Restored.THERE : publish(entry.file(), content);
    }

    private Restored publish(PackedFile file, InputStream content) throws IOException {
        // Who removes reservations looks for such drafts, and leaves that of a file that is there.
        Path draft = tree.draft(RESTORED + tree.unique()).resolve(file.name());
        Directories.createAll(parent(draft));
        try {
            Files.copy(content, draft);
            Files.setLastModifiedTime(draft, FileTime.from(file.modified()));
            Path directory = root.resolve(file.place().word());
            return durable.publishAs(draft, directory, file.name())
                    ? Restored.PUBLISHED
                    : Restored.TAKEN;
        } catch (FileAlreadyExistsException e) {
            return Restored.TAKEN;
        } finally {
            Files.deleteIfExists(draft);
            Files.deleteIfExists(parent(draft));
        }
    }

    /** No longer counts the wanted files that lie in their directories, in whatever packs. */
    public void strikePresent(Predicate<PackedFile> wanted) throws IOException {
        for (Path pack : list()) {
            try (PackReader reader = new PackReader(pack)) {
                for (Optional<PackedFile> next = reader.next();
                        next.isPresent();
                        next = reader.next()) {
                    if (wanted.test(next.get()) && liesInPlace(next.get())) {
                        strike(new PackEntry(pack, next.get()));
                    }
                }
            } catch (NoSuchFileException e) {
                // taken away by its user at this moment
            }
        }
    }

    /** Files that were taken from their directories and, by a crash, not deleted. */
    public List<Path> leftovers() throws IOException {
        List<Path> left = new ArrayList<>();
        for (Path pack : Listing.of(leaving)) {
            for (Path place : Listing.of(pack)) {
                left.addAll(Listing.of(place));
            }
        }
        return left;
    }

    /**
     * Does what a crash kept from being done: deletes a leftover that is in its pack, and puts one
     * back that is not. May be done to what a living process has just taken.
     */
    public void settle(Path leftover) throws IOException {
        Path place = parent(leftover);
        Path pack = archive.resolve(parent(place).getFileName() + SUFFIX);
        Optional<PackedFile.Place> known = PackedFile.Place.ofWord(place.getFileName().toString());
        if (known.isEmpty()) {
            return;
        }
        Optional<PackedFile> packed = Optional.empty();
        if (Listing.has(pack)) {
            packed =
                    contents(pack).stream()
                            .filter(file -> file.place() == known.get())
                            .filter(file -> leftover.getFileName().toString().equals(file.name()))
                            .findFirst();
        }
        if (packed.isPresent()) {
            settle(leftover, new PackEntry(pack, packed.get()));
        } else {
            putBack(leftover, known.get());
        }
    }

    /** Removes the directories through which the files of a pack left. */
    public void sweep() throws IOException {
        for (Path pack : Listing.of(leaving)) {
            for (Path place : Listing.of(pack)) {
                tree.removeIfEmpty(place);
            }
            tree.removeIfEmpty(pack);
        }
    }

    /** Whether a file of this name may be about to be published, so that the name is reserved. */
    public boolean isPublishing(String fileName) throws IOException {
        List<Path> sources = new ArrayList<>(leftovers());
        for (Path draft : Listing.of(tree.draft(""))) {
            if (draft.getFileName().toString().startsWith(RESTORED)) {
                sources.addAll(Listing.of(draft));
            }
        }
        return sources.stream().anyMatch(s -> s.getFileName().toString().equals(fileName));
    }
}
