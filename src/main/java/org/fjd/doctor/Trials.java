package org.fjd.doctor;

import static org.fjd.doctor.Finding.good;
import static org.fjd.doctor.Finding.unfit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import org.fjd.doctor.Finding.Check;
import org.fjd.spool.Scratch;
import org.fjd.spool.Time;

/**
 * Tries out, by two threads of this process, what fjd relies on. What they find good may still be
 * broken between hosts; what they find broken is. Each clears away what it made, as room may be
 * scarce.
 */
final class Trials {

    private static final Duration LONGEST = Duration.ofMillis(500);
    private static final int LEAST = 3;
    private static final int MOST = 200;
    private static final byte[] NOTHING = new byte[0];
    private static final String ELSEWHERE =
            "Don't use this spool: put it on another file system, or mount it otherwise.";

    private final Scratch scratch;
    private final Time time;
    private final BooleanSupplier stopped;

    Trials(Scratch scratch, Time time, BooleanSupplier stopped) {
        this.scratch = scratch;
        this.time = time;
        this.stopped = stopped;
    }

    private Budget budget() {
        return new Budget(time, stopped, LONGEST, LEAST, MOST);
    }

    /** A file that two want is moved by one of them, and is there afterwards as it was. */
    Finding moves() throws IOException, InterruptedException {
        scratch.make("moves");
        scratch.make("taken");
        int twice = 0;
        int lost = 0;
        Budget budget = budget();
        try (Contest contest = new Contest()) {
            while (budget.another()) {
                String name = "job." + budget.round();
                byte[] text = bytes(name);
                scratch.create("moves/" + name, text);
                List<Integer> winners =
                        contest.winners(rival -> scratch.take("moves/" + name, "taken/" + name));
                boolean isThere = is(text, scratch.read("taken/" + name));
                boolean wasLeft = scratch.read("moves/" + name).isPresent();
                twice += winners.size() == 2 || wasLeft ? 1 : 0;
                lost += isThere ? 0 : 1;
                scratch.remove("taken/" + name);
            }
        }
        if (twice + lost > 0) {
            return unfit(
                    Check.MOVES,
                    "A move is not one step: of %d files that two threads moved at the same time, %d were moved twice or stayed where they were, and %d were lost."
                            .formatted(budget.round(), twice, lost),
                    ELSEWHERE);
        }
        return good(
                Check.MOVES,
                "Of %d files that two threads moved at the same time, each was moved once."
                        .formatted(budget.round()));
    }

    /** Of two that create a file of one name one succeeds, and its text is there. */
    Finding creation() throws IOException, InterruptedException {
        scratch.make("creation");
        int wrong = 0;
        Budget budget = budget();
        try (Contest contest = new Contest()) {
            while (budget.another()) {
                String name = "creation/" + budget.round();
                List<Integer> winners =
                        contest.winners(rival -> scratch.create(name, bytes("rival " + rival)));
                boolean isRight =
                        winners.size() == 1
                                && is(bytes("rival " + winners.get(0)), scratch.read(name))
                                && !scratch.create(name, NOTHING);
                wrong += isRight ? 0 : 1;
                scratch.remove(name);
            }
        }
        if (wrong > 0) {
            return unfit(
                    Check.CREATION,
                    "A file that is there can be created a second time: of %d names that two threads created at the same time, %d were not created by exactly one. So the ends of two jobs of one name may become one."
                            .formatted(budget.round(), wrong),
                    ELSEWHERE);
        }
        return good(
                Check.CREATION,
                "Of %d names that two threads created at the same time, each was created once."
                        .formatted(budget.round()));
    }

    /** Who reads a file while it is replaced by a move finds the old text or the new one. */
    Finding replacing() throws IOException, InterruptedException {
        scratch.make("replacing");
        scratch.create("replacing/text", version(0));
        int reads = 0;
        int missing = 0;
        int torn = 0;
        int unlisted = 0;
        int refused = 0;
        Budget budget = budget();
        try (Contest contest = new Contest()) {
            Future<Boolean> writer = contest.begin(rival -> replace(budget));
            do {
                reads++;
                try {
                    Optional<byte[]> text = scratch.read("replacing/text");
                    missing += text.isEmpty() ? 1 : 0;
                    torn += text.filter(found -> !isWhole(found)).isPresent() ? 1 : 0;
                    unlisted += scratch.list("replacing").contains("text") ? 0 : 1;
                } catch (IOException e) {
                    refused++; // who reads an old file may be told so, and reads again
                }
            } while (!writer.isDone());
            Contest.result(writer);
        }
        if (missing + torn > 0) {
            return unfit(
                    Check.REPLACING,
                    "While a file was replaced by another one, %d of %d looks found none, and %d found part of a text. A job's end may be overlooked."
                            .formatted(missing, reads, torn),
                    ELSEWHERE);
        }
        if (unlisted + refused > 0) {
            return Finding.poor(
                    Check.REPLACING,
                    "While a file was replaced by another one, %d of %d listings did not have it, and %d looks met an error. fjd looks again then, and is late."
                            .formatted(unlisted, reads, refused),
                    "Mount it otherwise, if fjd complains often.");
        }
        return good(
                Check.REPLACING,
                "While a file was replaced %d times, each of %d looks found the old or the new one, whole."
                        .formatted(budget.round(), reads));
    }

    private boolean replace(Budget budget) throws IOException {
        while (budget.another()) {
            String draft = "replacing/draft." + budget.round();
            scratch.create(draft, version(budget.round()));
            scratch.substitute(draft, "replacing/text");
        }
        return true;
    }

    private static byte[] version(int number) {
        return bytes("%08d\n".formatted(number).repeat(500));
    }

    private static boolean isWhole(byte[] text) {
        return text.length == version(0).length
                && is(bytes(new String(text, 0, 9, StandardCharsets.UTF_8).repeat(500)), text);
    }

    /** What two append to one file at the same time is there, each whole. */
    Finding appends() throws IOException, InterruptedException {
        scratch.create("appends", NOTHING);
        List<String> wanted = new ArrayList<>();
        Budget budget = budget();
        try (Contest contest = new Contest()) {
            while (budget.another()) {
                int round = budget.round();
                contest.winners(
                        rival -> {
                            scratch.append("appends", bytes(section(round, rival)));
                            return true;
                        });
                wanted.add(section(round, 0).strip());
                wanted.add(section(round, 1).strip());
            }
        }
        List<String> there =
                new ArrayList<>(text(scratch.read("appends").orElse(NOTHING)).lines().toList());
        there.sort(null);
        wanted.sort(null);
        if (!there.equals(wanted)) {
            long right = there.stream().filter(wanted::contains).distinct().count();
            return unfit(
                    Check.APPENDS,
                    "What is appended does not stay whole: of %d lines that two threads appended at the same time, %d are there. What a job file says of its runs may be lost."
                            .formatted(wanted.size(), right),
                    ELSEWHERE);
        }
        return good(
                Check.APPENDS,
                "Of %d lines that two threads appended to one file, each is there and whole."
                        .formatted(wanted.size()));
    }

    private static String section(int round, int rival) {
        return "round %d rival %d %s\n".formatted(round, rival, "-".repeat(300));
    }

    /** What the fence needs of directories. */
    Finding directories() throws IOException, InterruptedException {
        scratch.make("full");
        scratch.create("full/job", bytes("job"));
        if (scratch.remove("full") || scratch.read("full/job").isEmpty()) {
            return unfit(
                    Check.DIRECTORIES,
                    "A directory can be removed with a file in it, so the job in a pod may be lost.",
                    ELSEWHERE);
        }
        int lost = 0;
        int slipped = 0;
        Budget budget = budget();
        try (Contest contest = new Contest()) {
            while (budget.another()) {
                String name = "job." + budget.round();
                String pod = "pod." + budget.round();
                String fenced = "fenced." + budget.round();
                scratch.create(name, bytes(name));
                scratch.make(pod);
                contest.winners(
                        rival ->
                                rival == 0
                                        ? scratch.take(name, pod + "/job")
                                        : scratch.take(pod, fenced));
                boolean isOutside = is(bytes(name), scratch.read(name));
                boolean isInside = is(bytes(name), scratch.read(fenced + "/job"));
                boolean isFenced = scratch.read(pod + "/job").isEmpty();
                lost += isOutside == isInside || !isFenced ? 1 : 0;
                slipped += isInside ? 1 : 0;
                scratch.remove(isInside ? fenced + "/job" : name);
                scratch.remove(fenced);
            }
        }
        if (lost > 0) {
            return unfit(
                    Check.DIRECTORIES,
                    "Of %d files that were moved into a directory while that was renamed, %d were lost, or are there twice."
                            .formatted(budget.round(), lost),
                    ELSEWHERE);
        }
        return good(
                Check.DIRECTORIES,
                "Of %d files that were moved into a directory while that was renamed, none was lost (%d slipped in). A directory with a file in it can't be removed."
                        .formatted(budget.round(), slipped));
    }

    /** How long each operation takes, one at a time. */
    Map<Operation, Spread> speed() throws IOException {
        scratch.make("speed");
        Map<Operation, List<Duration>> took = new EnumMap<>(Operation.class);
        byte[] section = bytes(section(0, 0));
        Budget budget = new Budget(time, stopped, LONGEST.multipliedBy(2), LEAST, MOST);
        while (budget.another()) {
            String name = "speed/a." + budget.round();
            String moved = "speed/b." + budget.round();
            measure(took, Operation.CREATE, () -> scratch.create(name, NOTHING));
            measure(took, Operation.APPEND, () -> scratch.append(name, section));
            measure(took, Operation.LOOK, () -> scratch.modified(name));
            measure(took, Operation.READ, () -> scratch.read(name));
            measure(took, Operation.LIST, () -> scratch.list("speed"));
            measure(took, Operation.MOVE, () -> scratch.take(name, moved));
            measure(took, Operation.REMOVE, () -> scratch.remove(moved));
        }
        Map<Operation, Spread> speed = new EnumMap<>(Operation.class);
        took.forEach((operation, durations) -> speed.put(operation, Spread.of(durations)));
        return speed;
    }

    private interface Step {
        void run() throws IOException;
    }

    private void measure(Map<Operation, List<Duration>> took, Operation operation, Step step)
            throws IOException {
        long begin = time.nanos();
        step.run();
        took.computeIfAbsent(operation, key -> new ArrayList<>())
                .add(Duration.ofNanos(time.nanos() - begin));
    }

    /** Whether a hint comes of a file that is made here. */
    boolean hints() throws IOException, InterruptedException {
        scratch.make("hints");
        try (Scratch.Hints hints = scratch.hints("hints")) {
            scratch.create("hints/file", NOTHING);
            return hints.await(LONGEST.multipliedBy(2));
        }
    }

    private static boolean is(byte[] expected, Optional<byte[]> found) {
        return found.filter(text -> is(expected, text)).isPresent();
    }

    private static boolean is(byte[] expected, byte[] found) {
        return Arrays.equals(expected, found);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
