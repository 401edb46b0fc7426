package org.fjd.view;

import java.util.List;
import java.util.regex.Pattern;
import org.fjd.ini.Section.Entry;

/** Makes lines alike that differ only in what differs from run to run. */
final class Alike {

    private record Rule(Pattern pattern, String placeholder) {}

    private static final int LONGEST = 300;

    /** Each sees what those before it have left. */
    private static final List<Rule> RULES =
            List.of(
                    rule("\u001b\\[[0-9;:?]*[A-Za-z]", ""),
                    rule(
                            "\\d{4}-\\d\\d-\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d)?(?:[.,]\\d+)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?",
                            "TIME"),
                    rule("\\b\\d{1,2}:\\d\\d(?::\\d\\d)?(?:[.,]\\d+)?\\b", "TIME"),
                    rule(
                            "\\b\\p{XDigit}{8}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{4}-\\p{XDigit}{12}\\b",
                            "HEX"),
                    rule("\\b0[xX]\\p{XDigit}+\\b", "HEX"),
                    rule("\\b(?=[a-f]*\\d)(?=\\d*[a-f])[0-9a-f]{8,}\\b", "HEX"),
                    rule("(?<![\\w/])(?:\\.{0,2}/)[^\\s:;,'\"()\\[\\]<>]+", "PATH"),
                    rule("(?:(?<![\\w-])[-+])?\\d+(?:[.,]\\d+)*(?:[eE][-+]?\\d+)?", "N"));

    private Alike() {}

    private static Rule rule(String pattern, String placeholder) {
        return new Rule(Pattern.compile(pattern), placeholder);
    }

    /** A name that is part of a word is an accident. */
    private static String named(String line, String name) {
        return line.replaceAll("(?<![\\p{L}\\d])" + Pattern.quote(name) + "(?![\\p{L}\\d])", "JOB");
    }

    /** A line with placeholders, without control characters, and not longer than is of use. */
    static String line(String line, Job job) {
        String alike = line.length() > LONGEST ? line.substring(0, LONGEST) : line;
        String stem = job.name().original().value();
        if (stem.length() > 1) {
            alike = named(named(alike, job.name().value()), stem);
        }
        for (Rule rule : RULES) {
            alike = rule.pattern().matcher(alike).replaceAll(rule.placeholder());
        }
        return new Entry("line", alike).oneLine().value();
    }
}
