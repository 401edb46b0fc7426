package org.fjd.cli;

import java.util.LinkedHashMap;
import java.util.Map;

/** What the commands exit with. */
final class ExitCode {

    /** All went well. */
    static final int OK = 0;

    /** The command did its work, but something that it was to bring about did not come about. */
    static final int FAILED = 1;

    /** It was called in a way that it does not understand. */
    static final int USAGE = 2;

    /** The spool, or fjd's own installation, can't be used, or the output can't be written. */
    static final int UNUSABLE = 3;

    /** What was waited for did not come about in time. */
    static final int TIMED_OUT = 4;

    /** There is no job of a name that was given, or none that a pattern means. */
    static final int UNKNOWN = 5;

    /** How a command that is given names describes that code. */
    static final String NO_JOB =
            UNKNOWN + ":There is no job of a name, or none that a pattern means.";

    private ExitCode() {}

    /**
     * What each code means, in their order.
     *
     * @param own what a command says of some of them; it counts before what is true of all commands
     */
    static Map<String, String> meanings(Map<String, String> own) {
        Map<String, String> meanings = new LinkedHashMap<>();
        meanings.put(String.valueOf(OK), "All went well.");
        meanings.put(
                String.valueOf(FAILED), "Something that it was to bring about did not come about.");
        meanings.put(String.valueOf(USAGE), "Wrong usage.");
        meanings.put(
                String.valueOf(UNUSABLE),
                "The spool, or fjd's own installation, can't be used, or the output can't be"
                        + " written.");
        meanings.putAll(own);
        return meanings;
    }
}
