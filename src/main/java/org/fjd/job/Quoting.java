package org.fjd.job;

import java.util.regex.Pattern;

/** Shows any text on one line of a terminal, so that it cannot be taken for anything else. */
public final class Quoting {

    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9._+@%,=:/~\\-[\\p{L}\\p{M}\\p{N}]]+");

    private Quoting() {}

    /**
     * A text as it is where it is plain, else in single quotes with everything odd escaped. It
     * never breaks a line and never controls a terminal. A shell reads it back unless it has
     * backslashes or what can't be seen.
     */
    public static String quoted(String text) {
        if (PLAIN.matcher(text).matches()) {
            return text;
        }
        StringBuilder quoted = new StringBuilder("'");
        text.codePoints().forEach(c -> append(quoted, c));
        return quoted.append('\'').toString();
    }

    private static void append(StringBuilder quoted, int c) {
        switch (c) {
            case '\'' -> quoted.append("'\\''");
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            case ' ' -> quoted.append(' ');
            default -> {
                if (isVisible(c)) {
                    quoted.appendCodePoint(c);
                } else {
                    quoted.append(String.format("\\u{%x}", c));
                }
            }
        }
    }

    private static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    false;
            default -> true;
        };
    }
}
