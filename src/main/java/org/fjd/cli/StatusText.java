package org.fjd.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.Set;
import org.fjd.job.Durations;
import org.fjd.spool.WorkerRecord.Busy;
import org.fjd.spool.WorkerRecord.Idle;
import org.fjd.spool.WorkerRecord.Starting;
import org.fjd.view.Job;
import org.fjd.view.Status;
import org.fjd.view.Status.Counts;
import org.fjd.view.Status.Crew;

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
     */
    static List<String> lines(Path spool, Status status, OptionalInt width, OptionalInt height) {
        List<String> lines = new ArrayList<>(head(spool, status));
        List<Job> jobs = status.inPods();
        int room = height.orElse(Integer.MAX_VALUE) - lines.size() - HEADERS;
        if (!jobs.isEmpty() && room > 0) {
            int shown = jobs.size() <= room ? jobs.size() : room - 1;
            lines.add("");
            table(status, jobs.subList(0, shown)).lines(width).forEach(lines::add);
            if (shown < jobs.size()) {
                lines.add("and " + (jobs.size() - shown) + " more");
            }
        }
        return width.isEmpty()
                ? lines
                : lines.stream().map(line -> Table.shortened(line, width.getAsInt())).toList();
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
        head.add(crew(status.crew()));
        head.add(dispatcher(status));
        status.paused().ifPresent(note -> head.add("Paused: " + note + ". Go on: fjd resume"));
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

    private static String crew(Crew crew) {
        if (crew.living().isEmpty() && crew.dead().isEmpty()) {
            return "No workers. Hire some: recruiter hire 4";
        }
        StringBuilder text = new StringBuilder(Sayings.count(crew.living().size(), "worker"));
        if (crew.hosts() > 1) {
            text.append(" on ").append(crew.hosts()).append(" hosts");
        }
        List<String> parts = new ArrayList<>();
        add(parts, crew.count(Busy.class), "busy");
        add(parts, crew.count(Idle.class), "idle");
        add(parts, crew.count(Starting.class), "starting");
        if (!parts.isEmpty()) {
            text.append(": ").append(String.join(", ", parts));
        }
        if (!crew.dead().isEmpty()) {
            text.append("; ").append(crew.dead().size()).append(" dead");
        }
        return text.toString();
    }

    private static void add(List<String> parts, int count, String word) {
        if (count > 0) {
            parts.add(count + " " + word);
        }
    }

    private static String dispatcher(Status status) {
        if (status.dispatcher().isEmpty()) {
            return "No dispatcher. Start one: dispatcher";
        }
        String who =
                "on %s, process %d"
                        .formatted(
                                status.dispatcher().get().process().host(),
                                status.dispatcher().get().process().pid());
        return status.dispatcherDead()
                ? "The dispatcher " + who + ", is dead. Start one: dispatcher"
                : "Dispatcher " + who;
    }

    private static Table table(Status status, List<Job> jobs) {
        Table table = new Table(List.of("JOB", "STATE", "FOR", "PROGRESS", "WORKER"), Set.of(2));
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
