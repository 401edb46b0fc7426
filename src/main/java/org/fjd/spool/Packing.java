package org.fjd.spool;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.ini.Section;

/**
 * {@code .fjd/packing}: who archives, restores, or settles what either left. Nothing that is safe
 * depends on it: two at once only get into each other's way.
 */
public final class Packing implements AutoCloseable {

    private static final String SECTION = "packing";

    private final Path file;
    private final byte[] text;

    private Packing(Path file, byte[] text) {
        this.file = file;
        this.text = text;
    }

    /**
     * Begins.
     *
     * @throws IOException if another one is at work; its message names that and the remedy
     */
    static Packing begin(Path file, Tree tree, Machine here) throws IOException {
        Optional<Packing> begun = tryToBegin(file, tree, here);
        if (begun.isPresent()) {
            return begun.get();
        }
        String who =
                holder(file)
                        .map(p -> "process %d on %s".formatted(p.pid(), p.host()))
                        .orElse("another process");
        throw new IOException(
                "%s says that %s archives, restores or checks. Wait for that; if it has ended, delete that file."
                        .formatted(file, who));
    }

    static Optional<Packing> tryToBegin(Path file, Tree tree, Machine here) throws IOException {
        Optional<BasicFileAttributes> found = Entries.look(file);
        if (found.isPresent() && holder(file).filter(process -> process.isDead(here)).isPresent()) {
            tree.remove(file, found.get().size(), found.get().lastModifiedTime());
        }
        byte[] text =
                new Section(SECTION, ProcessId.self(here).entries())
                        .text()
                        .getBytes(StandardCharsets.UTF_8);
        try {
            Files.write(file, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return Optional.of(new Packing(file, text));
        } catch (FileAlreadyExistsException e) {
            return Optional.empty();
        } catch (IOException e) {
            Files.deleteIfExists(file); // no space left, say: it would name nobody
            throw e;
        }
    }

    /** Who is at work, or was when it died; empty if nobody is, or that can't be read. */
    static Optional<ProcessId> holder(Path file) throws IOException {
        try {
            return Ini.parse(Files.readString(file)).section(SECTION).flatMap(ProcessId::of);
        } catch (NoSuchFileException | CharacterCodingException | IniException e) {
            return Optional.empty();
        }
    }

    /** Lets others begin. */
    @Override
    public void close() throws IOException {
        try {
            if (java.util.Arrays.equals(Files.readAllBytes(file), text)) {
                Files.deleteIfExists(file);
            }
        } catch (NoSuchFileException e) {
            // somebody was sure that this process had ended
        }
    }
}
