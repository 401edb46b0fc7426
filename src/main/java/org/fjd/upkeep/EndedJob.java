package org.fjd.upkeep;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.fjd.job.JobName;
import org.fjd.spool.PackedFile.Place;

/**
 * A job in {@code done/} or {@code failed/}.
 *
 * @param place where it lies
 * @param name its name there
 * @param file its file
 * @param reason what lies beside it if it was rejected
 * @param ended when its file or the reason was last written, by the clock of the file system
 * @param ending how
 * @param logs what its runs printed, as far as its file names it
 */
record EndedJob(
        Place place,
        JobName name,
        Path file,
        Optional<Path> reason,
        Instant ended,
        Ending ending,
        List<Path> logs) {}
