package org.fjd.upkeep;

import java.util.Optional;
import org.fjd.job.Run;

/**
 * What the name of a request says.
 *
 * @param worker of whom something is asked
 */
record RequestName(String worker) {

    private static final String CANCEL = ".cancel";

    /** Reads {@code <worker>.fire}, {@code <worker>.fire-now} or {@code <run>.cancel}. */
    static Optional<RequestName> parse(String fileName) {
        for (String suffix : new String[] {".fire", ".fire-now"}) {
            if (fileName.endsWith(suffix) && fileName.length() > suffix.length()) {
                return Optional.of(
                        new RequestName(
                                fileName.substring(0, fileName.length() - suffix.length())));
            }
        }
        if (fileName.endsWith(CANCEL)) {
            return Run.parse(fileName.substring(0, fileName.length() - CANCEL.length()))
                    .map(run -> new RequestName(run.worker()));
        }
        return Optional.empty();
    }
}
