package org.fjd.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A living process, as this machine sees it.
 *
 * @param pid its number here
 * @param group the number of its process group
 * @param start the mark of its start, the same in every namespace
 */
record Proc(long pid, long group, String start) {

    private static final Path PROC = Path.of("/proc");

    static List<Proc> all() throws IOException {
        try (Stream<Path> entries = Files.list(PROC)) {
            return entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> name.matches("\\d+"))
                    .map(name -> of(Long.parseLong(name)))
                    .flatMap(Optional::stream)
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static Optional<Proc> of(long pid) {
        return read(pid, "stat")
                .map(stat -> stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1))
                .filter(fields -> !fields[0].matches("[ZX]"))
                .map(fields -> new Proc(pid, Long.parseLong(fields[2]), fields[19]));
    }

    boolean isLeader() {
        return group == pid;
    }

    boolean isAlive() {
        return of(pid).filter(this::equals).isPresent();
    }

    /** Its words; none if it has just ended. */
    List<String> command() {
        return List.of(read(pid, "cmdline").orElse("").split("\0"));
    }

    /** Whether this is in the environment that it was started with. */
    boolean has(String variable) {
        return List.of(read(pid, "environ").orElse("").split("\0")).contains(variable);
    }

    /** Which numbers it counts processes by; empty if it has just ended. */
    Optional<String> namespace() {
        try {
            return Optional.of(Files.readSymbolicLink(PROC.resolve(pid + "/ns/pid")).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Its number in its own namespace; empty if it has just ended. */
    Optional<Long> innerPid() {
        return read(pid, "status")
                .flatMap(s -> s.lines().filter(line -> line.startsWith("NSpid:")).findFirst())
                .map(line -> Long.valueOf(line.replaceFirst(".*\\s", "")));
    }

    /** Sends a signal, such as {@code KILL}; to a process that is gone it is lost. */
    static void signal(String name, long pid) throws IOException, InterruptedException {
        new ProcessBuilder("sh", "-c", "kill -%s %d 2>/dev/null".formatted(name, pid))
                .start()
                .waitFor();
    }

    private static Optional<String> read(long pid, String file) {
        try {
            return Optional.of(Files.readString(PROC.resolve(pid + "/" + file), ISO_8859_1));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
