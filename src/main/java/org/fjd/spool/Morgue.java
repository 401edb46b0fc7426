package org.fjd.spool;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Run;

/**
 * {@code .fjd/morgue/}: pods that were taken from their workers. An entry is named {@code
 * <run>@<holder>}; only its holder works on it, and to take it over is to rename it.
 */
public final class Morgue {

    /**
     * A pod in the morgue.
     *
     * @param run the run whose pod it was
     * @param holder who fenced it, or took it over
     * @param path the directory
     */
    public record Entry(Run run, String holder, Path path) {

        /** The job files in it. */
        public List<Path> jobs() throws IOException {
            return Pods.jobs(path);
        }

        /** Whether it can be opened, if it is there. */
        public boolean canBeOpened() {
            return Pods.canBeOpened(path);
        }
    }

    /** The holder of what a worker leaves to whichever reaper comes. */
    public static final String NOBODY = "nobody";

    private final Path directory;
    private final Path strays;
    private final Pods pods;
    private final Moves moves;

    Morgue(Path directory, Path strays, Pods pods, Moves moves) {
        this.directory = directory;
        this.strays = strays;
        this.pods = pods;
        this.moves = moves;
    }

    /**
     * Takes a pod away from whoever holds it. From this instant its worker can neither end nor
     * retry the job in it, and no dispatcher can assign to it.
     *
     * @return the entry, also if this holder fenced the pod before and has not buried it yet; empty
     *     if the pod was no longer there
     */
    public Optional<Entry> fence(Run run, String holder) throws IOException {
        return bring(pods.path(run), run, holder);
    }

    public List<Entry> entries() throws IOException {
        return Listing.of(directory).stream().map(Morgue::entry).flatMap(Optional::stream).toList();
    }

    /** Takes an entry over from a holder that is gone, or was too slow and now is fenced too. */
    public Optional<Entry> takeOver(Entry entry, String holder) throws IOException {
        return entry.holder().equals(holder)
                ? Optional.of(entry)
                : bring(entry.path(), entry.run(), holder);
    }

    /**
     * Makes an entry its worker's pod again, which fenced it itself. Where the file server has lost
     * the way to a directory that was moved, as Gluster does when somebody looks for its old name
     * just then, the next move shows it the way again.
     *
     * @return false if there is no such entry
     */
    public boolean giveBack(Run run, String holder) throws IOException {
        Path entry = path(run, holder);
        if (!Entries.isDirectory(entry)) {
            return false;
        }
        keep(pods.path(run), run); // what a job has put in its place meanwhile
        return moves.move(entry, pods.path(run));
    }

    /**
     * Removes an entry whose jobs went elsewhere; what else was in it is kept among the strays. An
     * entry in which a job lies stays; whatever a listing showed, the file system decides that.
     *
     * @return whether it is gone
     */
    public boolean bury(Entry entry) throws IOException {
        if (!Entries.isDirectory(entry.path())) {
            keep(entry.path(), entry.run()); // a job may have put anything in place of its pod
            return true;
        }
        List<Path> left = Listing.of(entry.path());
        if (left.stream().anyMatch(Pods::isJob)) {
            return false;
        }
        for (Path stray : left) {
            putAside(stray, entry.run());
        }
        try {
            Files.deleteIfExists(entry.path());
            return true;
        } catch (DirectoryNotEmptyException e) {
            return false; // by a job that came late, or on NFS by a deleted file that is still open
        }
    }

    /**
     * Moves all that lies in a pod after its job has left, files that the job put there, to {@code
     * .fjd/strays/<run>/}. What it {@linkplain Testimony said of itself} is removed.
     *
     * @return whether the pod is still there, a directory
     */
    public boolean clear(Path pod, Run run) throws IOException {
        if (!Entries.isDirectory(pod)) {
            return false;
        }
        for (Path entry : Listing.of(pod)) {
            putAside(entry, run);
        }
        return true;
    }

    private void putAside(Path stray, Run run) throws IOException {
        if (!Testimony.remove(stray)) {
            keep(stray, run);
        }
    }

    /** Moves what a job left, if it is there, to the strays of its run. */
    public void keep(Path entry, Run run) throws IOException {
        Path target = strays.resolve(run.toString());
        String name = entry.getFileName().toString();
        if (!moves.move(entry, free(target, name)) && Listing.has(entry)) {
            Directories.createAll(target);
            if (!moves.move(entry, free(target, name))) {
                Directories.removeIfEmpty(target); // the listing was an old one
            }
        }
    }

    private static Path free(Path directory, String name) throws IOException {
        List<Path> taken = Listing.of(directory);
        Path candidate = directory.resolve(name);
        for (int copy = 2; taken.contains(candidate); copy++) {
            candidate = directory.resolve(name + "~" + copy);
        }
        return candidate;
    }

    private Optional<Entry> bring(Path pod, Run run, String holder) throws IOException {
        Path target = path(run, holder);
        return moves.move(pod, target)
                ? Optional.of(new Entry(run, holder, target))
                : Optional.empty();
    }

    private Path path(Run run, String holder) {
        return directory.resolve(run + "@" + holder);
    }

    private static Optional<Entry> entry(Path path) {
        String name = path.getFileName().toString();
        int at = name.lastIndexOf('@');
        return at < 0
                ? Optional.empty()
                : Run.parse(name.substring(0, at))
                        .map(run -> new Entry(run, name.substring(at + 1), path));
    }
}
