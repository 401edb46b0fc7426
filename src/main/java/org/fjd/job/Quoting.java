package org.fjd.job;

import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Shows any text on one line of a terminal, so that it cannot be taken for anything else. */
public final class Quoting {

    private static final Pattern PLAIN =
            Pattern.compile("[A-Za-z0-9._+@%,=:/~\\-[\\p{L}\\p{M}\\p{N}]]+");

    /** What no shell takes for anything but itself. */
    private static final Pattern PLAIN_WORD =
            Pattern.compile("[\\p{L}\\p{N}._+@%,:/-][\\p{L}\\p{M}\\p{N}._+@%,=:/~-]*");

    private Quoting() {}

    /**
     * Texts as arguments of a command line, to be pasted into bash, zsh or a shell of POSIX.1-2024:
     * after {@code --} where one could be taken for an option. They never break a line and never
     * control a terminal.
     */
    public static String arguments(Collection<String> texts) {
        boolean looksLikeAnOption = texts.stream().anyMatch(text -> text.startsWith("-"));
        return (looksLikeAnOption ? "-- " : "")
                + texts.stream().map(Quoting::argument).collect(Collectors.joining(" "));
    }

    /** One of them, where it can't be taken for an option. */
    public static String argument(String text) {
        if (PLAIN_WORD.matcher(text).matches()) {
            return text;
        }
        if (text.codePoints().allMatch(c -> c == ' ' || isVisible(c))) {
            return ShellWords.inQuotes(text);
        }
        StringBuilder quoted = new StringBuilder("$'");
        text.codePoints().forEach(c -> append(quoted, c, "\\'", Quoting::octal));
        return quoted.append('\'').toString();
    }

    /** As bytes, in a form that does not depend on the locale or on what follows. */
    private static String octal(int c) {
        StringBuilder bytes = new StringBuilder();
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
            bytes.append(String.format("\\%03o", b & 0xff));
        }
        return bytes.toString();
    }

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
        text.codePoints()
                .forEach(c -> append(quoted, c, "'\\''", odd -> String.format("\\u{%x}", odd)));
        return quoted.append('\'').toString();
    }

    private static void append(
            StringBuilder quoted, int c, String apostrophe, IntFunction<String> unseen) {
        switch (c) {
            case '\'' -> quoted.append(apostrophe);
            case '\\' -> quoted.append("\\\\");
            case '\n' -> quoted.append("\\n");
            case '\r' -> quoted.append("\\r");
            case '\t' -> quoted.append("\\t");
            default -> {
                if (c == ' ' || isVisible(c)) {
                    quoted.appendCodePoint(c);
                } else {
                    quoted.append(unseen.apply(c));
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
