package org.fjd.cli;

import java.io.PrintWriter;

/** Where a command speaks to its user. What is said begins with {@code [FJD]}. Thread-safe. */
final class Console {

    private static final String ERASE = "\r\u001b[K";
    private static final boolean ON_TERMINAL = Boolean.getBoolean("fjd.terminal");

    private final PrintWriter out;
    private final PrintWriter err;
    private String live = "";

    Console(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    boolean isTerminal() {
        return ON_TERMINAL;
    }

    synchronized void say(String line) {
        erase();
        out.println("[FJD] " + line);
        out.print(live);
        out.flush();
    }

    /** Prints a line of a table or of JSON. */
    synchronized void print(String line) {
        out.println(line);
        out.flush();
    }

    /** Passes on what a job printed, as it is. */
    synchronized void pass(CharSequence text) {
        out.append(text);
        out.flush();
    }

    synchronized void complain(String line) {
        erase();
        out.flush();
        err.println("[FJD] " + line);
        err.flush();
        out.print(live);
        out.flush();
    }

    /** Replaces the live line, which stays below everything that is said; empty to end it. */
    synchronized void live(String line) {
        erase();
        live = line;
        out.print(live);
        out.flush();
    }

    private void erase() {
        if (!live.isEmpty()) {
            out.print(ERASE);
        }
    }
}
