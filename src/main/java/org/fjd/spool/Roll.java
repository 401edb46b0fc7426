package org.fjd.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * {@code .fjd/workers/}: the roll of workers, one file each. To be on the roll is a worker's
 * licence to have pods: it enlists before it makes the first and leaves after it gave up the last,
 * and a reaper strikes it off before it fences its pods.
 *
 * <p>A record is written over the one before, always of the same size: that works on a full disk,
 * and costs no change of a directory.
 */
public final class Roll {

    private static final int SIZE = 2048;

    private final Path directory;

    Roll(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    /**
     * Puts a worker on the roll.
     *
     * @throws FileAlreadyExistsException if one of that name is there
     */
    public void enlist(WorkerRecord worker) throws IOException {
        try {
            create(worker);
        } catch (NoSuchFileException e) {
            Directories.createAll(directory);
            create(worker);
        }
    }

    private void create(WorkerRecord worker) throws IOException {
        try {
            Files.write(
                    directory.resolve(worker.name()),
                    padded(worker),
                    StandardOpenOption.CREATE_NEW,
                    StandardOpenOption.WRITE);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            // No space left, say. Without its content it would be a worker that nobody knows.
            strike(worker.name());
            throw e;
        }
    }

    /**
     * Writes a worker's record over the one before.
     *
     * @return false if it is no longer on the roll: a reaper struck it off
     */
    public boolean beat(WorkerRecord worker) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(directory.resolve(worker.name()), StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(padded(worker)));
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Takes a worker off the roll: by itself when it leaves, by a reaper when it is lost. */
    public void strike(String worker) throws IOException {
        Files.deleteIfExists(directory.resolve(worker));
    }

    public boolean has(String worker) throws IOException {
        return names().contains(worker);
    }

    /** Whether a worker's record is found under its name: a listing may be an old one. */
    public boolean isThere(String worker) throws IOException {
        return lastBeat(worker).isPresent();
    }

    public List<String> names() throws IOException {
        List<String> names = new ArrayList<>();
        for (Path entry : Listing.of(directory)) {
            names.add(entry.getFileName().toString());
        }
        return names;
    }

    /**
     * Whether anybody is on the roll who runs jobs, or may: a record that can't be read now counts.
     */
    public boolean hasWorkers() throws IOException {
        for (String name : names()) {
            if (!isSteering(name)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether this is a command that changes or cancels queued jobs, not a worker that runs any.
     */
    public boolean isSteering(String name) throws IOException {
        return read(name).filter(r -> r.activity() instanceof WorkerRecord.Steering).isPresent();
    }

    /** A worker's record; empty if it is not on the roll, or is just being written. */
    public Optional<WorkerRecord> read(String worker) throws IOException {
        try {
            return WorkerRecord.parse(
                    Files.readString(directory.resolve(worker), StandardCharsets.UTF_8));
        } catch (NoSuchFileException | java.nio.charset.CharacterCodingException e) {
            return Optional.empty();
        } catch (IOException e) {
            // Deleted by another host between the opening and the reading: a stale file handle.
            if (has(worker) && Entries.isPlainFile(directory.resolve(worker))) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /** When a worker's record was written last, by the file server's clock. */
    public Optional<Instant> lastBeat(String worker) throws IOException {
        return Entries.look(directory.resolve(worker)).map(r -> r.lastModifiedTime().toInstant());
    }

    private static byte[] padded(WorkerRecord worker) {
        byte[] text = worker.text().getBytes(StandardCharsets.UTF_8);
        byte[] record = Arrays.copyOf(text, SIZE);
        Arrays.fill(record, Math.min(text.length, SIZE), SIZE, (byte) '\n');
        return record;
    }
}
