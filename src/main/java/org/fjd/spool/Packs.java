package org.fjd.spool;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
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
    private final StruckFiles struck;
    private final TakenFiles taken;
    private final Tree tree;
    private final PackedEnds ends;
    private final PackDamage damage;
    private final Moves durable = new Moves(true);

    Packs(Path root, Tree tree, PackedEnds ends, PackDamage damage, Moves moves) {
        this.root = root;
        this.archive = root.resolve("archive");
        this.struck = new StruckFiles(archive);
        this.taken = new TakenFiles(root, tree, moves);
        this.tree = tree;
        this.ends = ends;
        this.damage = damage;
    }

    /** Where they are. */
    public Path directory() {
        return archive;
    }

    /** Whether a path is the {@link PackEntry#path} of a file in one of them. */
    public boolean contain(Path file) {
        return file.startsWith(archive);
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
                this,
                taken,
                name,
                tree.draft(name + SUFFIX),
                archive.resolve(name + SUFFIX),
                durable);
    }

    /**
     * Shows all that is packed and counts, or is on its way into a pack or out of one: each file
     * once, in however many packs it is, and none that still lies in its directory. Who looks into
     * these directories too does that first, and leaves out what it then finds here again: it was
     * packed in between.
     *
     * <p>Of a pack that can't be read it shows what comes before the damage, {@linkplain
     * Spool#tellTo tells}, and goes on.
     *
     * @return whether all packs could be read
     */
    public boolean read(Visitor visitor) throws IOException {
        Set<PackedFile> shown = new HashSet<>();
        for (Path file : taken.all()) { // before the packs, into which they go
            Optional<Place> place = TakenFiles.placeOf(file);
            Optional<PackWriter.Whole> whole =
                    place.isPresent() && taken.counts(file)
                            ? PackWriter.read(place.get(), file)
                            : Optional.empty();
            if (whole.isPresent() && shown.add(whole.get().file())) {
                visitor.visit(
                        new PackEntry(packOf(file), whole.get().file()),
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
     * The names of all jobs that are packed, or on their way into a pack or out of one, whether
     * they count or not; without what makes them those of copies.
     */
    public Set<JobName> originals() throws IOException {
        Set<JobName> names = new HashSet<>();
        for (Path file : taken.all()) { // before the packs, into which they go
            JobName.ofFileName(file.getFileName().toString())
                    .map(JobName::original)
                    .ifPresent(names::add);
        }
        for (Path pack : list()) {
            ends.originals(pack).forEach(name -> names.add(new JobName(name)));
        }
        return names;
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
        Map<Place, Set<String>> gone = struck.of(pack);
        try (PackReader reader = new PackReader(pack)) {
            for (Optional<PackedFile> next = reader.next();
                    next.isPresent();
                    next = reader.next()) {
                PackedFile file = next.get();
                if (!gone.getOrDefault(file.place(), Set.of()).contains(file.name())
                        && !taken.liesInPlace(file)
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

    /**
     * Deletes a file that was taken, now that its pack is published, or puts it back if it is not
     * what was packed.
     *
     * @return whether it counts as packed
     */
    public boolean remove(PackEntry entry) throws IOException {
        String batch = nameOf(entry.pack());
        if (taken.has(batch, entry.file())) {
            // Also if it was struck: then it was restored meanwhile, and counts in its directory.
            Files.deleteIfExists(taken.path(batch, entry.file()));
            return true;
        }
        return !keep(entry) && !struck.has(entry);
    }

    /**
     * Puts a file that was taken back, and no longer counts it as packed.
     *
     * @return false if somebody else has settled it before
     */
    public boolean keep(PackEntry entry) throws IOException {
        Path file = taken.path(nameOf(entry.pack()), entry.file());
        if (Entries.look(file).isEmpty()) {
            return false; // and it must not be struck: there may be no other copy
        }
        struck.strike(entry);
        taken.giveBack(file);
        return true;
    }

    /** The pack into which a file goes that was taken; it need not be there yet, or ever. */
    private Path packOf(Path file) {
        return archive.resolve(TakenFiles.batchOf(file) + SUFFIX);
    }

    static String nameOf(Path pack) {
        String name = pack.getFileName().toString();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    /**
     * The ends of a job and of its copies that are packed and count.
     *
     * @param original the job's name, without what makes it that of a copy
     * @param since packs made before that are not looked into
     */
    List<PackedEnds.End> ends(String original, Optional<FileTime> since) throws IOException {
        List<PackedEnds.End> found = new ArrayList<>();
        for (Path file : taken.all()) { // before the packs, into which they go
            Optional<Place> place = TakenFiles.placeOf(file).filter(word -> word != Place.LOGS);
            String name = file.getFileName().toString();
            boolean isOf =
                    JobName.ofFileName(name)
                            .filter(j -> j.original().value().equals(original))
                            .isPresent();
            if (place.isPresent() && isOf && taken.counts(file)) {
                Entries.look(file)
                        .map(f -> new PackedEnds.End(place.get(), name, f.lastModifiedTime()))
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
                Map<Place, Set<String>> gone = struck.of(pack);
                packed.stream()
                        .filter(e -> !gone.getOrDefault(e.place(), Set.of()).contains(e.fileName()))
                        .forEach(found::add);
            }
        }
        return found;
    }

    /** Begins to bring files back from packs into their directories. */
    public Restoration restoration() throws IOException {
        return new Restoration(this, taken, struck, tree, root, durable);
    }

    /** No longer counts the wanted files that lie in their directories, in whatever packs. */
    public void strikePresent(Predicate<PackedFile> wanted) throws IOException {
        strikeAll(list(), file -> wanted.test(file) && taken.liesInPlace(file));
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
                        struck.strike(new PackEntry(pack, next.get()));
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
        return taken.all();
    }

    /**
     * Does what a crash kept from being done, for a leftover and those that go with it: deletes
     * what is in its pack, and puts back what is not. Done to what a living process has taken, it
     * keeps that from publishing its pack.
     */
    public void settle(Path leftover) throws IOException {
        settle(TakenFiles.batchOf(leftover));
    }

    /** {@linkplain #settle Settles} all leftovers. */
    public void settleAll() throws IOException {
        for (Path leftover : leftovers()) {
            settle(leftover);
        }
        taken.sweep();
    }

    void settle(String batch) throws IOException {
        // If it is not published by now, it never will be: nobody has another draft of that name.
        Files.deleteIfExists(tree.draft(batch + SUFFIX));
        List<Path> before = list(); // into a later one the leftovers may go after all
        List<Path> left = taken.of(batch);
        Path pack = archive.resolve(batch + SUFFIX);
        if (left.isEmpty()) {
            return;
        }
        Map<Path, PackedFile> packed = new HashMap<>();
        if (Listing.has(pack) || Entries.look(pack).isPresent()) {
            contents(pack).forEach(file -> packed.put(taken.path(batch, file), file));
        } else if (batch.startsWith(RESTORED)) {
            strikeAll(before, equals(left));
        }
        for (Path leftover : left) {
            PackedFile file = packed.get(leftover);
            if (file == null) {
                taken.giveBack(leftover);
            } else {
                remove(new PackEntry(pack, file));
            }
        }
    }

    private static Choice equals(List<Path> files) throws IOException {
        Set<PackedFile> same = new HashSet<>();
        for (Path file : files) {
            Optional<Place> place = TakenFiles.placeOf(file);
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
        taken.sweep();
    }

    /** Whether a file of this name may be about to be published, so that the name is reserved. */
    public boolean isPublishing(String fileName) throws IOException {
        List<Path> sources = new ArrayList<>();
        for (Path draft : Listing.of(tree.draft(""))) {
            if (draft.getFileName().toString().startsWith(RESTORED)) {
                sources.addAll(Listing.of(draft));
            }
        }
        sources.addAll(taken.all()); // after the drafts, which go there
        return sources.stream().anyMatch(s -> s.getFileName().toString().equals(fileName));
    }
}
