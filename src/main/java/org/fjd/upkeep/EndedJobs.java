package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.fjd.job.History;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.spool.PackedFile.Place;
import org.fjd.spool.Tree;

/** The jobs in {@code done/} and {@code failed/} that may be packed. */
final class EndedJobs {

    private static final String LOGS = "logs/";

    private final Tree tree;

    EndedJobs(Tree tree) {
        this.tree = tree;
    }

    /**
     * Those that are plain files and ended before an instant. Left out are reservations, and names
     * to which there is an objection.
     */
    List<EndedJob> before(Instant instant, Predicate<Ending> wanted) throws IOException {
        List<EndedJob> jobs = new ArrayList<>();
        for (Place place : List.of(Place.DONE, Place.FAILED)) {
            List<Path> entries = tree.list(tree.at(place.word()));
            Map<String, Path> reasons = new HashMap<>();
            for (Path entry : entries) {
                if (place == Place.FAILED) {
                    JobName.ofReasonFileName(entry.getFileName().toString())
                            .ifPresent(rejected -> reasons.put(rejected.value(), entry));
                }
            }
            for (Path entry : entries) {
                Optional<JobName> name = JobName.ofFileName(entry.getFileName().toString());
                if (name.isPresent() && name.get().objection().isEmpty()) {
                    Optional<Path> reason = Optional.ofNullable(reasons.get(name.get().value()));
                    look(place, name.get(), entry, reason, instant)
                            .filter(job -> wanted.test(job.ending()))
                            .ifPresent(jobs::add);
                }
            }
        }
        return jobs;
    }

    private Optional<EndedJob> look(
            Place place, JobName name, Path file, Optional<Path> reason, Instant before)
            throws IOException {
        Optional<BasicFileAttributes> found =
                tree.look(file).filter(BasicFileAttributes::isRegularFile);
        if (found.isEmpty() || (found.get().size() == 0 && reason.isEmpty())) {
            return Optional.empty();
        }
        Instant ended = found.get().lastModifiedTime().toInstant();
        if (reason.isPresent()) {
            Optional<BasicFileAttributes> beside = tree.look(reason.get());
            if (beside.isEmpty()) {
                return Optional.empty(); // taken back by its user at this moment
            }
            Instant rejected = beside.get().lastModifiedTime().toInstant();
            ended = rejected.isAfter(ended) ? rejected : ended;
        }
        if (!ended.isBefore(before)) {
            return Optional.empty();
        }
        try {
            History history = tree.history(file);
            Ending ending =
                    reason.isPresent() ? Ending.REJECTED : Ending.of(history, place == Place.DONE);
            return Optional.of(
                    new EndedJob(place, name, file, reason, ended, ending, logs(history)));
        } catch (NoSuchFileException e) {
            return Optional.empty(); // taken back by its user at this moment
        }
    }

    private List<Path> logs(History history) {
        List<Path> logs = new ArrayList<>();
        for (Outcome outcome : history.outcomes()) {
            outcome.detail("log")
                    .filter(log -> log.startsWith(LOGS) && log.endsWith(".log"))
                    .map(log -> log.substring(LOGS.length()))
                    .filter(name -> name.indexOf('/') < 0 && name.indexOf('\0') < 0)
                    .map(name -> tree.at("logs").resolve(name))
                    .filter(log -> !logs.contains(log))
                    .ifPresent(logs::add);
        }
        return logs;
    }
}
