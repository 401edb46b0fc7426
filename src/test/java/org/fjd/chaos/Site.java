package org.fjd.chaos;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.spool.Machine;

/**
 * A machine of the chaos: this one, or one that looks like another, because it has a host name and
 * process numbers of its own.
 *
 * @param host its name
 * @param init its first process, as this machine numbers it; 0 for this machine itself
 * @param namespace what its processes count by
 */
record Site(String host, long init, String namespace) {

    private static final String INIT =
            "echo \"$0\" >/proc/sys/kernel/hostname && echo up && while :; do sleep 1000; done";

    static Site here() {
        Proc self = Proc.of(ProcessHandle.current().pid()).orElseThrow();
        return new Site(Machine.here().host(), 0, self.namespace().orElseThrow());
    }

    /** Another machine; empty where this user may not make one. */
    static Optional<Site> another(String host, Layout layout)
            throws IOException, InterruptedException {
        Process process =
                layout.marked(
                                List.of(
                                        "unshare",
                                        "--uts",
                                        "--pid",
                                        "--fork",
                                        "--kill-child",
                                        "--mount-proc",
                                        "bash",
                                        "-c",
                                        INIT,
                                        host))
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        // The first line tells that it is up; there is none where it may not be.
        if (process.inputReader().readLine() == null) {
            process.waitFor();
            return Optional.empty();
        }
        long init = process.children().findFirst().orElseThrow().pid();
        return Proc.of(init)
                .flatMap(Proc::namespace)
                .map(namespace -> new Site(host, init, namespace));
    }

    /** A command that runs there. */
    List<String> command(String... words) {
        List<String> command = new ArrayList<>();
        if (init != 0) {
            command.addAll(List.of("nsenter", "--target", Long.toString(init), "--uts", "--pid"));
            command.addAll(List.of("--root", "--mount", "--wd=" + System.getProperty("user.dir")));
        }
        command.addAll(List.of(words));
        return command;
    }
}
