package org.fjd.view;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import org.fjd.ini.Ini;
import org.fjd.ini.Section;
import org.fjd.job.Control;
import org.fjd.job.Defaults;
import org.fjd.job.JobFile;
import org.fjd.job.Rejection;

/** What jobs ask for, with the defaults of their spool. Thread-safe. */
final class Asked {

    private final Defaults defaults;
    private final boolean holdsAll;

    Asked(Defaults defaults) {
        this.defaults = defaults;
        this.holdsAll =
                ini(defaults).sections().stream()
                        .map(Section::entries)
                        .anyMatch(
                                entries ->
                                        entries.stream()
                                                .anyMatch(e -> e.key().equalsIgnoreCase("hold")));
    }

    private static Ini ini(Defaults defaults) {
        return defaults.ofSpool();
    }

    /** Empty if it can't be run as it is. */
    synchronized Optional<Control> control(byte[] content) {
        try {
            return Optional.of(JobFile.parse(content, defaults).control());
        } catch (Rejection e) {
            return Optional.empty();
        }
    }

    /** Whether a queued job is held. Most say nothing of that, and are not taken apart for it. */
    boolean holds(byte[] content) {
        boolean mayHold = holdsAll;
        if (!mayHold) {
            String text = new String(content, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
            mayHold = text.contains("hold") || text.contains("defaults");
        }
        return mayHold && control(content).filter(c -> c.conditions().hold()).isPresent();
    }
}
