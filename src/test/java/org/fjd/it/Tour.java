package org.fjd.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a section of the README tells its reader to type, and what it says that is printed. */
final class Tour {

    private static final String INDENT = "    ";
    private static final String PROMPT = "$ ";
    private static final String ELISION = "...";

    /**
     * A command and what it prints.
     *
     * @param command empty where what is shown is printed by one that still runs
     */
    record Step(String command, List<String> shown) {

        /** Whether that is what was printed, but for what is another at each time. */
        boolean shows(String printed, Path spool) {
            String expected =
                    alike(shown).stream()
                            .map(line -> line.equals(ELISION) ? "(?:.*\n)*?" : literally(line))
                            .collect(Collectors.joining());
            String actual = printed.replace(spool.toString(), "/home/me/work");
            return (String.join("\n", alike(actual.lines().toList())) + "\n")
                    .matches(expected.isEmpty() ? "\n" : expected);
        }

        private static String literally(String line) {
            return Pattern.quote(line + "\n");
        }
    }

    private Tour() {}

    /** The steps of a section. */
    static List<Step> of(Path readme, String heading) throws IOException {
        List<Step> steps = new ArrayList<>();
        boolean inSection = false;
        boolean inBlock = false;
        int blanks = 0;
        for (String line : Files.readAllLines(readme)) {
            if (line.startsWith("## ")) {
                inSection = line.equals("## " + heading);
            } else if (inSection && line.isEmpty()) {
                blanks++;
            } else if (inSection && line.startsWith(INDENT)) {
                add(steps, line.substring(INDENT.length()), inBlock ? blanks : -1);
                inBlock = true;
                blanks = 0;
            } else {
                inBlock = false;
                blanks = 0;
            }
        }
        return steps;
    }

    /**
     * Adds a line of a block.
     *
     * @param blanks how many empty ones are before it; -1 if it is the first
     */
    private static void add(List<Step> steps, String line, int blanks) {
        if (line.startsWith(PROMPT)) {
            steps.add(new Step(line.substring(PROMPT.length()), new ArrayList<>()));
            return;
        }
        if (blanks < 0) {
            steps.add(new Step("", new ArrayList<>()));
        }
        List<String> shown = steps.get(steps.size() - 1).shown();
        for (int i = 0; i < blanks; i++) {
            shown.add("");
        }
        shown.add(line);
    }

    /** Times, hosts, processes and the width of columns are made alike, repetitions dropped. */
    private static List<String> alike(List<String> lines) {
        List<String> alike = new ArrayList<>();
        for (String line : lines) {
            String same =
                    line.replaceAll("\\S+-\\d+-[0-9a-z]{8}\\b", "WORKER")
                            .replaceAll("on \\S+, process \\d+", "on HOST, process N")
                            .replaceAll("[\\d.]+ jobs/(s|min|h)", "N jobs/TIME")
                            .replaceAll("\\b\\d+(ms|s|m|h)( \\d+(s|m))?\\b", "TIME")
                            .replaceAll("^fit-\\d+ +running", "fit-N running")
                            .replaceAll("(?<=\\S) +", " ");
            if (alike.isEmpty() || !alike.get(alike.size() - 1).equals(same)) {
                alike.add(same);
            }
        }
        return alike;
    }
}
