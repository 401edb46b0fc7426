package org.fjd.view;

import java.util.Arrays;
import java.util.Optional;
import org.fjd.job.State;

/** The state of a job, in the order in which jobs are shown. */
public enum JobState {
    /** A worker says that it runs it. */
    RUNNING("running", Place.POD),
    /** It was given to a worker that has not begun, or that is gone. */
    ASSIGNED("assigned", Place.POD),
    QUEUED("queued", Place.QUEUE),
    /** Queued, and not to run before it is released. */
    HELD("held", Place.QUEUE),
    FAILED("failed", Place.FAILED),
    TIMED_OUT("timed-out", Place.FAILED),
    CANCELLED("cancelled", Place.FAILED),
    /** Its workers died with it, more often than is allowed. */
    LOST("lost", Place.FAILED),
    /** It could not be run at all. */
    REJECTED("rejected", Place.FAILED),
    DONE("done", Place.DONE);

    /** Where the files of jobs lie, as far as a state tells. */
    enum Place {
        POD,
        QUEUE,
        FAILED,
        DONE
    }

    private final String word;
    private final Place place;

    JobState(String word, Place place) {
        this.word = word;
        this.place = place;
    }

    /** The word for it in what people and programs read. */
    public String word() {
        return word;
    }

    /** The state that {@link #word} gives exactly this word for. */
    public static Optional<JobState> ofWord(String word) {
        return Arrays.stream(values()).filter(state -> state.word.equals(word)).findFirst();
    }

    public boolean hasEnded() {
        return place == Place.FAILED || place == Place.DONE;
    }

    Place place() {
        return place;
    }

    /** That of a job in {@code failed/} whose last run ended so. */
    static JobState failed(State state) {
        return switch (state) {
            case TIMED_OUT -> TIMED_OUT;
            case CANCELLED -> CANCELLED;
            case LOST -> LOST;
            case DONE, FAILED, RETURNED -> FAILED;
        };
    }
}
