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

    /** Where a line is narrower than that, it has no room for workers. */
    private static final int NARROW = 60;

    /**
     * A line about the whole spool.
     *
     * @param last the last of the forms in which it is shown
     */
    private record Head(String line, Form last) {}

    /** From all there is to as little as is of use. */
    private enum Form {
        WHOLE,
        /** One line for each thing. */
        SHORT,
        /** What is wrong. */
        TROUBLE,
        COUNTS
    }

    private StatusText() {}

    /**
     * The lines.
     *
     * @param width how long a line may be, if that matters
     * @param height how many lines there may be, if that matters; jobs are left out for it, and
     *     where it is small what can be missed of the rest, so that there is room for some
     * @param coloured whether states are shown in colours
     */
    static List<String> lines(
            Path spool, Status status, OptionalInt width, OptionalInt height, boolean coloured) {
        List<Head> head = head(spool, status);
        List<Job> jobs = status.inPods();
        int most = height.orElse(Integer.MAX_VALUE);
        int fair = Math.min(jobs.size(), Math.max(1, (most - 1) / 2));
        List<String> lines = List.of();
        for (Form form : Form.values()) {
            lines = lines(head, form, width);
            int needed = lines.size() + (jobs.isEmpty() ? 0 : 1 + fair);
            if (needed <= most) {
                break;
            }
        }
        return withJobs(lines, status, width, most, coloured);
    }

    private static List<String> lines(List<Head> head, Form form, OptionalInt width) {
        List<String> lines = new ArrayList<>();
        int longest = width.orElse(Text.WIDTH);
        for (Head part : head) {
            if (form == Form.WHOLE || part.last() == Form.COUNTS) {
                for (String line :
                        Text.wrapped(part.line(), "", "", Math.min(longest, Text.WIDTH))) {
                    lines.add(width.isEmpty() ? line : Table.shortened(line, longest));
                }
            } else if (part.last().compareTo(form) >= 0) {
                lines.add(Table.shortened(part.line(), longest));
            }
        }
        if (form == Form.WHOLE) {
            lines.add("");
        }
        return lines;
    }

    /** With as many jobs as there is room for. */
    private static List<String> withJobs(
            List<String> head, Status status, OptionalInt width, int height, boolean coloured) {
        List<Job> jobs = status.inPods();
        List<String> lines = new ArrayList<>(head);
        int room = height - lines.size() - 1;
        if (!jobs.isEmpty() && room > 0) {
            int shown = jobs.size() <= room ? jobs.size() : room - 1;
            table(status, jobs.subList(0, shown), width, coloured).lines(width).forEach(lines::add);
            if (shown < jobs.size()) {
                lines.add("and " + (jobs.size() - shown) + " more");
            }
        }
        if (lines.get(lines.size() - 1).isEmpty()) {
            lines.remove(lines.size() - 1);
        }
        return lines;
    }

    private static List<Head> head(Path spool, Status status) {
        List<Head> head = new ArrayList<>();
        head.add(new Head(Text.oneLine(spool.toString()), Form.SHORT));
        Counts counts = status.counts();
        head.add(
                new Head(
                        "%d queued, %d with workers, %d done, %d failed"
                                .formatted(
                                        counts.queued(),
                                        status.inPods().size(),
                                        counts.done(),
                                        counts.failed()),
                        Form.COUNTS));
        if (status.rate() > 0) {
            String left =
                    status.left().map(l -> "; about " + Durations.format(l) + " left").orElse("");
            head.add(new Head(rate(status.rate()) + left, Form.SHORT));
        }
        Workers workers = status.workers();
        head.add(new Head(workers(workers), last(workers.living() == 0 || workers.lost() > 0)));
        Dispatching dispatching = status.dispatching();
        head.add(new Head(dispatcher(dispatching), last(dispatching.trouble().isPresent())));
        status.paused()
                .map(note -> new Head(sentence(new Reason.Paused(note)), Form.TROUBLE))
                .ifPresent(head::add);
        return head;
    }

    private static Form last(boolean trouble) {
        return trouble ? Form.TROUBLE : Form.SHORT;
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
                .orElseGet(
                        () ->
                                dispatching
                                        .holder()
                                        .map(holder -> "Dispatcher " + who(holder))
                                        .orElse("A dispatcher is starting"));
    }

    private static String sentence(Reason ofSpool) {
        return Phrase.ofSpool(ofSpool).orElseThrow().sentence();
    }

    private static String who(ProcessId process) {
        return "on %s, process %d".formatted(Text.oneLine(process.host()), process.pid());
    }

    private static Table table(Status status, List<Job> jobs, OptionalInt width, boolean coloured) {
        List<String> headers = List.of("JOB", "STATE", "FOR", "PROGRESS", "WORKER");
        int shown = width.orElse(Text.WIDTH) < NARROW ? headers.size() - 1 : headers.size();
        Table table = new Table(headers.subList(0, shown), Set.of(2));
        if (coloured) {
            table.colour(1);
        }
        for (Job job : jobs) {
            List<String> cells =
                    List.of(
                            job.name().quoted(),
                            job.state().word(),
                            Durations.format(Duration.between(job.since(), status.at())),
                            job.progress().map(Text::oneLine).orElse(""),
                            job.currentRun().map(run -> run.worker()).orElse(""));
            table.add(cells.subList(0, shown));
        }
        return table;
    }
}
