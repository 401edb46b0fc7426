package org.fjd.job;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Words as they are written for a shell, which makes of them just these words again. */
public final class ShellWords {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");

    private ShellWords() {}

    /** The words on one line, between blanks. */
    public static String join(List<String> words) {
        return words.stream().map(ShellWords::quoted).collect(Collectors.joining(" "));
    }

    /**
     * As {@link #join}, with the first word a program's name, even one that unquoted would mean
     * something to the shell, as {@code if} and {@code A=1} do.
     *
     * @throws Rejection if there is no program of that name
     */
    public static String command(List<String> words) throws Rejection {
        String line = join(words);
        if (Command.parse(line) instanceof Command.Plain) {
            return line;
        }
        List<String> all = new ArrayList<>(words.stream().map(ShellWords::quoted).toList());
        all.set(0, inQuotes(words.get(0)));
        return String.join(" ", all);
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : inQuotes(word);
    }

    static String inQuotes(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
