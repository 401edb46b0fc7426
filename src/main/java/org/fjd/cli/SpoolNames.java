package org.fjd.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Model.ArgSpec;

/** Names in a spool, which a shell lists by itself: that takes no JVM. */
enum SpoolNames {
    JOB(
            "printf \"%s\\n\" jobqueue/\"$1\"*.conf retryqueue/\"$1\"*.conf jobpods/*/\"$1\"*.conf"
                    + " done/\"$1\"*.conf failed/\"$1\"*.conf"
                    + " | sed -e \"/^retryqueue/s/@[^@]*$/.conf/\" -e \"s/\\.conf$//\""),
    WORKER("printf \"%s\\n\" .fjd/workers/\"$1\"*");

    /** A pattern that matches nothing is printed as it is; and no name may speak to a terminal. */
    private static final String PLAIN =
            " | sed -n \"s,.*/\\([^/*[:space:][:cntrl:]]*\\)$,\\1,p\" | sort -u | head -n 1000";

    private final String list;

    SpoolNames(String list) {
        this.list = list;
    }

    /** Those that a parameter stands for, by its label: {@code JOB}, {@code N|WORKER}. */
    static Optional<SpoolNames> of(ArgSpec arg) {
        return Arrays.stream(arg.paramLabel().split("\\W+"))
                .flatMap(word -> Arrays.stream(values()).filter(names -> names.name().equals(word)))
                .findFirst();
    }

    /** The name of the shell function that prints them. */
    String function() {
        return "__fjd_" + name().toLowerCase(Locale.ROOT) + "s";
    }

    /**
     * The command that prints those which begin with a word.
     *
     * @param word the word, as the calling shell writes it
     */
    String command(String word) {
        return "sh -c 'cd \"${FJD_SPOOL:-.}\" && " + list + PLAIN + "' sh " + word + " 2>/dev/null";
    }
}
