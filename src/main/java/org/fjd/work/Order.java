package org.fjd.work;

import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.fjd.job.Command;
import org.fjd.spool.ProcessTree;

/**
 * What to start, and how. All paths are absolute.
 *
 * @param command the job's command
 * @param jobFile what the command is given as its last argument
 * @param workerDirectory where the path of a program counts from
 * @param directory where the program runs
 * @param environment variables besides the worker's own; {@link ProcessTree#RUN} and {@link
 *     ProcessTree#SPOOL} must be among them, since by them the job's processes are found again
 * @param stdout where standard output is appended
 * @param stderr where standard error is appended; may be the same
 * @param nice by how much its niceness is raised; 0 or more
 */
record Order(
        Command command,
        Path jobFile,
        Path workerDirectory,
        Path directory,
        Map<String, String> environment,
        Path stdout,
        Path stderr,
        int nice) {

    /** One with the worker's own niceness. */
    Order(
            Command command,
            Path jobFile,
            Path workerDirectory,
            Path directory,
            Map<String, String> environment,
            Path stdout,
            Path stderr) {
        this(command, jobFile, workerDirectory, directory, environment, stdout, stderr, 0);
    }

    String run() {
        return Objects.requireNonNull(environment.get(ProcessTree.RUN));
    }

    Path spool() {
        return Path.of(Objects.requireNonNull(environment.get(ProcessTree.SPOOL)));
    }
}
