package org.fjd.cli;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fjd.cli.Columns.Column;
import org.fjd.cli.Columns.Kind;
import org.fjd.job.Durations;
import org.fjd.spool.Spool;
import org.fjd.view.Catalogue;
import org.fjd.view.Job;
import org.fjd.view.Overview;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "jobs",
        mixinStandardHelpOptions = true,
        description = {
            "Shows jobs: what is running, then queued, failed, done; of those that have ended the"
                    + " last first.",
            "On a terminal, at most ten of each kind, unless --limit says otherwise."
        },
        exitCodeList = ExitCode.NO_JOB)
final class JobsCommand implements Callable<Integer> {

    private static final int OF_EACH_KIND = 10;

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private SelectionOptions chosen;

    @Option(
            names = "--columns",
            paramLabel = "COLUMN",
            split = ",",
            preprocessor = NoEmptyWord.class,
            description = "What to show of each: " + Columns.NAMES + ".")
    private List<String> columns = List.of();

    @Option(
            names = "--sort",
            paramLabel = "COLUMN",
            description = "Sort by this column; jobs that have nothing there come last.")
    private Optional<String> sort = Optional.empty();

    @Option(names = "--reverse", description = "Turn the order round.")
    private boolean reverse;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Show at most so many jobs; 0: all of them.")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    JobsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (limit.filter(n -> n < 0).isPresent()) {
            throw usage("--limit must be 0 or more.");
        }
        Spool opened = spool.openForReading();
        Columns known = new Columns(opened);
        List<Column> shown = columns(known, columns);
        Optional<Column> key =
                sort.isPresent()
                        ? columns(known, List.of(sort.get())).stream().findFirst()
                        : Optional.empty();
        Catalogue.Found found =
                chosen.selection(opened).from(new Catalogue(opened), opened.time().now());
        int code = chosen.complain(found, opened, console);
        if (found.jobs().isEmpty() && code != ExitCode.OK) {
            if (json) {
                console.printJson(Unknown.rows(found.missing()));
            }
            return code;
        }
        List<Job> jobs = new ArrayList<>(found.jobs());
        key.ifPresent(column -> sort(jobs, column));
        if (reverse) {
            Collections.reverse(jobs);
        }
        print(opened, shown, jobs, found.missing());
        return code;
    }

    private List<Column> columns(Columns known, List<String> names) {
        try {
            if (names.isEmpty()) {
                return known.of(json ? Columns.FOR_PROGRAMS : Columns.FOR_PEOPLE);
            }
            return known.of(names);
        } catch (IllegalArgumentException e) {
            throw usage(
                    "There is no column '%s'. There are: %s."
                            .formatted(
                                    Text.oneLine(String.valueOf(e.getMessage())), Columns.NAMES));
        }
    }

    /** By name as jobs are sorted, by number where both are numbers, else as texts. */
    private static void sort(List<Job> jobs, Column column) {
        if (column.name().equals("job")) {
            jobs.sort(Comparator.comparing(Job::name));
            return;
        }
        Map<Job, String> texts = new HashMap<>();
        for (Job job : jobs) {
            column.text().apply(job).ifPresent(text -> texts.put(job, text));
        }
        jobs.sort(
                Comparator.comparing(texts::get, Comparator.nullsLast(JobsCommand::compareTexts)));
    }

    /** All numbers before all other texts. */
    private static int compareTexts(String a, String b) {
        boolean first = Text.json(a) instanceof BigDecimal;
        boolean second = Text.json(b) instanceof BigDecimal;
        if (first && second) {
            return new BigDecimal(a).compareTo(new BigDecimal(b));
        }
        return first == second ? a.compareTo(b) : first ? -1 : 1;
    }

    private void print(Spool opened, List<Column> shown, List<Job> jobs, List<String> missing)
            throws Exception {
        int most = limit.filter(n -> n > 0).orElse(Integer.MAX_VALUE);
        List<Job> first = jobs.subList(0, Math.min(most, jobs.size()));
        if (json) {
            console.printJson(
                    (Iterable<Map<String, Object>>)
                            () ->
                                    Stream.concat(
                                                    first.stream().map(j -> json(j.copy(), shown)),
                                                    Unknown.rows(missing).stream())
                                            .iterator());
            return;
        }
        if (jobs.isEmpty()) {
            console.say("There are no such jobs at " + opened.root() + ".");
            return;
        }
        Instant now = opened.time().now();
        if (console.isTerminal() && limit.isEmpty()) {
            Overview overview = Overview.of(jobs, OF_EACH_KIND);
            console.print(table(overview.shown(), shown, now).lines(console.width()));
            if (overview.shown().size() < jobs.size()) {
                String summary =
                        "%d of %d jobs: %d with workers, %d queued, %d failed, %d done. All: --limit 0"
                                .formatted(
                                        overview.shown().size(),
                                        jobs.size(),
                                        overview.inPods(),
                                        overview.queued(),
                                        overview.failed(),
                                        overview.done());
                console.print(Text.wrapped(summary, "[FJD] "));
            }
        } else {
            console.print(table(first, shown, now).lines(console.width()));
        }
    }

    private static Map<String, Object> json(Job job, List<Column> shown) {
        Map<String, Object> row = new LinkedHashMap<>();
        for (Column column : shown) {
            column.text()
                    .apply(job)
                    .ifPresent(
                            text ->
                                    row.put(
                                            column.name(),
                                            column.kind() == Kind.NUMBER ? Text.json(text) : text));
        }
        return row;
    }

    private Table table(List<Job> jobs, List<Column> shown, Instant now) {
        Set<Integer> right = new HashSet<>();
        IntStream.range(0, shown.size())
                .filter(i -> shown.get(i).kind() != Kind.TEXT)
                .forEach(right::add);
        Table table = new Table(shown.stream().map(Column::header).toList(), right);
        if (console.isColoured()) {
            table.colour(shown.stream().map(Column::name).toList().indexOf("state"));
        }
        jobs.parallelStream()
                .map(job -> cells(job.copy(), shown, now))
                .toList()
                .forEach(table::add);
        return table;
    }

    private static List<String> cells(Job job, List<Column> shown, Instant now) {
        List<String> cells = new ArrayList<>(shown.size());
        for (Column column : shown) {
            cells.add(cell(job, column, now));
        }
        return cells;
    }

    private static String cell(Job job, Column column, Instant now) {
        if (column.name().equals("job")) {
            return job.name().quoted();
        }
        if (column.name().equals("since")) {
            return Durations.format(Duration.between(job.since(), now));
        }
        return column.text().apply(job).map(Text::oneLine).orElse("");
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
