package org.fjd.ini;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A line that says something, trimmed; comments and blank lines are none.
 *
 * @param number the line's number in the text, counted from 1
 * @param continuation whether it continues the value of the key above it
 */
record Line(int number, String text, boolean continuation) {

    private static final Pattern COMMENTED_HEADER = Pattern.compile("(?s)^(\\[[^]]*])\\s+[;#].*");

    static List<Line> split(String text) {
        List<Line> lines = new ArrayList<>();
        boolean inValue = false;
        int keyIndent = 0;
        int number = 0;
        for (String raw : text.lines().toList()) {
            number++;
            String trimmed = raw.trim();
            if (trimmed.isEmpty() || trimmed.startsWith(";") || trimmed.startsWith("#")) {
                continue;
            }
            int indent = raw.indexOf(trimmed);
            boolean continuation = inValue && indent > keyIndent;
            if (!continuation) {
                keyIndent = indent;
                inValue = !trimmed.startsWith("[");
                if (!inValue) {
                    trimmed = COMMENTED_HEADER.matcher(trimmed).replaceFirst("$1");
                }
            }
            lines.add(new Line(number, trimmed, continuation));
        }
        return lines;
    }
}
