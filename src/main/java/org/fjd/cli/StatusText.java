package org.fjd.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.fjd.job.Durations;
import org.fjd.spool.ProcessId;
import org.fjd.view.Dispatching;
import org.fjd.view.Job;
import org.fjd.view.Reason;
import org.fjd.view.Status;
import org.fjd.view.Status.Counts;
import org.fjd.view.Status.Workers;

/** How a spool is, for a person. */
final class StatusText {

    /** A blank line and that of the columns. */
    private static final int HEADERS = 2;

    private StatusText() {}

    /**
     * The lines.
     *
     * @param width how long a line may be, if that matters
     * @param height how many lines there may be, if that matters; jobs are left out for it
     * @param coloured whether states are shown in colours
     */
    static List<String> lines(
            Path spool, Status status, OptionalInt width, OptionalInt height, boolean coloured) {
        List<String> lines = new ArrayList<>();
        for (String line : head(spool, status)) {
            for (String part : Text.wrapped(line, "")) {
                lines.add(width.isEmpty() ? part : Table.shortened(part, width.getAsInt()));
            }
        }
        List<Job> jobs = status.inPods();
        int room = height.orElse(Integer.MAX_VALUE) - lines.size() - HEADERS;
        if (!jobs.isEmpty() && room > 0) {
            int shown = jobs.size() <= room ? jobs.size() : room - 1;
            lines.add("");
            table(status, jobs.subList(0, shown), coloured).lines(width).forEach(lines::add);
            if (shown < jobs.size()) {
                lines.add("and " + (jobs.size() - shown) + " more");
            }
        }
        return lines;
    }

    private static List<String> head(Path spool, Status status) {
        List<String> head = new ArrayList<>();
        head.add(Text.oneLine(spool.toString()));
        Counts counts = status.counts();
        head.add(
                "%d queued, %d with workers, %d done, %d failed"
                        .formatted(
                                counts.queued(),
                                status.inPods().size(),
                                counts.done(),
                                counts.failed()));
        if (status.rate() > 0) {
            String left =
                    status.left().map(l -> "; about " + Durations.format(l) + " left").orElse("");
            head.add(rate(status.rate()) + left);
        }
        head.add(workers(status.workers()));
        head.add(dispatcher(status.dispatching()));
        status.paused().ifPresent(note -> head.add(sentence(new Reason.Paused(note))));
        return head;
    }

    /** For jobs that end seldom, in a minute or an hour. */
    private static String rate(double perSecond) {
        if (perSecond >= 1) {
            return String.format(Locale.ROOT, "%.1f jobs/s", perSecond);
        }
        return perSecond * 60 >= 1
                ? String.format(Locale.ROOT, "%.1f jobs/min", perSecond * 60)
                : String.format(Locale.ROOT, "%.1f jobs/h", perSecond * 3600);
    }

    private static String workers(Workers workers) {
        if (workers.living() == 0) {
            return sentence(new Reason.NoWorkers(workers.lost()));
        }
        StringBuilder text = new StringBuilder(Sayings.count(workers.living(), "worker"));
        if (workers.hosts() > 1) {
            text.append(" on ").append(workers.hosts()).append(" hosts");
        }
        List<String> parts = new ArrayList<>();
        add(parts, workers.busy(), "busy");
        add(parts, workers.idle(), "idle");
        add(parts, workers.starting(), "starting");
        if (!parts.isEmpty()) {
            text.append(": ").append(String.join(", ", parts));
        }
        if (workers.lost() > 0) {
            text.append("; ").append(workers.lost()).append(" lost");
        }
        return text.toString();
    }

    private static void add(List<String> parts, int count, String word) {
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }

    private static String dispatcher(Dispatching dispatching) {
        return dispatching
                .trouble()
                .map(StatusText::sentence)
                .orElseGet(() -> "Dispatcher " + who(dispatching.holder().orElseThrow()));
    }

    private static String sentence(Reason ofSpool) {
        return Phrase.ofSpool(ofSpool).orElseThrow().sentence();
    }

    private static String who(ProcessId process) {
        return "on %s, process %d".formatted(Text.oneLine(process.host()), process.pid());
    }

    private static Table table(Status status, List<Job> jobs, boolean coloured) {
        Table table = new Table(List.of("JOB", "STATE", "FOR", "PROGRESS", "WORKER"), Set.of(2));
        if (coloured) {
            table.colour(1);
        }
        for (Job job : jobs) {
            table.add(
                    List.of(
                            job.name().quoted(),
                            job.state().word(),
                            Durations.format(Duration.between(job.since(), status.at())),
                            job.progress().map(Text::oneLine).orElse(""),
                            job.currentRun().map(run -> run.worker()).orElse("")));
        }
        return table;
    }
}
