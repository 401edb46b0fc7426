package org.fjd.submit;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fjd.ini.Section;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Command;
import org.fjd.job.Quoting;
import org.fjd.job.Rejection;
import org.fjd.job.ShellWords;

/**
 * A job as its submitter describes it, to be made a job file. Its command is not given the job
 * file's path as an argument unless the options say {@code argument = file}. Immutable.
 */
public final class JobText {

    /** What of a line may be the path of its program. */
    private static final Pattern FIRST_WORD = Pattern.compile("[\\p{L}\\p{M}\\p{N}_.+/-]+");

    private final List<String> words;
    private final String line;
    private final JobOptions options;

    private JobText(List<String> words, String line, JobOptions options) {
        this.words = List.copyOf(words);
        this.line = line;
        this.options = options;
    }

    /**
     * A program and its arguments, which it gets just as they are.
     *
     * @param words at least one
     */
    public static JobText ofWords(List<String> words, JobOptions options) {
        if (words.isEmpty()) {
            throw new IllegalArgumentException("a command has at least one word");
        }
        return new JobText(words, "", options);
    }

    /**
     * A line as in the key {@code executable}: a plain command, or one for the shell.
     *
     * @throws Rejection if it is no such line
     */
    public static JobText ofLine(String line, JobOptions options) throws Rejection {
        return Command.parse(line) instanceof Command.Plain plain
                ? new JobText(plain.words(), "", options)
                : new JobText(List.of(), line, options);
    }

    /** The last part of its program's path, as far as that can be told without a shell. */
    String program() {
        Matcher first = FIRST_WORD.matcher(words.isEmpty() ? line : words.get(0));
        boolean found = words.isEmpty() ? first.lookingAt() : first.matches();
        String path = found ? first.group() : words.isEmpty() ? "" : words.get(0);
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /**
     * The job file.
     *
     * @param root the spool's directory, a real path
     * @throws Rejection if something in it can't be written into a job file
     */
    byte[] content(Path root) throws Rejection {
        Places places = new Places(root, options.directory());
        Map<String, String> control = new LinkedHashMap<>();
        control.put("executable", executable(places));
        control.put("argument", "none");
        if (!places.areTheSpools()) {
            control.put("directory", places.written(options.directory()));
        }
        if (options.defaults().isPresent()) {
            control.put("defaults", places.written(options.defaults().get()));
        }
        control.putAll(options.control());
        StringBuilder text = new StringBuilder(section("control", control));
        if (!options.environment().isEmpty()) {
            text.append('\n').append(section("environment", options.environment()));
        }
        if (!options.params().isEmpty()) {
            text.append('\n').append(section("params", options.params()));
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The path of a plain command's program counts from the spool, whatever its directory. */
    private String executable(Places places) throws Rejection {
        if (words.isEmpty()) {
            return line.strip();
        }
        List<String> placed = new ArrayList<>(words);
        if (words.get(0).indexOf('/') >= 0) {
            placed.set(0, places.written(words.get(0)));
        }
        return ShellWords.command(placed);
    }

    private static String section(String name, Map<String, String> entries) throws Rejection {
        List<Entry> written = new ArrayList<>();
        for (Map.Entry<String, String> entry : entries.entrySet()) {
            Entry one = new Entry(entry.getKey(), entry.getValue());
            if (!one.equals(one.oneLine())) {
                throw new Rejection(
                        "The value of %s in [%s] has a line break, a control character, or a blank at either end, and can't be written on a line of a job file. Keep it in a file, and name that."
                                .formatted(Quoting.quoted(one.key()), name));
            }
            written.add(one);
        }
        try {
            return new Section(name, written).text();
        } catch (IllegalArgumentException e) {
            throw new Rejection(
                    "A name in [%s] is no key of a job file: it is empty, has a colon or a control character, or begins like a section or a comment. Choose another."
                            .formatted(name));
        }
    }
}
