package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The machine that this virtual machine runs on. A process of another user counts as gone where the
 * system hides it (hidepid).
 */
final class ThisMachine implements Machine {

    private static final int LONGEST_HOST = 24;
    static final Machine HERE = new ThisMachine();

    private final String host;
    private final String identity;
    private final String user;

    private ThisMachine() {
        String name =
                content("/proc/sys/kernel/hostname")
                        .or(() -> Optional.ofNullable(System.getenv("HOSTNAME")))
                        .or(ThisMachine::nodeName)
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

    @Override
    public String host() {
        return host;
    }

    @Override
    public String identity() {
        return identity;
    }

    @Override
    public String user() {
        return user;
    }

    @Override
    public long pid() {
        return ProcessHandle.current().pid();
    }

    @Override
    public Optional<String> startOf(long pid) {
        return Processes.of(pid).map(Processes.Living::start);
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
