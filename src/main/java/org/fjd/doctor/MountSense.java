package org.fjd.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.doctor.Finding.Check;
import org.fjd.doctor.Finding.Verdict;

/** What the type and the options of a mount mean for a spool. */
final class MountSense {

    /** What the kernel's NFS client takes where nothing is said. */
    private static final int NFS_LISTING_SECONDS = 60;

    private static final int LONG_SECONDS = 5;
    private static final Set<String> FLEETING = Set.of("tmpfs", "ramfs", "overlay");
    private static final Set<String> WITHOUT_OWNERS = Set.of("vfat", "exfat", "msdos");

    private MountSense() {}

    /** What there is to say, the most general first. */
    static List<Finding> of(String type, boolean remote, Optional<Mount> mount) {
        List<Finding> found = new ArrayList<>();
        found.add(Finding.good(Check.MOUNT, general(type, remote, mount)));
        if (FLEETING.contains(type)) {
            poor(
                    found,
                    "A file system of type %s is gone at the next start of the machine or container."
                            .formatted(type),
                    "Use a spool on a disk for what is to last.");
        }
        if (WITHOUT_OWNERS.contains(type)) {
            poor(
                    found,
                    "It does not keep whose a file is, so nobody can tell who wrote a job.",
                    "Use a spool on another file system.");
        }
        mount.ifPresent(known -> options(known, found));
        return found;
    }

    private static String general(String type, boolean remote, Optional<Mount> mount) {
        return mount.map(m -> "%s on %s, from %s".formatted(m.type(), m.point(), m.source()))
                        .orElse(type)
                + (remote
                        ? ": a file system of a network, on which no host is told what another one"
                                + " did. fjd looks at it now and then."
                        : ": local, as far as its type tells. Other hosts see it only if it is"
                                + " shared from here; here, hints tell at once what is new.");
    }

    private static void options(Mount mount, List<Finding> found) {
        if (mount.has("ro")) {
            found.add(
                    Finding.unfit(
                            Check.MOUNT,
                            "It is mounted for reading only (ro), so nothing can be moved.",
                            "Have it mounted with rw."));
        }
        if (mount.has("noexec")) {
            poor(
                    found,
                    "Programs that lie on it can't be run directly (noexec): a job 'sh script'"
                            + " works, './script' fails with 'Permission denied'.",
                    "Run scripts by their interpreter, or keep programs elsewhere.");
        }
        if (mount.type().startsWith("nfs")) {
            nfs(mount, found);
        } else if (mount.type().equals("fuse.sshfs")) {
            poor(
                    found,
                    "sshfs remembers listings and removals for 20 s where it is not told otherwise,"
                            + " and the mount does not show that. Work spreads late over the hosts.",
                    "Mount it with -o dir_cache=no, or -o dcache_timeout=1.");
        } else if (Set.of("cifs", "smb3", "9p").contains(mount.type())) {
            mount.value("cache")
                    .filter(Set.of("loose", "fscache", "mmap")::contains)
                    .ifPresent(
                            cache ->
                                    poor(
                                            found,
                                            "It caches without asking the server (cache=%s), so a host may go on with an old text of a file."
                                                    .formatted(cache),
                                            "Mount it with cache=strict (9p: cache=none)."));
        }
    }

    private static void nfs(Mount mount, List<Finding> found) {
        if (mount.has("soft") || mount.has("softerr")) {
            poor(
                    found,
                    "When the server is slow, an operation fails in the midst of it instead of"
                            + " waiting (soft): a text may be written in part only, and a worker"
                            + " ends a job that it could have kept.",
                    "Mount it with hard.");
        }
        if (mount.value("vers").filter(version -> version.startsWith("2")).isPresent()) {
            found.add(
                    Finding.unfit(
                            Check.MOUNT,
                            "NFS version 2 does not create a file exclusively, so two jobs of one"
                                    + " name may become one.",
                            "Mount it with vers=4.2, or at least 3."));
        }
        boolean asksAlways =
                mount.has("noac")
                        || mount.value("actimeo").equals(Optional.of("0"))
                        || mount.value("acdirmax").equals(Optional.of("0"));
        int seconds = listingSeconds(mount);
        if (asksAlways) {
            found.add(
                    Finding.good(
                            Check.MOUNT,
                            "The server is asked at each look (noac, or actimeo=0): what other"
                                    + " hosts do is seen at once, and every look costs a call."));
        } else if (seconds > LONG_SECONDS) {
            poor(
                    found,
                    "A host may go by a listing that is up to %d s old (acdirmax), so a job may wait that long for a worker of another host."
                            .formatted(seconds),
                    "Mount it with acdirmax=3 where jobs are short.");
        }
    }

    private static int listingSeconds(Mount mount) {
        return mount.value("acdirmax")
                .or(() -> mount.value("actimeo"))
                .filter(value -> value.matches("\\d{1,6}"))
                .map(Integer::valueOf)
                .orElse(NFS_LISTING_SECONDS);
    }

    private static void poor(List<Finding> found, String what, String remedy) {
        found.add(new Finding(Check.MOUNT, Verdict.POOR, what, Optional.of(remedy)));
    }
}
