package org.fjd.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.fjd.spool.Spool;
import org.fjd.view.Catalogue;
import org.fjd.view.Job;
import org.fjd.view.JobState;
import org.fjd.view.ValueTable;
import org.fjd.view.ValueTable.Row;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "values",
        mixinStandardHelpOptions = true,
        description = {
            "Prints a table of the [params] of jobs and the values that they wrote to $FJD_VALUES,"
                    + " one row for each job.",
            "Of all jobs that are done, unless --state says otherwise. Everything is printed as it"
                    + " was written."
        },
        exitCodeList = ExitCode.NO_JOB)
final class ValuesCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private SelectionOptions chosen;

    @Option(
            names = "--columns",
            paramLabel = "NAME",
            split = ",",
            preprocessor = NoEmptyWord.class,
            description = "Only these params and values.")
    private List<String> columns = List.of();

    @ArgGroup private Format format = new Format();

    private static final class Format {
        @Option(names = "--csv", description = "Print CSV, as RFC 4180 has it, with LF.")
        private boolean csv;

        @Option(names = "--json", description = "Print JSON; a number where one is written.")
        private boolean json;
    }

    ValuesCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Spool opened = spool.openForReading();
        Catalogue.Found found =
                chosen.selection(opened, Set.of(JobState.DONE))
                        .from(new Catalogue(opened), opened.time().now());
        int code = chosen.complain(found, opened, console);
        if (found.jobs().isEmpty() && code != ExitCode.OK) {
            if (format.json) {
                console.printJson(Unknown.rows(found.missing()));
            }
            return code;
        }
        List<Job> jobs = new ArrayList<>(found.jobs());
        jobs.sort(java.util.Comparator.comparing(Job::name));
        ValueTable table = only(ValueTable.of(jobs));
        if (format.json) {
            console.printJson(
                    (Iterable<Map<String, Object>>)
                            () ->
                                    Stream.concat(
                                                    table.rows().stream()
                                                            .map(row -> json(row, table)),
                                                    Unknown.rows(found.missing()).stream())
                                            .iterator());
        } else if (format.csv) {
            printCsv(table);
        } else if (jobs.isEmpty()) {
            console.say("There are no such jobs at " + opened.root() + ".");
        } else {
            printTable(table);
        }
        return code;
    }

    private ValueTable only(ValueTable table) {
        try {
            return columns.isEmpty() ? table : table.only(columns);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(),
                    "No job has a param or a value '%s'."
                            .formatted(Text.oneLine(String.valueOf(e.getMessage()))),
                    e);
        }
    }

    private Map<String, Object> json(Row row, ValueTable table) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("job", row.job().name().value());
        object.put("state", row.job().state().word());
        object.put("params", kept(row.params(), table.params()));
        object.put("values", kept(row.values(), table.values()));
        return object;
    }

    private static Map<String, Object> kept(Map<String, String> texts, List<String> names) {
        Map<String, Object> kept = StoryJson.json(texts);
        kept.keySet().retainAll(names);
        return kept;
    }

    private void printCsv(ValueTable table) throws IOException {
        CSVFormat csv = CSVFormat.RFC4180.builder().setRecordSeparator('\n').get();
        CSVPrinter printer = new CSVPrinter(console.writer(), csv);
        printer.printRecord(headers(table));
        for (Row row : table.rows()) {
            printer.printRecord(cells(row, row.job().name().value(), table));
        }
        printer.flush();
    }

    private void printTable(ValueTable values) {
        List<String> headers = headers(values);
        List<List<String>> rows = new ArrayList<>();
        for (Row row : values.rows()) {
            rows.add(
                    cells(row, row.job().name().quoted(), values).stream()
                            .map(Text::oneLine)
                            .toList());
        }
        Set<Integer> right = new HashSet<>();
        IntStream.range(1, headers.size())
                .filter(i -> rows.stream().allMatch(row -> isNumberOrNothing(row.get(i))))
                .forEach(right::add);
        Table table = new Table(headers.stream().map(Text::oneLine).toList(), right);
        rows.forEach(table::add);
        console.print(table.lines(console.width()));
    }

    private static boolean isNumberOrNothing(String text) {
        return text.isEmpty() || !(Text.json(text) instanceof String);
    }

    /** A name that would be there twice says what it is. */
    private List<String> headers(ValueTable table) {
        Set<String> taken = new LinkedHashSet<>(List.of("job", "state"));
        Set<String> values = Set.copyOf(table.values());
        List<String> headers = new ArrayList<>(List.of("job"));
        if (chosen.asksForStates()) {
            headers.add("state");
        }
        for (String name : table.params()) {
            headers.add(taken.contains(name) || values.contains(name) ? "param:" + name : name);
        }
        taken.addAll(table.params());
        for (String name : table.values()) {
            headers.add(taken.contains(name) ? "value:" + name : name);
        }
        return headers;
    }

    private List<String> cells(Row row, String name, ValueTable table) {
        List<String> cells = new ArrayList<>(List.of(name));
        if (chosen.asksForStates()) {
            cells.add(row.job().state().word());
        }
        table.params().forEach(param -> cells.add(row.params().getOrDefault(param, "")));
        table.values().forEach(value -> cells.add(row.values().getOrDefault(value, "")));
        return cells;
    }
}
