package org.fjd.doctor;

import static org.fjd.doctor.Finding.good;
import static org.fjd.doctor.Finding.poor;
import static org.fjd.doctor.Finding.unfit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fjd.doctor.Conversation.Heard;
import org.fjd.doctor.Conversation.Silent;
import org.fjd.doctor.Diagnosis.Distance;
import org.fjd.doctor.Diagnosis.Offset;
import org.fjd.doctor.Finding.Check;
import org.fjd.spool.Scratch;
import org.fjd.spool.Time;
import org.fjd.spool.Trouble;

/**
 * A look at the spool by two hosts. It compares no clocks but to tell how far they are apart: the
 * delays are exact to what ssh takes. For one thread.
 */
final class Visit {

    private static final int LEAST_ROUNDS = 3;
    private static final int ROUNDS = 5;
    private static final int SECTIONS = 5;
    private static final Duration LONGEST_OF_NEWS = Duration.ofSeconds(30);

    private static final Duration LATE = Duration.ofSeconds(5);
    private static final Duration FOR_A_HINT = Duration.ofSeconds(1);
    private static final byte[] NOTHING = new byte[0];
    private static final Pattern INSTANT = Pattern.compile("(\\d{1,12})(?:\\.(\\d{1,9}))?.*");
    static final String NOT_SHARED =
            "Don't have workers on both: mount it otherwise there, or use another file system.";

    private final Scratch scratch;
    private final String directory;
    private final String host;
    private final Conversation far;
    private final Duration patience;
    private final Time time;
    private final BooleanSupplier stopped;
    private final Consumer<Finding> told;

    /**
     * @param directory the name of one to be made for it
     * @param patience for how long the other host may not answer, or not see something
     */
    Visit(
            Scratch scratch,
            String directory,
            FarShell shell,
            Duration patience,
            Time time,
            BooleanSupplier stopped,
            Consumer<Finding> told) {
        this.scratch = scratch;
        this.directory = directory;
        this.host = shell.host();
        this.far = new Conversation(scratch, directory, shell, patience, time, stopped);
        this.patience = patience;
        this.time = time;
        this.stopped = stopped;
        this.told = told;
    }

    /** Measures; empty if the other host can't be reached, does not see the spool, or is silent. */
    Optional<Distance> pay() throws IOException, InterruptedException {
        scratch.make(directory);
        scratch.make(pongs());
        far.begin();
        try {
            Distance distance = measure();
            far.end();
            return Optional.of(distance);
        } catch (Silent e) {
            if (!stopped.getAsBoolean()) {
                told.accept(unreached(far.complaints()));
            }
            return Optional.empty();
        } catch (IOException e) {
            told.accept(unreached(List.of("an operation here failed: " + Trouble.describe(e))));
            return Optional.empty();
        } finally {
            far.hangUp();
        }
    }

    /** Where only the other host makes anything: what one makes oneself freshens what one sees. */
    private String pongs() {
        return directory + "/pongs";
    }

    private Finding unreached(List<String> complaints) {
        return unfit(
                Check.HOST,
                host
                        + ": "
                        + (complaints.isEmpty()
                                ? "It does not answer, or does not see here what is new."
                                : String.join("; ", complaints)),
                "Nothing is known of this host. If it can't be mended, have no workers there.");
    }

    private Distance measure() throws IOException, InterruptedException, Silent {
        far.await("ready");
        List<Duration> there = new ArrayList<>();
        List<Duration> back = new ArrayList<>();
        Optional<Offset> clock = Optional.empty();
        Budget budget = new Budget(time, stopped, LONGEST_OF_NEWS, LEAST_ROUNDS, ROUNDS);
        while (budget.another()) {
            scratch.list(pongs()); // from now on it may be remembered
            Instant before = time.now();
            far.give("news");
            long given = time.nanos();
            there.add(Duration.ofNanos(far.await("saw").nanos() - given));
            clock = better(clock, offset(far.await("at"), before));
            Heard did = far.await("did");
            back.add(far.awaited(did, () -> scratch.list(pongs()).contains("" + far.errand())));
            far.await("done");
        }
        if (there.isEmpty()) {
            throw new Silent();
        }
        told.accept(good(Check.HOST, host + " sees this spool."));
        owner();
        Rivalry rivalry = new Rivalry(scratch, directory, far, patience, time, stopped);
        told.accept(rivalry.moves());
        told.accept(rivalry.creation());
        Optional<Spread> text = appends();
        boolean hints = hints();
        Distance distance =
                new Distance(
                        host,
                        Optional.of(Spread.of(there)),
                        Optional.of(Spread.of(back)),
                        text,
                        hints,
                        clock);
        told.accept(delays(distance));
        return distance;
    }

    private static Optional<Offset> better(Optional<Offset> one, Optional<Offset> other) {
        boolean isBetter =
                one.isEmpty()
                        || (other.isPresent()
                                && other.get().inexact().compareTo(one.get().inexact()) < 0);
        return isBetter ? other : one;
    }

    /** It looked at its clock between this host's errand and the hearing of it. */
    private static Optional<Offset> offset(Heard at, Instant before) {
        Matcher instant = INSTANT.matcher(at.rest());
        if (!instant.matches()) {
            return Optional.empty();
        }
        boolean isExact = instant.group(2) != null && instant.group(2).length() == 9;
        Instant there =
                Instant.ofEpochSecond(
                        Long.parseLong(instant.group(1)),
                        isExact ? Long.parseLong(instant.group(2)) : 0);
        return Optional.of(
                Offset.between(
                        Duration.between(at.at(), there),
                        Duration.between(before, there).plusSeconds(isExact ? 0 : 1)));
    }

    private void owner() throws IOException {
        Optional<String> other = scratch.otherOwner(pongs() + "/" + far.errand());
        if (other.isPresent()) {
            told.accept(
                    poor(
                            Check.RIGHTS,
                            "What %s makes belongs to %s here, and workers run only what is their own user's."
                                    .formatted(host, other.get()),
                            "Have the same user, with the same number, on both hosts."));
        }
    }

    /** Until each section that is appended there is read here. */
    private Optional<Spread> appends() throws IOException, InterruptedException, Silent {
        String name = directory + "/text";
        scratch.create(name, NOTHING);
        scratch.read(name);
        far.give("appends");
        List<Duration> delays = new ArrayList<>();
        StringBuilder expected = new StringBuilder();
        int[] torn = {0};
        for (int i = 1; i <= SECTIONS; i++) {
            expected.append("section ").append(i).append(' ').append("0".repeat(300)).append('\n');
            Heard did = far.await("did");
            try {
                delays.add(
                        far.awaited(
                                did,
                                () -> {
                                    String text = text(scratch.read(name));
                                    torn[0] += text.isEmpty() || text.endsWith("\n") ? 0 : 1;
                                    return text.startsWith(expected.toString());
                                }));
            } catch (Silent e) {
                if (stopped.getAsBoolean()) {
                    throw e;
                }
                told.accept(
                        unfit(
                                Check.APPENDS,
                                "What %s appended to a file is not read whole here within %d s. What a job file says of its runs may be lost."
                                        .formatted(host, patience.toSeconds()),
                                NOT_SHARED));
                far.await("done");
                return Optional.empty();
            }
        }
        far.await("done");
        told.accept(
                good(
                        Check.APPENDS,
                        "What %s appended to a file was read whole here".formatted(host)
                                + (torn[0] == 0
                                        ? "."
                                        : ", after %d looks that found part of it; fjd counts such a section as absent until it is whole."
                                                .formatted(torn[0]))));
        return Optional.of(Spread.of(delays));
    }

    private static String text(Optional<byte[]> bytes) {
        return new String(bytes.orElse(NOTHING), StandardCharsets.UTF_8);
    }

    private boolean hints() throws IOException, InterruptedException, Silent {
        scratch.make(directory + "/hints");
        try (Scratch.Hints hints = scratch.hints(directory + "/hints")) {
            far.give("hint");
            far.await("did");
            boolean hinted = hints.await(FOR_A_HINT);
            told.accept(
                    good(
                            Check.HINTS,
                            (hinted ? "A hint" : "No hint")
                                    + " of the file system came here of what "
                                    + host
                                    + " did."));
            return hinted;
        }
    }

    private Finding delays(Distance distance) {
        String what =
                "%s sees a new name after %s, this host one of there after %s, and what is appended there after %s (median and worst)."
                        .formatted(
                                host,
                                words(distance.news()),
                                words(distance.newsBack()),
                                words(distance.text()));
        return distance.worst().compareTo(LATE) < 0
                ? good(Check.DELAY, what)
                : poor(
                        Check.DELAY,
                        what + " Nothing is lost by that, but work spreads late over the hosts.",
                        "Have both mount it with shorter caches, if jobs are short.");
    }

    private static String words(Optional<Spread> spread) {
        return spread.map(s -> Words.of(s.median()) + " and " + Words.of(s.worst())).orElse("?");
    }
}
