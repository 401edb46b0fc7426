package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.job.History;
import org.fjd.job.JobName;

/** The files in {@code failed/} that say why the one beside them was rejected. */
final class Reasons {

    private static final String HIDDEN = ".";

    private Reasons() {}

    /** Where the reason lies of a file with a job's name. */
    static Path beside(Path job) {
        JobName name = JobName.ofFileName(job.getFileName().toString()).orElseThrow();
        return job.resolveSibling(name.reasonFileName());
    }

    /** When the reason was written that stands beside a file, if any does. */
    static Optional<FileTime> written(Path job) throws IOException {
        return Entries.look(beside(job)).map(BasicFileAttributes::lastModifiedTime);
    }

    /** Whether a reason is of this file, and not of before its last result. */
    static boolean tellsOf(Path job, History history, Optional<FileTime> written)
            throws IOException {
        Optional<BasicFileAttributes> file = Entries.look(job);
        return written.isPresent()
                && file.isPresent()
                && (history.result().isEmpty()
                        || written.get().compareTo(file.get().lastModifiedTime()) >= 0);
    }

    /**
     * The names in {@code failed/}. A reason that is there without its file is of one that its user
     * has taken away: it goes before the name is reserved, lest the reservation looks like an empty
     * file that was rejected.
     */
    static class Names implements Moves.Names {

        @Override
        public void beforeReserving(Path name) throws IOException {
            if (written(name).isPresent() && Entries.look(name).isEmpty()) {
                Files.deleteIfExists(beside(name));
            }
        }

        /** A user took the reservation along, and an empty file was rejected under its name. */
        @Override
        public boolean isTaken(Path name) throws IOException {
            return written(name).isPresent();
        }
    }

    /**
     * As {@link Names}, for a file that is rejected. Its reason is written beside it, in its pod,
     * once it is known how it will be called, and {@linkplain #follow follows} it: so there is
     * never a reason beside what is only reserved, and who dies in between leaves it to the reaper.
     */
    static final class Drafting extends Names {

        private final Path pod;
        private final String reason;

        Drafting(Path pod, String reason) {
            this.pod = pod;
            this.reason = reason;
        }

        @Override
        public void reserved(Path name) throws IOException {
            for (Path draft : drafts(pod)) {
                Entries.delete(draft); // for a name that was lost again
            }
            Files.writeString(draft(pod, name), reason + "\n");
        }
    }

    private static Path draft(Path pod, Path rejected) {
        return pod.resolve(HIDDEN + beside(rejected).getFileName());
    }

    private static List<Path> drafts(Path pod) throws IOException {
        List<Path> drafts = new ArrayList<>();
        for (Path entry : Listing.of(pod)) {
            if (rejected(entry).isPresent()) {
                drafts.add(entry);
            }
        }
        return drafts;
    }

    private static Optional<JobName> rejected(Path draft) {
        String name = draft.getFileName().toString();
        return name.startsWith(HIDDEN)
                ? JobName.ofReasonFileName(name.substring(HIDDEN.length()))
                : Optional.empty();
    }

    /** Has the reason in a pod follow the file that was just rejected. */
    static void follow(Path pod, Path rejected, Moves moves) throws IOException {
        if (Entries.look(rejected).isPresent()) {
            moveOn(draft(pod, rejected), rejected, moves);
        } else {
            Entries.delete(draft(pod, rejected)); // its user has taken it away
        }
    }

    /**
     * Has the reason in a pod follow a file that was rejected by who went no further, if that has
     * gone; else it is void, as somebody will decide anew.
     */
    static void complete(Path pod, Archive archive, Path failed, Moves moves) throws IOException {
        List<Path> drafts = drafts(pod);
        boolean hasGone = !drafts.isEmpty() && !anyIsThere(Pods.jobs(pod));
        for (Path draft : drafts) {
            Path file = failed.resolve(rejected(draft).orElseThrow().fileName());
            if (!hasGone || !isMissed(draft, file, archive)) {
                Entries.delete(draft);
            } else {
                moveOn(draft, file, moves);
            }
        }
    }

    private static void moveOn(Path draft, Path rejected, Moves moves) throws IOException {
        if (!moves.move(draft, beside(rejected))) {
            Listing.requireAbsent(draft);
        }
    }

    /** Not by another one, that has ended there since its user has taken the rejected one away. */
    private static boolean isMissed(Path draft, Path file, Archive archive) throws IOException {
        try {
            return written(file).isEmpty()
                    && tellsOf(
                            file,
                            archive.history(file),
                            Entries.look(draft).map(BasicFileAttributes::lastModifiedTime));
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** By their names: a listing may be an old one. */
    private static boolean anyIsThere(List<Path> jobs) throws IOException {
        for (Path job : jobs) {
            if (Entries.look(job).isPresent()) {
                return true;
            }
        }
        return false;
    }
}
