package org.fjd.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.fjd.spool.Spool;
import org.fjd.spool.Time;
import picocli.CommandLine.Option;

/** {@code --spool}. */
final class SpoolOption {

    @Option(
            names = "--spool",
            paramLabel = "DIR",
            defaultValue = "${env:FJD_SPOOL:-.}",
            description = "The spool's directory (default: $FJD_SPOOL, else the current one).")
    private Path directory = Path.of(".");

    Spool open() throws IOException {
        return Spool.open(directory, Time.system());
    }

    /** For who only looks: nothing is made. */
    Spool openForReading() throws IOException {
        return Spool.openForReading(directory, Time.system());
    }
}
