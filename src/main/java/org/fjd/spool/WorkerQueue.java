package org.fjd.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Run;

/** {@code workerqueue/}: the announcements of idle pods, one empty file each, named for the run. */
public final class WorkerQueue {

    private final Path directory;

    WorkerQueue(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    public List<Run> idle() throws IOException {
        return Listing.of(directory).stream()
                .map(entry -> Run.parse(entry.getFileName().toString()))
                .flatMap(Optional::stream)
                .toList();
    }

    public boolean isAnnounced(Run run) throws IOException {
        return Listing.has(directory.resolve(run.toString()));
    }

    /** Announces a pod. Each run is announced once in its life. */
    public void announce(Run run) throws IOException {
        try {
            Files.createFile(directory.resolve(run.toString()));
        } catch (NoSuchFileException e) {
            Directories.createAll(directory);
            Files.createFile(directory.resolve(run.toString()));
        } catch (FileAlreadyExistsException e) {
            // an earlier try whose reply was lost: no other process creates this name
        }
    }

    /**
     * Takes a pod by deleting its announcement.
     *
     * @return whether it was this call that deleted it; only then may the caller assign to the pod,
     *     and only once
     */
    public boolean take(Run run) throws IOException {
        return Files.deleteIfExists(directory.resolve(run.toString()));
    }
}
