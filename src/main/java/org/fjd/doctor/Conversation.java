package org.fjd.doctor;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.fjd.spool.Scratch;
import org.fjd.spool.Time;

/**
 * What is said between this host and another one that runs {@code far.sh}, which needs no fjd
 * there: it is given errands by files, and what it says through ssh comes at once, so that no
 * clocks need to be compared. For one thread.
 */
final class Conversation {

    /** With how many names both hosts try the same thing at the same time. */
    static final int NAMES = 40;

    /** The other host gives up first, and says so. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private static final Duration PACE = Duration.ofMillis(5);
    private static final byte[] NOTHING = new byte[0];

    /** What came from the other host, and when. */
    record Heard(String line, boolean isLast, long nanos, Instant at) {

        boolean is(String word) {
            return !isLast && (line.equals(word) || line.startsWith(word + " "));
        }

        String rest() {
            return line.substring(line.indexOf(' ') + 1);
        }
    }

    /** The other host says no more. */
    static final class Silent extends Exception {
        private static final long serialVersionUID = 1L;
    }

    private final Scratch scratch;
    private final String directory;
    private final FarShell far;
    private final Duration patience;
    private final Time time;
    private final BooleanSupplier stopped;
    private final BlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final Thread calling;
    private volatile List<String> complaints = List.of();
    private int errand;

    /**
     * @param directory the name of one that is there, for the errands
     * @param patience for how long the other host may not answer, or not see something
     */
    Conversation(
            Scratch scratch,
            String directory,
            FarShell far,
            Duration patience,
            Time time,
            BooleanSupplier stopped) {
        this.scratch = scratch;
        this.directory = directory;
        this.far = far;
        this.patience = patience;
        this.time = time;
        this.stopped = stopped;
        this.calling = new Thread(this::call, "calls " + far.host());
        this.calling.setDaemon(true);
    }

    void begin() {
        calling.start();
    }

    /** Has the other host say no more. */
    void end() throws IOException, InterruptedException {
        give("end");
        calling.join(GRACE.toMillis());
    }

    /** Hangs up, whatever the other host is doing. */
    void hangUp() throws InterruptedException {
        calling.interrupt();
        calling.join(GRACE.toMillis());
    }

    /** Why the other host said no more, as far as that is known. */
    List<String> complaints() {
        return complaints;
    }

    /** The name of the other host. */
    String host() {
        return far.host();
    }

    /** The number of the last errand. */
    int errand() {
        return errand;
    }

    private void call() {
        try {
            complaints =
                    far.run(scratch.place() + "/" + directory, script(), line -> hear(line, false));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            hear("", true);
        }
    }

    private void hear(String line, boolean isLast) {
        heard.add(new Heard(line, isLast, time.nanos(), time.now()));
    }

    private String script() {
        try (InputStream in =
                Objects.requireNonNull(
                        Conversation.class.getResourceAsStream("far.sh"), "far.sh")) {
            return "fjd_patience=%d; fjd_count=%d\n%s"
                    .formatted(
                            Math.max(1, patience.toSeconds()),
                            NAMES,
                            new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    void give(String word) throws IOException {
        errand++;
        scratch.create(directory + "/do." + errand + "." + word, NOTHING);
    }

    /** The next line that begins with one of these words; others are passed over. */
    Heard await(String... words) throws InterruptedException, Silent {
        Duration longest = patience.plus(GRACE);
        long end = time.nanos() + longest.toNanos();
        while (true) {
            Heard next = heard.poll(longest.toMillis(), TimeUnit.MILLISECONDS);
            if (next == null || next.isLast() || stopped.getAsBoolean() || next.nanos() > end) {
                throw new Silent();
            }
            for (String word : words) {
                if (next.is(word)) {
                    return next;
                }
            }
        }
    }

    interface Condition {
        boolean holds() throws IOException;
    }

    /** How long after it was heard of something it is seen here. */
    Duration awaited(Heard did, Condition condition)
            throws IOException, InterruptedException, Silent {
        while (!condition.holds()) {
            if (stopped.getAsBoolean() || time.nanos() - did.nanos() > patience.toNanos()) {
                complaints =
                        List.of(
                                "what it does is not seen here within %d s"
                                        .formatted(patience.toSeconds()));
                throw new Silent();
            }
            time.pause(PACE);
        }
        return Duration.ofNanos(Math.max(0, time.nanos() - did.nanos()));
    }
}
