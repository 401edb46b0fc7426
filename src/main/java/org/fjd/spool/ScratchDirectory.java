package org.fjd.spool;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A scratch directory below {@code .fjd/tmp}. */
final class ScratchDirectory implements Scratch {

    private final Path root;
    private final Tree tree;
    private final Moves moves;
    private final Time time;

    ScratchDirectory(Tree tree, Moves moves, Time time) throws IOException {
        this.root = tree.draft("doctor-" + tree.unique());
        this.tree = tree;
        this.moves = moves;
        this.time = time;
        Directories.create(root);
    }

    @Override
    public String place() {
        return tree.root().relativize(root).toString();
    }

    @Override
    public void make(String directory) throws IOException {
        Directories.create(root.resolve(directory));
    }

    @Override
    public boolean create(String name, byte[] content) throws IOException {
        try {
            Files.write(
                    root.resolve(name),
                    content,
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    @Override
    public boolean take(String from, String to) throws IOException {
        return moves.take(root.resolve(from), root.resolve(to));
    }

    @Override
    public void substitute(String from, String to) throws IOException {
        moves.substitute(root.resolve(from), root.resolve(to));
    }

    @Override
    public void append(String name, byte[] section) throws IOException {
        moves.append(root.resolve(name), section);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return Listing.of(root.resolve(directory)).stream()
                .map(entry -> entry.getFileName().toString())
                .toList();
    }

    @Override
    public Optional<byte[]> read(String name) throws IOException {
        try {
            return Optional.of(Files.readAllBytes(root.resolve(name)));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    @Override
    public Optional<Instant> modified(String name) throws IOException {
        return Entries.look(root.resolve(name)).map(found -> found.lastModifiedTime().toInstant());
    }

    @Override
    public Optional<String> otherOwner(String name) throws IOException {
        return tree.otherOwner(root.resolve(name));
    }

    @Override
    public boolean remove(String name) throws IOException {
        try {
            return Files.deleteIfExists(root.resolve(name));
        } catch (DirectoryNotEmptyException e) {
            return false;
        }
    }

    @Override
    public Hints hints(String directory) throws IOException {
        Lookout lookout = new Lookout(root, Optional.of(true), time);
        lookout.watch(root.resolve(directory));
        return new Hints() {
            @Override
            public boolean await(Duration longest) throws InterruptedException {
                return !lookout.await(longest).isEmpty();
            }

            @Override
            public void close() throws IOException {
                lookout.close();
            }
        };
    }

    @Override
    public void close() throws IOException {
        clear(root);
    }

    private static void clear(Path entry) throws IOException {
        Optional<BasicFileAttributes> found = Entries.look(entry);
        if (found.filter(BasicFileAttributes::isDirectory).isPresent()) {
            for (Path below : Listing.of(entry)) {
                clear(below);
            }
        }
        try {
            Files.deleteIfExists(entry);
        } catch (DirectoryNotEmptyException e) {
            // an old listing, or another host at work in it yet: fjd gc removes it in a day
        }
    }
}
