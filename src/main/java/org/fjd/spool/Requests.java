package org.fjd.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * {@code .fjd/requests/}: what is asked of a worker, wherever it runs. A request is an empty file
 * whose name says all.
 */
public final class Requests {

    /** When a worker is asked to leave. */
    public enum Leave {
        WHEN_DONE(".fire"),
        NOW(".fire-now");

        private final String suffix;

        Leave(String suffix) {
            this.suffix = suffix;
        }
    }

    private final Path directory;

    Requests(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    public void ask(String worker, Leave leave) throws IOException {
        try {
            Files.createFile(directory.resolve(worker + leave.suffix));
        } catch (FileAlreadyExistsException e) {
            // asked before, and not yet heard
        }
    }

    /** The most urgent request to a worker. */
    public Optional<Leave> to(String worker) throws IOException {
        Optional<Leave> found = Optional.empty();
        for (Path entry : Listing.of(directory)) {
            String name = entry.getFileName().toString();
            if (name.equals(worker + Leave.NOW.suffix)) {
                return Optional.of(Leave.NOW);
            }
            if (name.equals(worker + Leave.WHEN_DONE.suffix)) {
                found = Optional.of(Leave.WHEN_DONE);
            }
        }
        return found;
    }

    /** Removes what was asked of a worker that is gone. */
    public void clear(String worker) throws IOException {
        for (Leave leave : Leave.values()) {
            Files.deleteIfExists(directory.resolve(worker + leave.suffix));
        }
    }
}
