package org.fjd.submit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Predicate;
import org.fjd.job.History;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.spool.Archive;
import org.fjd.spool.Spool;

/** The files of certain jobs in {@code done/} and {@code failed/}. For one thread. */
final class Endings {

    /** A file as one look found it. */
    record Mark(Path file, FileTime ended) {}

    private final Archive archive;

    Endings(Spool spool) {
        this.archive = spool.archive();
    }

    /** The files that these jobs have by now, of each the latest last. */
    Map<JobName, List<Mark>> of(Set<JobName> jobs) throws IOException {
        Map<JobName, Set<Mark>> found = new HashMap<>();
        for (Path entry : archive.entries()) {
            JobName name = JobName.ofFileName(entry.getFileName().toString()).orElseThrow();
            for (JobName job : Set.copyOf(List.of(name, name.original()))) {
                if (jobs.contains(job)) {
                    Optional<FileTime> ended = archive.ended(entry);
                    if (ended.isPresent()) {
                        found.computeIfAbsent(job, any -> new HashSet<>())
                                .add(new Mark(entry, ended.get()));
                    }
                }
            }
        }
        Map<JobName, List<Mark>> sorted = new HashMap<>();
        found.forEach(
                (job, marks) ->
                        sorted.put(
                                job,
                                marks.stream().sorted(Comparator.comparing(Mark::ended)).toList()));
        return sorted;
    }

    /** What a file says; empty if it is not of the job that is meant, or was taken back. */
    Optional<Ended> read(JobName job, Mark mark, Predicate<History> meant) throws IOException {
        try {
            History history = archive.history(mark.file());
            boolean done = archive.isDone(mark.file());
            return meant.test(history)
                    ? Optional.of(new Ended(job, mark.file(), done, exit(history)))
                    : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static OptionalInt exit(History history) {
        List<Outcome> outcomes = history.outcomesSinceSubmission();
        return outcomes.stream()
                .skip(Math.max(0, outcomes.size() - 1))
                .flatMap(last -> last.detail("exit").stream())
                .filter(code -> code.matches("\\d{1,3}"))
                .mapToInt(Integer::parseInt)
                .findFirst();
    }
}
