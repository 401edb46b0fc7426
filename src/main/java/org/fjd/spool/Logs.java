package org.fjd.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;
import org.fjd.job.JobName;
import org.fjd.job.Run;

/** {@code logs/}: what jobs printed; and {@code .fjd/logs/}: what workers did. */
public final class Logs {

    private final Path jobs;
    private final Path workers;
    private final Moves moves;

    Logs(Path jobs, Path workers, Moves moves) {
        this.jobs = jobs;
        this.workers = workers;
        this.moves = moves;
    }

    /**
     * Makes a new file for what one run of a job prints: {@code <job>.log}, or, where an earlier
     * run or a namesake has that, {@code <job>@<run>.log}.
     */
    public Path create(JobName job, Run run) throws IOException {
        try {
            return Files.createFile(jobs.resolve(job.logFileName()));
        } catch (FileAlreadyExistsException e) {
            return createForRun(job, run);
        } catch (NoSuchFileException e) {
            Directories.createAll(jobs);
            return createForRun(job, run);
        }
    }

    private Path createForRun(JobName job, Run run) throws IOException {
        Path log = jobs.resolve(job.logFileName(run));
        try {
            return Files.createFile(log);
        } catch (FileAlreadyExistsException e) {
            return log; // this run's own, from a try that could not go on
        }
    }

    /**
     * The log of a run that goes on; empty if there is none yet, or its job prints elsewhere. The
     * log without a run in its name may be a namesake's of earlier times: it counts only if it is
     * younger than the job file, which does not change while the job runs.
     */
    public Optional<Path> of(JobName job, Run run, Path jobFile) throws IOException {
        Path own = jobs.resolve(job.logFileName(run));
        if (Entries.look(own).isPresent()) {
            return Optional.of(own);
        }
        Path first = jobs.resolve(job.logFileName());
        Optional<BasicFileAttributes> log = Entries.look(first);
        Optional<BasicFileAttributes> file = Entries.look(jobFile);
        return log.isPresent()
                        && file.isPresent()
                        && log.get().lastModifiedTime().compareTo(file.get().lastModifiedTime())
                                >= 0
                ? Optional.of(first)
                : Optional.empty();
    }

    /** Makes an empty log, so that it is known whether one can be made. */
    public void create(Path log) throws IOException {
        Directories.createAll(workers);
        Files.createFile(log);
    }

    /** The log of a worker. */
    public Path ofWorker(String worker) {
        return workers.resolve(worker + ".log");
    }

    /** Whether there is the log of a worker of that name. */
    public boolean hasWorker(String worker) throws IOException {
        return Listing.of(workers).stream()
                .anyMatch(log -> log.getFileName().toString().equals(worker + ".log"));
    }

    /** Gives a log that was begun under another name the worker's; it stays where it is if not. */
    public void rename(Path log, String worker) throws IOException {
        moves.move(log, ofWorker(worker));
    }
}
