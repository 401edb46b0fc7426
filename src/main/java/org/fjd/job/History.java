package org.fjd.job;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;

/**
 * What fjd itself has appended to a job file: {@code [attempt.N]} and {@code [result]} sections,
 * found whatever the rest of the file is. Immutable.
 *
 * <p>A section counts only if it is <em>whole</em>: it reaches to a line {@code whole = yes}, which
 * is ended by a newline. Whether a run was lost is decided by the first word that the file has on
 * it, and later ones that say otherwise are void; else the last word counts.
 */
public final class History {

    private final Map<Run, Ending> endings = new LinkedHashMap<>();
    private long lastAttemptSection;
    private long lastResultSection;

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
     * however they did, but for those that were given back.
     */
    public int attempt() {
        return 1 + (int) endings.values().stream().filter(e -> !is(e, State.RETURNED)).count();
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

    /** The name of the next attempt's section: {@code attempt.N}, N greater than any so far. */
    public String nextAttemptSection() {
        return "attempt." + after(lastAttemptSection);
    }

    /**
     * The name of the next result's section: {@code result}, and if a user has put the ended job
     * back, {@code result.2} and so on.
     */
    public String nextResultSection() {
        return lastResultSection == 0 ? "result" : "result." + after(lastResultSection);
    }

    /** Only somebody who forges sections gets to the largest; fjd still reads what it writes. */
    private static long after(long number) {
        return Math.min(number + 1, Trace.LARGEST);
    }

    /**
     * Whether a file ends in a whole {@code [submitted]} section, so that nobody is still writing
     * it. White space may follow.
     *
     * @param tail the file's last bytes, 4096 or fewer
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
        boolean isResult = trace.kind() == Trace.Kind.RESULT;
        if (isResult) {
            lastResultSection = Math.max(lastResultSection, trace.number());
        } else if (trace.kind() == Trace.Kind.ATTEMPT) {
            lastAttemptSection = Math.max(lastAttemptSection, trace.number());
        } else {
            return;
        }
        if (trace.whole()) {
            byte[] section = Arrays.copyOfRange(content, trace.start(), trace.end());
            outcome(new String(section, UTF_8))
                    .ifPresent(outcome -> add(new Ending(outcome, isResult)));
        }
    }

    private void add(Ending ending) {
        Run run = ending.outcome().run();
        Ending before = endings.get(run);
        boolean disputed = before != null && (is(before, State.LOST) || is(ending, State.LOST));
        if (!disputed) {
            // Removed first, so that the ending that counts also has its own place in the order.
            endings.remove(run);
            endings.put(run, ending);
        }
    }

    private static Optional<Outcome> outcome(String text) {
        try {
            return Outcome.of(Ini.parse(text).sections().get(0));
        } catch (IniException edited) {
            return Optional.empty();
        }
    }

    private static boolean is(Ending ending, State state) {
        return ending.outcome().state() == state;
    }
}
