package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machine that this process runs on: who it is, and whether a process lives there. A process of
 * another user counts as gone where the system hides it (hidepid).
 */
public final class Machine {

    private static final int LONGEST_HOST = 24;
    private static final Machine HERE = new Machine();

    private final String host;
    private final String identity;
    private final String user;

    private Machine() {
        String name =
                content("/proc/sys/kernel/hostname")
                        .or(() -> Optional.ofNullable(System.getenv("HOSTNAME")))
                        .or(Machine::nodeName)
                        .orElse("");
        this.host = shortName(name);
        this.identity =
                Stream.of(
                                Optional.of(name),
                                content("/proc/sys/kernel/random/boot_id"),
                                target("/proc/self/ns/pid"))
                        .flatMap(Optional::stream)
                        .map(part -> part.replaceAll("[^A-Za-z0-9_.-]", ""))
                        .collect(Collectors.joining("+"));
        this.user = userName();
    }

    public static Machine here() {
        return HERE;
    }

    /** Its short host name, made fit for a file's name: 1 to 24 of the characters A-Za-z0-9_-. */
    public String host() {
        return host;
    }

    /**
     * A word that it shares with no other machine: neither with one of the same name, nor with
     * another container on the same hardware, nor with itself after its next boot. Without {@code
     * /proc} it is only the full host name.
     */
    public String identity() {
        return identity;
    }

    /** The user as whom this process runs; where there is no name, the number. */
    public String user() {
        return user;
    }

    /**
     * What tells a living process from all that had or will have the same number on this machine.
     * It stays the same while the process lives, whatever the clock does. Empty if there is no such
     * process, or if it has ended and only its parent has not yet taken note of it.
     */
    public Optional<String> startOf(long pid) {
        return Processes.of(pid).map(Processes.Living::start);
    }

    /** Whether the process lives that had this number and this start. */
    public boolean isAlive(long pid, String start) {
        return startOf(pid).filter(start::equals).isPresent();
    }

    static String shortName(String name) {
        boolean isAddress = name.matches("[0-9.]+");
        String own = isAddress ? name : name.replaceFirst("\\..*", "");
        String safe = own.replaceAll("[^A-Za-z0-9_]+", "-").replaceAll("^-+|-+$", "");
        if (safe.isEmpty()) {
            return "localhost";
        }
        return safe.substring(0, Math.min(safe.length(), LONGEST_HOST));
    }

    /** What the system calls itself. Unlike the runtime's answer, it asks no name service. */
    static Optional<String> nodeName() {
        try (var name = new ProcessBuilder("uname", "-n").start().inputReader()) {
            return Optional.ofNullable(name.readLine());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static String userName() {
        String name = System.getProperty("user.name", "?");
        if (!name.equals("?")) {
            return name;
        }
        try {
            return Files.getOwner(Path.of("/proc/self")).getName();
        } catch (IOException e) {
            return name;
        }
    }

    private static Optional<String> content(String file) {
        try {
            return Optional.of(Files.readString(Path.of(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<String> target(String link) {
        try {
            return Optional.of(Files.readSymbolicLink(Path.of(link)).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
