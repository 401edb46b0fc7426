package org.fjd.job;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.ini.Section;

/**
 * What fjd itself has appended to a job file: {@code [attempt.N]} and {@code [result]} sections,
 * the {@code [values]} that go with a result, {@code [change.N]} and {@code [submitted]}. They are
 * found whatever the rest of the file is. Immutable.
 *
 * <p>A section counts only if it is <em>whole</em>: it reaches to a line {@code whole = yes}, which
 * is ended by a newline. Whether a run was lost is decided by the first word that the file has on
 * it, and later ones that say otherwise are void; else the last word counts.
 */
public final class History {

    private final Map<Run, Ending> endings = new LinkedHashMap<>();
    private final List<String> values = new ArrayList<>();
    private final Map<Trace.Kind, Long> lastSections = new EnumMap<>(Trace.Kind.class);
    private final List<Section> changes = new ArrayList<>();
    private final List<String> submissions = new ArrayList<>();
    private final List<Run> endedTwice = new ArrayList<>();
    private boolean torn;
    private Change change = Change.NONE;
    private final Set<Run> runsBeforeSubmission = new HashSet<>();

    private record Ending(Outcome outcome, boolean isResult) {}

    private History() {}

    /** Reads the content of a job file, or of whatever else it is; never throws. */
    public static History of(byte[] content) {
        History history = new History();
        for (Trace trace : Trace.find(new String(content, ISO_8859_1))) {
            history.add(trace, content);
        }
        return history;
    }

    /** What the file says of a run; empty if that run has no whole section. */
    public Optional<Outcome> of(Run run) {
        return Optional.ofNullable(endings.get(run)).map(Ending::outcome);
    }

    /** What the last run that settled the job came to; empty if none did. */
    public Optional<Outcome> result() {
        return endings.values().stream()
                .filter(Ending::isResult)
                .reduce((earlier, later) -> later)
                .map(Ending::outcome);
    }

    /**
     * Which attempt a run starting now would be, from 1: one more than the runs that have ended,
     * however they did, but for those that were given back, or were none but a command's.
     */
    public int attempt() {
        return 1 + (int) endings.values().stream().filter(e -> e.outcome().isAttempt()).count();
    }

    /** How many runs were lost since the last result; other attempts in between do not matter. */
    public int lostInARow() {
        int lost = 0;
        for (Ending ending : endings.values()) {
            if (ending.isResult()) {
                lost = 0;
            } else if (is(ending, State.LOST)) {
                lost++;
            }
        }
        return lost;
    }

    /** How many runs failed, in whatever way, since the last result. */
    public int failedInARow() {
        int failed = 0;
        for (Ending ending : endings.values()) {
            if (ending.isResult()) {
                failed = 0;
            } else if (is(ending, State.FAILED) || is(ending, State.TIMED_OUT)) {
                failed++;
            }
        }
        return failed;
    }

    /** All runs that have ended, in the order in which that was written. */
    public List<Outcome> outcomes() {
        return endings.values().stream().map(Ending::outcome).toList();
    }

    /** The runs that have ended since the job was last submitted, in the order of the file. */
    public List<Outcome> outcomesSinceSubmission() {
        return outcomes().stream().filter(o -> !runsBeforeSubmission.contains(o.run())).toList();
    }

    /** The runs for which there is more than one result; one that the first word voids is none. */
    public List<Run> endedTwice() {
        return List.copyOf(endedTwice);
    }

    /** Whether a section was begun and not written to its end. */
    public boolean isTorn() {
        return torn;
    }

    /** What was changed of the job while it was queued. */
    public Change change() {
        return change;
    }

    /** The identity that its last submission gave the job; empty if that gave it none. */
    public Optional<String> submission() {
        return submitted().flatMap(section -> section.get("id"));
    }

    /** The sections that say so, with who made each change and when. */
    public List<Section> changes() {
        return List.copyOf(changes);
    }

    /** What who submitted the job says of that; the last one, if a user put the job back. */
    public Optional<Section> submitted() {
        return submissions.stream()
                .flatMap(text -> section(text).stream())
                .reduce((earlier, later) -> later);
    }

    /** What a run said of its results; to be asked for runs that settled the job. */
    public Values values(Run run) {
        return values.stream()
                .flatMap(text -> section(text).stream())
                .filter(s -> s.get("run").flatMap(Run::parse).filter(run::equals).isPresent())
                .reduce((earlier, later) -> later)
                .map(Values::of)
                .orElse(Values.NONE);
    }

    /** The name of the next attempt's section: {@code attempt.N}, N greater than any so far. */
    public String nextAttemptSection() {
        return numbered(Trace.Kind.ATTEMPT, "attempt");
    }

    /** The name of the next change's section: {@code change.N}, N greater than any so far. */
    public String nextChangeSection() {
        return numbered(Trace.Kind.CHANGE, "change");
    }

    /**
     * The name of the next result's section: {@code result}, and if a user has put the ended job
     * back, {@code result.2} and so on.
     */
    public String nextResultSection() {
        return isFirst(Trace.Kind.RESULT) ? "result" : numbered(Trace.Kind.RESULT, "result");
    }

    /** The name of the next section of values: {@code values}, then {@code values.2} and so on. */
    public String nextValuesSection() {
        return isFirst(Trace.Kind.VALUES) ? "values" : numbered(Trace.Kind.VALUES, "values");
    }

    /** The name of the next submission's section: {@code submitted}, then {@code submitted.2}. */
    public String nextSubmittedSection() {
        return isFirst(Trace.Kind.SUBMITTED)
                ? "submitted"
                : numbered(Trace.Kind.SUBMITTED, "submitted");
    }

    private boolean isFirst(Trace.Kind kind) {
        return !lastSections.containsKey(kind);
    }

    private String numbered(Trace.Kind kind, String word) {
        return word + "." + after(lastSections.getOrDefault(kind, 0L));
    }

    /** Only somebody who forges sections gets to the largest; fjd still reads what it writes. */
    private static long after(long number) {
        return Math.min(number + 1, Trace.LARGEST);
    }

    /**
     * Whether a file ends in a whole {@code [submitted]} section, so that nobody is still writing
     * it. White space may follow.
     *
     * @param tail the file, or so many of its last bytes that the section fits
     */
    public static boolean submittedWhole(byte[] tail) {
        String latin1 = new String(tail, ISO_8859_1);
        List<Trace> traces = Trace.find(latin1);
        if (traces.isEmpty()) {
            return false;
        }
        Trace last = traces.get(traces.size() - 1);
        return last.kind() == Trace.Kind.SUBMITTED
                && last.whole()
                && latin1.substring(last.end()).isBlank();
    }

    /**
     * A content without what fjd wrote: blanks stand there instead, so lines and offsets stay. A
     * torn section may be anything, even half a character, and no job is to suffer for that.
     */
    static byte[] blankOut(byte[] content) {
        byte[] others = content.clone();
        for (Trace trace : Trace.find(new String(content, ISO_8859_1))) {
            for (int i = trace.start(); i < trace.end(); i++) {
                if (others[i] != '\n') {
                    others[i] = ' ';
                }
            }
        }
        return others;
    }

    private void add(Trace trace, byte[] content) {
        lastSections.merge(trace.kind(), trace.number(), Math::max);
        torn |= !trace.whole();
        if (trace.whole()) {
            add(
                    trace.kind(),
                    new String(content, trace.start(), trace.end() - trace.start(), UTF_8));
        }
    }

    /** Most readers do not ask for values and submissions, so these are kept as they are. */
    private void add(Trace.Kind kind, String text) {
        switch (kind) {
            case ATTEMPT ->
                    section(text).flatMap(Outcome::of).ifPresent(o -> add(new Ending(o, false)));
            case RESULT ->
                    section(text).flatMap(Outcome::of).ifPresent(o -> add(new Ending(o, true)));
            case CHANGE ->
                    section(text)
                            .ifPresent(
                                    section -> {
                                        change = change.then(Change.of(section));
                                        changes.add(section);
                                    });
            case VALUES -> values.add(text);
            case SUBMITTED -> {
                submissions.add(text);
                if (!endings.isEmpty() && section(text).isPresent()) {
                    runsBeforeSubmission.addAll(endings.keySet());
                }
            }
            case FRAGMENT -> {}
        }
    }

    private void add(Ending ending) {
        Run run = ending.outcome().run();
        Ending before = endings.get(run);
        boolean disputed = before != null && (is(before, State.LOST) || is(ending, State.LOST));
        if (!disputed) {
            if (before != null && before.isResult() && ending.isResult()) {
                endedTwice.add(run);
            }
            // Removed first, so that the ending that counts also has its own place in the order.
            endings.remove(run);
            endings.put(run, ending);
        }
    }

    private static Optional<Section> section(String text) {
        try {
            return Ini.parse(text).sections().stream().findFirst();
        } catch (IniException edited) {
            return Optional.empty();
        }
    }

    private static boolean is(Ending ending, State state) {
        return ending.outcome().state() == state;
    }
}
