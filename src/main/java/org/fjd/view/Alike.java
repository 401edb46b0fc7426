package org.fjd.view;

import java.util.List;
import java.util.regex.Pattern;
import org.fjd.ini.Section.Entry;

/** Makes lines alike that differ only in what differs from run to run. */
final class Alike {

    private record Rule(Pattern pattern, String placeholder) {}

    private static final int LONGEST = 300;

    private static final Pattern CONTROLS = Pattern.compile("\u001b\\[[0-9;:?]*[A-Za-z]");
    private static final Pattern WITHOUT_WORDS =
            Pattern.compile("(?:\\b(?:JOB|TIME|HEX|PATH|N)\\b|[^\\p{L}\\d])*");

    /** Each sees what those before it have left. */
    private static final List<Rule> RULES =
            List.of(
                    new Rule(CONTROLS, ""),
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

    /** A line as it was, without control characters, and not longer than is of use. */
    static String asItWas(String line) {
        return safe(CONTROLS.matcher(shortened(line)).replaceAll(""));
    }

    /** Such a line with placeholders. */
    static String line(String line) {
        return replaced(shortened(line));
    }

    /** Such a line with placeholders, one of them for the job's name. */
    static String line(String line, Job job) {
        String stem = job.name().original().value();
        String named = shortened(line);
        return replaced(stem.length() > 1 ? named(named(named, job.name().value()), stem) : named);
    }

    /** Whether a line has no words but placeholders. */
    static boolean isEmptyOfWords(String line) {
        return WITHOUT_WORDS.matcher(line).matches();
    }

    /** A name that is part of a word is an accident. */
    private static String named(String line, String name) {
        return line.replaceAll("(?<![\\p{L}\\d])" + Pattern.quote(name) + "(?![\\p{L}\\d])", "JOB");
    }

    private static String shortened(String line) {
        return line.length() > LONGEST ? line.substring(0, LONGEST) : line;
    }

    private static String replaced(String line) {
        String alike = line;
        for (Rule rule : RULES) {
            alike = rule.pattern().matcher(alike).replaceAll(rule.placeholder());
        }
        return safe(alike);
    }

    private static String safe(String line) {
        return new Entry("line", line).oneLine().value();
    }
}
