package org.fjd.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/** Rows of texts in columns that are as wide as they need to be, or as a terminal lets them. */
final class Table {

    private static final String GAP = "  ";
    private static final int NARROWEST = 8;

    private final List<String> headers;
    private final Set<Integer> right;
    private final List<List<String>> rows = new ArrayList<>();
    private final int[] widest;
    private int stateColumn = -1;

    /**
     * A table without rows.
     *
     * @param right the columns, from 0, whose texts end below each other
     */
    Table(List<String> headers, Set<Integer> right) {
        this.headers = List.copyOf(headers);
        this.right = Set.copyOf(right);
        this.widest = headers.stream().mapToInt(Width::of).toArray();
    }

    /** Shows the words for states in this column in their colours. */
    void colour(int column) {
        stateColumn = column;
    }

    /** Adds a row: a text on one line for each column. */
    void add(List<String> row) {
        rows.add(row);
        for (int i = 0; i < widest.length; i++) {
            widest[i] = Math.max(widest[i], Width.of(row.get(i)));
        }
    }

    /**
     * The lines, header first.
     *
     * @param width if given, no line is longer: texts are shortened, in the middle where they are
     *     one word, else at the end
     */
    Iterable<String> lines(OptionalInt width) {
        int[] widths = widest.clone();
        if (width.isPresent()) {
            fit(widths, width.getAsInt());
        }
        return () ->
                IntStream.rangeClosed(0, rows.size())
                        .mapToObj(
                                i ->
                                        i == 0
                                                ? line(headers, widths, width, -1)
                                                : line(rows.get(i - 1), widths, width, stateColumn))
                        .iterator();
    }

    private static void fit(int[] widths, int width) {
        int excess = IntStream.of(widths).sum() + GAP.length() * (widths.length - 1) - width;
        for (; excess > 0; excess--) {
            int widest = 0;
            for (int i = 1; i < widths.length; i++) {
                widest = widths[i] > widths[widest] ? i : widest;
            }
            if (widths[widest] <= NARROWEST) {
                return;
            }
            widths[widest]--;
        }
    }

    private String line(List<String> row, int[] widths, OptionalInt width, int coloured) {
        StringBuilder line = new StringBuilder();
        int state = 0;
        for (int i = 0; i < widths.length; i++) {
            String text = shortened(row.get(i), widths[i]);
            String blanks = " ".repeat(widths[i] - Width.of(text));
            line.append(i == 0 ? "" : GAP);
            state = i == coloured ? line.length() : state;
            line.append(right.contains(i) ? blanks + text : text + blanks);
        }
        String whole = line.toString().stripTrailing();
        String fitting = width.isPresent() ? shortenedAtEnd(whole, width.getAsInt()) : whole;
        if (coloured < 0 || !fitting.startsWith(row.get(coloured), state)) {
            return fitting; // the word itself was shortened
        }
        String word = row.get(coloured);
        return fitting.substring(0, state)
                + StateColour.of(word, true)
                + fitting.substring(state + word.length());
    }

    /** A text of at most so many columns. */
    static String shortened(String text, int most) {
        if (Width.of(text) <= most) {
            return text;
        }
        if (text.indexOf(' ') >= 0) {
            return shortenedAtEnd(text, most);
        }
        int head = most / 2;
        int tail = most - head - 1;
        return Width.head(text, head) + "…" + Width.tail(text, tail);
    }

    private static String shortenedAtEnd(String text, int most) {
        return Width.of(text) <= most ? text : Width.head(text, most - 1) + "…";
    }
}
