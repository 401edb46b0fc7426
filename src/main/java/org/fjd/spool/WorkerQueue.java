package org.fjd.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fjd.job.Run;

/**
 * {@code workerqueue/}: the announcements of idle pods, one empty file each, named for the run. One
 * that was taken lies in {@code .fjd/taken/} until its worker announces again with it: to make and
 * delete a file for each job would cost a local file system more than all else.
 */
public final class WorkerQueue {

    private final Path directory;
    private final Path taken;
    private final Moves moves;

    /**
     * What a look finds.
     *
     * @param idle the announced pods
     * @param paused whether nothing is to be assigned to them; see {@link Pause}
     */
    public record Look(List<Run> idle, boolean paused) {}

    WorkerQueue(Path directory, Path taken, Moves moves) {
        this.directory = directory;
        this.taken = taken;
        this.moves = moves;
    }

    public Path directory() {
        return directory;
    }

    /** The announced pods. */
    public List<Run> idle() throws IOException {
        return look().idle();
    }

    /** One listing, for who dispatches. */
    public Look look() throws IOException {
        List<Path> entries = Listing.of(directory);
        return new Look(runs(entries), entries.contains(directory.resolve(Pause.FILE)));
    }

    /** The announcements that were taken and not yet used again. */
    public List<Run> taken() throws IOException {
        return runs(Listing.of(taken));
    }

    private static List<Run> runs(List<Path> entries) {
        List<Run> runs = new ArrayList<>();
        for (Path entry : entries) {
            Run.parse(entry.getFileName().toString()).ifPresent(runs::add);
        }
        return runs;
    }

    public boolean isAnnounced(Run run) throws IOException {
        return Listing.has(directory.resolve(run.toString()));
    }

    /** Announces a pod with a new file. Each run is announced once in its life. */
    public void announce(Run run) throws IOException {
        Path announcement = directory.resolve(run.toString());
        try {
            Files.createFile(announcement);
        } catch (NoSuchFileException e) {
            Directories.createAll(directory);
            Files.createFile(announcement);
        } catch (FileAlreadyExistsException e) {
            // an earlier try whose reply was lost: no other process creates this name
        }
    }

    /**
     * Announces a pod with the file of an earlier announcement that was taken.
     *
     * @return false if that file was no longer there. The announcement may nevertheless have been
     *     made and taken, so the number must not be announced again
     */
    public boolean announce(Run run, Run earlier) throws IOException {
        return moves.move(taken.resolve(earlier.toString()), directory.resolve(run.toString()));
    }

    /**
     * Takes a pod by moving its announcement away.
     *
     * @return whether it was this call that moved it; only then may the caller assign to the pod,
     *     and only once
     */
    public boolean take(Run run) throws IOException {
        Path announcement = directory.resolve(run.toString());
        Path target = taken.resolve(run.toString());
        if (moves.take(announcement, target)) {
            return true;
        }
        if (Listing.has(announcement)) {
            Directories.createAll(taken); // it was that directory that was missing
            return moves.take(announcement, target);
        }
        return false;
    }

    /** Removes the announcement of a pod that is no more, taken or not. */
    public void withdraw(Run run) throws IOException {
        Files.deleteIfExists(directory.resolve(run.toString()));
        Files.deleteIfExists(taken.resolve(run.toString()));
    }
}
