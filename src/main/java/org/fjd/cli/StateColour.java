package org.fjd.cli;

import picocli.CommandLine.Help.Ansi;

/** The colours of the words for states. */
final class StateColour {

    private StateColour() {}

    /** The word as it is printed, in its colour if there are to be colours. */
    static String of(String word, boolean coloured) {
        String colour =
                switch (word) {
                    case "failed", "timed-out", "lost", "rejected" -> "red";
                    case "cancelled", "held" -> "yellow";
                    case "running", "assigned" -> "cyan";
                    case "done" -> "green";
                    default -> "";
                };
        return coloured && !colour.isEmpty()
                ? Ansi.ON.string("@|%s %s|@".formatted(colour, word))
                : word;
    }
}
