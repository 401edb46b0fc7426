package org.fjd.doctor;

import java.util.Optional;

/**
 * What a check found.
 *
 * @param check which
 * @param verdict whether that is good
 * @param what what it means, as sentences; may have texts of the system or of another host in it
 * @param remedy what to do about it, as a sentence, if something is to be done
 */
public record Finding(Check check, Verdict verdict, String what, Optional<String> remedy) {

    /** What is looked at. */
    public enum Check {
        SETTINGS("settings"),
        RIGHTS("rights"),
        MOUNT("mount"),
        SPACE("space"),
        MOVES("moves"),
        REPLACING("replacing"),
        CREATION("creation"),
        APPENDS("appends"),
        DIRECTORIES("directories"),
        HINTS("hints"),
        SPEED("speed"),
        CLOCK("clock"),
        HOST("host"),
        DELAY("delay");

        private final String word;

        Check(String word) {
            this.word = word;
        }

        /** The word for it in JSON. */
        public String word() {
            return word;
        }
    }

    /** What a finding means for the spool. */
    public enum Verdict {
        /** As it should be, or only to be known. */
        GOOD("good"),
        /** Works, but not well. */
        POOR("poor"),
        /** Jobs may be lost, run twice or not at all. */
        UNFIT("unfit");

        private final String word;

        Verdict(String word) {
            this.word = word;
        }

        /** The word for it in JSON. */
        public String word() {
            return word;
        }
    }

    static Finding good(Check check, String what) {
        return new Finding(check, Verdict.GOOD, what, Optional.empty());
    }

    static Finding poor(Check check, String what, String remedy) {
        return new Finding(check, Verdict.POOR, what, Optional.of(remedy));
    }

    static Finding unfit(Check check, String what, String remedy) {
        return new Finding(check, Verdict.UNFIT, what, Optional.of(remedy));
    }
}
