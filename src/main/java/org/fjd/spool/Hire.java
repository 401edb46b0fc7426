package org.fjd.spool;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.ini.Section;
import org.fjd.ini.Section.Entry;

/**
 * A request to a batch system for workers.
 *
 * @param via the name of the batch system, as in {@code [via slurm]}
 * @param id how the batch system calls the request
 * @param mark what the workers' records say of it; no other request has the same
 * @param count for how many workers
 * @param by who asked
 * @param at when, by the clock of who asked
 */
public record Hire(String via, String id, String mark, int count, String by, Instant at) {

    /** The batch system of which fjd knows by itself. */
    public static final String BUILT_IN = "slurm";

    private static final Pattern VIA = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_]{0,31}");
    private static final Pattern ID =
            Pattern.compile("(?=.*\\d)[A-Za-z0-9][A-Za-z0-9_.:@\\[\\]-]{0,99}");
    private static final Pattern MARK = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,79}");

    /** Keeps whole seconds of the instant, as they are written. */
    public Hire {
        at = at.truncatedTo(ChronoUnit.SECONDS);
    }

    /** Whether a batch system may be called so: letters, digits and _, at most 32. */
    public static boolean isVia(String name) {
        return VIA.matcher(name).matches();
    }

    /**
     * Whether a request may be called so: harmless in a file's name and among arguments, and with a
     * digit, else it is a word of a sentence.
     */
    public static boolean isId(String id) {
        return ID.matcher(id).matches();
    }

    /** Whether it may be what workers' records say of a request. */
    public static boolean isMark(String mark) {
        return MARK.matcher(mark).matches();
    }

    /** The mark of a request made by a process of this machine at an instant. */
    public static String markOf(String via, long pid, Instant at) {
        return via + "-" + Long.toString(at.toEpochMilli(), 36) + "-" + Long.toString(pid, 36);
    }

    /** Whether a worker with this mark was hired via a batch system. */
    public static boolean isOf(String via, String mark) {
        return mark.startsWith(via + "-");
    }

    /** The name of its file. */
    String fileName() {
        return via + "-" + id;
    }

    static Optional<Hire> parse(String fileName, String text) {
        try {
            Section section = Ini.parse(text).section("hire").orElseThrow();
            Hire hire =
                    new Hire(
                            section.get("via").orElseThrow(),
                            section.get("id").orElseThrow(),
                            section.get("mark").orElseThrow(),
                            Integer.parseInt(section.get("count").orElseThrow()),
                            section.get("by").orElseThrow(),
                            Instant.parse(section.get("at").orElseThrow()));
            boolean usable =
                    isVia(hire.via) && isId(hire.id) && isMark(hire.mark) && hire.count >= 1;
            return usable && hire.fileName().equals(fileName)
                    ? Optional.of(hire)
                    : Optional.empty();
        } catch (IniException
                | java.util.NoSuchElementException
                | NumberFormatException
                | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    String text() {
        return new Section(
                        "hire",
                        List.of(
                                new Entry("via", via),
                                new Entry("id", id),
                                new Entry("mark", mark),
                                new Entry("count", Integer.toString(count)),
                                new Entry("by", by),
                                new Entry("at", at.toString())))
                .text();
    }
}
