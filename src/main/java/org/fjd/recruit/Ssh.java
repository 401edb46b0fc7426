package org.fjd.recruit;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The user's own ssh. It never asks anything, accepts no host key that it does not know, and passes
 * nothing of this host on. Thread-safe.
 */
public final class Ssh {

    private static final Duration LONGEST_CONNECTING = Duration.ofSeconds(15);

    private final Optional<String> command;
    private final Calls calls = new Calls();

    /**
     * @param command a command line for sh to use instead of {@code ssh}; its own options count
     *     before those given here
     */
    public Ssh(Optional<String> command) {
        this.command = command.filter(line -> !line.isBlank());
    }

    /** Ends all that is going on, and what would begin later. */
    public void end() {
        calls.end();
    }

    Calls calls() {
        return calls;
    }

    /**
     * Has a host's sh run commands.
     *
     * @param commands as {@link RemoteShell} makes them
     * @param connecting how long that may take, as far as connecting goes
     * @param longest how long it may take in all
     */
    Calls.Said run(Host host, String commands, Duration connecting, Optional<Duration> longest)
            throws IOException, InterruptedException {
        return run(host, commands, connecting, longest, line -> {});
    }

    /**
     * As {@link #run(Host, String, Duration, Optional)}.
     *
     * @param heard is told each line that is printed there, at once, in a thread of its own
     */
    Calls.Said run(
            Host host,
            String commands,
            Duration connecting,
            Optional<Duration> longest,
            Consumer<String> heard)
            throws IOException, InterruptedException {
        List<String> words = words(connecting);
        words.add(host.address());
        words.add(RemoteShell.call(commands));
        return calls.call(words, longest, heard);
    }

    /** The program and its options, before the host. */
    List<String> words(Duration connecting) {
        List<String> words = new ArrayList<>();
        if (command.isPresent()) {
            words.addAll(List.of("sh", "-c", command.get() + " \"$@\"", "ssh"));
        } else {
            words.add("ssh");
        }
        long half = Math.max(1, connecting.toSeconds() / 2);
        option(words, "BatchMode=yes");
        option(words, "StrictHostKeyChecking=yes");
        option(words, "ConnectTimeout=" + Math.min(half, LONGEST_CONNECTING.toSeconds()));
        option(words, "ServerAliveInterval=15");
        option(words, "RequestTTY=no");
        option(words, "ForwardAgent=no");
        option(words, "ForwardX11=no");
        option(words, "ClearAllForwardings=yes");
        option(words, "PermitLocalCommand=no");
        option(words, "RemoteCommand=none");
        option(words, "LogLevel=INFO"); // else it may not say why it fails
        option(words, "ControlMaster=no"); // a master would stay behind, and keep our streams open
        return words;
    }

    private static void option(List<String> words, String option) {
        words.add("-o");
        words.add(option);
    }
}
