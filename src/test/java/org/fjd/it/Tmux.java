package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;

/** A terminal of a given size, in which a command runs; it ends with its sandbox. */
final class Tmux {

    private final Sandbox sandbox;
    private final String socket;

    /** Opens a terminal with a shell command; what is on it stays when that has ended. */
    Tmux(Sandbox sandbox, int width, int height, String command) throws Exception {
        Sandbox.needs("tmux");
        this.sandbox = sandbox;
        this.socket = sandbox.scratch("tmux").toString();
        tmux(
                "new-session",
                "-d",
                "-x",
                Integer.toString(width),
                "-y",
                Integer.toString(height),
                command + "; echo \"ended with $?\"; exec sleep 1000");
    }

    private String tmux(String... words) throws Exception {
        List<String> command = new ArrayList<>(List.of("tmux", "-S", socket, "-f", "/dev/null"));
        command.addAll(List.of(words));
        Program.Result result = sandbox.run(command.toArray(String[]::new));
        assertThat(result.exit()).as(result.text()).isZero();
        return result.out();
    }

    /** What is on the screen: its lines, without blanks at their ends. */
    String screen() throws Exception {
        return tmux("capture-pane", "-p")
                .lines()
                .map(String::stripTrailing)
                .reduce("", (a, b) -> a + b + "\n");
    }

    /** The same, with the sequences that make colours. */
    String screenWithColours() throws Exception {
        return tmux("capture-pane", "-p", "-e");
    }

    void press(String key) throws Exception {
        tmux("send-keys", key);
    }

    void resize(int width, int height) throws Exception {
        tmux("resize-window", "-x", Integer.toString(width), "-y", Integer.toString(height));
    }

    /** Waits until something is on the screen. */
    void waitFor(String text) {
        Sandbox.waitUntil("'" + text + "' is on the screen", () -> screen().contains(text));
    }
}
