package org.fjd.view;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fjd.ini.Ini;
import org.fjd.job.Conditions;
import org.fjd.job.Control;
import org.fjd.job.History;
import org.fjd.job.Inherited;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.job.Values;
import org.fjd.spool.Sight;
import org.fjd.spool.WorkerRecord;
import org.fjd.view.JobState.Place;
import org.jspecify.annotations.Nullable;

/**
 * A job as one look at the spool found it. Name, file and time come from listings; what costs a
 * look into the file is read when it is first asked for, and may have moved on by then: what can't
 * be read is absent, and never an error. Thread-safe.
 */
public final class Job {

    /** By place; then the oldest first, but of those that have ended the newest; then by name. */
    static final Comparator<Job> ORDER = Job::order;

    private static final int SHORT = 4096;

    /**
     * What only some jobs have.
     *
     * @param run in a pod, the run
     * @param worker in a pod, what the run's worker says of itself
     * @param reason the file beside it that may say why it was rejected
     * @param rejected the time of that
     */
    record Extra(
            Optional<Run> run,
            Optional<WorkerRecord> worker,
            Optional<Path> reason,
            Optional<Instant> rejected) {

        static final Extra NONE =
                new Extra(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /** What is the same for many jobs. */
    record Context(Origin origin, Asked asked, Sight sight) {}

    /**
     * What was found when the end of its file was read.
     *
     * @param last how its last run ended
     * @param attempt as {@link History#attempt}, if all of the file was read
     */
    private record End(Optional<Outcome> last, OptionalInt attempt) {}

    private final JobName name;
    private final Place place;
    private final Path file;
    private final Instant time;
    private final Extra extra;
    private final Context context;
    private @Nullable JobState state;
    private @Nullable End end;

    /**
     * A job.
     *
     * @param time that of the file or, in a pod, of the assignment
     */
    Job(JobName name, Place place, Path file, Instant time, Extra extra, Context context) {
        this.name = name;
        this.place = place;
        this.file = file;
        this.time = time;
        this.extra = extra;
        this.context = context;
    }

    /**
     * The same job. What is read from now on, only the copy remembers: for who goes once through
     * very many jobs, and has no use for what their files said when it has gone by.
     */
    public synchronized Job copy() {
        Job copy = new Job(name, place, file, time, extra, context);
        copy.state = state;
        copy.end = end;
        return copy;
    }

    private static int order(Job a, Job b) {
        int order = a.place.compareTo(b.place);
        if (order == 0) {
            int older = a.sinceThere().compareTo(b.sinceThere());
            order = a.hasEnded() ? -older : older;
        }
        if (order == 0) {
            order = a.name.compareTo(b.name);
        }
        return order == 0 ? a.file.compareTo(b.file) : order;
    }

    private boolean hasEnded() {
        return place == Place.FAILED || place == Place.DONE;
    }

    private Optional<byte[]> tail() {
        return context.origin().read(file, Origin.TAIL);
    }

    private Optional<byte[]> whole() {
        return context.origin().read(file, JobFile.MAX_BYTES);
    }

    private Optional<WorkerRecord.Busy> busy() {
        if (place != Place.POD) {
            return Optional.empty();
        }
        return extra.worker()
                .map(WorkerRecord::activity)
                .filter(WorkerRecord.Busy.class::isInstance)
                .map(WorkerRecord.Busy.class::cast)
                .filter(busy -> busy.job().equals(name.value()));
    }

    public JobName name() {
        return name;
    }

    /** Where its file lay. */
    public Path file() {
        return file;
    }

    /** Since when it is in its state: queued, assigned or started, ended. */
    public Instant since() {
        return busy().map(WorkerRecord.Busy::since).orElseGet(this::sinceThere);
    }

    /** A rejected file is not changed, so its own time is that of its user. */
    private Instant sinceThere() {
        return extra.rejected().filter(time::isBefore).orElse(time);
    }

    /**
     * Its state. Of a queued job the file is read, since it may be held; of one in {@code failed/}
     * the end of the file.
     */
    public synchronized JobState state() {
        if (state == null) {
            state =
                    switch (place) {
                        case POD -> busy().isPresent() ? JobState.RUNNING : JobState.ASSIGNED;
                        case QUEUE ->
                                whole().filter(context.asked()::holds).isPresent()
                                        ? JobState.HELD
                                        : JobState.QUEUED;
                        case DONE -> JobState.DONE;
                        case FAILED ->
                                isRejected()
                                        ? JobState.REJECTED
                                        : outcome()
                                                .map(o -> JobState.failed(o.state()))
                                                .orElse(JobState.FAILED);
                    };
        }
        return state;
    }

    /** One that was mended after it was rejected, and then failed, has its old reason beside it. */
    private boolean isRejected() {
        return extra.rejected().isPresent()
                && (!extra.rejected().get().isBefore(time) || outcome().isEmpty());
    }

    /** Whether it is queued again, after a run that did not settle it. */
    public boolean isRetried() {
        return place == Place.QUEUE
                && JobName.ofFileName(file().getFileName().toString())
                        .filter(name::equals)
                        .isEmpty();
    }

    /** The run that is going on: in a pod only. */
    public Optional<Run> currentRun() {
        return extra.run();
    }

    /** The run that is going on or, if none is, the last one that a worker had. */
    public Optional<Run> lastRun() {
        return currentRun()
                .or(() -> outcome().filter(Outcome::isOfWorker).map(Outcome::run))
                .or(() -> outcome().flatMap(none -> lastOfWorker()));
    }

    private Optional<Run> lastOfWorker() {
        return history().outcomes().stream()
                .filter(Outcome::isOfWorker)
                .map(Outcome::run)
                .reduce((earlier, later) -> later);
    }

    /** What the worker of the run that is going on says of itself. */
    public Optional<WorkerRecord> worker() {
        return extra.worker();
    }

    /**
     * How its last run ended. Only the end of the file is read, unless that does not tell what the
     * file's place says.
     */
    public Optional<Outcome> outcome() {
        return end().last();
    }

    /** As {@link History#attempt}. */
    public int attempt() {
        return end().attempt().orElseGet(() -> history().attempt());
    }

    private synchronized End end() {
        if (end == null) {
            byte[] tail = tail().orElse(new byte[0]);
            History history = History.of(tail);
            Optional<Outcome> last = last(history);
            boolean isAll = tail.length < Origin.TAIL;
            if (!isAll && last.filter(this::fitsPlace).isEmpty()) {
                Optional<Outcome> ofTail = last;
                history = history();
                last = last(history).or(() -> ofTail);
                isAll = true;
            }
            end = new End(last, isAll ? OptionalInt.of(history.attempt()) : OptionalInt.empty());
        }
        return end;
    }

    private Optional<Outcome> last(History history) {
        return hasEnded()
                ? history.result()
                : history.outcomes().stream().reduce((earlier, later) -> later);
    }

    private boolean fitsPlace(Outcome outcome) {
        return switch (place) {
            case DONE -> outcome.state() == State.DONE;
            case FAILED -> outcome.state() != State.DONE;
            case QUEUE, POD -> true;
        };
    }

    /** Something that is recorded of its last run, such as {@code exit} or {@code host}. */
    public Optional<String> detail(String key) {
        return outcome().flatMap(outcome -> outcome.detail(key));
    }

    /** Why it was rejected, in a sentence or two; present if that is its state. */
    public Optional<String> rejection() {
        if (state() != JobState.REJECTED) {
            return Optional.empty();
        }
        return extra.reason()
                .flatMap(this::reason)
                .map(String::strip)
                .or(() -> Optional.of("The reason can't be read."));
    }

    /** Of a packed job it is in the pack. */
    private Optional<String> reason(Path beside) {
        return context.origin()
                .read(beside, SHORT)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .or(() -> shortFile(beside));
    }

    /** The latest line that it wrote about its progress; only while it is in a pod. */
    public Optional<String> progress() {
        Path pod = file.getParent();
        if (place != Place.POD || pod == null) {
            return Optional.empty();
        }
        return shortFile(pod.resolve("progress"))
                .flatMap(
                        text ->
                                text.lines()
                                        .filter(line -> !line.isBlank())
                                        .reduce((earlier, later) -> later))
                .map(String::strip);
    }

    private Optional<String> shortFile(Path file) {
        try {
            return context.sight()
                    .tail(file, SHORT)
                    .map(bytes -> new String(bytes, StandardCharsets.UTF_8));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Reads its file. What can't be read says nothing. */
    public Reading read() {
        return new Reading(whole().orElse(new byte[0]));
    }

    /** All that fjd has written into its file. */
    public History history() {
        return read().history();
    }

    /** What its user wrote; nothing if that is not INI. */
    public Ini sections() {
        return read().sections();
    }

    /** What it asks for, with all defaults; empty if it can't be run as it is. */
    public Optional<Control> control() {
        return whole().flatMap(context.asked()::control);
    }

    /** The jobs that it is to run after; none if it can't be run as it is. */
    public List<JobName> after() {
        return whole().map(context.asked()::conditions).map(Conditions::after).orElse(List.of());
    }

    /** What holds for it by the defaults only, as they are now. */
    public List<Inherited> inherited() {
        return whole().map(context.asked()::inherited).orElse(List.of());
    }

    /** What it said of its results, in the last run that settled it. */
    public Values values() {
        return read().values();
    }

    Place place() {
        return place;
    }
}
