package org.fjd.cli;

import org.jline.utils.WCWidth;

/** How many columns of a terminal texts take: two for wide characters, none for combining ones. */
final class Width {

    private Width() {}

    static int of(String text) {
        int width = 0;
        for (int i = 0; i < text.length(); ) {
            int character = text.codePointAt(i);
            width += of(character);
            i += Character.charCount(character);
        }
        return width;
    }

    private static int of(int character) {
        if (character < 0x300) {
            return 1; // as nearly all are; nothing before these is wide or combines
        }
        return Math.max(0, WCWidth.wcwidth(character));
    }

    /** As much of a text's beginning as there is room for. */
    static String head(String text, int most) {
        int width = 0;
        int end = 0;
        while (end < text.length()) {
            int character = text.codePointAt(end);
            width += of(character);
            if (width > most) {
                break;
            }
            end += Character.charCount(character);
        }
        return text.substring(0, end);
    }

    /** As much of a text's end as there is room for; it does not begin with a combining one. */
    static String tail(String text, int most) {
        int width = 0;
        int start = text.length();
        for (int i = text.length(); i > 0; ) {
            int character = text.codePointBefore(i);
            width += of(character);
            if (width > most) {
                break;
            }
            i -= Character.charCount(character);
            start = of(character) > 0 ? i : start;
        }
        return text.substring(start);
    }
}
