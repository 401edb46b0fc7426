package org.fjd.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.fjd.ini.Section;
import org.fjd.job.JobName;
import org.fjd.job.Quoting;

/** Texts from files, as they may be shown. */
final class Text {

    private static final Pattern JSON_NUMBER =
            Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");

    /** Of a terminal, where nothing else is known of it. */
    static final int WIDTH = 80;

    private static final Pattern DIRECTION = Pattern.compile("[\u202A-\u202E\u2066-\u2069]");

    private Text() {}

    /** A text on one line that does not control a terminal; each tab becomes a blank. */
    static String oneLine(String text) {
        if (text.isBlank() || isPlain(text)) {
            return text.isBlank() ? "" : text;
        }
        String printable = new Section.Entry("text", text).oneLine().value().replace('\t', ' ');
        return DIRECTION.matcher(printable).replaceAll("\uFFFD");
    }

    /** A job's name at the end of a command line that may be pasted into a shell. */
    static String argument(JobName name) {
        return Quoting.arguments(List.of(name.value()));
    }

    /** A text in indented lines that fit a terminal; words longer than a line stay whole. */
    static List<String> wrapped(String text, String indent) {
        return wrapped(text, indent, indent, WIDTH);
    }

    /**
     * The same.
     *
     * @param first what the first line begins with, instead of the indent
     * @param width how many columns a line may have
     */
    static List<String> wrapped(String text, String first, String indent, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        int length = Width.of(first);
        boolean empty = true;
        for (String word : text.split(" ", -1)) {
            int more = Width.of(word);
            if (!empty && length + 1 + more > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                length = Width.of(indent);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            length += (empty ? 0 : 1) + more;
            empty = false;
        }
        lines.add(line.toString());
        return lines;
    }

    /** Most texts are, and there may be very many. */
    private static boolean isPlain(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean atEnd = i == 0 || i == text.length() - 1;
            if (c > '~' || c < ' ' || (c == ' ' && atEnd)) {
                return false;
            }
        }
        return true;
    }

    /** What JSON has for it: a number where it is written as one there, else the text. */
    static Object json(String text) {
        if (!JSON_NUMBER.matcher(text).matches()) {
            return text;
        }
        try {
            BigDecimal number = new BigDecimal(text);
            return number.signum() == 0 && text.startsWith("-") ? text : number;
        } catch (ArithmeticException | NumberFormatException e) {
            return text; // an exponent that nobody can reckon with
        }
    }
}
