package org.fjd.view;

import java.nio.file.Path;
import java.util.Optional;

/** What reads the files of jobs when it is asked for. Shared by many jobs, and thread-safe. */
interface Origin {

    /** How much is read of the end of a file, where the end is what matters. */
    int TAIL = 4096;

    /** That of a directory, a link or a pipe, which is not opened. */
    Origin NOTHING = (file, most) -> Optional.empty();

    /** The last bytes of a job's file, at most so many; empty if it is gone or can't be read. */
    Optional<byte[]> read(Path file, int most);
}
