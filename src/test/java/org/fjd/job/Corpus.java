package org.fjd.job;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Malformed and odd job files, and what must become of each: those in {@code
 * src/test/resources/corpus}, of which {@code MANIFEST} there tells, and large ones made here.
 */
public final class Corpus {

    /** What becomes of a job file. */
    public enum Fate {
        /** It is run. */
        RUNS,
        /** It can't be started, and has a result that says why. */
        FAILS,
        /** It is set aside as it is, with the reason beside it. */
        REJECTED
    }

    /**
     * A job file.
     *
     * @param latin1 its content, one character for each byte
     * @param attempt which attempt its next run is
     * @param section the section in which its end is recorded
     * @param expected of one that runs, its command; of any other, words of the reason
     */
    public record Specimen(
            String name, String latin1, Fate fate, int attempt, String section, String expected) {

        public byte[] content() {
            return latin1.getBytes(ISO_8859_1);
        }

        /** The command to execute, for a job file at this path. */
        public List<String> argv(String jobFile) {
            if (expected.startsWith(SHELL)) {
                return List.of("sh", "-c", expected.substring(SHELL.length()), "sh", jobFile);
            }
            List<String> argv = new ArrayList<>(List.of(expected.split(BETWEEN_WORDS, -1)));
            argv.add(jobFile);
            return argv;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static final Path DIRECTORY = Path.of("src/test/resources/corpus");

    private static final String SHELL = "sh -c ";
    private static final String BETWEEN_WORDS = " \u00b7 ";
    private static final String JOB = "[control]\nexecutable: true\n";
    private static final Pattern LINE =
            Pattern.compile("(\\S+)\\.conf +\\| (\\w+)(?: (\\d+) (\\S+))? +\\| (.+)");

    private static final Pattern INVISIBLE = Pattern.compile("\\\\u([0-9a-f]{4})");

    private Corpus() {}

    /** All of them. */
    public static Stream<Specimen> specimens() throws IOException {
        return Stream.concat(listed().stream(), large());
    }

    /** Those of which the manifest tells. */
    static List<Specimen> listed() throws IOException {
        List<Specimen> specimens = new ArrayList<>();
        for (String line : Files.readAllLines(DIRECTORY.resolve("MANIFEST"))) {
            if (!line.isEmpty() && !line.startsWith("#")) {
                specimens.add(specimen(line));
            }
        }
        return specimens;
    }

    private static Specimen specimen(String line) throws IOException {
        Matcher matcher = LINE.matcher(line);
        if (!matcher.matches()) {
            throw new AssertionError("not a line of the manifest: " + line);
        }
        String name = matcher.group(1);
        return new Specimen(
                name,
                Files.readString(DIRECTORY.resolve(name + ".conf"), ISO_8859_1),
                Stream.of(Fate.values())
                        .filter(fate -> fate.name().equalsIgnoreCase(matcher.group(2)))
                        .findFirst()
                        .orElseThrow(),
                matcher.group(3) == null ? 1 : Integer.parseInt(matcher.group(3)),
                matcher.group(4) == null ? "result" : matcher.group(4),
                INVISIBLE
                        .matcher(matcher.group(5))
                        .replaceAll(m -> Character.toString(Integer.parseInt(m.group(1), 16))));
    }

    /** Too large to be kept, or to be looked at. */
    private static Stream<Specimen> large() {
        String lost =
                IntStream.rangeClosed(1, 10_000)
                        .mapToObj(
                                i ->
                                        "\n[attempt.%d]\nstate = lost\nrun = w.%d\nwhole = yes\n"
                                                .formatted(i, i))
                        .collect(joining());
        String stairs =
                IntStream.rangeClosed(1, 1400)
                        .mapToObj(i -> " ".repeat(i) + "x\n")
                        .collect(joining());
        return Stream.of(
                runs("of-the-largest-size", filled(JOB, "#\n", JobFile.MAX_BYTES), "true"),
                rejected(
                        "past-the-largest-size", filled(JOB, "#\n", JobFile.MAX_BYTES + 1), "Keep"),
                rejected("of-nothing-but-nuls", "\0".repeat(JobFile.MAX_BYTES), "a binary file"),
                rejected("of-nothing-but-newlines", "\n".repeat(JobFile.MAX_BYTES), "no [control]"),
                rejected("of-nothing-but-blanks", " ".repeat(JobFile.MAX_BYTES), "no [control]"),
                rejected("of-nothing-but-brackets", "[".repeat(JobFile.MAX_BYTES), "Line 1 opens"),
                rejected(
                        "of-nothing-but-names",
                        filled("", "[]", JobFile.MAX_BYTES),
                        "no [control]"),
                rejected("of-headers-not-closed", filled("", "[x\n", 500_000), "Line 1 opens"),
                rejected(
                        "without-a-line-end",
                        "x".repeat(JobFile.MAX_BYTES),
                        "Line 1 comes before the first section"),
                rejected(
                        "of-executables", filled("[control]\n", "executable:a\n", 500_000), "once"),
                rejected("of-controls", filled("", "[control]\n", 500_000), "more than one"),
                rejected(
                        "with-a-quote-far-open",
                        "[control]\nexecutable: a '" + "b ".repeat(500_000),
                        "quote (') that is not closed"),
                runs(
                        "with-a-long-word",
                        "[control]\nexecutable: " + "a".repeat(1_000_000) + "\n",
                        "a".repeat(1_000_000)),
                runs("with-a-long-line", JOB + "[params]\na: " + "b".repeat(1_000_000), "true"),
                runs("with-many-sections", filled(JOB, "[s]\n", JobFile.MAX_BYTES), "true"),
                runs("with-many-keys", filled(JOB + "[s]\n", "a:1\n", JobFile.MAX_BYTES), "true"),
                runs(
                        "with-a-long-list",
                        filled(JOB + "[s]\na:\n", " b\n", JobFile.MAX_BYTES),
                        "true"),
                runs("with-a-long-stair", JOB + "[s]\na:\n" + stairs, "true"),
                shell("with-many-substitutions", "a " + "$(b) ".repeat(100_000), " \"$@\""),
                shell("with-deep-substitutions", "a " + "$(".repeat(300_000), ""),
                shell("with-deep-braces", "a " + "${b:-".repeat(150_000), ""),
                shell("with-deep-quotes", "a " + "\"$(".repeat(200_000), ""),
                shell("with-deep-parentheses", "(".repeat(500_000), ""),
                shell("with-deep-backquotes", "a " + "`\\".repeat(300_000), ""),
                new Specimen("lost-very-often", JOB + lost, Fate.RUNS, 10_001, "result", "true"),
                new Specimen(
                        "torn-very-often",
                        filled(JOB, "[result]\n", JobFile.MAX_BYTES),
                        Fate.RUNS,
                        1,
                        "result.2",
                        "true"));
    }

    private static String filled(String start, String pattern, int length) {
        int rest = length - start.length();
        return start + pattern.repeat(rest / pattern.length() + 1).substring(0, rest);
    }

    private static Specimen runs(String name, String content, String command) {
        return new Specimen(name, content, Fate.RUNS, 1, "result", command);
    }

    private static Specimen shell(String name, String line, String added) {
        return runs(name, "[control]\nexecutable: " + line, SHELL + line.strip() + added);
    }

    private static Specimen rejected(String name, String content, String words) {
        return new Specimen(name, content, Fate.REJECTED, 1, "result", words);
    }
}
