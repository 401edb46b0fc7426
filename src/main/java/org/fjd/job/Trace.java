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

    private static final Pattern SECTION = Pattern.compile("(?md)^\\[.*");
    private static final Pattern HEADER =
            Pattern.compile(
                    "\\[(?:(attempt|result|change|values|submitted)\\.([1-9]\\d{0,17})|(result|values|submitted))]");
    private static final Pattern HEADER_CUT_OFF =
            Pattern.compile("\\[(?:attempt|result|change|values)\\.\\d+");
    private static final Pattern WHOLE = Pattern.compile("(?md)^whole = yes[ \t\r]*\n");

    /** All of them, in order. */
    static List<Trace> find(String latin1) {
        List<Trace> traces = new ArrayList<>();
        List<Integer> starts = SECTION.matcher(latin1).results().map(m -> m.start()).toList();
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
                Matcher whole = WHOLE.matcher(latin1).region(bodyStart, end);
                boolean isWhole = whole.find();
                traces.add(
                        new Trace(
                                kind(header),
                                header.group(2) == null ? 1 : Long.parseLong(header.group(2)),
                                start,
                                isWhole ? whole.end() : end,
                                isWhole));
            } else if (fragment) {
                traces.add(new Trace(Kind.FRAGMENT, 1, start, end, false));
            }
            ownFollows = own || fragment;
            end = start;
        }
        Collections.reverse(traces);
        return traces;
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
