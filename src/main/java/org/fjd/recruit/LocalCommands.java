package org.fjd.recruit;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.fjd.job.Variable;
import org.fjd.spool.Spool;

/**
 * Runs commands as processes of this machine. They print into files: one that leaves a child behind
 * with its output open holds up nobody.
 */
final class LocalCommands implements Commands {

    private static final Duration OF_BATCH_SYSTEMS = Duration.ofSeconds(60);
    private static final int MAX_BYTES = 1 << 20;

    private final Path directory;
    private final Duration longest;

    /**
     * @param directory where they run
     * @param longest after what time a command is ended
     */
    LocalCommands(Path directory, Duration longest) {
        this.directory = directory;
        this.longest = longest;
    }

    /** Those of batch systems, which run in the spool and do not take long. */
    static LocalCommands ofBatchSystems(Spool spool) {
        return new LocalCommands(spool.root(), OF_BATCH_SYSTEMS);
    }

    @Override
    public Said run(List<String> argv) throws IOException, InterruptedException {
        Path out = Files.createTempFile("fjd-via", ".out");
        Path err = Files.createTempFile("fjd-via", ".err");
        try {
            Optional<Integer> exit = exit(argv, out, err);
            return new Said(exit, lines(out), lines(err));
        } finally {
            Files.deleteIfExists(out);
            Files.deleteIfExists(err);
        }
    }

    private Optional<Integer> exit(List<String> argv, Path out, Path err)
            throws IOException, InterruptedException {
        ProcessBuilder builder =
                new ProcessBuilder(argv)
                        .directory(directory.toFile())
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        // Batch systems pass the environment on; workers hired by a job would bear its mark.
        for (Variable ofJob : Variable.values()) {
            builder.environment().remove(ofJob.word());
        }
        Process process = builder.start();
        try {
            return process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS)
                    ? Optional.of(process.exitValue())
                    : Optional.empty();
        } finally {
            if (process.isAlive()) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    private static List<String> lines(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8)
                    .lines()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .toList();
        }
    }
}
