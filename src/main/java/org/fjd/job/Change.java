package org.fjd.job;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fjd.ini.Section;
import org.fjd.ini.Section.Entry;

/**
 * What was changed of a job while it was queued: a section {@code [change.N]} of its file. What
 * stands there counts instead of what {@code [control]} says, and later ones before earlier ones.
 *
 * @param priority the new priority
 * @param hold whether it is held from now on
 */
public record Change(Optional<Integer> priority, Optional<Boolean> hold) {

    static final Change NONE = new Change(Optional.empty(), Optional.empty());

    /**
     * The bytes that say this, to be appended in one write to the file that the history is of.
     *
     * @param details who made the change and when, to be kept with it
     */
    public byte[] bytes(History history, List<Entry> details) {
        List<Entry> entries = new ArrayList<>();
        priority.ifPresent(p -> entries.add(new Entry("priority", Integer.toString(p))));
        hold.ifPresent(h -> entries.add(new Entry("hold", Boolean.toString(h))));
        entries.addAll(details);
        entries.add(new Entry("whole", "yes"));
        return ("\n" + new Section(history.nextChangeSection(), entries).text())
                .getBytes(StandardCharsets.UTF_8);
    }

    /** Reads a section leniently, since a user may have edited it. */
    static Change of(Section section) {
        return new Change(
                section.get("priority").flatMap(Change::number),
                section.get("hold").map(hold -> hold.toLowerCase(Locale.ROOT).equals("true")));
    }

    private static Optional<Integer> number(String text) {
        try {
            int number = Integer.parseInt(text);
            boolean fits = Math.abs((long) number) <= Conditions.MAX_PRIORITY;
            return fits ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException edited) {
            return Optional.empty();
        }
    }

    Change then(Change later) {
        return new Change(later.priority.or(() -> priority), later.hold.or(() -> hold));
    }
}
