package org.fjd.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.fjd.ini.Section;
import org.fjd.job.Labels;

/**
 * What a worker, or a command that steers jobs as a worker would, says of itself on the roll.
 *
 * @param name the worker's name
 * @param process the worker's own process
 * @param user as whom it runs
 * @param since when it was hired, by its own clock
 * @param beat a counter that goes up while it lives
 * @param activity what it is doing
 * @param labels what it has that jobs may require
 * @param on under which name of {@code hosts.conf} it was hired, if under one
 * @param hire the mark of the request to a batch system by which it was hired
 * @param timeLeft how long it ran jobs yet when it wrote this; if empty, for ever
 */
public record WorkerRecord(
        String name,
        ProcessId process,
        String user,
        Instant since,
        long beat,
        Activity activity,
        Labels labels,
        Optional<String> on,
        Optional<String> hire,
        Optional<Duration> timeLeft) {

    /** That of a worker that was hired where it is. */
    public WorkerRecord(
            String name,
            ProcessId process,
            String user,
            Instant since,
            long beat,
            Activity activity,
            Labels labels) {
        this(
                name,
                process,
                user,
                since,
                beat,
                activity,
                labels,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    /** That of a worker without labels, hired where it is. */
    public WorkerRecord(
            String name,
            ProcessId process,
            String user,
            Instant since,
            long beat,
            Activity activity) {
        this(name, process, user, since, beat, activity, Labels.NONE);
    }

    /** What a worker is doing. */
    public sealed interface Activity {
        String word();
    }

    public record Starting() implements Activity {
        @Override
        public String word() {
            return "starting";
        }
    }

    public record Idle() implements Activity {
        @Override
        public String word() {
            return "idle";
        }
    }

    /**
     * Running a job.
     *
     * @param job its name
     * @param since the start of the run, by the worker's clock
     * @param child the job's process
     */
    public record Busy(String job, Instant since, long child) implements Activity {
        @Override
        public String word() {
            return "busy";
        }
    }

    /** Changing or cancelling queued jobs: it holds a pod, but takes and runs no job. */
    public record Steering() implements Activity {
        @Override
        public String word() {
            return "steering";
        }
    }

    /** Host and process say where it is; the instant makes it a name that no other worker had. */
    public static String nameOf(ProcessId process, Instant start) {
        return process.host() + "-" + process.pid() + "-" + Long.toString(start.toEpochMilli(), 36);
    }

    /**
     * The host by which a user names it: as in {@code hosts.conf}, else as the host names itself.
     */
    public String hostName() {
        return on.orElse(process.host());
    }

    public WorkerRecord with(long newBeat, Activity newActivity) {
        return new WorkerRecord(
                name, process, user, since, newBeat, newActivity, labels, on, hire, timeLeft);
    }

    /** This, with the time that it has left. */
    public WorkerRecord with(Optional<Duration> newTimeLeft) {
        return new WorkerRecord(
                name, process, user, since, beat, activity, labels, on, hire, newTimeLeft);
    }

    static Optional<WorkerRecord> parse(String text) {
        try {
            Section section = Ini.parse(text.stripTrailing()).section("worker").orElseThrow();
            return Optional.of(
                    new WorkerRecord(
                            section.get("worker").orElseThrow(),
                            ProcessId.of(section).orElseThrow(),
                            section.get("user").orElseThrow(),
                            Instant.parse(section.get("since").orElseThrow()),
                            Long.parseLong(section.get("beat").orElseThrow()),
                            activity(section),
                            section.get("labels").flatMap(Labels::parse).orElse(Labels.NONE),
                            section.get("on").filter(HostName::isValid),
                            section.get("hire"),
                            section.get("time-left").map(Long::valueOf).map(Duration::ofSeconds)));
        } catch (IniException
                | java.util.NoSuchElementException
                | NumberFormatException
                | java.time.DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Activity activity(Section section) {
        return switch (section.get("state").orElseThrow()) {
            case "busy" ->
                    new Busy(
                            section.get("job").orElseThrow(),
                            Instant.parse(section.get("job-since").orElseThrow()),
                            Long.parseLong(section.get("job-pid").orElseThrow()));
            case "idle" -> new Idle();
            case "steering" -> new Steering();
            default -> new Starting();
        };
    }

    String text() {
        List<Section.Entry> entries = new ArrayList<>();
        entries.add(new Section.Entry("worker", name));
        entries.addAll(process.entries());
        entries.add(new Section.Entry("user", user));
        entries.add(new Section.Entry("since", since.toString()));
        if (!labels.names().isEmpty()) {
            entries.add(new Section.Entry("labels", labels.toString()));
        }
        on.ifPresent(host -> entries.add(new Section.Entry("on", host)));
        hire.ifPresent(mark -> entries.add(new Section.Entry("hire", mark)));
        timeLeft.ifPresent(
                left ->
                        entries.add(
                                new Section.Entry("time-left", Long.toString(left.toSeconds()))));
        entries.add(new Section.Entry("beat", Long.toString(beat)));
        entries.add(new Section.Entry("state", activity.word()));
        if (activity instanceof Busy busy) {
            entries.add(new Section.Entry("job", busy.job()));
            entries.add(new Section.Entry("job-since", busy.since().toString()));
            entries.add(new Section.Entry("job-pid", Long.toString(busy.child())));
        }
        return new Section("worker", entries).text();
    }
}
