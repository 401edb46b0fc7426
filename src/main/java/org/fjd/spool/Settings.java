package org.fjd.spool;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.ini.Section;
import org.fjd.job.Durations;

/**
 * What {@code .fjd/fjd.conf} says of a spool, in its section {@code [fjd]}.
 *
 * @param settle how long a file dropped by hand must not have changed before it is taken
 * @param lease how long a worker of another host may be silent before it counts as lost
 * @param durable whether transitions are forced to the disk
 * @param trusted users besides one's own whose job files a worker runs
 * @param watch whether hints of the file system are relied on; if empty, its type decides
 */
public record Settings(
        Duration settle,
        Duration lease,
        boolean durable,
        Set<String> trusted,
        Optional<Boolean> watch) {

    /** What holds without a file. */
    public static final Settings DEFAULT =
            new Settings(
                    Duration.ofSeconds(2),
                    Duration.ofMinutes(2),
                    false,
                    Set.of(),
                    Optional.empty());

    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Duration SHORTEST_LEASE = Duration.ofSeconds(10);

    static Settings read(Path file) throws IOException {
        String text;
        try {
            text = Files.readString(file, StandardCharsets.UTF_8);
        } catch (NoSuchFileException e) {
            return DEFAULT;
        } catch (CharacterCodingException e) {
            throw new UnusableSpoolException(file + " can't be read: it is not UTF-8.");
        }
        try {
            Section section =
                    Ini.parse(text).section("fjd").orElse(new Section("fjd", java.util.List.of()));
            Settings settings =
                    new Settings(
                            duration(file, section, "settle", DEFAULT.settle()),
                            duration(file, section, "lease", DEFAULT.lease()),
                            flag(file, section, "durable").orElse(DEFAULT.durable()),
                            section.get("trust").map(Settings::words).orElse(DEFAULT.trusted()),
                            flag(file, section, "watch"));
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
