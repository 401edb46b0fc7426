package org.fjd.job;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.fjd.ini.Ini;
import org.fjd.ini.Section;

/**
 * The values of {@code [control]}, of a job file or else of its defaults. A key that is blank
 * counts as absent; one that is there twice, or whose value is not what it must be, is a reason to
 * reject the job.
 */
final class ControlReader {

    private static final String SECTION = "control";
    private static final String ENVIRONMENT = "environment";
    private static final String SETTINGS = ".fjd/fjd.conf";
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
    private static final Duration LONGEST = Duration.ofDays(365);
    private static final Pattern DECIMAL = Pattern.compile("\\d{1,9}(\\.\\d{1,9})?");

    /**
     * A text in which a value may stand, and how to say so.
     *
     * @param file which file that is; empty for the job's own
     * @param values of its section, by keys in small letters; each has at least one
     */
    private record Layer(
            String where,
            String file,
            Ini ini,
            boolean hasControl,
            Map<String, List<String>> values) {}

    private final List<Layer> layers = new ArrayList<>();
    private final Set<String> known = new HashSet<>();

    /**
     * A reader of a job file.
     *
     * @throws Rejection if there are two such sections in a text, none in any, or defaults that
     *     can't be read
     */
    ControlReader(Ini job, Defaults defaults) throws Rejection {
        add("Its [control] section", "", job);
        Optional<String> file = text("defaults");
        if (file.isPresent()) {
            add("The [control] section of its defaults", file.get(), defaults.ofFile(file.get()));
        }
        add("The [control] section of " + SETTINGS, SETTINGS, defaults.ofSpool());
        if (layers.stream().noneMatch(Layer::hasControl)) {
            throw new Rejection(
                    "It has no [control] section. Add one with an 'executable:' line.%s"
                            .formatted(misspeltControl(job)));
        }
    }

    private static String misspeltControl(Ini job) {
        return job.sections().stream()
                .map(Section::name)
                .filter(name -> isNear(name, SECTION))
                .map(name -> misspelt("section", name, SECTION))
                .findFirst()
                .orElse("");
    }

    private static String misspelt(String what, String word, String meant) {
        return " The %s %s may be a misspelt '%s'.".formatted(what, Quoting.quoted(word), meant);
    }

    private static boolean isNear(String word, String meant) {
        return Spelling.nearest(word.toLowerCase(Locale.ROOT), List.of(meant)).isPresent();
    }

    private void add(String where, String file, Ini ini) throws Rejection {
        List<Section> sections =
                ini.sections().stream().filter(s -> s.name().equals(SECTION)).toList();
        if (sections.size() > 1) {
            throw new Rejection(
                    layers.isEmpty()
                            ? "It has more than one [control] section. Merge them into one."
                            : where + " is there more than once. Merge them into one.");
        }
        // Each key is asked for of each job, so the section is gone through once, not for each.
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (Section section : sections) {
            for (Section.Entry entry : section.entries()) {
                String key = entry.key().toLowerCase(Locale.ROOT);
                values.computeIfAbsent(key, k -> new ArrayList<>(1)).add(entry.value());
            }
        }
        layers.add(new Layer(where, file, ini, !sections.isEmpty(), values));
    }

    /** What its defaults say of which nothing before them says anything, in their order. */
    List<Inherited> inherited() {
        Set<String> said = new HashSet<>();
        List<Inherited> inherited = new ArrayList<>();
        for (Layer layer : layers) {
            layer.values()
                    .forEach(
                            (key, values) -> {
                                String value = values.get(0);
                                boolean isNew = !value.isBlank() && said.add(key);
                                if (isNew && !layer.file().isEmpty()) {
                                    inherited.add(new Inherited(key, value, layer.file()));
                                }
                            });
        }
        return inherited;
    }

    /** The keys of its own and of all defaults that nobody has asked for by now. */
    List<String> unknownKeys() {
        return layers.stream()
                .flatMap(layer -> layer.values().keySet().stream())
                .filter(key -> !known.contains(key))
                .distinct()
                .toList();
    }

    /** A sentence for each section of its own and of its defaults' that may be misspelt. */
    List<String> unknownSections() {
        return layers.stream()
                .filter(layer -> !layer.file().equals(SETTINGS)) // whose reader tells
                .flatMap(layer -> layer.ini().sections().stream())
                .map(Section::name)
                .filter(name -> !name.equals(ENVIRONMENT) && Spelling.isAlmost(name, ENVIRONMENT))
                .distinct()
                .map(name -> Spelling.sectionWarning(name, Optional.of(ENVIRONMENT)))
                .toList();
    }

    /** The keys that have been asked for, in alphabetical order. */
    List<String> knownKeys() {
        return known.stream().sorted().toList();
    }

    /** The variables in {@code [environment]}. */
    Map<String, String> environment() throws Rejection {
        Map<String, String> environment = new HashMap<>();
        for (int i = layers.size() - 1; i >= 0; i--) {
            for (Section section : layers.get(i).ini().sections()) {
                if (section.name().equals(ENVIRONMENT)) {
                    for (Section.Entry entry : section.entries()) {
                        refuseVariable(entry);
                        environment.put(entry.key(), entry.value());
                    }
                }
            }
        }
        return environment;
    }

    private static void refuseVariable(Section.Entry entry) throws Rejection {
        String name = entry.key();
        if (!VARIABLE.matcher(name).matches() || name.startsWith("FJD_")) {
            throw new Rejection(
                    "Its [environment] section has a name that can't be set. Write names of letters, digits and _, which do not begin with FJD_.");
        }
        if (entry.value().indexOf('\0') >= 0) {
            throw new Rejection("The variable " + name + " has a NUL in its value. Remove it.");
        }
    }

    Command executable() throws Rejection {
        Optional<String> line = text("executable");
        if (line.isEmpty()) {
            throw new Rejection(
                    "Its [control] section has no executable. Add a line 'executable: <command>'.%s"
                            .formatted(misspeltExecutable()));
        }
        return Command.parse(line.get(), takesJobFile());
    }

    private String misspeltExecutable() {
        return layers.stream()
                .flatMap(layer -> layer.values().keySet().stream())
                .filter(key -> !key.equals("executable") && isNear(key, "executable"))
                .map(key -> misspelt("key", key, "executable"))
                .findFirst()
                .orElse("");
    }

    private boolean takesJobFile() throws Rejection {
        return switch (text("argument").orElse("file").toLowerCase(Locale.ROOT)) {
            case "file" -> true;
            case "none" -> false;
            default -> throw wrong("argument", "file or none");
        };
    }

    /** A value on one line. */
    Optional<String> text(String key) throws Rejection {
        known.add(key);
        for (Layer layer : layers) {
            List<String> values = layer.values().get(key);
            if (values == null) {
                continue;
            }
            if (values.size() > 1) {
                throw new Rejection(
                        layer.where() + " has '" + key + "' more than once. Keep one of them.");
            }
            if (!values.get(0).isBlank()) {
                refuseControlCharacters(key, values.get(0));
                return Optional.of(values.get(0));
            }
        }
        return Optional.empty();
    }

    private static void refuseControlCharacters(String key, String value) throws Rejection {
        if (value.indexOf('\n') >= 0) {
            throw new Rejection(
                    "The value of '"
                            + key
                            + "' goes on over an indented line. Write it on one line, and do not"
                            + " indent the line after it.");
        }
        String rest = key.equals("executable") ? value.replace('\t', ' ') : value;
        if (rest.chars().anyMatch(Character::isISOControl)) {
            throw new Rejection(
                    "The value of '" + key + "' has a control character in it. Remove it.");
        }
    }

    /** An integer within a range. */
    int number(String key, int otherwise, int least, int most) throws Rejection {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        boolean fits = Words.isNumber(text.get());
        int number = fits ? Integer.parseInt(text.get()) : 0;
        if (!fits || number < least || number > most) {
            throw wrong(key, "a whole number from " + least + " to " + most);
        }
        return number;
    }

    double decimal(String key, double otherwise, double least, double most) throws Rejection {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return otherwise;
        }
        double number = DECIMAL.matcher(text.get()).matches() ? Double.parseDouble(text.get()) : -1;
        if (number < least || number > most) {
            throw wrong(key, "a number from %s to %s".formatted(plain(least), plain(most)));
        }
        return number;
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    /** A duration of up to a year. */
    Optional<Duration> duration(String key) throws Rejection {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> duration = Durations.parse(text.get());
        if (duration.filter(d -> d.compareTo(LONGEST) <= 0).isEmpty()) {
            throw wrong(key, "a duration up to a year, such as 500ms, 30s, 5m or 2h");
        }
        return duration;
    }

    boolean flag(String key) throws Rejection {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return false;
        }
        return switch (text.get().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw wrong(key, "true or false");
        };
    }

    /** A date and a time, of the offset given or in the zone of this process. */
    Optional<Instant> instant(String key) throws Rejection {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        String iso = text.get().strip().replaceFirst("\\s+", "T");
        try {
            return Optional.of(OffsetDateTime.parse(iso).toInstant());
        } catch (DateTimeException withoutOffset) {
            try {
                LocalDateTime local = LocalDateTime.parse(iso);
                return Optional.of(local.atZone(ZoneId.systemDefault()).toInstant());
            } catch (DateTimeException e) {
                throw wrong(key, "a date and time, such as 2026-12-31 22:00 or 2026-12-31T22:00Z");
            }
        }
    }

    Optional<ExitCodes> exitCodes(String key) throws Rejection {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<ExitCodes> codes = ExitCodes.parse(text.get());
        if (codes.isEmpty()) {
            throw wrong(key, "exit codes from 0 to 255, such as 0 3 10-20");
        }
        return codes;
    }

    /** Names of labels or limits. */
    List<String> names(String key) throws Rejection {
        String must = "names of letters, digits and _ . : - between spaces or commas";
        List<String> names = words(key, must);
        if (!names.stream().allMatch(Words::isName)) {
            throw wrong(key, must);
        }
        return names;
    }

    /** Words in a value, of which there is at least one if there is a value. */
    private List<String> words(String key, String must) throws Rejection {
        Optional<String> text = text(key);
        List<String> words = Words.split(text.orElse(""));
        if (text.isPresent() && words.isEmpty()) {
            throw wrong(key, must);
        }
        return words;
    }

    /** Names of limits. How many jobs a limit lets run is not for a job to say. */
    List<String> limits() throws Rejection {
        List<String> limits = names("limit");
        if (!limits.stream().allMatch(Words::isLimit)) {
            throw wrong("limit", "the name of a limit, as it stands in [limits] of " + SETTINGS);
        }
        return limits;
    }

    /** Names of jobs, with or without the {@code .conf} of their files. */
    List<JobName> jobs(String key) throws Rejection {
        List<JobName> jobs = new ArrayList<>();
        String must = "names of jobs between spaces or commas";
        for (String word : words(key, must)) {
            jobs.add(JobName.ofWord(word).orElseThrow(() -> wrong(key, must)));
        }
        return jobs;
    }

    /** Names of files, quoted as in a shell where they have spaces. */
    List<String> files(String key) throws Rejection {
        Optional<String> text = text(key);
        if (text.isEmpty()) {
            return List.of();
        }
        ShellLine line = ShellLine.of(text.get());
        if (line.needsShell()
                || line.openQuote().isPresent()
                || line.endsInBackslash()
                || line.words().contains("")) {
            throw wrong(key, "names of files between spaces, in single quotes where they are odd");
        }
        return line.words();
    }

    private static Rejection wrong(String key, String must) {
        return new Rejection("The value of '%s' is wrong. Write %s.".formatted(key, must));
    }
}
