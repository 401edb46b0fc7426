package org.fjd.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.spool.Morgue;
import org.fjd.spool.Sight;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;
import org.fjd.view.JobState.Place;

/** The jobs whose files lie in the spool's own directories. Thread-safe. */
final class SpoolSource implements Source {

    /** A job file as a listing found it. */
    private record Listed(Place place, JobName name, Path file, Optional<Run> run) {}

    private final Spool spool;
    private final Sight sight;
    private final Job.Context ofFiles;
    private final Job.Context ofOthers;

    SpoolSource(Spool spool) {
        this.spool = spool;
        this.sight = spool.sight();
        Asked asked = new Asked(spool.anybodysJobReader().defaults());
        this.ofFiles = new Job.Context(this::read, asked, sight);
        this.ofOthers = new Job.Context(Origin.NOTHING, asked, sight);
    }

    @Override
    public List<Job> jobs(Predicate<JobName> wanted, Set<JobState> states) throws IOException {
        Set<Place> places = states.stream().map(JobState::place).collect(Collectors.toSet());
        Set<JobName> gone = ConcurrentHashMap.newKeySet();
        List<Job> jobs = look(list(wanted, places), gone);
        if (!gone.isEmpty()) {
            // What moved between listing and look has been listed too early, or not at all.
            jobs.removeIf(job -> gone.contains(job.name()));
            jobs.addAll(look(list(gone::contains, places), new HashSet<>()));
        }
        return jobs;
    }

    /**
     * Jobs move from the queue to the pods to the archive, and from pods back to the queue: in this
     * order none slips through.
     */
    private List<Listed> list(Predicate<JobName> wanted, Set<Place> places) throws IOException {
        Map<Path, Listed> inPods = new HashMap<>();
        List<Listed> listed = new ArrayList<>();
        if (places.contains(Place.POD)) {
            listPods(inPods, wanted);
        }
        if (places.contains(Place.QUEUE)) {
            add(listed, wanted, Place.QUEUE, sight.dropped(), JobName::ofFileName);
            add(listed, wanted, Place.QUEUE, sight.retried(), JobName::ofRetryFileName);
        }
        if (places.contains(Place.POD)) {
            listPods(inPods, wanted);
        }
        if (places.contains(Place.DONE)) {
            add(listed, wanted, Place.DONE, sight.done(), JobName::ofFileName);
        }
        if (places.contains(Place.FAILED)) {
            add(listed, wanted, Place.FAILED, sight.failed(), JobName::ofFileName);
        }
        listed.addAll(inPods.values());
        return listed;
    }

    private void listPods(Map<Path, Listed> listed, Predicate<JobName> wanted) throws IOException {
        for (Run run : spool.pods().runs()) {
            addOfRun(listed, wanted, run, spool.pods().jobs(run));
        }
        for (Morgue.Entry entry : spool.morgue().entries()) {
            addOfRun(listed, wanted, entry.run(), entry.jobs());
        }
    }

    private static void addOfRun(
            Map<Path, Listed> listed, Predicate<JobName> wanted, Run run, List<Path> files) {
        for (Path file : files) {
            JobName.ofFileName(file.getFileName().toString())
                    .filter(wanted)
                    .ifPresent(
                            name ->
                                    listed.put(
                                            file,
                                            new Listed(Place.POD, name, file, Optional.of(run))));
        }
    }

    private static void add(
            List<Listed> listed,
            Predicate<JobName> wanted,
            Place place,
            List<Path> files,
            Function<String, Optional<JobName>> nameOf) {
        for (Path file : files) {
            Optional<JobName> name = nameOf.apply(file.getFileName().toString());
            if (name.isPresent() && wanted.test(name.get())) {
                listed.add(new Listed(place, name.get(), file, Optional.empty()));
            }
        }
    }

    private List<Job> look(List<Listed> listed, Set<JobName> gone) throws IOException {
        Map<String, Path> reasons = new HashMap<>();
        if (listed.stream().anyMatch(l -> l.place() == Place.FAILED)) {
            for (Path entry : sight.failed()) {
                JobName.ofReasonFileName(entry.getFileName().toString())
                        .ifPresent(rejected -> reasons.put(rejected.value(), entry));
            }
        }
        Map<String, WorkerRecord> roll =
                listed.stream().anyMatch(l -> l.place() == Place.POD) ? roll() : Map.of();
        try {
            return listed.parallelStream()
                    .map(l -> look(l, roll, reasons, gone))
                    .filter(Optional::isPresent)
                    .map(Optional::get)
                    .collect(Collectors.toCollection(ArrayList::new));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private Map<String, WorkerRecord> roll() throws IOException {
        Map<String, WorkerRecord> roll = new HashMap<>();
        for (String worker : spool.roll().names()) {
            spool.roll().read(worker).ifPresent(record -> roll.put(worker, record));
        }
        return roll;
    }

    private Optional<Job> look(
            Listed listed,
            Map<String, WorkerRecord> roll,
            Map<String, Path> reasons,
            Set<JobName> gone) {
        try {
            Optional<BasicFileAttributes> found = sight.look(listed.file());
            if (found.isEmpty()) {
                gone.add(listed.name());
                return Optional.empty();
            }
            Optional<Path> reason = Optional.ofNullable(reasons.get(listed.name().value()));
            boolean reserved = found.get().size() == 0 || !found.get().isRegularFile();
            return switch (listed.place()) {
                case POD -> Optional.of(inPod(listed, found.get(), roll));
                case QUEUE -> Optional.of(job(listed, found.get(), Optional.empty()));
                case DONE ->
                        reserved
                                ? Optional.empty()
                                : Optional.of(job(listed, found.get(), Optional.empty()));
                case FAILED ->
                        reserved && reason.isEmpty()
                                ? Optional.empty()
                                : Optional.of(job(listed, found.get(), reason));
            };
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Job job(Listed listed, BasicFileAttributes found, Optional<Path> reason)
            throws IOException {
        Optional<Instant> rejected =
                reason.isEmpty()
                        ? Optional.empty()
                        : sight.look(reason.get()).map(r -> r.lastModifiedTime().toInstant());
        Job.Extra extra =
                rejected.isEmpty()
                        ? Job.Extra.NONE
                        : new Job.Extra(Optional.empty(), Optional.empty(), reason, rejected);
        return new Job(
                listed.name(),
                listed.place(),
                listed.file(),
                found.lastModifiedTime().toInstant(),
                extra,
                context(found));
    }

    private Job inPod(Listed listed, BasicFileAttributes found, Map<String, WorkerRecord> roll) {
        Run run = listed.run().orElseThrow();
        // The moment of assignment, but for what the job itself has made there since.
        Instant assigned =
                Optional.ofNullable(listed.file().getParent())
                        .flatMap(this::modified)
                        .orElseGet(() -> found.lastModifiedTime().toInstant());
        Job.Extra extra =
                new Job.Extra(
                        Optional.of(run),
                        Optional.ofNullable(roll.get(run.worker())),
                        Optional.empty(),
                        Optional.empty());
        return new Job(listed.name(), Place.POD, listed.file(), assigned, extra, context(found));
    }

    private Optional<Instant> modified(Path entry) {
        try {
            return sight.look(entry).map(found -> found.lastModifiedTime().toInstant());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private Job.Context context(BasicFileAttributes found) {
        return found.isRegularFile() ? ofFiles : ofOthers;
    }

    private Optional<byte[]> read(Path file, int most) {
        try {
            return sight.read(file, -1, most);
        } catch (IOException e) {
            return Optional.empty(); // made a link or worse since it was seen
        }
    }
}
