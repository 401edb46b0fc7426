package org.fjd.upkeep;

import java.util.Arrays;
import java.util.Optional;
import org.fjd.job.History;

/** How a job that may be packed has ended. */
public enum Ending {
    DONE("done"),
    FAILED("failed"),
    TIMED_OUT("timed-out"),
    CANCELLED("cancelled"),
    LOST("lost"),
    /** It could not be run at all. */
    REJECTED("rejected");

    private final String word;

    Ending(String word) {
        this.word = word;
    }

    /** The word for it on the command line. */
    public String word() {
        return word;
    }

    /** The ending that has this word. */
    public static Optional<Ending> ofWord(String word) {
        return Arrays.stream(values()).filter(ending -> ending.word.equals(word)).findFirst();
    }

    /** That of a job that was not rejected. */
    static Ending of(History history, boolean isDone) {
        return history.result()
                .map(result -> ofWord(result.state().word()).orElse(FAILED))
                .orElse(isDone ? DONE : FAILED);
    }
}
