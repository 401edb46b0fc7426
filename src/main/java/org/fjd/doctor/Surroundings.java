package org.fjd.doctor;

import static org.fjd.doctor.Finding.good;
import static org.fjd.doctor.Finding.poor;
import static org.fjd.doctor.Finding.unfit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.fjd.doctor.Finding.Check;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;
import org.fjd.spool.Trouble;

/** What can be seen of a spool without changing anything: settings, rights, mount, room. */
final class Surroundings {

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");
    private static final Duration FOR_DF = Duration.ofSeconds(5);
    private static final long LITTLE_BYTES = 100L << 20;
    private static final long FEW_FILES = 1000;

    private final Spool spool;
    private final Tree tree;

    Surroundings(Spool spool) {
        this.spool = spool;
        this.tree = spool.tree();
    }

    Optional<Finding> settings() {
        try {
            tree.readSettings();
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(
                    unfit(
                            Check.SETTINGS,
                            Trouble.describe(e),
                            "Mend it: no command works with it. What is said here holds for the"
                                    + " defaults."));
        }
    }

    /** As the commands judge them, which refuse a spool where others decide what is run. */
    List<Finding> rights() throws IOException {
        List<Finding> found = new ArrayList<>();
        List<Path> all = new ArrayList<>(tree.directories());
        all.add(0, tree.root());
        all.add(tree.at(".fjd/fjd.conf"));
        all.add(tree.at("hosts.conf"));
        for (Path entry : all) {
            if (tree.isOpenToAll(entry)) {
                found.add(
                        unfit(
                                Check.RIGHTS,
                                "Everybody may write to %s, so anybody could have programs run as you. Commands refuse that."
                                        .formatted(entry),
                                "Take that right away: chmod o-w " + entry));
            }
        }
        for (String own : List.of(".fjd", ".fjd/fjd.conf", "jobpods", "hosts.conf")) {
            Optional<String> owner = tree.otherOwner(tree.at(own));
            if (owner.isPresent()) {
                found.add(
                        unfit(
                                Check.RIGHTS,
                                "%s belongs to %s, who could have programs run as you. Workers refuse that."
                                        .formatted(tree.at(own), owner.get()),
                                "Use a spool of your own."));
            }
        }
        if (found.isEmpty()) {
            found.add(good(Check.RIGHTS, "Nobody else decides what is run here."));
        }
        return found;
    }

    private boolean isReal() {
        return tree.root().getFileSystem() == FileSystems.getDefault();
    }

    String type() throws IOException {
        return Files.getFileStore(tree.root()).type();
    }

    Optional<Mount> mount() {
        if (!isReal()) {
            return Optional.empty();
        }
        try {
            String mounts = new String(Files.readAllBytes(MOUNTS), StandardCharsets.UTF_8);
            return Mount.of(tree.root().toString(), device(), Mount.parse(mounts));
        } catch (IOException e) {
            return Optional.empty(); // no Linux
        }
    }

    private Optional<String> device() {
        try {
            long dev = ((Number) Files.getAttribute(tree.root(), "unix:dev")).longValue();
            long major = ((dev >> 8) & 0xfff) | ((dev >> 32) & ~0xfffL);
            long minor = (dev & 0xff) | ((dev >> 12) & ~0xffL);
            return Optional.of(major + ":" + minor);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    Room room() throws InterruptedException {
        OptionalLong bytes;
        try {
            bytes = OptionalLong.of(Files.getFileStore(tree.root()).getUsableSpace());
        } catch (IOException | UnsupportedOperationException e) {
            bytes = OptionalLong.empty();
        }
        return new Room(bytes, isReal() ? Room.files(df()) : OptionalLong.empty());
    }

    /** What it prints; nothing where there is none, or it is not done in time. */
    private String df() throws InterruptedException {
        ProcessBuilder builder = new ProcessBuilder("df", "-Pi", "--", tree.root().toString());
        builder.environment().put("LC_ALL", "C");
        builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        try {
            Process df = builder.start();
            if (!df.waitFor(FOR_DF.toMillis(), TimeUnit.MILLISECONDS)) {
                df.destroyForcibly();
                return "";
            }
            try (InputStream out = df.getInputStream()) {
                return new String(out.readNBytes(1 << 16), StandardCharsets.UTF_8);
            }
        } catch (IOException e) {
            return "";
        }
    }

    static Finding judge(Room room) {
        String what =
                (room.bytes().isPresent()
                                ? size(room.bytes().getAsLong()) + " are free"
                                : "How much is free is not known")
                        + (room.files().isPresent()
                                ? ", and %d more files fit.".formatted(room.files().getAsLong())
                                : ".");
        boolean isShort =
                room.bytes().orElse(Long.MAX_VALUE) < LITTLE_BYTES
                        || room.files().orElse(Long.MAX_VALUE) < FEW_FILES;
        return isShort
                ? poor(
                        Check.SPACE,
                        what + " On a full disk jobs wait, and their output is lost.",
                        "Make room; fjd archive packs ended jobs, and fjd gc removes garbage.")
                : good(Check.SPACE, what);
    }

    private static String size(long bytes) {
        return bytes < 10L << 30 ? (bytes >> 20) + " MiB" : (bytes >> 30) + " GiB";
    }

    boolean isRemote() {
        return spool.isRemote();
    }
}
