package org.fjd.view;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.ini.Ini;
import org.fjd.ini.Section;

/**
 * What went into jobs and what came out: their {@code [params]}, and the {@code [values]} of their
 * last results. All is kept as written.
 *
 * @param params the names of params, in the order of their first appearance
 * @param values the names of values, likewise
 */
public record ValueTable(List<String> params, List<String> values, List<Row> rows) {

    /** One job. Upper and lower case are the same in names: the form that came first is used. */
    public record Row(Job job, Map<String, String> params, Map<String, String> values) {}

    private record Read(Job job, List<Section.Entry> params, List<Section.Entry> values) {}

    /** That of some jobs, with a row for each. */
    public static ValueTable of(List<Job> jobs) {
        List<Read> read = jobs.parallelStream().map(ValueTable::read).toList();
        Map<String, String> params = new LinkedHashMap<>();
        Map<String, String> values = new LinkedHashMap<>();
        List<Row> rows =
                read.stream()
                        .map(
                                r ->
                                        new Row(
                                                r.job(),
                                                named(r.params(), params),
                                                named(r.values(), values)))
                        .toList();
        return new ValueTable(List.copyOf(params.values()), List.copyOf(values.values()), rows);
    }

    private static Read read(Job job) {
        Reading reading = job.read();
        return new Read(job, params(reading.sections()), reading.values().entries());
    }

    /** The params of a job file. */
    static List<Section.Entry> params(Ini sections) {
        return sections.sections().stream()
                .filter(section -> section.name().equals("params"))
                .flatMap(section -> section.entries().stream())
                .toList();
    }

    /** One param of a job, as in a column {@code param:NAME}. */
    public static Optional<String> param(Job job, String name) {
        return get(params(job.sections()), name);
    }

    /** One value of a job, as in a column {@code value:NAME}. */
    public static Optional<String> value(Job job, String name) {
        return get(job.values().entries(), name);
    }

    private static Optional<String> get(List<Section.Entry> entries, String name) {
        return entries.stream()
                .filter(entry -> entry.key().equalsIgnoreCase(name))
                .map(Section.Entry::value)
                .findFirst();
    }

    /**
     * Only these names, params before values; one that both have is both.
     *
     * @throws IllegalArgumentException if a name is neither a param nor a value here; it says which
     */
    public ValueTable only(List<String> names) {
        Set<String> keptParams = new LinkedHashSet<>();
        Set<String> keptValues = new LinkedHashSet<>();
        for (String name : names) {
            Optional<String> param = find(params, name);
            Optional<String> value = find(values, name);
            if (param.isEmpty() && value.isEmpty()) {
                throw new IllegalArgumentException(name);
            }
            param.ifPresent(keptParams::add);
            value.ifPresent(keptValues::add);
        }
        return new ValueTable(List.copyOf(keptParams), List.copyOf(keptValues), rows);
    }

    private static Optional<String> find(List<String> names, String name) {
        return names.stream().filter(name::equalsIgnoreCase).findFirst();
    }

    private static Map<String, String> named(
            List<Section.Entry> entries, Map<String, String> names) {
        Map<String, String> named = new LinkedHashMap<>();
        for (Section.Entry entry : entries) {
            String lower = entry.key().toLowerCase(Locale.ROOT);
            names.putIfAbsent(lower, entry.key());
            named.putIfAbsent(names.getOrDefault(lower, entry.key()), entry.value());
        }
        return named;
    }
}
