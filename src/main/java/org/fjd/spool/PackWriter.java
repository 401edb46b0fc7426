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

    private final Path draft;
    private final Path target;
    private final Moves durable;
    private final OutputStream out;
    private final List<PackedFile> files = new ArrayList<>();

    PackWriter(Path draft, Path target, Moves durable) throws IOException {
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
     * Adds a file.
     *
     * @return empty if it is no longer there, is no plain file, is too large, or changed while it
     *     was read; then it was not added
     */
    public Optional<PackedFile> add(PackedFile.Place place, Path file) throws IOException {
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
        if (Entries.look(file).filter(packed::isLike).isEmpty()) {
            return Optional.empty();
        }
        out.write(packed.header().getBytes(StandardCharsets.UTF_8));
        out.write(content);
        out.write('\n');
        files.add(packed);
        return Optional.of(packed);
    }

    /** How many files were added. */
    public int count() {
        return files.size();
    }

    /**
     * Forces the pack to the disk, publishes it, and reads it back.
     *
     * @return what is in it, in the order in which it was added
     * @throws IOException if what was read back is not what was added; then there is no pack
     */
    public List<PackEntry> publish() throws IOException {
        out.close();
        Moves.forceFile(draft);
        Directories.createAll(Packs.parent(target));
        if (!durable.move(draft, target)) {
            throw new NoSuchFileException(draft.toString());
        }
        try {
            if (!Packs.contents(target).equals(files)) {
                throw new IOException(target + " was not what had been written.");
            }
        } catch (IOException e) {
            Files.deleteIfExists(target);
            throw new IOException(
                    "The pack could not be read back, so nothing was archived: " + e.getMessage(),
                    e);
        }
        return files.stream().map(file -> new PackEntry(target, file)).toList();
    }

    /** Deletes what was not published. */
    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
