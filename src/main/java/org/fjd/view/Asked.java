package org.fjd.view;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.fjd.ini.Ini;
import org.fjd.ini.Section;
import org.fjd.job.Conditions;
import org.fjd.job.Control;
import org.fjd.job.Defaults;
import org.fjd.job.Inherited;
import org.fjd.job.JobFile;
import org.fjd.job.Rejection;

/** What jobs ask for, with the defaults of their spool. Thread-safe. */
final class Asked {

    private static final List<String> OF_HOLD = List.of("hold", "defaults");
    private static final List<String> OF_CONDITIONS =
            List.of(
                    "hold",
                    "defaults",
                    "priority",
                    "after",
                    "requires",
                    "limit",
                    "not-before",
                    "expected");
    private static final byte[] PLAIN =
            "[control]\nexecutable = true\n".getBytes(StandardCharsets.UTF_8);

    private final Defaults defaults;
    private final boolean holdsAll;
    private final Conditions plain;

    Asked(Defaults defaults) {
        this.defaults = new Shared(defaults);
        this.holdsAll =
                defaults.ofSpool().sections().stream()
                        .map(Section::entries)
                        .anyMatch(
                                entries ->
                                        entries.stream()
                                                .anyMatch(e -> e.key().equalsIgnoreCase("hold")));
        this.plain = control(PLAIN).map(Control::conditions).orElse(Conditions.NONE);
    }

    /** Files of defaults are read by one at a time. */
    private record Shared(Defaults defaults) implements Defaults {
        @Override
        public Ini ofSpool() {
            return defaults.ofSpool();
        }

        @Override
        public Ini ofFile(String file) throws Rejection {
            synchronized (defaults) {
                return defaults.ofFile(file);
            }
        }
    }

    /** Empty if it can't be run as it is. */
    Optional<Control> control(byte[] content) {
        try {
            return Optional.of(JobFile.parse(content, defaults).control());
        } catch (Rejection e) {
            return Optional.empty();
        }
    }

    /** What holds for a job by its defaults only; nothing if that can't be read. */
    List<Inherited> inherited(byte[] content) {
        try {
            return JobFile.inherited(content, defaults);
        } catch (Rejection e) {
            return List.of();
        }
    }

    /** Whether a queued job is held. Most say nothing of that, and are not taken apart for it. */
    boolean holds(byte[] content) {
        return (holdsAll || says(content, OF_HOLD))
                && control(content).filter(c -> c.conditions().hold()).isPresent();
    }

    /** When a queued job may run. Those that say nothing of that are not taken apart either. */
    Conditions conditions(byte[] content) {
        return says(content, OF_CONDITIONS)
                ? control(content).map(Control::conditions).orElse(Conditions.NONE)
                : plain;
    }

    private static boolean says(byte[] content, List<String> words) {
        String text = new String(content, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        return words.stream().anyMatch(text::contains);
    }
}
