package org.fjd.doctor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file system as it is mounted.
 *
 * @param device its number, {@code major:minor}
 * @param point where
 * @param type such as {@code nfs4}
 * @param source what is mounted, such as {@code server:/home}
 * @param options those of the mount, then those of the file system
 */
public record Mount(String device, String point, String type, String source, List<String> options) {

    private static final Pattern ESCAPE = Pattern.compile("\\\\([0-3][0-7]{2})");
    private static final int OPTIONAL_FIELDS = 6;

    /** Keeps a copy of the options. */
    public Mount {
        options = List.copyOf(options);
    }

    /** The mounts in a text as {@code /proc/self/mountinfo} has it; lines of other kinds not. */
    static List<Mount> parse(String mountinfo) {
        List<Mount> mounts = new ArrayList<>();
        for (String line : mountinfo.split("\n", -1)) {
            List<String> fields = Arrays.asList(line.split(" ", -1));
            int dash = fields.indexOf("-");
            if (dash >= OPTIONAL_FIELDS && fields.size() >= dash + 3) {
                List<String> options = new ArrayList<>(words(fields.get(5)));
                if (fields.size() > dash + 3) {
                    words(fields.get(dash + 3)).stream()
                            .filter(option -> !options.contains(option))
                            .forEach(options::add);
                }
                mounts.add(
                        new Mount(
                                fields.get(2),
                                plain(fields.get(4)),
                                fields.get(dash + 1),
                                plain(fields.get(dash + 2)),
                                options));
            }
        }
        return mounts;
    }

    /**
     * The one on which a path lies: of those above it that have its device the nearest, else the
     * nearest at all. Of several at one place the last covers the others.
     *
     * @param path absolute, without links in it
     * @param device the number of its device, if known
     */
    static Optional<Mount> of(String path, Optional<String> device, List<Mount> all) {
        List<Mount> above = all.stream().filter(mount -> mount.holds(path)).toList();
        List<Mount> same =
                above.stream().filter(m -> device.equals(Optional.of(m.device()))).toList();
        return (same.isEmpty() ? above : same)
                .stream().reduce((a, b) -> b.point().length() >= a.point().length() ? b : a);
    }

    private boolean holds(String path) {
        return point.equals("/") || path.equals(point) || path.startsWith(point + "/");
    }

    boolean has(String option) {
        return options.contains(option);
    }

    /** The value of {@code option=value}. */
    Optional<String> value(String option) {
        return options.stream()
                .filter(o -> o.startsWith(option + "="))
                .map(o -> o.substring(option.length() + 1))
                .findFirst();
    }

    private static List<String> words(String options) {
        return Arrays.stream(options.split(",")).filter(word -> !word.isEmpty()).toList();
    }

    private static String plain(String field) {
        return ESCAPE.matcher(field)
                .replaceAll(
                        found ->
                                Matcher.quoteReplacement(
                                        String.valueOf(
                                                (char) Integer.parseInt(found.group(1), 8))));
    }
}
