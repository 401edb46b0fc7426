package org.fjd.spool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The processes of this machine: from {@code /proc} where there is one, else from the runtime. */
final class Processes {

    private static final Path PROC = Path.of("/proc");
    private static final boolean HAS_PROC = Files.isReadable(PROC.resolve("self/stat"));

    /** What {@link #environmentOf} says of a process without variables. */
    static final String NO_ENVIRONMENT = "\0\0";

    /** A process that lives: its number, its parent's, and the {@link Machine#startOf} of it. */
    record Living(long pid, long parent, String start) {}

    private Processes() {}

    /** The process of that number, if it lives. */
    static Optional<Living> of(long pid) {
        return HAS_PROC
                ? read(PROC.resolve(Long.toString(pid)))
                : ProcessHandle.of(pid).filter(ProcessHandle::isAlive).map(Processes::living);
    }

    /** All that live. One that starts or ends meanwhile may be among them or not. */
    static List<Living> all() {
        if (!HAS_PROC) {
            return ProcessHandle.allProcesses().map(Processes::living).toList();
        }
        List<Living> found = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(PROC, "[1-9]*")) {
            entries.forEach(entry -> read(entry).ifPresent(found::add));
        } catch (IOException | DirectoryIteratorException e) {
            return found;
        }
        return found;
    }

    /**
     * The variables that a process was started with, each with a NUL before and after it. Empty if
     * it has ended, is another user's, or the system does not tell.
     */
    static Optional<String> environmentOf(long pid) {
        return text(PROC.resolve(pid + "/environ"), Charset.defaultCharset())
                .map(variables -> "\0" + variables + "\0");
    }

    private static Optional<Living> read(Path entry) {
        return text(entry.resolve("stat"), ISO_8859_1).flatMap(Processes::parse);
    }

    /** Reads {@code /proc/PID/stat}; empty if it is that of a process that has ended. */
    static Optional<Living> parse(String stat) {
        // The name in parentheses may hold anything: spaces, parentheses and line ends too.
        int name = stat.lastIndexOf(')');
        if (name < 0) {
            return Optional.empty();
        }
        String[] fields = stat.substring(name + 2).split(" ", -1);
        boolean ended = fields[0].equals("Z") || fields[0].equals("X");
        // A process whose first thread has ended looks like a zombie while its others go on.
        boolean threadsGoOn = Integer.parseInt(fields[17]) > 1;
        if (ended && !threadsGoOn) {
            return Optional.empty();
        }
        long pid = Long.parseLong(stat.substring(0, stat.indexOf(' ')));
        return Optional.of(new Living(pid, Long.parseLong(fields[1]), fields[19]));
    }

    private static Living living(ProcessHandle process) {
        return new Living(
                process.pid(),
                process.parent().map(ProcessHandle::pid).orElse(0L),
                process.info().startInstant().map(Instant::toString).orElse("?"));
    }

    private static Optional<String> text(Path file, Charset charset) {
        try {
            return Optional.of(new String(Files.readAllBytes(file), charset));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
