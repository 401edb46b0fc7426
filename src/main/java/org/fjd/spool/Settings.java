package org.fjd.spool;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.ini.Section;
import org.fjd.job.Defaults;
import org.fjd.job.Durations;
import org.fjd.job.JobFile;
import org.fjd.job.Rejection;

/**
 * What {@code .fjd/fjd.conf} says of a spool: in its section {@code [fjd]}, in {@code [limits]},
 * and in {@code [control]} and {@code [environment]}, which give defaults for all jobs.
 *
 * @param settle how long a file dropped by hand must not have changed before it is taken
 * @param lease how long a worker of another host may be silent before it counts as lost
 * @param durable whether transitions are forced to the disk
 * @param trusted users besides one's own whose job files a worker runs
 * @param watch whether hints of the file system are relied on; if empty, its type decides
 * @param limits how many jobs that name a limit may run at once
 * @param vias the sections {@code [via NAME]} of batch systems, by their names
 * @param defaults the sections that give defaults for jobs
 * @param warnings what is probably misspelt, each a sentence or two with the file
 */
public record Settings(
        Duration settle,
        Duration lease,
        boolean durable,
        Set<String> trusted,
        Optional<Boolean> watch,
        Map<String, Integer> limits,
        Map<String, Section> vias,
        Ini defaults,
        List<String> warnings) {

    /** What holds without a file. */
    public static final Settings DEFAULT =
            new Settings(
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(2),
                    false,
                    Set.of(),
                    Optional.empty(),
                    Map.of(),
                    Map.of(),
                    Ini.EMPTY,
                    List.of());

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);
    private static final int BEATS_IN_A_LEASE = 24;
    private static final Duration LONGEST_BETWEEN_BEATS = Duration.ofSeconds(5);

    /** How far apart the beats are of what is on the roll. */
    public Duration betweenBeats() {
        return Durations.shorter(lease.dividedBy(BEATS_IN_A_LEASE), LONGEST_BETWEEN_BEATS);
    }

    /** Whether a batch system has a section, or is the one that comes with fjd. */
    public boolean knowsVia(String name) {
        return name.equals(Hire.BUILT_IN) || vias.containsKey(name);
    }

    static Settings read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return DEFAULT;
        } catch (CharacterCodingException e) {
            throw new UnusableSpoolException(file + " can't be read: it is not UTF-8.");
        }
        return parse(file, text);
    }

    /**
     * What a text says.
     *
     * @param file where it is, for messages
     */
    static Settings parse(Path file, String text) throws UnusableSpoolException {
        try {
            Ini ini = Ini.parse(text);
            Section section = only(file, ini);
            Settings settings =
                    new Settings(
                            duration(file, section, "settle", DEFAULT.settle()),
                            duration(file, section, "lease", DEFAULT.lease()),
                            flag(file, section, "durable").orElse(DEFAULT.durable()),
                            section.get("trust").map(Settings::words).orElse(DEFAULT.trusted()),
                            flag(file, section, "watch"),
                            limits(file, ini),
                            vias(file, ini),
                            defaults(ini),
                            warnings(file, ini));
            if (settings.lease().compareTo(SHORTEST_LEASE) < 0) {
                throw new UnusableSpoolException(
                        file
                                + ": lease must be at least "
                                + Durations.format(SHORTEST_LEASE)
                                + ".");
            }
            return settings;
        } catch (IniException e) {
            throw new UnusableSpoolException(file + " can't be read: " + e.getMessage());
        }
    }

    private static Section only(Path file, Ini ini) throws UnusableSpoolException {
        List<Section> sections =
                ini.sections().stream().filter(s -> s.name().equals("fjd")).toList();
        if (sections.size() > 1) {
            throw new UnusableSpoolException(
                    file + ": [fjd] is there more than once. Merge them into one.");
        }
        return sections.isEmpty() ? new Section("fjd", List.of()) : sections.get(0);
    }

    private static Map<String, Integer> limits(Path file, Ini ini) throws UnusableSpoolException {
        Map<String, Integer> limits = new HashMap<>();
        for (Section section : ini.sections()) {
            if (section.name().equals("limits")) {
                for (Section.Entry entry : section.entries()) {
                    if (!entry.value().matches("\\d{1,9}")) {
                        throw new UnusableSpoolException(
                                "%s: the limit %s = %s is no whole number from 0 to 999999999. Write how many jobs may run at once."
                                        .formatted(file, entry.key(), entry.value()));
                    }
                    limits.put(entry.key(), Integer.valueOf(entry.value()));
                }
            }
        }
        return Map.copyOf(limits);
    }

    private static Map<String, Section> vias(Path file, Ini ini) throws UnusableSpoolException {
        Map<String, Section> vias = new HashMap<>();
        for (Section section : ini.sections()) {
            String name =
                    section.name().startsWith(Misspelt.VIA)
                            ? section.name().substring(Misspelt.VIA.length()).strip()
                            : "";
            if (!name.isEmpty() && vias.put(name, section) != null) {
                throw new UnusableSpoolException(
                        "%s: [via %s] is there more than once. Merge them into one."
                                .formatted(file, name));
            }
        }
        return Map.copyOf(vias);
    }

    private static Ini defaults(Ini ini) {
        return new Ini(
                ini.sections().stream()
                        .filter(s -> s.name().equals("control") || s.name().equals("environment"))
                        .toList());
    }

    private static List<String> warnings(Path file, Ini ini) throws UnusableSpoolException {
        List<String> warnings = new ArrayList<>(Misspelt.in(file, ini));
        for (String warning : usableDefaults(file, ini).warnings()) {
            warnings.add(file + ", [control]: " + warning);
        }
        return List.copyOf(warnings);
    }

    /** A fault in them would else be found in every single job. */
    private static JobFile usableDefaults(Path file, Ini ini) throws UnusableSpoolException {
        try {
            return JobFile.parse(
                    "[control]\nexecutable = true\n".getBytes(StandardCharsets.UTF_8),
                    new Defaults() {
                        @Override
                        public Ini ofSpool() {
                            return ini;
                        }

                        @Override
                        public Ini ofFile(String name) {
                            return Ini.EMPTY;
                        }
                    });
        } catch (Rejection e) {
            throw new UnusableSpoolException(
                    file + ": its defaults for jobs can't be used. " + e.reason());
        }
    }

    private static Duration duration(Path file, Section section, String key, Duration otherwise)
            throws UnusableSpoolException {
        Optional<String> value = section.get(key);
        if (value.isEmpty()) {
            return otherwise;
        }
        return Durations.parse(value.get())
                .filter(duration -> duration.compareTo(LONGEST) <= 0)
                .orElseThrow(
                        () ->
                                new UnusableSpoolException(
                                        "%s: %s = %s is not a duration up to a year. Write 500ms, 30s, 5m or 2h."
                                                .formatted(file, key, value.get())));
    }

    private static Optional<Boolean> flag(Path file, Section section, String key)
            throws UnusableSpoolException {
        Optional<String> value = section.get(key);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        return switch (value.get().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> Optional.of(true);
            case "false", "no", "off" -> Optional.of(false);
            default ->
                    throw new UnusableSpoolException(
                            "%s: %s = %s is neither true nor false."
                                    .formatted(file, key, value.get()));
        };
    }

    private static Set<String> words(String text) {
        return Arrays.stream(text.split("[,\\s]+"))
                .filter(word -> !word.isEmpty())
                .collect(Collectors.toUnmodifiableSet());
    }
}
