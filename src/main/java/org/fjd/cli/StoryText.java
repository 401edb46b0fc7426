package org.fjd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fjd.ini.Section;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Durations;
import org.fjd.job.History;
import org.fjd.job.Outcome;
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

    StoryText(Spool spool, boolean coloured) {
        this.spool = spool;
        this.coloured = coloured;
        this.logs = new JobLog(spool);
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
        ValueTable.of(List.of(job))
                .rows()
                .get(0)
                .params()
                .forEach((n, v) -> add("param", n + " = " + v));
        history.submitted().ifPresent(s -> add("submitted", entries(s.entries())));
        history.changes().forEach(c -> add("changed", entries(c.entries())));
        for (JobLog.OfRun run : logs.runs(job)) {
            Optional<Outcome> outcome = history.of(run.run());
            if (outcome.isPresent()) {
                add("attempt " + run.attempt(), told(outcome.get()));
            } else {
                add("attempt " + run.attempt(), "by worker " + run.run().worker() + host(job));
            }
        }
        job.progress().ifPresent(progress -> add("progress", progress));
        job.rejection().ifPresent(reason -> add("rejected", reason));
        job.values().entries().forEach(e -> add("value", e.key() + " = " + e.value()));
        add("file", spool.root().relativize(job.file()).toString());
        addLog(job);
        return List.copyOf(lines);
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

    private static String host(Job job) {
        return job.worker()
                .map(worker -> " on " + worker.process().host())
                .orElse(", which is gone");
    }

    private static String told(Outcome outcome) {
        StringBuilder told = new StringBuilder(outcome.state().word());
        String how = Columns.how(outcome);
        told.append(how.isEmpty() ? "" : ", " + how);
        outcome.detail("host").ifPresent(host -> told.append(", on ").append(host));
        outcome.detail("wall").ifPresent(wall -> told.append(", ").append(wall).append(" s"));
        outcome.detail("started").ifPresent(at -> told.append(", started ").append(at));
        outcome.detail("ended").ifPresent(at -> told.append(", ended ").append(at));
        Set<String> known =
                Set.of("exit", "signal", "reason", "host", "wall", "started", "ended", "log");
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
            List<String> last = logs.lastLines(log.get(), LOG_LINES);
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
        String first =
                label.length() < INDENT.length() - 1
                        ? label + INDENT.substring(label.length())
                        : label + "  ";
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String part : Text.oneLine(text.replace("\n", " ")).split(" ", -1)) {
            if (!empty && line.length() + 1 + part.length() > 80) {
                lines.add(line.toString());
                line = new StringBuilder(INDENT);
                empty = true;
            }
            line.append(empty ? "" : " ").append(part);
            empty = false;
        }
        lines.add(line.toString());
    }
}
