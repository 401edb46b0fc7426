package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Something in a spool that is not as the design has it.
 *
 * @param kind what it is
 * @param path where
 * @param what what that means, as a sentence
 * @param remedy what to do, as a sentence
 * @param mend how it is mended, if that is safe
 */
public record Finding(Kind kind, Path path, String what, String remedy, Optional<Mend> mend) {

    /** Mends a finding. Loses nothing, whatever happened since it was found. */
    @FunctionalInterface
    public interface Mend {

        /**
         * Does it.
         *
         * @return false if it was no longer as it was found
         */
        boolean apply() throws IOException;
    }

    /** What may be found. */
    public enum Kind {
        SETTINGS("settings", true),
        DIRECTORY("directory", true),
        MISSING_DIRECTORY("missing-directory", false),
        OPEN_TO_ALL("open-to-all", true),
        OTHERS("others", true),
        MISPLACED("misplaced", false),
        ODD_KIND("odd-kind", true),
        NAME("name", true),
        RETRY_NAME("retry-name", true),
        RESERVATION("reservation", true),
        REASON("reason", false),
        NO_RESULT("no-result", true),
        TWO_RESULTS("two-results", true),
        WRONG_DIRECTORY("wrong-directory", true),
        TORN("torn", false),
        ABANDONED_JOB("abandoned-job", true),
        ABANDONED_POD("abandoned-pod", true),
        ANNOUNCEMENT("announcement", true),
        TAKEN("taken", true),
        MORGUE("morgue", true),
        RECORD("record", true),
        DEAD_WORKER("dead-worker", true),
        SEAT("seat", true),
        REQUEST("request", true),
        PACK("pack", true),
        UNSETTLED("unsettled", true),
        STRAYS("strays", false),
        GARBAGE("garbage", false);

        private final String word;
        private final boolean isProblem;

        Kind(String word, boolean isProblem) {
            this.word = word;
            this.isProblem = isProblem;
        }

        /** The word for it in JSON. */
        public String word() {
            return word;
        }

        /** Whether something is wrong; else it is only told. */
        public boolean isProblem() {
            return isProblem;
        }
    }

    /** Whether two looks found the same. */
    boolean isSameAs(Finding other) {
        return kind == other.kind && path.equals(other.path) && what.equals(other.what);
    }
}
