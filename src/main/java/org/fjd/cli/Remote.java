package org.fjd.cli;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fjd.recruit.Host;
import org.fjd.recruit.Ssh;

/** What commands have in common that work on other hosts. */
final class Remote {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    /** What a command does by ssh. */
    interface Errand {
        int run(Ssh ssh) throws Exception;
    }

    private Remote() {}

    /** Runs it by the user's ssh, all calls of which end on SIGTERM or Ctrl-C. */
    static int run(Errand errand) throws Exception {
        Ssh ssh = new Ssh(Optional.ofNullable(System.getenv("FJD_SSH")));
        Shutdown shutdown = Shutdown.heldUpBy(ssh::end, ENDS_WITHIN);
        try {
            return errand.run(ssh);
        } finally {
            shutdown.ended();
        }
    }

    /** Passes on what is to be told of a host. */
    static void complain(Console console, Host host, List<String> complaints) {
        complaints.forEach(line -> console.complain(host.name() + ": " + Text.oneLine(line)));
    }
}
