package org.fjd.doctor;

import static org.fjd.doctor.Finding.good;
import static org.fjd.doctor.Finding.poor;
import static org.fjd.doctor.Finding.unfit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.fjd.doctor.Conversation.Heard;
import org.fjd.doctor.Conversation.Silent;
import org.fjd.doctor.Finding.Check;
import org.fjd.spool.Scratch;
import org.fjd.spool.Time;

/** What comes of it if this host and another one do the same thing at the same time. */
final class Rivalry {

    private static final int LATER_MILLIS = 4;
    private static final Duration PACE = Duration.ofMillis(5);
    private static final byte[] NOTHING = new byte[0];

    private final Scratch scratch;
    private final String directory;
    private final Conversation far;
    private final String host;
    private final Duration patience;
    private final Time time;
    private final BooleanSupplier stopped;

    /**
     * @param directory the name of one that is there, for what they do
     * @param far the other host
     * @param patience for how long something may not be seen here
     */
    Rivalry(
            Scratch scratch,
            String directory,
            Conversation far,
            Duration patience,
            Time time,
            BooleanSupplier stopped) {
        this.scratch = scratch;
        this.directory = directory;
        this.far = far;
        this.host = far.host();
        this.patience = patience;
        this.time = time;
        this.stopped = stopped;
    }

    /** Of two hosts that move a file one succeeds, and the file is there. */
    Finding moves() throws IOException, InterruptedException, Silent {
        for (String name : List.of("both", "here", "there")) {
            scratch.make(directory + "/" + name);
        }
        for (int i = 1; i <= Conversation.NAMES; i++) {
            scratch.create(directory + "/both/" + i, NOTHING);
        }
        Set<String> here = new HashSet<>();
        Score score =
                compete(
                        "moves",
                        i -> {
                            if (scratch.take(directory + "/both/" + i, directory + "/here/" + i)) {
                                here.add(i);
                            }
                        });
        Set<String> places = new HashSet<>();
        int lost = Conversation.NAMES;
        long end = time.nanos() + patience.toNanos();
        while (lost > 0 && time.nanos() - end < 0 && !stopped.getAsBoolean()) {
            places.addAll(scratch.list(directory + "/here"));
            places.addAll(scratch.list(directory + "/there"));
            lost = Conversation.NAMES - places.size();
            if (lost > 0) {
                time.pause(PACE);
            }
        }
        here.retainAll(score.there());
        return here.isEmpty() && lost == 0
                ? won(
                        Check.MOVES,
                        "Of %d files that this host and %s moved at the same time, each was moved once"
                                .formatted(Conversation.NAMES, host),
                        score)
                : unfit(
                        Check.MOVES,
                        "Of %d files that this host and %s moved at the same time, %d were moved by both, and %d were lost."
                                .formatted(Conversation.NAMES, host, here.size(), lost),
                        Visit.NOT_SHARED);
    }

    /** Of two hosts that create a name one succeeds. */
    Finding creation() throws IOException, InterruptedException, Silent {
        scratch.make(directory + "/names");
        byte[] text = "here".getBytes(StandardCharsets.UTF_8);
        Set<String> here = new HashSet<>();
        Score score =
                compete(
                        "creation",
                        i -> {
                            if (scratch.create(directory + "/names/" + i, text)) {
                                here.add(i);
                            }
                        });
        Set<String> all = new HashSet<>(here);
        all.addAll(score.there());
        here.retainAll(score.there());
        return here.isEmpty() && all.size() == Conversation.NAMES
                ? won(
                        Check.CREATION,
                        "Of %d names that this host and %s created at the same time, each was created once"
                                .formatted(Conversation.NAMES, host),
                        score)
                : unfit(
                        Check.CREATION,
                        "Of %d names that this host and %s created at the same time, %d were created by both, and %d by neither."
                                .formatted(
                                        Conversation.NAMES,
                                        host,
                                        here.size(),
                                        Conversation.NAMES - all.size()),
                        Visit.NOT_SHARED);
    }

    /**
     * How the other host did.
     *
     * @param there with which names it succeeded
     * @param refused how often this host met an error instead of a success or a lost race
     */
    private record Score(Set<String> there, int refused) {}

    private interface Rival {
        void attempt(String name) throws IOException;
    }

    /** Has both do something with the same names, each at the same time. */
    private Score compete(String word, Rival own) throws IOException, InterruptedException, Silent {
        Set<String> there = new HashSet<>();
        int refused = 0;
        int tries = 0;
        far.give(word);
        while (true) {
            Heard next = far.await("try", "won", "done");
            if (next.is("done")) {
                return new Score(there, refused);
            }
            if (next.is("won")) {
                there.add(next.rest());
            } else {
                // A program has to start there first, so now one is the sooner and now the other.
                time.pause(Duration.ofMillis(tries++ % LATER_MILLIS));
                try {
                    own.attempt(next.rest());
                } catch (IOException e) {
                    refused++; // whether anything was done is seen at the end
                }
            }
        }
    }

    /** What is to be told of a race in which nobody won wrongly. */
    private static Finding won(Check check, String what, Score score) {
        String won = what + " (%d there).".formatted(score.there().size());
        return score.refused() == 0
                ? good(check, won)
                : poor(
                        check,
                        won
                                + " But %d times this host met an error instead of being told that it was late; fjd complains then, and tries again."
                                        .formatted(score.refused()),
                        "Mount it otherwise, if fjd complains often.");
    }
}
