package org.fjd.spool;

import java.nio.file.Path;
import java.util.Optional;

/** The machine that a process runs on: who it is, and which processes live there. */
public interface Machine {

    /** The machine that this process runs on. */
    static Machine here() {
        return ThisMachine.HERE;
    }

    /** Its short host name, made fit for a file's name: 1 to 24 of the characters A-Za-z0-9_-. */
    String host();

    /**
     * A word that it shares with no other machine: neither with one of the same name, nor with
     * another container on the same hardware, nor with itself after its next boot. Without {@code
     * /proc} it is only the full host name.
     */
    String identity();

    /** The user as whom this process runs; where there is no name, the number. */
    String user();

    /** The number of this process. */
    long pid();

    /**
     * What tells a living process from all that had or will have the same number on this machine.
     * It stays the same while the process lives, whatever the clock does. Empty if there is no such
     * process, or if it has ended and only its parent has not yet taken note of it.
     */
    Optional<String> startOf(long pid);

    /** The processes there of one run of a spool, given by its real path. */
    default ProcessTree processesOf(String run, Path spool, Time time) {
        return ProcessTree.ofRun(run, spool, time);
    }

    /** Whether the process lives that had this number and this start. */
    default boolean isAlive(long pid, String start) {
        return startOf(pid).filter(start::equals).isPresent();
    }
}
