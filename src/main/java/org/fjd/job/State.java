package org.fjd.job;

import java.util.Arrays;
import java.util.Optional;

/** How a run of a job ended. */
public enum State {
    /** The job succeeded: by its exit code and, if it named some, by the files it was to make. */
    DONE("done"),
    /** The job ended in any other way, or could not be started. */
    FAILED("failed"),
    /** The job took longer than it may, and was ended. */
    TIMED_OUT("timed-out"),
    /** Its user did not want it any more. */
    CANCELLED("cancelled"),
    /** The run's worker died or was cut off, and somebody else noticed. It stays lost. */
    LOST("lost"),
    /** The run's worker was sent home and gave the job back; this does not count as an attempt. */
    RETURNED("returned");

    private final String word;

    State(String word) {
        this.word = word;
    }

    /** The word for it in job files. */
    public String word() {
        return word;
    }

    /** The state that {@link #word} gives exactly this word for. */
    public static Optional<State> ofWord(String word) {
        return Arrays.stream(values()).filter(state -> state.word.equals(word)).findFirst();
    }
}
