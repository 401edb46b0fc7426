package org.fjd.spool;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.fjd.ini.Ini;
import org.fjd.ini.Section;
import org.fjd.job.Claim;
import org.fjd.job.Quoting;
import org.fjd.job.Spelling;

/** Finds what nothing reads in the settings of a spool. */
final class Misspelt {

    static final String VIA = "via ";

    private static final List<String> KEYS =
            List.of("settle", "lease", "durable", "trust", "watch");
    private static final List<String> SECTIONS =
            List.of("fjd", "limits", "control", "environment", "via");

    private Misspelt() {}

    /**
     * A sentence for each section, and each key of {@code [fjd]}, that is not known, and for each
     * limit that no job can name or that is there once more.
     *
     * @param file where the settings stand
     */
    static List<String> in(Path file, Ini settings) {
        List<String> found = new ArrayList<>();
        Set<String> limits = new HashSet<>();
        for (Section section : settings.sections()) {
            String name = section.name();
            if (!SECTIONS.subList(0, SECTIONS.size() - 1).contains(name) && !name.startsWith(VIA)) {
                found.add(file + ": " + ofSection(name));
            }
            for (Section.Entry entry : section.entries()) {
                if (name.equals("fjd") && !KEYS.contains(entry.key().toLowerCase(Locale.ROOT))) {
                    found.add(file + ", [fjd]: " + Spelling.warning(entry.key(), KEYS));
                }
                if (name.equals("limits")) {
                    ofLimit(entry.key(), limits.add(entry.key()))
                            .ifPresent(said -> found.add(file + ", [limits]: " + said));
                }
            }
        }
        return found;
    }

    private static Optional<String> ofLimit(String limit, boolean isNew) {
        String quoted = Quoting.quoted(limit);
        if (!Claim.canName(limit)) {
            return Optional.of(
                    "No job can name the limit %s. Call it by letters, digits and _ . : - and not by a number."
                            .formatted(quoted));
        }
        return isNew
                ? Optional.empty()
                : Optional.of(
                        quoted
                                + " is there more than once, and the last counts. Keep one of them.");
    }

    private static String ofSection(String name) {
        String first = name.toLowerCase(Locale.ROOT).split("\\s+", 2)[0];
        return Spelling.sectionWarning(name, Spelling.nearest(first, SECTIONS));
    }
}
