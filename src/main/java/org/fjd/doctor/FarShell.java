package org.fjd.doctor;

import java.util.List;
import java.util.function.Consumer;

/** A shell on another host that is said to share the spool. */
public interface FarShell {

    /** What the host is called. */
    String host();

    /**
     * Has it run a script, to its end.
     *
     * @param place a directory of the spool, counted from its root, in which the script is run
     * @param script for any POSIX sh
     * @param heard is told each line that it prints, at once, in any thread
     * @return why it did not succeed, if so, in lines for people; they may hold anything
     */
    List<String> run(String place, String script, Consumer<String> heard)
            throws InterruptedException;
}
