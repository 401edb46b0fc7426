package org.fjd.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A set of exit codes, written as {@code 0 3 10-20}.
 *
 * @param ranges in the order in which they were written
 */
public record ExitCodes(List<Range> ranges) {

    /** Only 0, as programs mean it. */
    public static final ExitCodes ZERO = new ExitCodes(List.of(new Range(0, 0)));

    /** No code is greater. */
    public static final int LARGEST = 255;

    private static final Pattern RANGE = Pattern.compile("(\\d{1,3})(?:-(\\d{1,3}))?");

    /**
     * Codes next to each other.
     *
     * @param first from 0 to {@code last}
     * @param last up to 255
     */
    public record Range(int first, int last) {

        @Override
        public String toString() {
            return first == last ? Integer.toString(first) : first + "-" + last;
        }
    }

    /** Keeps a copy of the ranges. */
    public ExitCodes {
        ranges = List.copyOf(ranges);
    }

    /**
     * Reads codes and ranges of codes, each from 0 to 255, separated by white space or commas.
     * Empty if there is none, or one that is anything else.
     */
    public static Optional<ExitCodes> parse(String text) {
        List<Range> ranges = new ArrayList<>();
        for (String word : Words.split(text)) {
            Matcher range = RANGE.matcher(word);
            if (!range.matches()) {
                return Optional.empty();
            }
            int first = Integer.parseInt(range.group(1));
            int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
            if (first > last || last > LARGEST) {
                return Optional.empty();
            }
            ranges.add(new Range(first, last));
        }
        return ranges.isEmpty() ? Optional.empty() : Optional.of(new ExitCodes(ranges));
    }

    public boolean contains(int code) {
        return ranges.stream().anyMatch(range -> range.first() <= code && code <= range.last());
    }

    /** As {@link #parse} reads it. */
    @Override
    public String toString() {
        return ranges.stream().map(Range::toString).collect(Collectors.joining(" "));
    }
}
