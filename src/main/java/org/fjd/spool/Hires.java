package org.fjd.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.Rejection;

/**
 * {@code .fjd/hires/}: what was asked of batch systems, one file for each request of which not all
 * has come up; and {@code .fjd/hired/}, a directory for each with what became of its workers.
 */
public final class Hires {

    private static final int MAX_BYTES = 4096;

    private static final String STARTED = "@started";
    private static final String CANCELLED = "@cancelled-";

    /**
     * What became of the workers of a request.
     *
     * @param came the names of those that came up
     * @param cancelled how many were cancelled before they were started
     * @param started since when nothing of it is pending, by the clock that stamps the files
     */
    public record Traces(Set<String> came, int cancelled, Optional<Instant> started) {}

    private final Path directory;
    private final Path traces;

    Hires(Path directory, Path traces) {
        this.directory = directory;
        this.traces = traces;
    }

    /** Where a request is written down. */
    public Path file(Hire hire) {
        return directory.resolve(hire.fileName());
    }

    /** The directories of what became of requests' workers, each called by the mark. */
    public Path traces() {
        return traces;
    }

    /** Makes the place where the workers of a request will leave their names; before it is made. */
    public void expect(String mark) throws IOException {
        Directories.createAll(traces.resolve(mark));
    }

    /** Says that a worker came up; unless nobody awaits any of its request. */
    public void came(String mark, String worker) throws IOException {
        try {
            leave(mark, worker);
        } catch (NoSuchFileException e) {
            // all that was awaited is there, or was given up
        }
    }

    /** Says that workers were cancelled before they were started. */
    public void cancelled(Hire hire, List<String> tasks) throws IOException {
        expect(hire.mark());
        for (String task : tasks) {
            leave(hire.mark(), CANCELLED + task);
        }
    }

    /** Says that from now on nothing of it is pending. */
    public void started(Hire hire) throws IOException {
        expect(hire.mark());
        leave(hire.mark(), STARTED);
    }

    /** Says that something of it is pending again. */
    public void notStarted(Hire hire) throws IOException {
        Files.deleteIfExists(traces.resolve(hire.mark()).resolve(STARTED));
    }

    private void leave(String mark, String name) throws IOException {
        try {
            Files.createFile(traces.resolve(mark).resolve(name));
        } catch (FileAlreadyExistsException e) {
            // it was said before
        }
    }

    /** What became of its workers. */
    public Traces traces(Hire hire) throws IOException {
        Set<String> came = new HashSet<>();
        int cancelled = 0;
        Optional<Instant> started = Optional.empty();
        for (Path trace : Listing.of(traces.resolve(hire.mark()))) {
            String name = trace.getFileName().toString();
            if (name.equals(STARTED)) {
                started = Entries.look(trace).map(found -> found.lastModifiedTime().toInstant());
            } else if (name.startsWith(CANCELLED)) {
                cancelled++;
            } else {
                came.add(name);
            }
        }
        return new Traces(came, cancelled, started);
    }

    /** Writes down a request; over an old one of that number, which the batch system uses again. */
    public void add(Hire hire) throws IOException {
        Directories.createAll(directory);
        Files.write(
                file(hire),
                hire.text().getBytes(StandardCharsets.UTF_8),
                StandardOpenOption.CREATE,
                StandardOpenOption.TRUNCATE_EXISTING,
                StandardOpenOption.WRITE);
    }

    /** All that can be read, the oldest first. */
    public List<Hire> list() throws IOException {
        List<Hire> hires = new ArrayList<>();
        for (Path entry : Listing.of(directory)) {
            read(entry).ifPresent(hires::add);
        }
        hires.sort(Comparator.comparing(Hire::at).thenComparing(Hire::fileName));
        return hires;
    }

    private static Optional<Hire> read(Path entry) throws IOException {
        if (!Entries.isPlainFile(entry)) {
            return Optional.empty();
        }
        try {
            byte[] content = JobReader.tail(entry, MAX_BYTES);
            return Hire.parse(
                    entry.getFileName().toString(), new String(content, StandardCharsets.UTF_8));
        } catch (Rejection | NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Forgets a request of which nobody is awaited. */
    public void remove(Hire hire) throws IOException {
        Files.deleteIfExists(file(hire));
        forget(hire.mark());
    }

    /** Forgets what became of the workers of a request that is not there. */
    public void forget(String mark) throws IOException {
        Path own = traces.resolve(mark);
        for (Path trace : Listing.of(own)) {
            Files.deleteIfExists(trace);
        }
        Directories.removeIfEmpty(own); // if a worker comes up just now, 'fjd gc' removes that
    }
}
