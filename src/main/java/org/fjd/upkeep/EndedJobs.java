package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
     * Those that are plain files and ended before an instant. Left out are reservations, what
     * nothing tells the end of, and names to which there is an objection.
     */
    List<EndedJob> before(Instant instant, Predicate<Ending> wanted) throws IOException {
        List<EndedJob> jobs = new ArrayList<>();
        for (Place place : List.of(Place.DONE, Place.FAILED)) {
            for (Path entry : tree.list(tree.at(place.word()))) {
                Optional<JobName> name = JobName.ofFileName(entry.getFileName().toString());
                if (name.isPresent() && name.get().objection().isEmpty()) {
                    look(place, name.get(), entry, instant)
                            .filter(job -> wanted.test(job.ending()))
                            .ifPresent(jobs::add);
                }
            }
        }
        return jobs;
    }

    private Optional<EndedJob> look(Place place, JobName name, Path file, Instant before)
            throws IOException {
        Optional<BasicFileAttributes> found =
                tree.look(file).filter(BasicFileAttributes::isRegularFile);
        // By its name: an old listing may miss it, and without it nothing tells of the job's end.
        Path beside = file.resolveSibling(name.reasonFileName());
        Optional<BasicFileAttributes> said =
                place == Place.FAILED ? tree.look(beside) : Optional.empty();
        if (found.isEmpty() || (found.get().size() == 0 && said.isEmpty())) {
            return Optional.empty();
        }
        Optional<Path> reason = said.map(attributes -> beside);
        Instant ended = found.get().lastModifiedTime().toInstant();
        if (said.isPresent()) {
            Instant rejected = said.get().lastModifiedTime().toInstant();
            ended = rejected.isAfter(ended) ? rejected : ended;
        }
        if (!ended.isBefore(before)) {
            return Optional.empty();
        }
        try {
            History history = tree.history(file);
            if (place == Place.FAILED && reason.isEmpty() && history.result().isEmpty()) {
                return Optional.empty(); // rejected just now; its reason is on its way
            }
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
