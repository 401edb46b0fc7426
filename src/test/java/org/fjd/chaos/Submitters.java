package org.fjd.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The processes that fill the queue, and the knowledge of what they got into it. A job counts as
 * queued once its file is whole there; what a killed submitter left half-written is torn.
 */
final class Submitters {

    /**
     * What is known of a file whose submitter was killed while it grew in the queue.
     *
     * @param seen its bytes as they were then, each as a character; empty if there was no file
     */
    record Torn(Submission submission, Optional<String> seen) {}

    private static final int PLAN = 20;
    private static final int LONG_QUEUE = 60;
    private static final double PAUSES_OF_MOVED = 0.05;
    private static final double PAUSES_OF_DROPPED = 0.5;

    private final Layout layout;
    private final Random chance;
    private final List<Slot> slots;
    private final List<Submission> queued = new ArrayList<>();
    private final List<Torn> torn = new ArrayList<>();
    private int serials;
    private int plans;
    private int issued;

    /** The place of one submitter at a time. */
    private static final class Slot {
        final String name;
        final List<Submission> pending = new ArrayList<>();
        Optional<Process> process = Optional.empty();
        int plan;

        Slot(int number) {
            name = Integer.toString(number);
        }
    }

    Submitters(Layout layout, int count, Random chance) {
        this.layout = layout;
        this.chance = chance;
        this.slots = IntStream.rangeClosed(1, count).mapToObj(Slot::new).toList();
    }

    /** How many jobs were issued that were not torn. */
    int issued() {
        return issued;
    }

    List<Submission> queued() {
        return queued;
    }

    List<Torn> torn() {
        return torn;
    }

    boolean isIdle() {
        return slots.stream().allMatch(slot -> slot.process.isEmpty() && slot.pending.isEmpty());
    }

    /** Takes note of those that ended, and starts new ones while fewer jobs were issued. */
    void tend(int most) throws IOException {
        for (Slot slot : slots) {
            if (slot.process.isPresent() && !slot.process.get().isAlive()) {
                settle(slot);
            }
            if (slot.process.isEmpty() && (issued < most || !slot.pending.isEmpty()) && !isLong()) {
                while (slot.pending.size() < PLAN && issued < most) {
                    slot.pending.add(issue(slot));
                }
                start(slot);
            }
        }
    }

    private boolean isLong() throws IOException {
        Path queue = layout.spool().resolve("jobqueue");
        if (!Files.exists(queue)) {
            return false;
        }
        try (var entries = Files.list(queue)) {
            return entries.count() > LONG_QUEUE;
        }
    }

    private Submission issue(Slot slot) throws IOException {
        issued++;
        serials++;
        Submission submission = Submission.random(serials, slot.name, layout, chance);
        Files.write(layout.text(serials), submission.bytes());
        return submission;
    }

    private void start(Slot slot) throws IOException {
        plans++;
        slot.plan = plans;
        Files.writeString(
                layout.plan(plans),
                slot.pending.stream().map(this::line).collect(Collectors.joining()));
        slot.process =
                Optional.of(
                        layout.marked(
                                        List.of(
                                                "setsid",
                                                layout.script("submitter").toString(),
                                                layout.plan(plans).toString(),
                                                layout.journal(plans).toString(),
                                                layout.root().resolve("texts").toString()))
                                .directory(layout.spool().toFile())
                                .redirectErrorStream(true)
                                .redirectOutput(Redirect.appendTo(layout.log().toFile()))
                                .start());
    }

    private String line(Submission submission) {
        double pauses = submission.dropped() ? PAUSES_OF_DROPPED : PAUSES_OF_MOVED;
        return "%s %d %s %d %s\n"
                .formatted(
                        submission.dropped() ? "drop" : "move",
                        submission.serial(),
                        submission.name(),
                        chance.nextInt(submission.bytes().length),
                        chance.nextDouble() < pauses ? "0.5" : "0");
    }

    /** Finds out how far a submitter came that has ended, however it did. */
    private void settle(Slot slot) throws IOException {
        List<String> journal =
                Files.exists(layout.journal(slot.plan))
                        ? Files.readAllLines(layout.journal(slot.plan))
                        : List.of();
        List<Submission> unsent = new ArrayList<>();
        for (Submission submission : slot.pending) {
            if (journal.contains("queued " + submission.serial())) {
                queued.add(submission);
            } else if (journal.contains("dropping " + submission.serial())) {
                torn.add(new Torn(submission, found(submission)));
                issued--;
            } else {
                Path draft = layout.spool().resolve(".fjd/tmp/" + submission.serial() + ".conf");
                boolean drafted = Files.deleteIfExists(draft);
                if (!drafted && journal.contains("whole " + submission.serial())) {
                    queued.add(submission);
                } else {
                    unsent.add(submission);
                }
            }
        }
        slot.process = Optional.empty();
        slot.pending.clear();
        slot.pending.addAll(unsent);
    }

    private Optional<String> found(Submission submission) throws IOException {
        try {
            Path file = layout.spool().resolve("jobqueue/" + submission.name() + ".conf");
            return Optional.of(Files.readString(file, ISO_8859_1));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** The submitters at work, by their process groups. */
    List<Long> groups() {
        return slots.stream()
                .flatMap(slot -> slot.process.stream())
                .filter(Process::isAlive)
                .map(Process::pid)
                .toList();
    }

    /** Kills one with all that it started. */
    void kill(long group) throws IOException, InterruptedException {
        Proc.signal("KILL", -group);
        while (Proc.all().stream().anyMatch(process -> process.group() == group)) {
            Thread.sleep(1);
        }
    }

    /**
     * Stops one. Not while it writes into the queue by hand: whoever lets such a file settle, and
     * then writes on, spoils it.
     *
     * @return whether it is stopped
     */
    boolean stop(long group) throws IOException, InterruptedException {
        Proc.signal("STOP", -group);
        Thread.sleep(20); // the signal is on its way to each of the group
        for (Slot slot : slots) {
            if (slot.process.filter(process -> process.pid() == group).isPresent()
                    && isDropping(slot)) {
                Proc.signal("CONT", -group);
                return false;
            }
        }
        return true;
    }

    private boolean isDropping(Slot slot) throws IOException {
        Path journal = layout.journal(slot.plan);
        List<String> lines = Files.exists(journal) ? Files.readAllLines(journal) : List.of();
        return !lines.isEmpty() && lines.get(lines.size() - 1).startsWith("dropping");
    }
}
