package org.fjd.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.ini.Section;

/**
 * {@code .fjd/seat/}: who dispatches. Its files are numbered; the highest number is the holder's,
 * and to take over is to create the next one, exclusively. Nothing that is safe depends on it: two
 * dispatchers at once do no harm, they only get into each other's way. For one thread.
 */
public final class Seat {

    /** The holder of the seat, as it says of itself. */
    public record Holder(ProcessId process, long beat) {

        /** Whether it has said who it is: one that is just taking the seat has not. */
        public boolean isKnown() {
            return !equals(UNKNOWN);
        }
    }

    private static final Holder UNKNOWN = new Holder(new ProcessId("?", "?", 0, "?"), 0);

    private final Path directory;
    private final ProcessId self;
    private long held;
    private long beat;

    Seat(Path directory, ProcessId self) {
        this.directory = directory;
        this.self = self;
    }

    /**
     * Keeps the seat, or takes it where it is free or its holder is lost.
     *
     * @return empty if this process holds it, else who does
     */
    public Optional<Holder> hold(Liveness liveness) throws IOException {
        long highest = highest();
        if (highest == 0) {
            return take(1) ? Optional.empty() : holder(highest()).or(() -> Optional.of(UNKNOWN));
        }
        Optional<Holder> holder = holder(highest);
        if (held == highest && holder.filter(h -> h.process().equals(self)).isPresent()) {
            beat++;
            try {
                Files.write(file(held), text(), StandardOpenOption.WRITE);
                return Optional.empty();
            } catch (NoSuchFileException e) {
                // one that stood by took over in this moment
            }
        }
        held = 0;
        Holder other = holder.orElse(UNKNOWN);
        boolean lost = liveness.isLost("seat " + highest, other.process(), other.beat());
        if (lost && take(highest + 1)) {
            return Optional.empty();
        }
        return Optional.of(other);
    }

    /** Who held it last, as far as can be read; alive or not. */
    public Optional<Holder> holder() throws IOException {
        long highest = highest();
        return highest == 0 ? Optional.empty() : holder(highest).or(() -> Optional.of(UNKNOWN));
    }

    /** When its holder wrote last, by the file server's clock; empty if nobody holds it. */
    public Optional<Instant> lastWritten() throws IOException {
        return Entries.look(file(highest())).map(found -> found.lastModifiedTime().toInstant());
    }

    /** Leaves the seat to whoever comes next; does nothing if this process does not hold it. */
    public void leave() throws IOException {
        if (held > 0 && holder(held).filter(h -> h.process().equals(self)).isPresent()) {
            Files.deleteIfExists(file(held));
        }
        held = 0;
    }

    private boolean take(long number) throws IOException {
        try {
            Directories.createAll(directory);
            Files.write(
                    file(number), text(), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException e) {
            return false; // another one that stood by was first
        } catch (IOException e) {
            // No space left, say. A seat that names nobody would look taken for a whole lease.
            Files.deleteIfExists(file(number));
            throw e;
        }
        held = number;
        for (long lower : numbers()) {
            if (lower < number) {
                Files.deleteIfExists(file(lower));
            }
        }
        return true;
    }

    private byte[] text() {
        List<Section.Entry> entries = new java.util.ArrayList<>(self.entries());
        entries.add(new Section.Entry("beat", "%019d".formatted(beat)));
        return new Section("dispatcher", entries).text().getBytes(StandardCharsets.UTF_8);
    }

    private Optional<Holder> holder(long number) throws IOException {
        try {
            Section section =
                    Ini.parse(Files.readString(file(number))).section("dispatcher").orElseThrow();
            return Optional.of(
                    new Holder(
                            ProcessId.of(section).orElseThrow(),
                            Long.parseLong(section.get("beat").orElseThrow())));
        } catch (NoSuchFileException
                | java.nio.charset.CharacterCodingException
                | IniException
                | NoSuchElementException
                | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private long highest() throws IOException {
        return numbers().stream().mapToLong(Long::longValue).max().orElse(0);
    }

    private List<Long> numbers() throws IOException {
        return Listing.of(directory).stream()
                .map(entry -> entry.getFileName().toString())
                .filter(name -> name.matches("[1-9]\\d{0,17}"))
                .map(Long::valueOf)
                .toList();
    }

    private Path file(long number) {
        return directory.resolve(Long.toString(number));
    }
}
