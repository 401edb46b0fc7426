package org.fjd.cli;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fjd.cli.Report.Row;
import org.fjd.cli.Report.Span;
import org.fjd.cli.Report.Staff;
import org.fjd.ini.Section;
import org.fjd.job.History;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;
import org.fjd.view.Catalogue;
import org.fjd.view.FailureGroup;
import org.fjd.view.Failures;
import org.fjd.view.Job;
import org.fjd.view.JobState;
import org.fjd.view.Reading;
import org.fjd.view.RetryCommand;

/** Collects what a report shows. Looks at several places one after another, while jobs move on. */
final class ReportCollector {

    private static final BigDecimal MILLIS = BigDecimal.valueOf(1000);
    private static final int LONGEST_REASON = 300;

    private final Spool spool;
    private final Map<Path, Integer> groups = new HashMap<>();
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final Map<String, String> shared = new ConcurrentHashMap<>();

    private ReportCollector(Spool spool) {
        this.spool = spool;
    }

    static Report collect(Spool spool, String version) throws IOException {
        return new ReportCollector(spool).collect(version);
    }

    private Report collect(String version) throws IOException {
        Failures failures = Failures.of(spool);
        List<FailureGroup> found = failures.groups();
        for (int i = 0; i < found.size(); i++) {
            for (Job job : found.get(i).jobs()) {
                groups.put(job.file(), i + 1);
            }
        }
        return new Report(
                version,
                spool.root().toString(),
                Machine.here().host(),
                spool.time().now(),
                new Catalogue(spool).jobs().parallelStream().map(this::row).toList(),
                workers(),
                found.stream().map(ReportCollector::group).toList(),
                failures.badHosts().stream()
                        .map(bad -> new Report.BadHost(bad.host(), bad.failed()))
                        .toList());
    }

    private Row row(Job job) {
        JobState state = job.state();
        Reading reading = job.read();
        History history = reading.history();
        Optional<Outcome> result = history.result().filter(outcome -> state.hasEnded());
        Optional<Outcome> last =
                result.or(() -> history.outcomes().stream().reduce((earlier, later) -> later))
                        .filter(outcome -> job.currentRun().isEmpty());
        return new Row(
                job.name().value(),
                state.word(),
                detail(last, "exit").map(this::shared),
                job.worker()
                        .map(worker -> worker.process().host())
                        .or(() -> detail(last, "host"))
                        .map(this::shared),
                job.currentRun()
                        .or(() -> last.filter(Outcome::isOfWorker).map(Outcome::run))
                        .map(Run::worker)
                        .map(this::shared),
                history.submitted()
                        .flatMap(section -> section.get("at"))
                        .flatMap(ReportCollector::instant),
                state == JobState.RUNNING ? Optional.of(job.since()) : instant(result, "started"),
                instant(result, "ended"),
                detail(result, "wall").flatMap(ReportCollector::millis),
                job.rejection().or(() -> detail(last, "reason")).map(ReportCollector::oneLine),
                groups.getOrDefault(job.file(), 0),
                named(
                        reading.sections().sections().stream()
                                .filter(section -> section.name().equals("params"))
                                .flatMap(section -> section.entries().stream())),
                named(result.stream().flatMap(r -> history.values(r.run()).entries().stream())),
                runs(history, result));
    }

    /** Upper and lower case are the same in names: one form is used for all jobs. */
    private Map<String, String> named(Stream<Section.Entry> entries) {
        Map<String, String> named = new LinkedHashMap<>();
        entries.forEach(
                entry ->
                        named.putIfAbsent(
                                names.computeIfAbsent(
                                        entry.key().toLowerCase(Locale.ROOT), k -> entry.key()),
                                entry.value()));
        return named;
    }

    /** The one copy of a text that many jobs have. */
    private String shared(String text) {
        return shared.computeIfAbsent(text, t -> t);
    }

    private static List<Span> runs(History history, Optional<Outcome> result) {
        Predicate<Outcome> isResult = o -> result.filter(r -> r.run().equals(o.run())).isPresent();
        List<Span> runs = new ArrayList<>();
        for (Outcome outcome : history.outcomes()) {
            Optional<Instant> started = instant(Optional.of(outcome), "started");
            if (started.isPresent() && !isResult.test(outcome)) {
                runs.add(
                        new Span(
                                outcome.run().worker(),
                                outcome.state().word(),
                                started.get(),
                                instant(Optional.of(outcome), "ended")));
            }
        }
        return runs;
    }

    private List<Staff> workers() throws IOException {
        List<Staff> workers = new ArrayList<>();
        for (String name : spool.roll().names()) {
            spool.roll().read(name).map(ReportCollector::staff).ifPresent(workers::add);
        }
        workers.sort(Comparator.comparing(Staff::worker));
        return workers;
    }

    private static Staff staff(WorkerRecord worker) {
        return new Staff(
                worker.name(), worker.process().host(), worker.since(), worker.activity().word());
    }

    private static Report.Group group(FailureGroup group) {
        RetryCommand retry = group.retry();
        return new Report.Group(
                group.jobs().size(),
                group.state().word(),
                group.exit(),
                group.host(),
                group.lines(),
                group.jobs().get(0).name().quoted(),
                Again.mend(retry.before(), group.jobs().size() == 1),
                retry.line(),
                retry.jobs());
    }

    private static Optional<String> detail(Optional<Outcome> outcome, String key) {
        return outcome.flatMap(o -> o.detail(key));
    }

    private static Optional<Instant> instant(Optional<Outcome> outcome, String key) {
        return detail(outcome, key).flatMap(ReportCollector::instant);
    }

    /** Users edit their files, so this may be anything. */
    private static Optional<Instant> instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            return Math.abs(instant.getEpochSecond()) < Integer.MAX_VALUE * 4L
                    ? Optional.of(instant)
                    : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Optional<Long> millis(String seconds) {
        try {
            long millis = new BigDecimal(seconds).multiply(MILLIS).longValueExact();
            return millis >= 0 ? Optional.of(millis) : Optional.empty();
        } catch (ArithmeticException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static String oneLine(String text) {
        String line = Text.oneLine(text);
        return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "…";
    }
}
