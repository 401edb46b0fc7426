package org.fjd.recruit;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.fjd.ini.Section;
import org.fjd.job.Labels;
import org.fjd.job.Quoting;
import org.fjd.job.Spelling;
import org.fjd.recruit.Host.Sync;
import org.fjd.spool.HostName;
import org.fjd.spool.UnusableSpoolException;

/** Reads one section of {@code hosts.conf}. */
final class HostReader {

    private static final int MOST_WORKERS = 1000;
    private static final Pattern ADDRESS =
            Pattern.compile("[\\p{L}\\p{N}_:\\[][\\p{L}\\p{N}_.:@%+\\[\\]-]*");
    private static final Pattern PATH_THERE = Pattern.compile("(/|~/)\\P{Cntrl}*");
    private static final Pattern SEPARATOR = Pattern.compile("[,\n]");
    private static final Pattern PATH = Pattern.compile("\\P{Cntrl}+");

    private static final List<String> KEYS =
            List.of(
                    "host",
                    "workers",
                    "labels",
                    "directory",
                    "java",
                    "fjd",
                    "before",
                    "sync",
                    "sync-before",
                    "sync-after",
                    "sync-delete");

    private final Path file;
    private final Section section;

    HostReader(Path file, Section section) {
        this.file = file;
        this.section = section;
    }

    /**
     * A host of which nothing is said.
     *
     * @throws IllegalArgumentException if ssh could not know one of such a name
     */
    static Host knownToSsh(String name) {
        if (!ADDRESS.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "%s can't be a host. Write its name in hosts.conf, or one that ssh knows"
                            .formatted(Quoting.quoted(name)));
        }
        return Host.named(name);
    }

    /** What to say of keys that are not known. */
    List<String> warnings() {
        return section.entries().stream()
                .map(Section.Entry::key)
                .filter(key -> !KEYS.contains(key.toLowerCase(Locale.ROOT)))
                .map(
                        key ->
                                "%s, [%s]: %s"
                                        .formatted(
                                                file, section.name(), Spelling.warning(key, KEYS)))
                .toList();
    }

    Host host() throws UnusableSpoolException {
        if (!HostName.isValid(section.name())) {
            throw new UnusableSpoolException(
                    "%s: [%s] can't be a host's name: that is %s, and not 'all'. 'host' may say what ssh calls it."
                            .formatted(file, Quoting.quoted(section.name()), HostName.FORM));
        }
        return new Host(
                section.name(),
                value("host", ADDRESS, "a host as ssh knows it, such as node1 or me@node1")
                        .orElse(section.name()),
                workers(),
                labels(),
                pathThere("directory"),
                pathThere("java"),
                pathThere("fjd"),
                value("before"),
                sync());
    }

    private Optional<Integer> workers() throws UnusableSpoolException {
        Optional<String> value = value("workers");
        if (value.isEmpty()) {
            return Optional.empty();
        }
        Optional<Integer> number =
                value.filter(text -> text.matches("\\d{1,9}"))
                        .map(Integer::valueOf)
                        .filter(n -> n >= 1 && n <= MOST_WORKERS);
        if (number.isEmpty()) {
            throw wrong("workers", value.get(), "a whole number from 1 to " + MOST_WORKERS);
        }
        return number;
    }

    private Labels labels() throws UnusableSpoolException {
        Optional<String> value = value("labels");
        Optional<Labels> labels = value.map(Labels::parse).orElse(Optional.of(Labels.NONE));
        if (labels.isEmpty()) {
            throw wrong("labels", value.orElse(""), "names of letters, digits and _ . : -");
        }
        if (!labels.get().fit()) {
            throw new UnusableSpoolException(
                    "%s, [%s]: labels are longer than %d bytes together. Use fewer or shorter ones."
                            .formatted(file, section.name(), Labels.MAX_BYTES));
        }
        return labels.get();
    }

    private Optional<Sync> sync() throws UnusableSpoolException {
        Optional<String> text = value("sync");
        Optional<String> before = value("sync-before");
        Optional<String> after = value("sync-after");
        boolean deletes = flag("sync-delete");
        if (text.isEmpty()) {
            return Optional.empty();
        }
        List<String> directories =
                SEPARATOR
                        .splitAsStream(text.get())
                        .map(String::strip)
                        .filter(directory -> !directory.isEmpty())
                        .distinct()
                        .toList();
        if (directories.isEmpty() || !directories.stream().allMatch(PATH.asMatchPredicate())) {
            throw wrong("sync", text.get(), "directories, separated by commas");
        }
        return Optional.of(new Sync(directories, before, after, deletes));
    }

    private boolean flag(String key) throws UnusableSpoolException {
        String value = value(key).orElse("no");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw wrong(key, value, "yes or no");
        };
    }

    private Optional<String> pathThere(String key) throws UnusableSpoolException {
        return value(key, PATH_THERE, "a path on that host that begins with / or ~/");
    }

    private Optional<String> value(String key, Pattern form, String what)
            throws UnusableSpoolException {
        Optional<String> value = value(key);
        if (value.isPresent() && !form.matcher(value.get()).matches()) {
            throw wrong(key, value.get(), what);
        }
        return value;
    }

    private Optional<String> value(String key) throws UnusableSpoolException {
        List<String> values = section.all(key);
        if (values.size() > 1) {
            throw new UnusableSpoolException(
                    "%s, [%s]: the key %s is there twice. Keep one."
                            .formatted(file, section.name(), key));
        }
        if (values.stream().anyMatch(String::isBlank)) {
            throw new UnusableSpoolException(
                    "%s, [%s]: %s has no value. Write one, or leave the line out."
                            .formatted(file, section.name(), key));
        }
        return values.stream().findFirst();
    }

    private UnusableSpoolException wrong(String key, String value, String what) {
        return new UnusableSpoolException(
                "%s, [%s]: %s = %s is wrong. Write %s."
                        .formatted(file, section.name(), key, Quoting.quoted(value), what));
    }
}
