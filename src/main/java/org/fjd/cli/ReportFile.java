package org.fjd.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.UUID;

/**
 * The file that a report goes into. It is written under another name beside it and then moved, so
 * that whoever looks sees the old report or the new one, and never half of it. A link is followed:
 * what is replaced is the file that it leads to.
 */
final class ReportFile {

    private ReportFile() {}

    /**
     * Why no report may be written there, with the remedy; empty if one may, as nothing is there,
     * or a report.
     *
     * @param force whether any other plain file may be replaced too
     */
    static Optional<String> obstacle(Path path, boolean force) throws IOException {
        Path target = target(path);
        if (Files.isDirectory(target)) {
            return Optional.of("is a directory. Name a file in it, such as report.html.");
        }
        if (Files.exists(target)) {
            if (!Files.isRegularFile(target)) {
                return Optional.of("is not a plain file. Name another.");
            }
            return force || isReport(target)
                    ? Optional.empty()
                    : Optional.of(
                            "is there, and is no report. Name another, or replace it with --force.");
        }
        Path directory = target.getParent();
        return directory != null && Files.isDirectory(directory)
                ? Optional.empty()
                : Optional.of("can't be written: its directory does not exist. Make it first.");
    }

    private static Path target(Path path) throws IOException {
        return Files.exists(path) ? path.toRealPath() : path.toAbsolutePath();
    }

    private static boolean isReport(Path file) throws IOException {
        byte[] mark = ReportPage.MARK.getBytes(StandardCharsets.UTF_8);
        try (InputStream stream = Files.newInputStream(file)) {
            return Arrays.equals(stream.readNBytes(mark.length), mark);
        }
    }

    /** Writes a report there. After an error, what was there still is. */
    static void write(Path path, Report report) throws IOException {
        Path target = target(path);
        Path draft = target.resolveSibling(".fjd-report-" + UUID.randomUUID());
        try {
            try (OutputStream stream =
                    Files.newOutputStream(
                            draft, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                ReportPage.write(report, stream);
            }
            Files.move(
                    draft,
                    target,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
