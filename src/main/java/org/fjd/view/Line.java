package org.fjd.view;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fjd.job.Claim;
import org.fjd.job.Conditions;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.spool.JobQueue;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Sight;
import org.fjd.spool.Spool;

/** All queued jobs, in the order in which they are dispatched. Immutable. */
final class Line {

    /** A queued job, and when it may run. */
    record Waiting(QueuedJob job, Conditions conditions) {}

    private static final Comparator<Waiting> ORDER =
            QueuedJob.order(Waiting::conditions, Waiting::job);

    private final List<Waiting> jobs;
    private final Map<JobName, Waiting> byName = new HashMap<>();

    private Line(List<Waiting> jobs) {
        this.jobs = jobs;
        jobs.forEach(waiting -> byName.put(waiting.job().name(), waiting));
    }

    /** Reads them all. One that leaves the queue meanwhile is in it or not. */
    static Line of(Spool spool) throws IOException {
        JobQueue queue = spool.jobQueue();
        Sight sight = spool.sight();
        Asked asked = new Asked(spool.anybodysJobReader().defaults());
        try {
            return new Line(
                    queue.entries().parallelStream()
                            .map(entry -> read(queue, sight, asked, entry))
                            .flatMap(Optional::stream)
                            .sorted(ORDER)
                            .toList());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static Optional<Waiting> read(JobQueue queue, Sight sight, Asked asked, Path entry) {
        try {
            Optional<BasicFileAttributes> found = sight.look(entry);
            Optional<QueuedJob> job = found.flatMap(attributes -> queue.seen(entry, attributes));
            if (job.isEmpty()) {
                return Optional.empty();
            }
            Conditions conditions =
                    found.get().isRegularFile()
                            ? sight.read(entry, -1, JobFile.MAX_BYTES)
                                    .map(asked::conditions)
                                    .orElse(Conditions.NONE)
                            : Conditions.NONE;
            return Optional.of(new Waiting(job.get(), conditions));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A queued job of that name, if there is one. */
    Optional<Waiting> named(JobName name) {
        return Optional.ofNullable(byName.get(name));
    }

    Set<JobName> names() {
        return byName.keySet();
    }

    /** For which jobs each one waits that is to run after others. */
    Map<JobName, List<JobName>> waits() {
        Map<JobName, List<JobName>> waits = new HashMap<>();
        byName.forEach(
                (name, waiting) -> {
                    if (!waiting.conditions().after().isEmpty()) {
                        waits.put(name, waiting.conditions().after());
                    }
                });
        return waits;
    }

    /** What all of them need of others. */
    Set<Claim> claims() {
        return jobs.stream()
                .map(waiting -> waiting.conditions().claim())
                .collect(Collectors.toSet());
    }

    /** How many jobs are before another one, whether that is still there or not. */
    int before(Waiting job) {
        int place = Collections.binarySearch(jobs, job, ORDER);
        return place < 0 ? -place - 1 : place;
    }

    /** The first of a kind. */
    Optional<Conditions> first(Predicate<Conditions> kind) {
        return jobs.stream().map(Waiting::conditions).filter(kind).findFirst();
    }

    /** Those of a kind. */
    Set<JobName> names(Predicate<Conditions> kind) {
        return jobs.stream()
                .filter(waiting -> kind.test(waiting.conditions()))
                .map(waiting -> waiting.job().name())
                .collect(Collectors.toCollection(HashSet::new));
    }

    /** Of the first so many jobs, how many are of a kind: for none of them, one, two, ... */
    int[] counts(Predicate<Conditions> kind) {
        int[] counts = new int[jobs.size() + 1];
        for (int i = 0; i < jobs.size(); i++) {
            counts[i + 1] = counts[i] + (kind.test(jobs.get(i).conditions()) ? 1 : 0);
        }
        return counts;
    }
}
