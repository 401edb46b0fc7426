package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.fjd.job.JobName;
import org.fjd.job.Run;

/**
 * A pod as its worker holds it. Who renames its directory takes it away from everybody who knew it
 * under the old number: the worker itself when it renews, the reaper when it fences.
 */
public final class Pod {

    private final Run run;
    private final Path path;
    private final Pods pods;
    private final Moves moves;

    Pod(Run run, Path path, Pods pods, Moves moves) {
        this.run = run;
        this.path = path;
        this.pods = pods;
        this.moves = moves;
    }

    public Run run() {
        return run;
    }

    public Path path() {
        return path;
    }

    /** The job that was assigned to it, and whatever else in it has the name of a job file. */
    public List<Path> jobs() throws IOException {
        return Pods.jobs(path);
    }

    /** Whether it is still there, a directory. */
    public boolean isIntact() throws IOException {
        return Entries.isDirectory(path);
    }

    /**
     * Puts a job file there again that the job itself removed.
     *
     * @return where it lies
     */
    public Path restore(JobName job, byte[] content) throws IOException {
        Path draft = pods.draft(run);
        Files.write(draft, content);
        Path target = path.resolve(job.fileName());
        if (!moves.move(draft, target)) {
            throw new NoSuchFileException(target.toString());
        }
        return target;
    }

    /**
     * Gives the worker back the rights to its pod and what is in it, which a job may have taken
     * from it: both belong to the same user.
     */
    public void restoreRights() throws IOException {
        if (isIntact()) {
            Directories.restoreRights(path);
            for (Path entry : Listing.of(path)) {
                Directories.restoreRights(entry);
            }
        }
    }

    /**
     * Moves it to another number, which was never used before; what slipped in comes along.
     *
     * @return the pod under its new number, or empty if it was no longer there
     */
    public Optional<Pod> renew(Run as) throws IOException {
        Path target = pods.path(as);
        return moves.move(path, target)
                ? Optional.of(new Pod(as, target, pods, moves))
                : Optional.empty();
    }
}
