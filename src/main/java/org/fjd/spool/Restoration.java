package org.fjd.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Brings packed files back into their directories, by the way they came: each is written to {@code
 * .fjd/packed/restored-.../<place>/}, where it counts, then struck from all packs, then moved to
 * its place. So there is no instant at which its user can take it away while it counts in a pack.
 * For one thread.
 */
public final class Restoration implements AutoCloseable {

    /** What becomes of a file. */
    public enum Restored {
        /** It will lie in its directory again. */
        PUBLISHED,
        /** It lies there already, the same. */
        THERE,
        /** Another file of its name lies there. */
        TAKEN
    }

    private final Packs packs;
    private final TakenFiles taken;
    private final StruckFiles struck;
    private final Tree tree;
    private final Path root;
    private final String batch;
    private final Moves durable;
    private final List<Path> before;
    private final Set<PackedFile> files = new HashSet<>();
    private final List<Path> added = new ArrayList<>();

    Restoration(
            Packs packs, TakenFiles taken, StruckFiles struck, Tree tree, Path root, Moves durable)
            throws IOException {
        this.packs = packs;
        this.taken = taken;
        this.struck = struck;
        this.tree = tree;
        this.root = root;
        this.batch = Packs.RESTORED + tree.unique();
        this.durable = durable;
        this.before = packs.list(); // into a later one a file may go again from its place
    }

    /**
     * Adds a file, which lies in its directory when this is closed; under the name of a copy if
     * another job came there in between.
     *
     * @param content that of the packed file
     * @throws IOException if it could not be written, or is not what was packed
     */
    public Restored add(PackEntry entry, InputStream content) throws IOException {
        PackedFile file = entry.file();
        if (taken.liesInPlace(file)) {
            return Restored.THERE;
        }
        if (Listing.has(root.resolve(file.place().word()).resolve(file.name()))) {
            return Restored.TAKEN;
        }
        // Who removes reservations looks for such drafts, and leaves that of a file that is there.
        Path draft = tree.draft(batch).resolve(file.name());
        Directories.createParents(draft);
        try {
            Files.copy(content, draft);
            if (!Digests.of(draft).equals(file.digest())) {
                throw new IOException(
                        "%s is damaged: %s in it is not what was packed. Put a copy of it there."
                                .formatted(entry.pack(), file.name()));
            }
            Files.setLastModifiedTime(draft, FileTime.from(file.modified()));
            Path target = taken.path(batch, file);
            Directories.createParents(target);
            if (struck.has(entry)) {
                return Restored.THERE; // restored by another one
            }
            if (!durable.submit(draft, target)) {
                throw new NoSuchFileException(draft.toString());
            }
            files.add(file);
            added.add(target);
            return Restored.PUBLISHED;
        } finally {
            Files.deleteIfExists(draft);
            Files.deleteIfExists(tree.draft(batch));
        }
    }

    /** Strikes the files from all packs, and moves them to their places. */
    @Override
    public void close() throws IOException {
        if (!added.isEmpty()) {
            packs.strikeAll(before, files::contains);
            for (Path file : added) {
                taken.giveBack(file);
            }
            taken.sweep();
        }
    }
}
