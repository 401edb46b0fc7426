package org.fjd.work;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/** A file into which a job prints. */
final class Output {

    private static final int LONGEST_NAME = 255;
    private static final int LONGEST_PATH = 4095;
    private static final int KIND = 0170000;
    private static final int PIPE = 0010000;
    private static final int SOCKET = 0140000;
    private static final FileAttribute<?> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private Output() {}

    /**
     * Makes its directory where there is none, and refuses what is no file to print into. Costs one
     * look at a file that exists.
     */
    static void prepare(Path file) throws CouldNotStart, IOException {
        if (Files.isRegularFile(file)) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw new CouldNotStart(
                    "%s: a directory can't be printed into. Name a file.".formatted(file));
        }
        if (Files.exists(file)) {
            refusePipe(file);
        } else {
            makeParent(file);
        }
    }

    /** To open a pipe is to wait until somebody reads it, which may be never. */
    private static void refusePipe(Path file) throws CouldNotStart, IOException {
        int kind = (int) Files.getAttribute(file, "unix:mode") & KIND;
        if (kind == PIPE || kind == SOCKET) {
            throw new CouldNotStart(
                    "%s: a pipe or a socket can't be printed into. Name a file.".formatted(file));
        }
    }

    /** Makes the directory that a file is to be in, if there is none. */
    static void makeParent(Path file) throws CouldNotStart, IOException {
        Path parent = file.getParent();
        if (parent == null || Files.isDirectory(parent)) {
            return;
        }
        try {
            Files.createDirectories(parent, PRIVATE);
        } catch (IOException e) {
            Optional<String> fault = fault(file);
            if (fault.isPresent()) {
                throw new CouldNotStart(fault.get());
            }
            throw e;
        }
    }

    /**
     * Why a file can't be written, if that is for what it is called or where it is; empty if it is
     * the machine that is in trouble. Judged by looking, since the system words its errors in the
     * user's language.
     */
    static Optional<String> fault(Path file) {
        if (isTooLong(file)) {
            return Optional.of("%s: the name is too long. Choose a shorter one.".formatted(file));
        }
        Path place = file;
        while (!Files.exists(place)) {
            if (Files.isSymbolicLink(place)) {
                return Optional.of(
                        "%s: a link that leads nowhere. Mend or remove it.".formatted(place));
            }
            Path parent = place.getParent();
            if (parent == null) {
                return Optional.empty();
            }
            place = parent;
        }
        if (!place.equals(file) && !Files.isDirectory(place)) {
            return Optional.of(
                    "%s can't be written: %s is not a directory. Choose another place."
                            .formatted(file, place));
        }
        if (!Files.isWritable(place) || (Files.isDirectory(place) && !Files.isExecutable(place))) {
            return Optional.of(
                    "%s can't be written: %s is not writable. Allow that, or choose another place."
                            .formatted(file, place));
        }
        return Optional.empty();
    }

    private static boolean isTooLong(Path file) {
        if (length(file) > LONGEST_PATH) {
            return true;
        }
        for (Path name : file) {
            if (length(name) > LONGEST_NAME) {
                return true;
            }
        }
        return false;
    }

    private static int length(Path path) {
        return path.toString().getBytes(Charset.defaultCharset()).length;
    }
}
