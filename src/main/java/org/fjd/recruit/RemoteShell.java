package org.fjd.recruit;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Text for a shell on another host, such that nothing in a name means anything to it. What {@link
 * #call} makes is read by the login shell there, which may be any: it holds no character that those
 * of the families of sh, csh and fish would read differently. In what sh reads then there is no
 * line end, as csh could not pass it on.
 */
final class RemoteShell {

    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    private static final Pattern OUT_OF_QUOTES = Pattern.compile("['\\\\!]");
    private static final String HOME = "~/";

    /** Gives what {@link #word} uses for a line end. */
    private static final String LINE_END = "fjd_nl=$(printf '\\nx'); fjd_nl=${fjd_nl%x}; ";

    private RemoteShell() {}

    /** One word for sh. */
    static String word(String text) {
        return PLAIN.matcher(text).matches()
                ? text
                : "'" + text.replace("'", "'\\''").replace("\n", "'\"$fjd_nl\"'") + "'";
    }

    /** A path for sh; {@code ~/} is the home directory there. */
    static String path(String path) {
        return path.startsWith(HOME)
                ? "\"$HOME\"/" + word(path.substring(HOME.length()))
                : word(path);
    }

    /**
     * A command for sh that runs a line of a user's; where that fails, sh ends with its exit code,
     * and has said so. What the line prints goes to the standard error.
     *
     * @param key what the user calls the line
     */
    static String step(String key, Optional<String> line) {
        return line.map(
                        text ->
                                "eval %s >&2 || { fjd_exit=$?; %s; exit $fjd_exit; }; "
                                        .formatted(
                                                word(text),
                                                complaint("'" + key + "' exited with ")
                                                        + "$fjd_exit"))
                .orElse("");
    }

    /**
     * A command for sh that says something on its standard error; more may be added to the text.
     */
    static String complaint(String text) {
        return "printf >&2 '%s\\n' " + word("[FJD] " + text);
    }

    /** The command line that has a login shell run these commands for sh. */
    static String call(String commands) {
        String all = commands.contains("$fjd_nl") ? LINE_END + commands : commands;
        return "sh -c '" + OUT_OF_QUOTES.matcher(all).replaceAll("'\\\\$0'") + "'";
    }
}
