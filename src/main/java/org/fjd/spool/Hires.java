package org.fjd.spool;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Rejection;

/**
 * {@code .fjd/hires/}: what was asked of batch systems and may be pending there, one file for each
 * request.
 */
public final class Hires {

    private static final int MAX_BYTES = 4096;

    private final Path directory;

    Hires(Path directory) {
        this.directory = directory;
    }

    /** Writes down a request; over an old one of that number, which the batch system uses again. */
    public void add(Hire hire) throws IOException {
        Directories.createAll(directory);
        Files.write(
                directory.resolve(hire.fileName()),
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

    /** Forgets a request of which nothing is pending. */
    public void remove(Hire hire) throws IOException {
        Files.deleteIfExists(directory.resolve(hire.fileName()));
    }
}
