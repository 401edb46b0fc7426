package org.fjd.ini;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text in which single values are changed, and all else stays as its author wrote it: comments,
 * blank lines, order, indentation, line ends.
 */
public final class IniText {

    private static final Pattern LINE = Pattern.compile("[^\r\n]*(\r\n|\r|\n)|[^\r\n]+");
    private static final Pattern ENTRY =
            Pattern.compile("(?s)(\\s*)([^:=]*?)(?:(\\s*[:=]\\s*).*)?");
    private static final String SEPARATOR = " = ";

    private final List<String> lines;

    private IniText(String text) {
        lines = new ArrayList<>(LINE.matcher(text).results().map(found -> found.group()).toList());
    }

    /**
     * Gives a key of a section a value. What a reader would take is what is changed: the first
     * section of that name, and in it the first such key. Where there is none, it is added.
     *
     * @param text one that {@link Ini#parse} reads
     * @param value on one line, without white space around it
     */
    public static String with(String text, String section, String key, String value) {
        IniText changed = new IniText(text);
        changed.put(section, key, value, Line.split(text));
        return String.join("", changed.lines);
    }

    private void put(String section, String key, String value, List<Line> said) {
        int last = -1; // of the lines of the section
        for (int i = 0; i < said.size(); i++) {
            Line line = said.get(i);
            if (last < 0) {
                if (!line.continuation() && name(line).equals(Optional.of(section))) {
                    last = line.number();
                }
            } else if (!line.continuation() && line.text().startsWith("[")) {
                break;
            } else if (!line.continuation() && isOf(key, line)) {
                replace(line, value, continuations(said, i));
                return;
            } else {
                last = line.number();
            }
        }
        if (last < 0) {
            add(lines.size(), "[" + section + "]");
            last = lines.size();
        }
        add(last, key + SEPARATOR + value);
    }

    private static Optional<String> name(Line line) {
        String text = line.text();
        return text.startsWith("[") && text.endsWith("]")
                ? Optional.of(text.substring(1, text.length() - 1).trim())
                : Optional.empty();
    }

    private static boolean isOf(String key, Line line) {
        return line.text()
                .split("[:=]", 2)[0]
                .trim()
                .toLowerCase(Locale.ROOT)
                .equals(key.toLowerCase(Locale.ROOT));
    }

    private static List<Line> continuations(List<Line> said, int entry) {
        int end = entry + 1;
        while (end < said.size() && said.get(end).continuation()) {
            end++;
        }
        return said.subList(entry + 1, end);
    }

    private void replace(Line line, String value, List<Line> continuations) {
        int at = line.number() - 1;
        String end = end(lines.get(at));
        String old = lines.get(at).substring(0, lines.get(at).length() - end.length());
        Matcher entry = ENTRY.matcher(old);
        if (entry.matches()) {
            String separator = entry.group(3) == null ? SEPARATOR : entry.group(3);
            lines.set(at, entry.group(1) + entry.group(2) + separator + value + end);
        }
        for (int i = continuations.size() - 1; i >= 0; i--) {
            lines.remove(continuations.get(i).number() - 1);
        }
    }

    /** Adds a line behind so many others. */
    private void add(int before, String line) {
        String end = lines.isEmpty() ? "" : end(lines.get(0));
        String usual = end.isEmpty() ? "\n" : end;
        if (before > 0 && end(lines.get(before - 1)).isEmpty()) {
            lines.set(before - 1, lines.get(before - 1) + usual);
        }
        lines.add(before, line + usual);
    }

    private static String end(String line) {
        return line.endsWith("\r\n")
                ? "\r\n"
                : line.endsWith("\n") ? "\n" : line.endsWith("\r") ? "\r" : "";
    }
}
