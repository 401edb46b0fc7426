package org.fjd.upkeep;

import java.nio.file.Path;
import org.fjd.job.History;
import org.fjd.job.Run;
import org.fjd.upkeep.Finding.Kind;

/** What is found in the sections that fjd appended to a job file. */
final class JobText {

    private JobText() {}

    static void check(Path file, History history, Findings found) {
        for (Run run : history.endedTwice()) {
            found.add(
                    Kind.TWO_RESULTS,
                    file,
                    "It has two results of the run %s; the last one counts.".formatted(run),
                    "Nothing is lost; if no one edited the file, please report it.");
        }
        if (history.isTorn()) {
            tellTorn(file, found);
        }
    }

    static void tellTorn(Path file, Findings found) {
        found.add(
                Kind.TORN,
                file,
                "A section in it was not written to its end, by a crash or on a full disk. It"
                        + " counts as absent.",
                "Nothing to do.");
    }
}
