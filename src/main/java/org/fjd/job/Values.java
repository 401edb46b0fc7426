package org.fjd.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.fjd.ini.Section;
import org.fjd.ini.Section.Entry;

/**
 * What a job says of its results: a section {@code [values]} of its file. It is appended in one
 * write with the {@code [result]} that follows it, and counts only with that.
 *
 * @param entries each name once; as {@link Entry#oneLine} has them
 * @param skipped how many lines said nothing that can be kept
 */
public record Values(List<Entry> entries, int skipped) {

    /** No values. */
    public static final Values NONE = new Values(List.of(), 0);

    /** The longest text that is read: 64 KiB. */
    public static final int MAX_BYTES = 1 << 16;

    private static final Set<String> RESERVED = Set.of("run", "whole");

    /** Keeps a copy of the entries. */
    public Values {
        entries = List.copyOf(entries);
    }

    /**
     * Reads lines {@code name = value}, as a job writes them. Of a name that is there twice, the
     * last line counts; blank lines do not. A line is skipped if it has no {@code =} or no name, a
     * name that starts as a section or a comment does or has a colon or a control character, or one
     * of the names {@code run} and {@code whole}.
     */
    public static Values parse(String text) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        int skipped = 0;
        for (String line : text.lines().toList()) {
            int equals = line.indexOf('=');
            String name = line.substring(0, Math.max(0, equals)).strip();
            if (isName(name)) {
                String key = name.toLowerCase(Locale.ROOT);
                entries.remove(key);
                entries.put(key, new Entry(name, line.substring(equals + 1)).oneLine());
            } else if (!line.isBlank()) {
                skipped++;
            }
        }
        return new Values(List.copyOf(entries.values()), skipped);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && "[;#".indexOf(name.charAt(0)) < 0
                && name.indexOf(':') < 0
                && name.indexOf('\t') < 0
                && name.equals(new Entry("", name).oneLine().value())
                && !RESERVED.contains(name.toLowerCase(Locale.ROOT));
    }

    /** The bytes that say this of a run; none if there are no values. */
    public byte[] bytes(History history, Run run) {
        if (entries.isEmpty()) {
            return new byte[0];
        }
        List<Entry> all = new ArrayList<>(entries);
        all.add(new Entry("run", run.toString()));
        all.add(new Entry("whole", "yes"));
        return ("\n" + new Section(history.nextValuesSection(), all).text())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a section leniently, since a user may have edited it. */
    static Values of(Section section) {
        return new Values(
                section.entries().stream().filter(entry -> isName(entry.key())).toList(), 0);
    }
}
