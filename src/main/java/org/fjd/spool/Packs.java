package org.fjd.spool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.fjd.job.JobName;
import org.fjd.spool.PackedFile.Place;

/**
 * {@code archive/}: packs of ended jobs, each a gzip file in which job files stand whole. A pack is
 * never changed. What is no longer to be counted in it has a mark in {@code
 * archive/struck/<pack>/<place>/}: the user took the file back, or it was restored.
 *
 * <p>A file is first taken from its directory: moved to {@code .fjd/packed/<pack>/<place>/}, where
 * nobody else changes it. There it counts as it will in the pack, which is written from there,
 * published, and then the file is deleted. So there is no instant at which it counts in a pack
 * while its user can take it back from its directory.
 *
 * <p>What a crash leaves there is {@linkplain #settle settled}: deleted if its pack was published,
 * else put back. Who puts back deletes the draft of the pack before, so that it can't be published
 * any more, however long its writer was stopped.
 */
public final class Packs {

    private static final String SUFFIX = ".gz";
    static final String RESTORED = "restored-";

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
    private final PackDamage damage;
    private final Moves moves;
    private final Moves durable = new Moves(true);

    Packs(Path root, Tree tree, PackedEnds ends, PackDamage damage, Moves moves) {
        this.root = root;
        this.archive = root.resolve("archive");
        this.struck = archive.resolve("struck");
        this.leaving = root.resolve(".fjd").resolve("packed");
        this.tree = tree;
        this.ends = ends;
        this.damage = damage;
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
        return new PackWriter(
                this, name, tree.draft(name + SUFFIX), archive.resolve(name + SUFFIX), durable);
    }

    /**
     * Shows all that is packed and counts, or is on its way into a pack or out of one: each file
     * once, in however many packs it is, and none that still lies in its directory. Who looks into
     * these directories too does that first, and leaves out what it then finds here again: it was
     * packed in between.
     *
     * <p>Of a pack that can't be read it shows what comes before the damage, {@linkplain
     * Spool#tellOfDamage tells}, and goes on.
     *
     * @return whether all packs could be read
     */
    public boolean read(Visitor visitor) throws IOException {
        Set<PackedFile> shown = new HashSet<>();
        for (Path taken : leftovers()) { // before the packs, into which they go
            Optional<Place> place = placeOf(taken);
            Optional<PackWriter.Whole> whole =
                    place.isPresent() && counts(taken)
                            ? PackWriter.read(place.get(), taken)
                            : Optional.empty();
            if (whole.isPresent() && shown.add(whole.get().file())) {
                visitor.visit(
                        new PackEntry(packOf(taken), whole.get().file()),
                        new ByteArrayInputStream(whole.get().content()));
            }
        }
        boolean isWhole = true;
        for (Path pack : list()) {
            try {
                readPack(pack, visitor, shown);
            } catch (PackException e) {
                damage.found(pack, e);
                isWhole = false;
            }
        }
        return isWhole;
    }

    /**
     * As {@link #read}, but only what is in packs.
     *
     * @throws IOException if a pack can't be read; what is in those before it was shown
     */
    public void readPacks(Visitor visitor) throws IOException {
        Set<PackedFile> shown = new HashSet<>();
        for (Path pack : list()) {
            readPack(pack, visitor, shown);
        }
    }

    private void readPack(Path pack, Visitor visitor, Set<PackedFile> shown) throws IOException {
        Map<Place, Set<String>> gone = struckOf(pack);
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

    boolean liesInPlace(PackedFile file) throws IOException {
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
     * Takes a file from its directory, to be packed.
     *
     * @param found what it was when it was looked at
     * @return where it lies now; empty if it was changed or taken back at this moment
     */
    Optional<Path> take(String batch, Place place, Path file, BasicFileAttributes found)
            throws IOException {
        Path taken = leaving.resolve(batch).resolve(place.word()).resolve(file.getFileName());
        Directories.createAll(parent(taken));
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

    /**
     * Deletes a file that was taken, now that its pack is published, or puts it back if it is not
     * what was packed.
     *
     * @return whether it counts as packed
     */
    public boolean remove(PackEntry entry) throws IOException {
        Path taken = beside(leaving, entry.pack(), entry.file());
        if (isSame(taken, entry.file())) {
            // Also if it was struck: then it was restored meanwhile, and counts in its directory.
            Files.deleteIfExists(taken);
            return true;
        }
        return !keep(entry) && !isStruck(entry);
    }

    /**
     * Puts a file that was taken back, and no longer counts it as packed.
     *
     * @return false if somebody else has settled it before
     */
    public boolean keep(PackEntry entry) throws IOException {
        Path taken = beside(leaving, entry.pack(), entry.file());
        if (Entries.look(taken).isEmpty()) {
            return false; // and it must not be struck: there may be no other copy
        }
        strike(entry);
        giveBack(taken);
        return true;
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
        } else if (isJob) {
            moves.publish(taken, directory, job.get(), reserved -> {});
        } else {
            try {
                moves.publishAs(taken, directory, name);
            } catch (FileAlreadyExistsException e) {
                tree.setAside(taken); // two of one name that is not a job's: neither is to be lost
            }
        }
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
            Path free = directory.resolve(job.fileName(copy));
            try {
                if (isDirectory) {
                    Files.createDirectory(free);
                } else {
                    Files.createFile(free);
                }
                isMade = true;
            } catch (FileAlreadyExistsException e) {
                // the job's for which it was reserved, or a namesake's
            }
        }
        Files.deleteIfExists(taken);
    }

    /** Whether what was taken is more than a reservation: an empty job may have been rejected. */
    private boolean counts(Path taken) throws IOException {
        Optional<JobName> job = JobName.ofFileName(taken.getFileName().toString());
        if (job.isEmpty() || Entries.look(taken).filter(file -> file.size() == 0).isEmpty()) {
            return true;
        }
        String reason = job.get().value() + ".reason";
        return placeOf(taken).equals(Optional.of(Place.FAILED))
                && (Listing.has(taken.resolveSibling(reason))
                        || Listing.has(root.resolve(Place.FAILED.word()).resolve(reason)));
    }

    private static Optional<Place> placeOf(Path taken) {
        return Place.ofWord(parent(taken).getFileName().toString());
    }

    private static String batchOf(Path taken) {
        return parent(parent(taken)).getFileName().toString();
    }

    /** The pack into which a file goes that was taken; it need not be there yet, or ever. */
    private Path packOf(Path taken) {
        return archive.resolve(batchOf(taken) + SUFFIX);
    }

    /**
     * The ends of a job and of its copies that are packed and count.
     *
     * @param original the job's name, without what makes it that of a copy
     * @param since packs made before that are not looked into
     */
    List<PackedEnds.End> ends(String original, Optional<FileTime> since) throws IOException {
        List<PackedEnds.End> found = new ArrayList<>();
        for (Path taken : leftovers()) { // before the packs, into which they go
            Optional<Place> place = placeOf(taken).filter(word -> word != Place.LOGS);
            String name = taken.getFileName().toString();
            boolean isOf =
                    JobName.ofFileName(name)
                            .filter(j -> j.original().value().equals(original))
                            .isPresent();
            if (place.isPresent() && isOf && counts(taken)) {
                Entries.look(taken)
                        .map(file -> new PackedEnds.End(place.get(), name, file.lastModifiedTime()))
                        .ifPresent(found::add);
            }
        }
        for (Path pack : list()) {
            Optional<FileTime> made = Entries.look(pack).map(BasicFileAttributes::lastModifiedTime);
            if (made.isEmpty() || (since.isPresent() && made.get().compareTo(since.get()) < 0)) {
                continue;
            }
            List<PackedEnds.End> packed = ends.of(pack, original);
            if (!packed.isEmpty()) {
                Map<Place, Set<String>> gone = struckOf(pack);
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

    boolean isStruck(PackEntry entry) throws IOException {
        return Listing.has(beside(struck, entry.pack(), entry.file()));
    }

    private static Path beside(Path directory, Path pack, PackedFile file) {
        return directory.resolve(nameOf(pack)).resolve(file.place().word()).resolve(file.name());
    }

    private static String nameOf(Path pack) {
        String name = pack.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private Map<Place, Set<String>> struckOf(Path pack) throws IOException {
        Map<Place, Set<String>> found = new HashMap<>();
        Path marks = struck.resolve(nameOf(pack));
        if (Listing.has(marks)) {
            for (Place place : Place.values()) {
                Set<String> names = new HashSet<>();
                for (Path mark : Listing.of(marks.resolve(place.word()))) {
                    names.add(mark.getFileName().toString());
                }
                found.put(place, names);
            }
        }
        return found;
    }

    /** Begins to bring files back from packs into their directories. */
    public Restoration restoration() throws IOException {
        return new Restoration(this, tree, root, leaving, durable);
    }

    /** No longer counts the wanted files that lie in their directories, in whatever packs. */
    public void strikePresent(Predicate<PackedFile> wanted) throws IOException {
        strikeAll(list(), file -> wanted.test(file) && liesInPlace(file));
    }

    /** Which files. */
    interface Choice {
        boolean has(PackedFile file) throws IOException;
    }

    /** No longer counts the chosen files as packed, in these packs. */
    void strikeAll(List<Path> packs, Choice choice) throws IOException {
        for (Path pack : packs) {
            try (PackReader reader = new PackReader(pack)) {
                for (Optional<PackedFile> next = reader.next();
                        next.isPresent();
                        next = reader.next()) {
                    if (choice.has(next.get())) {
                        strike(new PackEntry(pack, next.get()));
                    }
                }
            } catch (NoSuchFileException e) {
                // taken away by its user at this moment
            }
        }
    }

    /**
     * Files on their way into a pack or out of one: of who is at work, or by a crash. A job comes
     * before its reason.
     */
    public List<Path> leftovers() throws IOException {
        List<Path> left = new ArrayList<>();
        for (Path batch : Listing.of(leaving)) {
            left.addAll(leftovers(batch));
        }
        return left;
    }

    private static List<Path> leftovers(Path batch) throws IOException {
        List<Path> left = new ArrayList<>();
        for (Path place : Listing.of(batch)) {
            left.addAll(Listing.of(place));
        }
        left.sort(Comparator.naturalOrder());
        return left;
    }

    /**
     * Does what a crash kept from being done, for a leftover and those that go with it: deletes
     * what is in its pack, and puts back what is not. Done to what a living process has taken, it
     * keeps that from publishing its pack.
     */
    public void settle(Path leftover) throws IOException {
        settle(batchOf(leftover));
    }

    /** {@linkplain #settle Settles} all leftovers. */
    public void settleAll() throws IOException {
        for (Path leftover : leftovers()) {
            settle(leftover);
        }
        sweep();
    }

    void settle(String batch) throws IOException {
        // If it is not published by now, it never will be: nobody has another draft of that name.
        Files.deleteIfExists(tree.draft(batch + SUFFIX));
        List<Path> before = list(); // into a later one the leftovers may go after all
        List<Path> left = leftovers(leaving.resolve(batch));
        Path pack = archive.resolve(batch + SUFFIX);
        if (left.isEmpty()) {
            return;
        }
        Map<Path, PackedFile> packed = new HashMap<>();
        if (Listing.has(pack) || Entries.look(pack).isPresent()) {
            contents(pack).forEach(file -> packed.put(beside(leaving, pack, file), file));
        } else if (batch.startsWith(RESTORED)) {
            strikeAll(before, equals(left));
        }
        for (Path taken : left) {
            PackedFile file = packed.get(taken);
            if (file == null) {
                giveBack(taken);
            } else {
                remove(new PackEntry(pack, file));
            }
        }
    }

    private static Choice equals(List<Path> files) throws IOException {
        Set<PackedFile> same = new HashSet<>();
        for (Path file : files) {
            Optional<Place> place = placeOf(file);
            if (place.isPresent()) {
                PackWriter.read(place.get(), file).ifPresent(whole -> same.add(whole.file()));
            }
        }
        return same::contains;
    }

    /** Who may archive, restore or settle; nobody else while it is not closed. */
    public Packing begin(Machine here) throws IOException {
        return Packing.begin(packing(), tree, here);
    }

    /** As {@link #begin}, but empty if another one is at work. */
    public Optional<Packing> tryToBegin(Machine here) throws IOException {
        return Packing.tryToBegin(packing(), tree, here);
    }

    /** Whether a process of this machine is at work that lives. */
    public boolean isBusy(Machine here) throws IOException {
        return Packing.holder(packing())
                .filter(process -> process.isOn(here) && process.isAlive(here))
                .isPresent();
    }

    private Path packing() {
        return root.resolve(".fjd").resolve("packing");
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
        List<Path> sources = new ArrayList<>();
        for (Path draft : Listing.of(tree.draft(""))) {
            if (draft.getFileName().toString().startsWith(RESTORED)) {
                sources.addAll(Listing.of(draft));
            }
        }
        sources.addAll(leftovers()); // after the drafts, which go there
        return sources.stream().anyMatch(s -> s.getFileName().toString().equals(fileName));
    }
}
