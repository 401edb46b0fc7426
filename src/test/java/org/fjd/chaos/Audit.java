package org.fjd.chaos;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Judges a spool that has come to rest, by its files and by what the jobs noted themselves. */
final class Audit {

    enum Fault {
        LOST("lost"),
        RECORDED_TWICE("recorded twice"),
        WRONG_END("wrong end"),
        UNEXPLAINED("unexplained"),
        OUTLIVED("outlived their run"),
        ALTERED("altered"),
        RAN_HELD("ran while held"),
        LEFT_BEHIND("left behind");

        final String words;

        Fault(String words) {
            this.words = words;
        }
    }

    /** Where nothing may be left once all workers and dispatchers have gone. */
    private static final List<String> TRANSIENT =
            List.of(
                    "jobqueue",
                    "retryqueue",
                    "jobpods",
                    "workerqueue",
                    ".fjd/taken",
                    ".fjd/morgue",
                    ".fjd/workers",
                    ".fjd/requests",
                    ".fjd/seat",
                    ".fjd/strays",
                    ".fjd/tmp");

    private static final Pattern SECTION =
            Pattern.compile(
                    "^\\[(attempt|result)\\.?\\d*\\]\\nstate = (\\w+)\\nrun = (\\S+)\\n((?:[^\\[\\n].*\\n)*?)whole = yes\\n",
                    Pattern.MULTILINE);
    private static final Pattern SERIAL = Pattern.compile("^\\[chaos\\]\\nserial = (\\d+)\\n");
    private static final Pattern NAME = Pattern.compile("(?:job|drop)(\\d+)(?:~\\d+)?\\.conf");
    private static final int CRASH_LIMIT = 5;

    /** A whole section that fjd appended, and that is not void. */
    private record Section(boolean isResult, String state, String run, String rest) {
        boolean isLost() {
            return state.equals("lost");
        }

        boolean isCancelled() {
            return state.equals("cancelled");
        }

        boolean isEndOf(Submission submission) {
            return state.equals(submission.exit() == 0 ? "done" : "failed")
                    && rest.contains("exit = " + submission.exit() + "\n");
        }
    }

    /** A file in done/ or failed/. */
    private record Ended(Path path, String content, List<Section> sections) {
        boolean isDone() {
            return path.getParent().endsWith("done");
        }
    }

    private final Path spool;
    private final IntFunction<Path> notes;
    private final Set<String> struck;
    private final Map<Fault, List<String>> faults = new HashMap<>();
    private final Map<Integer, List<Ended>> ended = new HashMap<>();
    private int runAgain;
    private int givenUp;

    /**
     * @param notes where the job of a serial noted its starts and ends
     * @param struck the workers that were killed or stopped; a command, which is one as long as it
     *     has a job in hand, by {@code <host>-<pid>}
     */
    Audit(Path spool, IntFunction<Path> notes, Set<String> struck) throws IOException {
        this.spool = spool;
        this.notes = notes;
        this.struck = struck;
        for (String archive : List.of("done", "failed")) {
            for (Path entry : entries(archive)) {
                read(entry);
            }
        }
    }

    /** How many jobs were started more often than they ended. */
    int runAgain() {
        return runAgain;
    }

    /** How many jobs ended because so many workers in a row were lost with them. */
    int givenUp() {
        return givenUp;
    }

    /** What was found wrong, a line each. */
    List<String> faults(Fault fault) {
        return faults.getOrDefault(fault, List.of());
    }

    boolean isClean() {
        return faults.isEmpty();
    }

    private void fault(Fault fault, Object what) {
        faults.computeIfAbsent(fault, key -> new ArrayList<>()).add(what.toString());
    }

    private List<Path> entries(String directory) throws IOException {
        if (!Files.exists(spool.resolve(directory))) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(spool.resolve(directory))) {
            return entries.sorted().toList();
        }
    }

    private void read(Path entry) throws IOException {
        String text = Files.readString(entry, ISO_8859_1);
        Matcher name = NAME.matcher(entry.getFileName().toString());
        Matcher serial = SERIAL.matcher(text);
        boolean isReservation = text.isEmpty();
        boolean isReason = entry.getFileName().toString().endsWith(".reason");
        if (isReservation || isReason) {
            return;
        }
        if (!name.matches() && !serial.find()) {
            fault(Fault.ALTERED, entry + " tells no serial number");
            return;
        }
        int number = Integer.parseInt((name.matches() ? name : serial).group(1));
        ended.computeIfAbsent(number, key -> new ArrayList<>())
                .add(new Ended(entry, text, believed(text)));
    }

    /**
     * The whole sections but for the void ones: whether a run is lost is as its first section says.
     */
    private static List<Section> believed(String text) {
        Map<String, Boolean> lost = new HashMap<>();
        return SECTION.matcher(text)
                .results()
                .map(Audit::section)
                .filter(
                        section -> {
                            Boolean before = lost.putIfAbsent(section.run(), section.isLost());
                            return before == null || !(before || section.isLost());
                        })
                .toList();
    }

    private static Section section(MatchResult found) {
        return new Section(
                found.group(1).equals("result"), found.group(2), found.group(3), found.group(4));
    }

    /**
     * A job that was queued: it has one end for each time, the right one.
     *
     * @param orders what users did to it by commands
     */
    void queued(Submission submission, Orders orders) throws IOException {
        Optional<Ended> end = theOnlyEnd(submission.serial());
        if (end.isEmpty()) {
            fault(Fault.LOST, what(submission));
            return;
        }
        compare(end.get(), new String(submission.bytes(), ISO_8859_1));
        checkResults(submission, orders, end.get());
        checkStarts(submission.serial(), end.get(), true);
        for (String run : orders.startedHeld()) {
            if (!isStruck(run)) {
                fault(Fault.RAN_HELD, end.get().path() + " by " + run);
            }
        }
    }

    /**
     * What a killed submitter left in the queue: whatever it was, it has one end. Of an empty file
     * nobody can tell.
     *
     * @param seen its bytes then, each as a character; empty if there was no file
     */
    void torn(Submission submission, Optional<String> seen) throws IOException {
        Optional<Ended> end = theOnlyEnd(submission.serial());
        if (end.isPresent()) {
            compare(end.get(), seen.orElse(""));
            checkStarts(submission.serial(), end.get(), false);
        } else if (!seen.orElse("").isEmpty()) {
            fault(Fault.LOST, what(submission) + ", torn after " + seen.get().length() + " bytes");
        }
    }

    private static String what(Submission submission) {
        return "job " + submission.serial() + " (" + submission.name() + ".conf)";
    }

    private Optional<Ended> theOnlyEnd(int serial) {
        List<Ended> ends = ended.getOrDefault(serial, List.of());
        if (ends.size() > 1) {
            fault(Fault.RECORDED_TWICE, ends.stream().map(Ended::path).toList());
        }
        return ends.stream().findFirst();
    }

    private void compare(Ended end, String submitted) {
        if (!end.content().startsWith(submitted)) {
            fault(Fault.ALTERED, end.path());
        }
    }

    private void checkResults(Submission submission, Orders orders, Ended end) {
        List<Section> results = end.sections().stream().filter(Section::isResult).toList();
        int times = 1 + orders.retried();
        if (results.size() > times + orders.perhapsRetried()) {
            fault(Fault.RECORDED_TWICE, end.path());
        }
        if (results.isEmpty()) {
            fault(Fault.WRONG_END, end.path() + " has no result");
            return;
        }
        if (results.size() < times) {
            fault(Fault.LOST, end.path() + ": " + results.size() + " ends of " + times);
        }
        if (end.isDone() != results.get(results.size() - 1).state().equals("done")) {
            fault(Fault.WRONG_END, end.path() + " is in the wrong place");
        }
        checkEach(submission, end);
        long cancelled = results.stream().filter(Section::isCancelled).count();
        if (cancelled < orders.cancelled() || cancelled > orders.cancels()) {
            fault(Fault.WRONG_END, end.path() + " was cancelled " + cancelled + " times");
        }
    }

    private void checkEach(Submission submission, Ended end) {
        int lost = 0;
        for (Section section : end.sections()) {
            lost += section.isLost() ? 1 : 0;
            if (section.isResult()) {
                boolean isGivenUp = section.isLost() && lost == CRASH_LIMIT;
                givenUp += isGivenUp ? 1 : 0;
                if (!isGivenUp && !section.isCancelled() && !section.isEndOf(submission)) {
                    fault(Fault.WRONG_END, end.path() + " is " + section.state());
                }
                lost = 0;
            }
        }
    }

    /**
     * A run that did not settle the job is explained by what happened to its worker.
     *
     * @param isWhole whether the job's command is what it was meant to be
     */
    private void checkStarts(int serial, Ended end, boolean isWhole) throws IOException {
        List<String> lines = lines(notes.apply(serial));
        List<String> started = starts(notes.apply(serial));
        if (started.size()
                > Math.max(1, end.sections().stream().filter(Section::isResult).count())) {
            runAgain++;
        }
        if (Set.copyOf(started).size() < started.size()) {
            fault(Fault.UNEXPLAINED, end.path() + ": a run was started twice, " + started);
        }
        Set<String> recorded = new HashSet<>();
        for (Section section : end.sections()) {
            recorded.add(section.run());
            boolean unsettled = !section.isResult() || section.isLost();
            if (unsettled && !isStruck(section.run())) {
                fault(Fault.UNEXPLAINED, end.path() + ": " + section.run() + " " + section.state());
            }
            boolean mustHaveStarted = isWhole && !unsettled && !section.isCancelled();
            if (mustHaveStarted && !started.contains(section.run())) {
                fault(Fault.UNEXPLAINED, end.path() + " has a result without a start");
            }
            if (section.isLost()
                    && !section.rest().contains("note = ")
                    && hasOutlived(lines, section.run())) {
                fault(Fault.OUTLIVED, end.path() + ": " + lines);
            }
        }
        for (String run : started) {
            if (!recorded.contains(run)) {
                fault(Fault.UNEXPLAINED, end.path() + " does not tell of the start by " + run);
            }
        }
    }

    private static List<String> lines(Path notes) throws IOException {
        return Files.exists(notes) ? Files.readAllLines(notes) : List.of();
    }

    /** The runs that a job noted when they were started, in their order. */
    static List<String> starts(Path notes) throws IOException {
        return lines(notes).stream()
                .filter(line -> line.startsWith("start "))
                .map(line -> line.substring("start ".length()))
                .toList();
    }

    private boolean isStruck(String run) {
        String worker = run.substring(0, run.lastIndexOf('.'));
        return struck.contains(worker)
                || struck.contains(worker.substring(0, worker.lastIndexOf('-')));
    }

    /** Whether another run had begun, after this one did, before this one ended. */
    private static boolean hasOutlived(List<String> lines, String run) {
        int start = lines.indexOf("start " + run);
        int end = lines.indexOf("end " + run);
        return start >= 0
                && end > start
                && lines.subList(start + 1, end).stream().anyMatch(l -> l.startsWith("start "));
    }

    /** Nothing is under way any more, and nothing is there that was not submitted. */
    void rest(Set<Integer> submitted) throws IOException {
        for (String directory : TRANSIENT) {
            for (Path entry : entries(directory)) {
                fault(Fault.LEFT_BEHIND, entry);
            }
        }
        ended.forEach(
                (serial, ends) -> {
                    if (!submitted.contains(serial)) {
                        fault(Fault.LEFT_BEHIND, ends.get(0).path() + " was never submitted");
                    }
                });
    }
}
