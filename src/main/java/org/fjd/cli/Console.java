package org.fjd.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.apache.commons.io.output.CloseShieldWriter;

/** Where a command speaks to its user. What is said begins with {@code [FJD]}. Thread-safe. */
final class Console {

    private static final String MARK = "[FJD] ";
    private static final String ERASE = "\r\u001b[K";
    private static final boolean ON_TERMINAL = Boolean.getBoolean("fjd.terminal");

    private final PrintWriter out;
    private final PrintWriter err;
    private final OutputStream raw;
    private String live = "";

    /**
     * A console.
     *
     * @param raw where bytes go that are passed through; the same as {@code out}
     */
    Console(PrintWriter out, PrintWriter err, OutputStream raw) {
        this.out = out;
        this.err = err;
        this.raw = raw;
    }

    boolean isTerminal() {
        return ON_TERMINAL;
    }

    /** Whether there may be colours: on a terminal, unless the user has said otherwise. */
    boolean isColoured() {
        return isTerminal() && isColourWanted(System.getenv());
    }

    /** Whether the user lets there be colours; an empty NO_COLOR says nothing. */
    static boolean isColourWanted(Map<String, String> environment) {
        return environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !"0".equals(environment.get("CLICOLOR"));
    }

    /** How wide what is printed may be: that of the terminal, any where there is none. */
    OptionalInt width() {
        if (!isTerminal()) {
            return OptionalInt.empty();
        }
        String columns = System.getenv("COLUMNS");
        boolean told = columns != null && columns.matches("[1-9]\\d{1,3}");
        return OptionalInt.of(told ? Integer.parseInt(columns) : Text.WIDTH);
    }

    /** Prints lines, many at a time. */
    synchronized void print(Iterable<String> lines) {
        for (String line : lines) {
            out.write(line);
            out.write('\n');
        }
        out.flush();
    }

    /** Prints maps, lists, texts and numbers as JSON. */
    synchronized void printJson(Object value) throws IOException {
        JSON.std.with(JSON.Feature.PRETTY_PRINT_OUTPUT).write(value, writer());
        out.println();
    }

    /** For a library that prints; it is flushed by who takes it, and never closed. */
    Writer writer() {
        return CloseShieldWriter.wrap(out);
    }

    /** Passes bytes through as they are; fails when nobody reads any more. */
    synchronized void pass(byte[] bytes) throws IOException {
        raw.write(bytes);
        raw.flush();
    }

    /** What is written as bytes. */
    interface Bytes {
        void to(OutputStream stream) throws IOException;
    }

    /** Passes on what somebody writes, many bytes at a time. */
    synchronized void pass(Bytes bytes) throws IOException {
        OutputStream stream = new BufferedOutputStream(raw);
        bytes.to(stream);
        stream.flush();
    }

    synchronized void say(String line) {
        erase();
        told(line).forEach(out::println);
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
        told(line).forEach(err::println);
        err.flush();
        out.print(live);
        out.flush();
    }

    /** On a terminal as it fits; elsewhere on one line, as programs expect. */
    private List<String> told(String line) {
        OptionalInt width = width();
        return width.isEmpty()
                ? List.of(MARK + line)
                : Text.wrapped(line, MARK, " ".repeat(MARK.length()), width.getAsInt());
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
