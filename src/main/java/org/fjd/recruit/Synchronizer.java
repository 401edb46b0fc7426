package org.fjd.recruit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fjd.job.Quoting;
import org.fjd.recruit.Calls.Said;
import org.fjd.recruit.Host.Sync;
import org.fjd.spool.Spool;
import org.fjd.spool.UnusableSpoolException;

/** Copies directories to hosts that do not share them, by rsync. */
public final class Synchronizer {

    private static final Pattern CHANGE = Pattern.compile("([<>ch.][fdLDS]\\S{9}|\\*\\w+ *) .*");
    private static final String HOME = "~/";
    private static final int NOT_FOUND = 127;

    /**
     * What became of one host.
     *
     * @param copied what was copied, or would be
     * @param complaints why not all was, if so; texts of that host, which may hold anything
     */
    public record Synced(Host host, List<Copied> copied, List<String> complaints) {

        /** Keeps copies of the lists. */
        public Synced {
            copied = List.copyOf(copied);
            complaints = List.copyOf(complaints);
        }
    }

    /**
     * A directory that was copied.
     *
     * @param directory as {@code hosts.conf} names it
     * @param changes if it only would be: what would change, as rsync itemizes it
     */
    public record Copied(String directory, List<String> changes) {

        /** Keeps a copy of the changes. */
        public Copied {
            changes = List.copyOf(changes);
        }
    }

    private final Spool spool;
    private final Ssh ssh;
    private final boolean dryRun;
    private final Duration timeout;

    /**
     * @param dryRun whether nothing is to be changed, nor any command of {@code hosts.conf} but
     *     {@code before} be run
     * @param timeout how long a host may be silent while files are copied
     */
    public Synchronizer(Spool spool, Ssh ssh, boolean dryRun, Duration timeout) {
        this.spool = spool;
        this.ssh = ssh;
        this.dryRun = dryRun;
        this.timeout = timeout;
    }

    /**
     * Copies to all hosts at once; those without {@code sync} are passed over. A host that fails
     * does not hold up the others.
     *
     * @param told of each host when it is done
     * @throws UnusableSpoolException if a directory to be copied is not there, or is the spool's;
     *     then nothing was done
     */
    public void sync(List<Host> hosts, Consumer<Synced> told)
            throws IOException, InterruptedException {
        List<Host> wanting = hosts.stream().filter(host -> host.sync().isPresent()).toList();
        for (Host host : wanting) {
            for (String directory : host.sync().orElseThrow().directories()) {
                requireUsable(host, directory);
            }
        }
        Everywhere.each(wanting, host -> () -> sync(host, host.sync().orElseThrow()), told);
    }

    private void requireUsable(Host host, String directory) throws IOException {
        Path source = source(directory);
        String where =
                "%s, [%s]: sync: ".formatted(spool.root().resolve("hosts.conf"), host.name());
        if (!Files.isDirectory(source)) {
            throw new UnusableSpoolException(
                    where
                            + Quoting.quoted(source.toString())
                            + " is no directory. Write those to be copied, counted from the spool,"
                            + " separated by commas.");
        }
        Path real = source.toRealPath();
        if (spool.root().startsWith(real)
                || spool.tree().directories().stream().anyMatch(real::startsWith)) {
            throw new UnusableSpoolException(
                    where
                            + Quoting.quoted(directory)
                            + " has the spool itself in it, which hosts share and do not copy. Name"
                            + " the directories of your programs.");
        }
    }

    private Synced sync(Host host, Sync sync) throws InterruptedException {
        List<Copied> copied = new ArrayList<>();
        List<String> complaints = new ArrayList<>(run(host, "sync-before", sync.before()));
        for (String directory : sync.directories()) {
            if (complaints.isEmpty()) {
                copy(host, sync, directory, copied, complaints);
            }
        }
        if (complaints.isEmpty()) {
            complaints.addAll(run(host, "sync-after", sync.after()));
        }
        return new Synced(host, copied, complaints);
    }

    /** Runs a line where the spool is; returns what there is to complain of. */
    private List<String> run(Host host, String key, Optional<String> line)
            throws InterruptedException {
        if (dryRun || line.isEmpty()) {
            return List.of();
        }
        String script =
                RemoteShell.step("before", host.before())
                        + "mkdir -p %1$s && cd %1$s || exit; "
                                .formatted(RemoteShell.path(directory(host)))
                        + RemoteShell.step(key, line);
        try {
            Said said = ssh.run(host, script, timeout, Optional.empty());
            return said.exit() == 0 && !ssh.calls().isOver() ? List.of() : complaints(host, said);
        } catch (IOException e) {
            return List.of("ssh can't be started: " + e.getMessage());
        }
    }

    private void copy(
            Host host, Sync sync, String directory, List<Copied> copied, List<String> complaints)
            throws InterruptedException {
        Said said;
        try {
            said = ssh.calls().call(rsync(host, sync, directory), Optional.empty());
        } catch (IOException e) {
            complaints.add("rsync can't be started here, install it: %s".formatted(e.getMessage()));
            return;
        }
        if (said.exit() == 0 && !ssh.calls().isOver()) {
            copied.add(
                    new Copied(
                            directory,
                            said.out().stream().filter(CHANGE.asMatchPredicate()).toList()));
        } else {
            complaints.addAll(complaints(host, said));
        }
    }

    private List<String> complaints(Host host, Said said) {
        return Complaint.of(host, said, timeout, ssh.calls().isOver());
    }

    /** The command line that copies one directory. */
    List<String> rsync(Host host, Sync sync, String directory) {
        String target = target(host, directory);
        List<String> words = new ArrayList<>(List.of("rsync", "-a", "--protect-args"));
        if (dryRun) {
            words.addAll(List.of("--dry-run", "--itemize-changes"));
        }
        if (sync.deletes()) {
            words.add("--delete");
        }
        words.add("--timeout=" + Math.max(1, timeout.toSeconds()));
        words.add(
                "--rsh="
                        + ssh.words(timeout).stream()
                                .map(Synchronizer::quotedForRsync)
                                .collect(Collectors.joining(" ")));
        words.add("--rsync-path=" + RemoteShell.call(there(host, target)) + " rsync");
        words.add("--");
        words.add(source(directory) + "/");
        words.add(bracketed(host.address()) + ":" + inHome(target) + "/");
        return words;
    }

    /** For sh there, which is to become rsync. */
    private String there(Host host, String target) {
        return RemoteShell.step("before", host.before())
                + "command -v rsync >/dev/null || { %s; exit %d; }; "
                        .formatted(
                                RemoteShell.complaint("rsync is not installed there."), NOT_FOUND)
                + (dryRun ? "" : "mkdir -p " + RemoteShell.path(target) + " || exit; ")
                + "cd && exec rsync \"$@\"";
    }

    private Path source(String directory) {
        return directory.startsWith(HOME)
                ? spool.root()
                        .resolve(System.getProperty("user.home", "/"))
                        .resolve(directory.substring(HOME.length()))
                        .normalize()
                : spool.root().resolve(directory).normalize();
    }

    private String target(Host host, String directory) {
        return directory.startsWith("/") || directory.startsWith(HOME)
                ? directory
                : directory(host) + "/" + directory;
    }

    private String directory(Host host) {
        return host.directory().orElse(spool.root().toString());
    }

    /** What does not begin with a slash rsync counts from the home directory. */
    private static String inHome(String path) {
        return path.startsWith(HOME) ? "./" + path.substring(HOME.length()) : path;
    }

    /** An address with colons of its own. */
    private static String bracketed(String address) {
        int user = address.indexOf('@') + 1;
        String host = address.substring(user);
        return host.contains(":") && !host.startsWith("[")
                ? address.substring(0, user) + "[" + host + "]"
                : address;
    }

    /** A word as rsync reads it. */
    private static String quotedForRsync(String word) {
        return "'" + word.replace("'", "''") + "'";
    }
}
