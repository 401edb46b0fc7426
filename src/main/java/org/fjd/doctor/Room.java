package org.fjd.doctor;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How much fits on a file system yet.
 *
 * @param bytes for this user; empty if that is not known
 * @param files how many, for this user; empty where that is not limited, or not known
 */
public record Room(OptionalLong bytes, OptionalLong files) {

    /**
     * The file system's name and place may have blanks; {@code -} stands where there is nothing.
     */
    private static final Pattern ROW =
            Pattern.compile(".*?\\s(\\d+|-)\\s+(\\d+|-)\\s+(-?\\d+|-)\\s+(\\d+%|-)\\s+/.*");

    /**
     * The free inodes of what {@code df -Pi} prints of one file system. Where there are none in
     * all, the file system makes them as they are needed.
     */
    static OptionalLong files(String df) {
        return df.lines()
                .skip(1)
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .filter(row -> row.group(1).length() < 19 && row.group(3).length() < 19)
                .filter(row -> row.group(1).matches("0*[1-9]\\d*") && !row.group(3).equals("-"))
                .mapToLong(row -> Math.max(0, Long.parseLong(row.group(3))))
                .findFirst();
    }
}
