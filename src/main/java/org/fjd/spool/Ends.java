package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.JobName;
import org.fjd.job.State;

/**
 * Which jobs lie in {@code done/} and {@code failed/}, or are packed. The directories are listed
 * once, when it is first needed, and before the packs, into which jobs go from there. For one
 * thread.
 */
public final class Ends {

    private final Path done;
    private final Path failed;
    private final Packs packs;
    private Optional<Listed> listed = Optional.empty();

    private record Listed(
            Map<String, List<Path>> done, Map<String, List<Path>> failed, Set<String> reasons) {}

    Ends(Path done, Path failed, Packs packs) {
        this.done = done;
        this.failed = failed;
        this.packs = packs;
    }

    /**
     * How a job ended: done, or failed in whatever way. Where several of that name have ended, the
     * one that was modified last decides. Empty if none has.
     */
    public Optional<State> of(JobName job) throws IOException {
        Optional<FileTime> lastDone = last(listed().done(), job, Set.of());
        Optional<FileTime> lastFailed = last(listed().failed(), job, listed().reasons());
        for (PackedEnds.End packed :
                packs.ends(job.original().value(), later(lastDone, lastFailed))) {
            if (isOf(packed.fileName(), job)) {
                Optional<FileTime> ended = Optional.of(packed.modified());
                if (packed.place() == PackedFile.Place.DONE) {
                    lastDone = later(lastDone, ended);
                } else {
                    lastFailed = later(lastFailed, ended);
                }
            }
        }
        if (lastDone.isEmpty() && lastFailed.isEmpty()) {
            return Optional.empty();
        }
        boolean done =
                lastFailed.isEmpty()
                        || (lastDone.isPresent()
                                && lastDone.get().compareTo(lastFailed.get()) >= 0);
        return Optional.of(done ? State.DONE : State.FAILED);
    }

    private static Optional<FileTime> later(Optional<FileTime> one, Optional<FileTime> other) {
        return other.isEmpty() || (one.isPresent() && one.get().compareTo(other.get()) >= 0)
                ? one
                : other;
    }

    /** Whether a file is a job's, or that of a copy of it. */
    private static boolean isOf(String fileName, JobName job) {
        return JobName.ofFileName(fileName)
                .filter(name -> name.equals(job) || name.original().equals(job))
                .isPresent();
    }

    /**
     * When the last one was modified; an empty file only keeps a name for a job that is about to
     * come, or never came.
     *
     * @param rejected names of files that count even if they are empty
     */
    private static Optional<FileTime> last(
            Map<String, List<Path>> ended, JobName job, Set<String> rejected) throws IOException {
        Optional<FileTime> last = Optional.empty();
        for (Path entry : ended.getOrDefault(job.value(), List.of())) {
            Optional<BasicFileAttributes> found = Entries.look(entry);
            boolean counts = rejected.contains(entry.getFileName().toString());
            Optional<FileTime> modified =
                    found.filter(file -> counts || file.size() > 0)
                            .map(BasicFileAttributes::lastModifiedTime);
            if (modified.isPresent()
                    && (last.isEmpty() || modified.get().compareTo(last.get()) > 0)) {
                last = modified;
            }
        }
        return last;
    }

    private Listed listed() throws IOException {
        if (listed.isEmpty()) {
            List<Path> inFailed = Listing.of(failed);
            Set<String> reasons = new HashSet<>();
            for (Path entry : inFailed) {
                JobName.ofReasonFileName(entry.getFileName().toString())
                        .ifPresent(rejected -> reasons.add(rejected.fileName()));
            }
            listed = Optional.of(new Listed(byName(Listing.of(done)), byName(inFailed), reasons));
        }
        return listed.get();
    }

    /** Under its own name, and under that of which it is a copy. */
    private static Map<String, List<Path>> byName(List<Path> entries) {
        Map<String, List<Path>> found = new HashMap<>();
        for (Path entry : entries) {
            Optional<JobName> job = JobName.ofFileName(entry.getFileName().toString());
            if (job.isPresent()) {
                add(found, job.get().value(), entry);
                String original = job.get().original().value();
                if (!original.equals(job.get().value())) {
                    add(found, original, entry);
                }
            }
        }
        return found;
    }

    private static void add(Map<String, List<Path>> found, String name, Path entry) {
        found.computeIfAbsent(name, n -> new ArrayList<>(1)).add(entry);
    }
}
