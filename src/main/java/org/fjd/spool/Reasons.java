package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Optional;
import org.fjd.job.JobName;

/** The files in {@code failed/} that say why the one beside them was rejected. */
final class Reasons {

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

    /**
     * Removes the reason that still stands beside a name that was reserved: it is of a file that
     * its user has taken from there.
     *
     * @return false if the reason is of what lies there: a user took the reservation along, and an
     *     empty file was rejected under its name
     */
    static boolean clear(Path reserved) throws IOException {
        Optional<FileTime> written = written(reserved);
        Optional<BasicFileAttributes> file = Entries.look(reserved);
        if (written.isEmpty() || file.isEmpty()) {
            return true;
        }
        if (file.get().lastModifiedTime().compareTo(written.get()) <= 0) {
            return false;
        }
        Files.deleteIfExists(beside(reserved));
        return true;
    }
}
