package org.fjd.spool;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/**
 * Writes a pack where nobody looks, and publishes it once it is whole. What is not published is
 * deleted at the {@link #close}. For one thread.
 */
public final class PackWriter implements AutoCloseable {

    /** The largest file that is packed: 64 MiB. */
    public static final int MAX_BYTES = 64 << 20;

    /** A file as it is packed. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Whole(PackedFile file, byte[] content) {}

    private final Packs packs;
    private final TakenFiles taken;
    private final String batch;
    private final Path draft;
    private final Path target;
    private final Moves durable;
    private final OutputStream out;
    private final List<PackedFile> files = new ArrayList<>();
    private boolean isPublished;

    PackWriter(Packs packs, TakenFiles taken, String batch, Path draft, Path target, Moves durable)
            throws IOException {
        this.packs = packs;
        this.taken = taken;
        this.batch = batch;
        this.draft = draft;
        this.target = target;
        this.durable = durable;
        this.out =
                new GZIPOutputStream(
                        new BufferedOutputStream(
                                Files.newOutputStream(
                                        draft,
                                        StandardOpenOption.CREATE_NEW,
                                        StandardOpenOption.WRITE)));
        out.write(PackReader.FIRST_LINE.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Takes a file from its directory and adds it.
     *
     * @return empty if it is no longer there, is no plain file, is too large, or changed at this
     *     moment; then it was not added, and stays
     */
    public Optional<PackedFile> add(PackedFile.Place place, Path file) throws IOException {
        return add(place, file, Instant.MAX);
    }

    /**
     * As {@link #add(PackedFile.Place, Path)}, but a file that was modified later stays as well: it
     * is another one than the caller has seen.
     */
    public Optional<PackedFile> add(PackedFile.Place place, Path file, Instant latest)
            throws IOException {
        Optional<Whole> whole = take(place, file, latest);
        if (whole.isPresent()) {
            write(whole.get());
        }
        return whole.map(Whole::file);
    }

    /**
     * As {@link #add(PackedFile.Place, Path, Instant)}, of a file in {@code failed/} and its
     * reason; both or none. The reason is taken first: one without its file is cleared away by who
     * publishes another one of that name.
     */
    public Optional<PackedFile> addRejected(Path file, Path reason, Instant latest)
            throws IOException {
        Optional<Whole> why = take(PackedFile.Place.FAILED, reason, latest);
        Optional<Whole> job =
                why.isPresent() ? take(PackedFile.Place.FAILED, file, latest) : Optional.empty();
        if (job.isPresent()) {
            write(job.get());
            write(why.get());
        } else if (why.isPresent()) {
            taken.giveBack(taken.path(batch, why.get().file()));
        }
        return job.map(Whole::file);
    }

    private Optional<Whole> take(PackedFile.Place place, Path file, Instant latest)
            throws IOException {
        Optional<BasicFileAttributes> found =
                Entries.look(file)
                        .filter(f -> f.isRegularFile() && f.size() <= MAX_BYTES)
                        .filter(f -> !f.lastModifiedTime().toInstant().isAfter(latest));
        Optional<Path> own =
                found.isPresent() ? taken.take(batch, place, file, found.get()) : Optional.empty();
        Optional<Whole> whole = own.isPresent() ? read(place, own.get()) : Optional.empty();
        if (whole.isEmpty() && own.isPresent()) {
            taken.giveBack(own.get());
        }
        return whole;
    }

    private void write(Whole whole) throws IOException {
        out.write(whole.file().header().getBytes(StandardCharsets.UTF_8));
        out.write(whole.content());
        out.write('\n');
        files.add(whole.file());
    }

    /** Reads a file; empty if it is not there, no plain one, too large, or changes meanwhile. */
    static Optional<Whole> read(PackedFile.Place place, Path file) throws IOException {
        Optional<BasicFileAttributes> before = Entries.look(file);
        if (before.filter(f -> f.isRegularFile() && f.size() <= MAX_BYTES).isEmpty()) {
            return Optional.empty();
        }
        byte[] content;
        try (InputStream in =
                Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            content = in.readNBytes(MAX_BYTES + 1);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        PackedFile packed =
                new PackedFile(
                        place,
                        file.getFileName().toString(),
                        content.length,
                        before.get().lastModifiedTime().toInstant(),
                        Digests.of(content));
        return Entries.look(file).filter(packed::isLike).map(after -> new Whole(packed, content));
    }

    /** How many files were added. */
    public int count() {
        return files.size();
    }

    /**
     * Forces the pack to the disk, reads it back, and publishes it.
     *
     * @return what is in it, in the order in which it was added
     * @throws IOException if what was read back is not what was added, or somebody else has settled
     *     what was taken for it; then there is no pack
     */
    public List<PackEntry> publish() throws IOException {
        out.close();
        try {
            Moves.forceFile(draft);
            if (!Packs.contents(draft).equals(files)) {
                throw new IOException(draft + " was not what had been written.");
            }
        } catch (NoSuchFileException e) {
            throw settled();
        } catch (IOException e) {
            throw new IOException(
                    "The pack could not be read back, so nothing was archived: " + e.getMessage(),
                    e);
        }
        Directories.createParents(target);
        if (!durable.move(draft, target)) {
            throw settled();
        }
        isPublished = true;
        return files.stream().map(file -> new PackEntry(target, file)).toList();
    }

    private IOException settled() {
        return new IOException(
                "%s is gone: another fjd archive or fsck put back what was to go into it, so nothing was archived. Try again."
                        .formatted(draft));
    }

    /** Puts back what was taken, if it is not in a published pack. */
    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            if (!isPublished) {
                packs.settle(batch);
            }
        }
    }
}
