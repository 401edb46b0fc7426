package org.fjd.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A stretch of a job file that fjd itself wrote. It is found in a text of one character per byte
 * (ISO 8859-1), so that offsets are the file's and nothing before it, however odd, hides it.
 *
 * <p>A whole one ends at its {@code whole = yes} line, not at the next section: a job may append to
 * its own file, and that must not undo what was recorded.
 *
 * @param number the N of {@code [attempt.N]}, {@code [result.N]} and their like; 1 where there is
 *     none
 */
record Trace(Kind kind, long number, int start, int end, boolean whole) {

    enum Kind {
        ATTEMPT,
        RESULT,
        CHANGE,
        VALUES,
        SUBMITTED,
        /** Not even the header was written to its end. */
        FRAGMENT
    }

    /** The largest number that is read. */
    static final long LARGEST = 999_999_999_999_999_999L;

    private static final Pattern HEADER =
            Pattern.compile(
                    "\\[(?:(attempt|result|change|values|submitted)\\.([1-9]\\d{0,17})|(result|values|submitted))]");
    private static final Pattern HEADER_CUT_OFF =
            Pattern.compile("\\[(?:attempt|result|change|values)\\.\\d+");
    private static final Pattern WHOLE = Pattern.compile("whole = yes[ \t\r]*");

    /** All of them, in order. */
    static List<Trace> find(String latin1) {
        List<Trace> traces = new ArrayList<>();
        List<Integer> starts = starts(latin1);
        int end = latin1.length();
        boolean ownFollows = true;
        for (int i = starts.size() - 1; i >= 0; i--) {
            int start = starts.get(i);
            int newline = latin1.indexOf('\n', start);
            int bodyStart = newline < 0 ? end : newline + 1;
            String headerLine = latin1.substring(start, bodyStart).stripTrailing();
            Matcher header = HEADER.matcher(headerLine);
            boolean own = header.matches();
            boolean fragment =
                    !own
                            && ownFollows
                            && isCutOff(headerLine)
                            && latin1.substring(bodyStart, end).isBlank();
            if (own) {
                int whole = endOfWhole(latin1, bodyStart, end);
                traces.add(
                        new Trace(
                                kind(header),
                                header.group(2) == null ? 1 : Long.parseLong(header.group(2)),
                                start,
                                whole < 0 ? end : whole,
                                whole >= 0));
            } else if (fragment) {
                traces.add(new Trace(Kind.FRAGMENT, 1, start, end, false));
            }
            ownFollows = own || fragment;
            end = start;
        }
        Collections.reverse(traces);
        return traces;
    }

    /** Where lines begin with a bracket. */
    private static List<Integer> starts(String latin1) {
        List<Integer> starts = new ArrayList<>();
        if (latin1.startsWith("[")) {
            starts.add(0);
        }
        int newline = latin1.indexOf("\n[");
        while (newline >= 0) {
            starts.add(newline + 1);
            newline = latin1.indexOf("\n[", newline + 1);
        }
        return starts;
    }

    /** The end of the first line that tells a section from {@code start} is whole, or -1. */
    private static int endOfWhole(String latin1, int start, int end) {
        int line = start;
        while (line < end) {
            int newline = latin1.indexOf('\n', line);
            if (newline < 0) {
                return -1;
            }
            if (latin1.startsWith("whole", line)
                    && WHOLE.matcher(latin1).region(line, newline).matches()) {
                return newline + 1;
            }
            line = newline + 1;
        }
        return -1;
    }

    private static Kind kind(Matcher header) {
        String word = header.group(1) == null ? header.group(3) : header.group(1);
        return switch (word) {
            case "attempt" -> Kind.ATTEMPT;
            case "result" -> Kind.RESULT;
            case "change" -> Kind.CHANGE;
            case "values" -> Kind.VALUES;
            default -> Kind.SUBMITTED;
        };
    }

    private static boolean isCutOff(String line) {
        return Stream.of("[attempt.", "[result.", "[change.", "[values.")
                        .anyMatch(header -> header.startsWith(line))
                || HEADER_CUT_OFF.matcher(line).matches();
    }
}
