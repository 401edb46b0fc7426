package org.fjd.chaos;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fjd.spool.Machine;

/**
 * Users who hold, release, cancel and retry jobs by commands, some of which are killed or stopped.
 * No job is in the hands of two commands at once, so that it is known what each of them meant.
 */
final class Commands {

    enum Deed {
        HOLD(40),
        CANCEL(30),
        RETRY(30),
        RELEASE(0);

        /** How often it is chosen; what is held is released in any case. */
        final int weight;

        Deed(int weight) {
            this.weight = weight;
        }

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final int MOST = 3;
    private static final double MEAN_PAUSE = 1.2;
    private static final double KILLED = 0.3;
    private static final double STOPPED = 0.1;
    private static final int SHORTEST_STALL = 5;
    private static final int LONGEST_STALL = 25;
    private static final int EARLIEST_MISHAP = 200;
    private static final int LATEST_MISHAP = 800;
    private static final Pattern NAME = Pattern.compile("job(\\d+)(?:@.*)?\\.conf");
    private static final Pattern ROW =
            Pattern.compile(
                    "\"job\" : \"job(\\d+)\",\\s*\"was\" : \"(\\w+)\",\\s*\"done\" : \"(\\w+)\"");

    /** A command at work, and what is to happen to it. */
    private static final class Running {
        final Deed deed;
        final Set<Integer> jobs;
        final Process process;
        final Path said;
        boolean isToDie;
        boolean isToStop;
        boolean isStopped;
        long next;

        Running(Deed deed, Set<Integer> jobs, Process process, Path said) {
            this.deed = deed;
            this.jobs = jobs;
            this.process = process;
            this.said = said;
        }
    }

    /** A job that is to be released, and its starts when a command had said that it is held. */
    private record Held(long release, boolean isSure, List<String> starts) {}

    private static final class Known {
        int cancels;
        int cancelled;
        int retried;
        int perhapsRetried;
        final Set<String> startedHeld = new HashSet<>();
    }

    private final Layout layout;
    private final Random chance;
    private final List<Running> running = new ArrayList<>();
    private final Map<Integer, Held> held = new HashMap<>();
    private final Map<Integer, Known> known = new HashMap<>();
    private final Set<String> struck = new HashSet<>();
    private final Map<Deed, Integer> begun = new EnumMap<>(Deed.class);
    private final Map<Deed, Integer> done = new EnumMap<>(Deed.class);
    private int killed;
    private int stopped;
    private int number;
    private long next = System.nanoTime();

    Commands(Layout layout, Random chance) {
        this.layout = layout;
        this.chance = chance;
    }

    int begun() {
        return begun.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** How many jobs a command said it has done that to. */
    int done(Deed deed) {
        return done.getOrDefault(deed, 0);
    }

    int killed() {
        return killed;
    }

    int stopped() {
        return stopped;
    }

    /**
     * Those that were killed or stopped, by the host and the number with which a worker's name
     * begins.
     */
    Set<String> struck() {
        return struck;
    }

    /** What was done to a job. */
    Orders orders(int serial) {
        Known job = known.get(serial);
        return job == null
                ? Orders.NONE
                : new Orders(
                        job.cancels,
                        job.cancelled,
                        job.retried,
                        job.perhapsRetried,
                        job.startedHeld);
    }

    boolean isIdle() {
        return running.isEmpty() && held.isEmpty();
    }

    /** Notes what ended, releases what is held, and begins another command if it is time. */
    void tend() throws IOException, InterruptedException {
        settle();
        for (Running command : running) {
            befall(command);
        }
        release();
        if (running.size() < MOST && isDue(next)) {
            next = in(-Math.log(1 - chance.nextDouble()) * MEAN_PAUSE);
            beginAny();
        }
    }

    /** As {@link #tend}, but only releases what is held; nothing happens to commands any more. */
    void finish() throws IOException, InterruptedException {
        settle();
        for (Running command : running) {
            command.isToDie = false;
            command.isToStop = false;
            wake(command);
        }
        held.replaceAll((job, h) -> new Held(System.nanoTime(), h.isSure(), h.starts()));
        release();
    }

    private static boolean isDue(long instant) {
        return instant - System.nanoTime() <= 0;
    }

    private static long in(double seconds) {
        return System.nanoTime() + (long) (seconds * 1e9);
    }

    private void befall(Running command) throws IOException, InterruptedException {
        if (!isDue(command.next) || !command.process.isAlive()) {
            return;
        }
        if (command.isStopped) {
            wake(command);
        } else if (command.isToDie) {
            strike("KILL", command);
            command.isToDie = false;
            killed++;
        } else if (command.isToStop) {
            strike("STOP", command);
            command.isToStop = false;
            command.isStopped = true;
            command.next = in(SHORTEST_STALL + chance.nextInt(LONGEST_STALL - SHORTEST_STALL));
            stopped++;
        }
    }

    private void strike(String signal, Running command) throws IOException, InterruptedException {
        struck.add(Machine.here().host() + "-" + command.process.pid());
        Proc.signal(signal, command.process.pid());
    }

    private static void wake(Running command) throws IOException, InterruptedException {
        if (command.isStopped) {
            Proc.signal("CONT", command.process.pid());
            command.isStopped = false;
        }
    }

    private void beginAny() throws IOException {
        int left = chance.nextInt(Stream.of(Deed.values()).mapToInt(deed -> deed.weight).sum());
        for (Deed deed : Deed.values()) {
            left -= deed.weight;
            if (left < 0) {
                Set<Integer> jobs = choose(deed);
                if (!jobs.isEmpty()) {
                    begin(deed, jobs);
                }
                return;
            }
        }
    }

    /** One or two jobs to which it may be done, and which nobody has in hand. */
    private Set<Integer> choose(Deed deed) throws IOException {
        Set<Integer> there = new TreeSet<>();
        if (deed == Deed.RETRY) {
            addSerials(layout.spool().resolve("failed"), there);
        } else {
            addSerials(layout.spool().resolve("jobqueue"), there);
            addSerials(layout.spool().resolve("retryqueue"), there);
        }
        if (deed == Deed.CANCEL) {
            for (Path pod : entries(layout.spool().resolve("jobpods"))) {
                addSerials(pod, there);
            }
        }
        there.removeAll(held.keySet());
        running.forEach(command -> there.removeAll(command.jobs));
        List<Integer> choice = new ArrayList<>(there);
        Set<Integer> jobs = new LinkedHashSet<>();
        for (int i = chance.nextInt(2); i >= 0 && !choice.isEmpty(); i--) {
            jobs.add(choice.remove(chance.nextInt(choice.size())));
        }
        return jobs;
    }

    private static void addSerials(Path directory, Set<Integer> serials) throws IOException {
        for (Path entry : entries(directory)) {
            Matcher name = NAME.matcher(entry.getFileName().toString());
            if (name.matches()) {
                serials.add(Integer.valueOf(name.group(1)));
            }
        }
    }

    private static List<Path> entries(Path directory) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (NoSuchFileException e) {
            return List.of(); // a pod that has just gone
        }
    }

    private void begin(Deed deed, Set<Integer> jobs) throws IOException {
        begun.merge(deed, 1, Integer::sum);
        number++;
        Path said = layout.root().resolve("said." + number);
        List<String> words = new ArrayList<>();
        words.addAll(List.of(layout.program("fjd"), deed.word(), "--json"));
        words.addAll(List.of("--spool", layout.spool().toString()));
        if (deed == Deed.CANCEL && chance.nextBoolean()) {
            words.add("--no-wait");
        }
        for (int job : jobs) {
            words.add("job" + job);
            known.computeIfAbsent(job, j -> new Known());
            if (deed == Deed.CANCEL) {
                known(job).cancels++;
            }
        }
        Process process =
                layout.marked(words)
                        .redirectOutput(said.toFile())
                        .redirectError(Redirect.appendTo(layout.log().toFile()))
                        .start();
        Running command = new Running(deed, jobs, process, said);
        double share = chance.nextDouble();
        command.isToDie = share < KILLED;
        command.isToStop = !command.isToDie && share < KILLED + STOPPED;
        command.next =
                in((EARLIEST_MISHAP + chance.nextInt(LATEST_MISHAP - EARLIEST_MISHAP)) / 1000.0);
        running.add(command);
    }

    private Known known(int job) {
        return Objects.requireNonNull(known.get(job));
    }

    private void release() throws IOException {
        Set<Integer> due = new TreeSet<>();
        for (Map.Entry<Integer, Held> entry : held.entrySet()) {
            if (isDue(entry.getValue().release())) {
                due.add(entry.getKey());
            }
        }
        if (due.isEmpty() || running.size() >= MOST) {
            return;
        }
        for (int job : due) {
            Held was = Objects.requireNonNull(held.remove(job));
            if (was.isSure()) {
                List<String> starts = starts(job);
                starts.removeAll(was.starts());
                known(job).startedHeld.addAll(starts);
            }
        }
        begin(Deed.RELEASE, due);
    }

    private List<String> starts(int job) throws IOException {
        return new ArrayList<>(Audit.starts(layout.notes(job)));
    }

    private void settle() throws IOException {
        for (Running command : List.copyOf(running)) {
            if (!command.process.isAlive()) {
                running.remove(command);
                settle(command);
                Files.deleteIfExists(command.said);
            }
        }
    }

    private void settle(Running command) throws IOException {
        Map<Integer, Set<String>> told = new HashMap<>();
        Matcher row = ROW.matcher(Files.readString(command.said));
        while (row.find()) {
            Set<String> words =
                    told.computeIfAbsent(Integer.valueOf(row.group(1)), j -> new HashSet<>());
            words.add("was " + row.group(2));
            words.add(row.group(3));
        }
        for (int job : command.jobs) {
            settle(command.deed, job, told.getOrDefault(job, Set.of()));
        }
    }

    /**
     * @param told what the command said of the job; nothing if it did not come so far
     */
    private void settle(Deed deed, int job, Set<String> told) throws IOException {
        boolean isDone =
                switch (deed) {
                    case HOLD -> told.contains("held");
                    case RELEASE -> told.contains("released");
                    case CANCEL -> told.contains("cancelled");
                    case RETRY -> told.contains("retried");
                };
        if (isDone) {
            done.merge(deed, 1, Integer::sum);
        }
        switch (deed) {
            case HOLD ->
                    held.put(job, new Held(in(2 + 3 * chance.nextDouble()), isDone, starts(job)));
            case RELEASE -> {
                boolean isOver = told.contains("was done") || told.contains("was failed");
                if (!isDone && !told.contains("unchanged") && !isOver) {
                    held.put(job, new Held(in(1), false, List.of()));
                }
            }
            case CANCEL -> known(job).cancelled += isDone ? 1 : 0;
            case RETRY -> {
                known(job).retried += isDone ? 1 : 0;
                known(job).perhapsRetried += told.isEmpty() ? 1 : 0;
            }
        }
    }
}
