package org.fjd.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.job.JobName;
import org.fjd.job.Run;

/** {@code jobpods/}: one directory for each run, whose job lies in it from assignment to end. */
public final class Pods {

    private final Path directory;
    private final Path tmp;
    private final Moves moves;

    Pods(Path directory, Path tmp, Moves moves) {
        this.directory = directory;
        this.tmp = tmp;
        this.moves = moves;
    }

    /** Makes a pod for a run that never had one. */
    public Pod open(Run run) throws IOException {
        Path path = path(run);
        try {
            Directories.create(path);
        } catch (NoSuchFileException e) {
            Directories.createAll(path);
        } catch (FileAlreadyExistsException e) {
            // an earlier try whose reply was lost: no other process makes this name
        }
        return new Pod(run, path, this, moves);
    }

    /** The runs that have a pod. */
    public List<Run> runs() throws IOException {
        return Listing.of(directory).stream()
                .map(entry -> Run.parse(entry.getFileName().toString()))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The job files in the pod of a run; none if it has no pod. */
    public List<Path> jobs(Run run) throws IOException {
        return jobs(path(run));
    }

    /**
     * Whether the pod of a run can be opened, if it has one. Not so, though one has the right to,
     * while the file server has lost the way to it; see {@link Morgue#giveBack}.
     */
    public boolean canBeOpened(Run run) {
        return canBeOpened(path(run));
    }

    static boolean canBeOpened(Path pod) {
        try {
            jobs(pod);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    static List<Path> jobs(Path pod) throws IOException {
        List<Path> jobs = new ArrayList<>(1);
        for (Path entry : Listing.of(pod)) {
            if (isJob(entry)) {
                jobs.add(entry);
            }
        }
        return jobs;
    }

    /** What the job of a run says of itself. */
    public Testimony testimony(Run run) {
        return new Testimony(path(run));
    }

    /** How far the job of a run says that it is; printable. Empty if it says nothing. */
    public Optional<String> progress(Run run) throws IOException {
        return testimony(run).progress();
    }

    /** Whether an entry of a pod is a job, by its name. */
    static boolean isJob(Path entry) {
        return JobName.ofFileName(entry.getFileName().toString()).isPresent();
    }

    /** Where a file for a pod is written before it is moved there whole. */
    Path draft(Run run) throws IOException {
        Directories.createAll(tmp);
        return tmp.resolve(run.toString());
    }

    /** Where the pod of a run is, if it has one. */
    public Path path(Run run) {
        return directory.resolve(run.toString());
    }
}
