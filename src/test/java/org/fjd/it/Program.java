package org.fjd.it;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A command that was started, and what it has printed so far. */
final class Program {

    /** How a command ended. */
    record Result(int exit, String out, String err) {

        /** All that it printed. */
        String text() {
            return out + err;
        }
    }

    private static final long PATIENCE_SECONDS = 90;

    private final List<String> command;
    private final Process process;
    private final Path out;
    private final Path err;

    Program(List<String> command, Process process, Path out, Path err) {
        this.command = command;
        this.process = process;
        this.out = out;
        this.err = err;
    }

    long pid() {
        return process.pid();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    String out() {
        return text(out);
    }

    String err() {
        return text(err);
    }

    /** Waits for its end. */
    Result await() throws InterruptedException {
        return await(Duration.ofSeconds(PATIENCE_SECONDS));
    }

    /** Waits for its end, and not longer than that. */
    Result await(Duration patience) throws InterruptedException {
        if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError("still runs: " + describe());
        }
        return new Result(process.exitValue(), out(), err());
    }

    /** Sends a signal, such as {@code INT}. */
    void signal(String name) throws IOException, InterruptedException {
        signal(name, pid());
    }

    /** Sends a signal to a process, or to a process group if the number is negative. */
    static void signal(String name, long pid) throws IOException, InterruptedException {
        String kill = "kill -%s %d".formatted(name, pid);
        Process sent = new ProcessBuilder("sh", "-c", kill).inheritIO().start();
        if (sent.waitFor() != 0) {
            throw new AssertionError(kill + " exited with " + sent.exitValue());
        }
    }

    String describe() {
        String state = isAlive() ? "runs" : "exited with " + process.exitValue();
        return "$ %s\n%s%s(%s)".formatted(String.join(" ", command), out(), err(), state);
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "(" + e + ")";
        }
    }
}
