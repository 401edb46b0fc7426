package org.fjd.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Rejection;

/**
 * {@code workerqueue/paused}: while it is there, dispatchers assign nothing. Its one line says for
 * people who paused the spool, when and why; whether it is there is all that counts. It lies where
 * dispatchers look before they assign anything, so that it costs them nothing.
 */
public final class Pause {

    static final String FILE = "paused";

    private static final int LONGEST = 4096;

    private final Path file;

    Pause(Path workerqueue) {
        this.file = workerqueue.resolve(FILE);
    }

    /** Whether this is the file. */
    public boolean isAt(Path entry) {
        return file.equals(entry);
    }

    /**
     * Pauses the spool.
     *
     * @param note who, when and why; it is made one line
     * @return false if it was paused already, and stays so with the note that it has
     */
    public boolean pause(String note) throws IOException {
        byte[] line =
                (new Entry("note", note).oneLine().value() + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            Files.write(file, line, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /**
     * Has dispatchers go on.
     *
     * @return false if the spool was not paused
     */
    public boolean resume() throws IOException {
        return Files.deleteIfExists(file);
    }

    /** Who paused it, when and why, on one line; empty if it is not paused. */
    public Optional<String> note() throws IOException {
        try {
            String text = new String(JobReader.tail(file, LONGEST), StandardCharsets.UTF_8);
            return Optional.of(new Entry("note", text).oneLine().value());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (Rejection e) {
            return Optional.of("");
        }
    }
}
