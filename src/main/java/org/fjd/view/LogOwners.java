package org.fjd.view;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.spool.Spool;

/**
 * Whose a log is that several jobs of one name say they printed into: one of them was packed, or
 * its log was, when the other one ran. Then it is that of the job which ended first after it was
 * last written. Jobs' files and logs have their times from the same clock. Thread-safe.
 */
final class LogOwners {

    /** Says what a job's runs printed into, as its file has it. */
    interface Claims {
        List<JobLog.OfRun> of(Job job) throws IOException;
    }

    private final Spool spool;
    private final Claims claims;
    private final Map<JobName, List<Job>> families = new HashMap<>();
    private boolean listed;

    LogOwners(Spool spool, Claims claims) {
        this.spool = spool;
        this.claims = claims;
    }

    /** Whether a log that a job names is its own, as far as others of its name leave that open. */
    boolean isOwn(Job job, Path log) throws IOException {
        Optional<Instant> written =
                spool.sight()
                        .look(log)
                        .map(BasicFileAttributes::lastModifiedTime)
                        .map(time -> time.toInstant());
        return written.isEmpty()
                || !isDoubtful(job, log, written.get())
                || owner(job, log, written.get())
                        .filter(o -> !o.file().equals(job.file()))
                        .isEmpty();
    }

    /** The start is told by another clock, so it only makes that others are asked. */
    private static boolean isDoubtful(Job job, Path log, Instant written) {
        return end(job).isBefore(written)
                || job.history().outcomes().stream()
                        .filter(run -> run.detail("log").filter(log::endsWith).isPresent())
                        .flatMap(run -> start(run).stream())
                        .anyMatch(written::isBefore);
    }

    private static Optional<Instant> start(Outcome run) {
        try {
            return run.detail("started").map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty(); // edited by somebody
        }
    }

    private Optional<Job> owner(Job job, Path log, Instant written) throws IOException {
        Optional<Job> owner = Optional.empty();
        for (Job other : family(job)) {
            boolean isEarlier = owner.isEmpty() || end(other).isBefore(end(owner.get()));
            if (isEarlier && !end(other).isBefore(written) && names(other, log)) {
                owner = Optional.of(other);
            }
        }
        return owner;
    }

    private boolean names(Job job, Path log) throws IOException {
        return claims.of(job).stream().anyMatch(run -> run.log().filter(log::equals).isPresent());
    }

    private static Instant end(Job job) {
        return job.currentRun().isPresent() ? Instant.MAX : job.since();
    }

    private synchronized List<Job> family(Job job) throws IOException {
        if (!listed) {
            for (Job each : new Catalogue(spool).jobs()) {
                families.computeIfAbsent(each.name().original(), n -> new ArrayList<>(1)).add(each);
            }
            listed = true;
        }
        return families.getOrDefault(job.name().original(), List.of());
    }
}
