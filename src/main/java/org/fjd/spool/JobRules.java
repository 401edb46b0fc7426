package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.fjd.ini.Ini;

/**
 * What the settings say for jobs: their defaults, and the limits. These count from one job to the
 * next, so the file is looked at again by who asks for defaults, at most every few seconds.
 * Thread-safe.
 */
final class JobRules {

    private static final Duration LOOK_HOLDS = Duration.ofSeconds(5);

    /** Who has not looked for longer is as one who begins: it believes what it finds. */
    private static final Duration LONG = Duration.ofSeconds(15);

    private static final Stamp NOTHING = new Stamp(FileTime.fromMillis(0), 0);

    private final Path file;
    private final Time time;
    private Settings settings;
    private Consumer<String> teller = sentence -> {};
    private boolean onlyOwn;
    private Optional<Stamp> seen = Optional.empty();
    private Optional<Stamp> read = Optional.empty();
    private String told = "";
    private long lastLook;

    /**
     * @param settings what was read of the file just now
     */
    JobRules(Path file, Settings settings, Time time) {
        this.file = file;
        this.settings = settings;
        this.time = time;
        this.lastLook = time.nanos();
    }

    synchronized void tellTo(Consumer<String> other) {
        teller = other;
    }

    /** From now on, refuses what somebody else could have written. */
    synchronized void requireOwn() throws IOException {
        OwnText.refuseIfOthers(file);
        onlyOwn = true;
    }

    /** Those of now; the file is looked at if that is due. */
    Ini defaults() {
        heed();
        return known().defaults();
    }

    /** What was found when somebody looked last. */
    synchronized Settings known() {
        return settings;
    }

    /** Looks at the file, if that is due. */
    synchronized void heed() {
        Duration age = Duration.ofNanos(time.nanos() - lastLook);
        if (age.compareTo(LOOK_HOLDS) >= 0) {
            lastLook = time.nanos();
            try {
                look(age.compareTo(LONG) > 0);
                told = "";
            } catch (IOException e) {
                tellOnce(Trouble.describe(e));
            }
        }
    }

    private void look(boolean first) throws IOException {
        Optional<Stamp> before = seen;
        Optional<Stamp> now = Optional.of(found());
        seen = now;
        boolean isBeingWritten = now.get().size() == 0 && !now.equals(before) && !first;
        if (now.equals(read) || isBeingWritten) {
            return;
        }
        if (onlyOwn) {
            OwnText.refuseIfOthers(file);
        }
        Settings next = Settings.read(file);
        next.warnings().stream()
                .filter(warning -> !settings.warnings().contains(warning))
                .forEach(teller);
        settings = next;
        read = now;
    }

    private Stamp found() throws IOException {
        try {
            return Stamp.of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return NOTHING;
        }
    }

    private void tellOnce(String what) {
        if (!what.equals(told)) {
            told = what;
            teller.accept(
                    "What the settings said before counts, as they can't be used now. " + what);
        }
    }
}
