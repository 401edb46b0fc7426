package org.fjd.recruit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.fjd.job.Command;
import org.fjd.job.Rejection;

/**
 * A command line with placeholders, such as <code>{count}</code>. One without shell syntax is run
 * without a shell, and what a placeholder stands for is part of an argument, or a whole one. One
 * with shell syntax is given these as variables, so that they mean nothing to the shell whatever is
 * in them. Immutable.
 */
final class Template {

    /** Stands for any number of arguments. */
    static final String OPTIONS = "options";

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z]+)\\}");

    /** In the place of placeholders, while the line is taken apart: nothing to a shell. */
    private static final char FIRST = '\uE000';

    private final String line;
    private final boolean needsShell;
    private final List<String> words;
    private final List<String> names;

    private Template(String line, boolean needsShell, List<String> words, List<String> names) {
        this.line = line;
        this.needsShell = needsShell;
        this.words = words;
        this.names = names;
    }

    /**
     * Reads a line.
     *
     * @param known the placeholders that it may have
     * @throws Rejection if it has others, or within quotes, or is no command
     */
    static Template parse(String line, Set<String> known) throws Rejection {
        List<String> names = List.copyOf(new TreeSet<>(known));
        if (line.chars().anyMatch(c -> c >= FIRST && c < FIRST + names.size())) {
            throw new Rejection("It has a character of the private use area. Remove that.");
        }
        String marked = marked(line, names);
        Command command = Command.parse(marked, false);
        return command instanceof Command.Plain plain
                ? new Template(marked, false, plain.words(), names)
                : new Template(marked, true, List.of(), names);
    }

    /** Puts a mark in the place of each placeholder. */
    private static String marked(String line, List<String> names) throws Rejection {
        StringBuilder marked = new StringBuilder();
        Matcher matcher = PLACEHOLDER.matcher(line);
        char quote = 0;
        for (int at = 0; at < line.length(); at++) {
            char c = line.charAt(at);
            if (c == '\\' && quote != '\'' && at + 1 < line.length()) {
                marked.append(c).append(line.charAt(++at));
            } else if (c == '{' && matcher.region(at, line.length()).lookingAt()) {
                boolean variable = at > 0 && line.charAt(at - 1) == '$';
                String name = matcher.group(1);
                if (variable || (quote != 0 && !names.contains(name))) {
                    marked.append(c);
                } else {
                    require(quote == 0, name, names);
                    if (name.equals(OPTIONS)) {
                        requireAlone(line, at, matcher.end());
                    }
                    marked.append((char) (FIRST + names.indexOf(name)));
                    at = matcher.end() - 1;
                }
            } else {
                boolean quotes = c == '\'' || c == '"';
                if (quotes && quote == 0) {
                    quote = c;
                } else if (c == quote) {
                    quote = 0;
                }
                marked.append(c);
            }
        }
        return marked.toString();
    }

    private static void require(boolean unquoted, String name, List<String> names)
            throws Rejection {
        if (!names.contains(name)) {
            throw new Rejection(
                    "There is no {%s} for it. There is %s."
                            .formatted(
                                    name,
                                    names.stream()
                                            .map(n -> "{" + n + "}")
                                            .collect(Collectors.joining(" "))));
        }
        if (!unquoted) {
            throw new Rejection(
                    "{%s} stands within quotes. End them before it: fjd quotes what it stands for."
                            .formatted(name));
        }
    }

    private static void requireAlone(String line, int from, int to) throws Rejection {
        boolean alone =
                (from == 0 || Character.isWhitespace(line.charAt(from - 1)))
                        && (to == line.length() || Character.isWhitespace(line.charAt(to)));
        if (!alone) {
            throw new Rejection("{options} must be a word of its own. Put blanks around it.");
        }
    }

    /** Whether a placeholder is there. */
    boolean has(String name) {
        return line.indexOf(mark(name)) >= 0;
    }

    private char mark(String name) {
        return (char) (FIRST + names.indexOf(name));
    }

    /**
     * What to run.
     *
     * @param values of all placeholders but the options
     * @param options each one argument
     */
    List<String> argv(Map<String, String> values, List<String> options) {
        return needsShell ? shell(values, options) : plain(values, options);
    }

    private List<String> plain(Map<String, String> values, List<String> options) {
        Map<Character, String> texts = new HashMap<>();
        values.forEach((name, value) -> texts.put(mark(name), value));
        String all = names.contains(OPTIONS) ? String.valueOf(mark(OPTIONS)) : "";
        List<String> argv = new ArrayList<>();
        for (String word : words) {
            if (word.equals(all)) {
                argv.addAll(options);
            } else {
                argv.add(filled(word, texts));
            }
        }
        return argv;
    }

    private List<String> shell(Map<String, String> values, List<String> options) {
        StringBuilder script = new StringBuilder();
        Map<Character, String> texts = new HashMap<>();
        List<String> argv = new ArrayList<>(List.of("sh", "-c", "", "sh"));
        for (String name : names) {
            if (name.equals(OPTIONS)) {
                texts.put(mark(name), "\"$@\"");
            } else {
                script.append("fjd_").append(name).append("=$1; shift; ");
                texts.put(mark(name), "\"$fjd_" + name + "\"");
                argv.add(values.getOrDefault(name, ""));
            }
        }
        argv.set(2, script + "\n" + filled(line, texts));
        argv.addAll(options);
        return argv;
    }

    private static String filled(String text, Map<Character, String> texts) {
        StringBuilder filled = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            String value = texts.get(text.charAt(i));
            filled.append(value == null ? String.valueOf(text.charAt(i)) : value);
        }
        return filled.toString();
    }
}
