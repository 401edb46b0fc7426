package org.fjd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fjd.ini.Section;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Durations;
import org.fjd.job.History;
import org.fjd.job.Inherited;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.spool.Spool;
import org.fjd.view.Job;
import org.fjd.view.JobLog;
import org.fjd.view.JobState;
import org.fjd.view.ValueTable;

/** The whole story of a job, for a person. */
final class StoryText {

    private static final int LOG_LINES = 10;
    private static final String INDENT = "                ";

    private final Spool spool;
    private final boolean coloured;
    private final JobLog logs;
    private final List<String> lines = new ArrayList<>();

    /**
     * Who tells.
     *
     * @param logs with what those of the jobs said that are packed
     */
    StoryText(Spool spool, JobLog logs, boolean coloured) {
        this.spool = spool;
        this.coloured = coloured;
        this.logs = logs;
    }

    List<String> of(Job job) throws IOException {
        lines.clear();
        History history = job.history();
        lines.add(title(job));
        for (Section section : job.sections().sections()) {
            if (section.name().equals("control")) {
                section.entries().forEach(e -> add(e.key(), e.value()));
            }
        }
        for (Inherited inherited : job.inherited()) {
            add(inherited.key(), "%s (by %s)".formatted(inherited.value(), inherited.from()));
        }
        ValueTable.of(List.of(job))
                .rows()
                .get(0)
                .params()
                .forEach((n, v) -> add("param", n + " = " + v));
        history.submitted().ifPresent(s -> add("submitted", entries(s.entries())));
        history.changes().forEach(c -> add("changed", entries(c.entries())));
        addRuns(job, history);
        job.progress().ifPresent(progress -> add("progress", progress));
        job.rejection().ifPresent(reason -> add("rejected", reason));
        job.values().entries().forEach(e -> add("value", e.key() + " = " + e.value()));
        add("file", spool.root().relativize(job.file()).toString());
        addLog(job);
        return List.copyOf(lines);
    }

    private void addRuns(Job job, History history) throws IOException {
        Map<Run, Integer> attempts = new LinkedHashMap<>();
        logs.runs(job).forEach(run -> attempts.put(run.run(), run.attempt()));
        for (Outcome outcome : history.outcomes()) {
            Integer attempt = attempts.remove(outcome.run());
            if (attempt == null) {
                add(outcome.state().word(), entries(outcome.details()));
            } else {
                add("attempt " + attempt, told(outcome));
            }
        }
        attempts.forEach((run, attempt) -> add("attempt " + attempt, present(job, run)));
    }

    private String present(Job job, Run run) {
        Instant since = job.since().truncatedTo(ChronoUnit.MILLIS);
        String age = Durations.format(Duration.between(since, spool.time().now()));
        String host =
                job.worker()
                        .map(worker -> ", on " + worker.process().host())
                        .orElse(", its worker is gone");
        return "%s for %s%s, %s %s, by worker %s"
                .formatted(
                        job.state().word(),
                        age,
                        host,
                        job.state() == JobState.RUNNING ? "started" : "assigned",
                        since,
                        run.worker());
    }

    private String title(Job job) {
        Instant now = spool.time().now();
        String age = Durations.format(Duration.between(job.since(), now));
        String state = StateColour.of(job.state().word(), coloured);
        return job.name().quoted()
                + ": "
                + (job.state().hasEnded()
                        ? "%s, %s ago".formatted(state, age)
                        : "%s for %s".formatted(state, age));
    }

    private static String told(Outcome outcome) {
        StringBuilder told = new StringBuilder(outcome.state().word());
        String how = Columns.how(outcome).replaceFirst("\\.$", "");
        told.append(how.isEmpty() ? "" : ", " + how);
        outcome.detail("host").ifPresent(host -> told.append(", on ").append(host));
        outcome.detail("wall").ifPresent(wall -> told.append(", ").append(wall).append(" s"));
        outcome.detail("started").ifPresent(at -> told.append(", started ").append(at));
        outcome.detail("ended").ifPresent(at -> told.append(", ended ").append(at));
        Set<String> known =
                Set.of(
                        "exit",
                        "signal",
                        "reason",
                        "host",
                        "wall",
                        "started",
                        "ended",
                        "log",
                        Columns.LOST_IN_A_ROW);
        outcome.details().stream()
                .filter(entry -> !known.contains(entry.key()))
                .forEach(e -> told.append(", ").append(e.key()).append(": ").append(e.value()));
        return told + ", by worker " + outcome.run().worker();
    }

    private static String entries(List<Entry> entries) {
        return entries.stream()
                .filter(entry -> !entry.key().equals("whole"))
                .map(entry -> entry.key() + " = " + entry.value())
                .collect(Collectors.joining(", "));
    }

    private void addLog(Job job) throws IOException {
        Optional<Path> log = logs.last(job);
        if (log.isEmpty()) {
            return;
        }
        add("log", spool.root().relativize(log.get()).toString());
        if (job.state().hasEnded() && job.state() != JobState.DONE) {
            List<String> last = logs.lastLines(job, LOG_LINES);
            if (!last.isEmpty()) {
                lines.add("  its last lines:");
                last.forEach(line -> lines.add("    " + Text.oneLine(line.replace("\t", "    "))));
            }
        }
    }

    /** What does not fit beside its word goes on below. */
    private void add(String word, String text) {
        if (text.isBlank()) {
            return;
        }
        String label = "  " + Text.oneLine(word);
        String first = label + " ".repeat(Math.max(2, INDENT.length() - Width.of(label)));
        String shown = Text.oneLine(text.replace("\n", " "));
        lines.addAll(Text.wrapped(shown, first, INDENT, Text.WIDTH));
    }
}
