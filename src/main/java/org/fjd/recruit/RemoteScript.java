package org.fjd.recruit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.fjd.recruit.Calls.Said;

/** Runs scripts for sh beside the spool on other hosts, by ssh; no fjd is needed there. */
public final class RemoteScript {

    private final Path root;
    private final Ssh ssh;
    private final Duration timeout;

    /**
     * @param root the spool's directory here
     * @param timeout how long connecting may take
     */
    public RemoteScript(Path root, Ssh ssh, Duration timeout) {
        this.root = root;
        this.ssh = ssh;
        this.timeout = timeout;
    }

    /**
     * Runs one to its end.
     *
     * @param place a directory of the spool, counted from its root, in which it is run
     * @param script for any POSIX sh
     * @param heard is told each line that it prints, at once, in a thread of its own
     * @return why it did not succeed, if so; texts of that host, which may hold anything
     */
    public List<String> run(Host host, String place, String script, Consumer<String> heard)
            throws InterruptedException {
        try {
            Said said = ssh.run(host, text(host, place, script), timeout, Optional.empty(), heard);
            return said.exit() == 0 && !ssh.calls().isOver()
                    ? List.of()
                    : Complaint.of(host, said, timeout, ssh.calls().isOver());
        } catch (IOException e) {
            return List.of("ssh can't be started: " + e.getMessage());
        }
    }

    /** For sh there. That the directory is there tells that what is mounted there is this spool. */
    String text(Host host, String place, String script) {
        String directory = host.directory().orElse(root.toString());
        return RemoteShell.step("before", host.before())
                + "cd %s 2>/dev/null || { %s; exit 3; }; eval %s"
                        .formatted(
                                RemoteShell.path(directory + "/" + place),
                                RemoteShell.complaint(
                                        "%s is not the spool there. Is it mounted? If at another path, say so in hosts.conf, [%s]: directory = PATH"
                                                .formatted(directory, host.name())),
                                RemoteShell.word(script));
    }
}
