package org.fjd.spool;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.Run;

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

    /**
     * What is asked of one worker.
     *
     * @param leave the most urgent request to leave
     * @param cancelled its runs whose jobs are to be cancelled
     */
    public record Heard(Optional<Leave> leave, Set<Run> cancelled) {}

    private static final String CANCEL = ".cancel";

    private final Path directory;

    Requests(Path directory) {
        this.directory = directory;
    }

    public Path directory() {
        return directory;
    }

    public void ask(String worker, Leave leave) throws IOException {
        ask(worker + leave.suffix);
    }

    /** Asks the worker of a run to end its job and to record that it was cancelled. */
    public void cancel(Run run) throws IOException {
        ask(run + CANCEL);
    }

    private void ask(String request) throws IOException {
        try {
            Files.createFile(directory.resolve(request));
        } catch (FileAlreadyExistsException e) {
            // asked before, and not yet heard
        }
    }

    /** The most urgent request to a worker. */
    public Optional<Leave> to(String worker) throws IOException {
        return hear(worker).leave();
    }

    /** All that is asked of a worker. */
    public Heard hear(String worker) throws IOException {
        Optional<Leave> leave = Optional.empty();
        Set<Run> cancelled = new HashSet<>();
        for (Path entry : Listing.of(directory)) {
            String name = entry.getFileName().toString();
            if (name.equals(worker + Leave.NOW.suffix)) {
                leave = Optional.of(Leave.NOW);
            } else if (name.equals(worker + Leave.WHEN_DONE.suffix)) {
                leave = leave.or(() -> Optional.of(Leave.WHEN_DONE));
            } else {
                cancelledRun(name)
                        .filter(run -> run.worker().equals(worker))
                        .ifPresent(cancelled::add);
            }
        }
        return new Heard(leave, cancelled);
    }

    /** The workers of whom something is asked. */
    public Set<String> workers() throws IOException {
        Set<String> workers = new HashSet<>();
        for (Path entry : Listing.of(directory)) {
            String name = entry.getFileName().toString();
            cancelledRun(name).map(Run::worker).ifPresent(workers::add);
            for (Leave leave : Leave.values()) {
                if (name.endsWith(leave.suffix)) {
                    workers.add(name.substring(0, name.length() - leave.suffix.length()));
                }
            }
        }
        return workers;
    }

    private static Optional<Run> cancelledRun(String name) {
        return name.endsWith(CANCEL)
                ? Run.parse(name.substring(0, name.length() - CANCEL.length()))
                : Optional.empty();
    }

    /** Removes what was asked of a worker that is gone, and of its runs. */
    public void clear(String worker) throws IOException {
        for (Leave leave : Leave.values()) {
            Files.deleteIfExists(directory.resolve(worker + leave.suffix));
        }
        for (Run run : hear(worker).cancelled()) {
            clear(run);
        }
    }

    /** Removes the request to cancel the job of a run that is over. */
    public void clear(Run run) throws IOException {
        Files.deleteIfExists(directory.resolve(run + CANCEL));
    }
}
