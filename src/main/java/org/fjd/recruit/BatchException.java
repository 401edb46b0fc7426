package org.fjd.recruit;

import java.util.List;
import org.fjd.recruit.Launcher.Failure;

/** A batch system did not do what it was asked, or can't be asked. */
final class BatchException extends Exception {

    private static final long serialVersionUID = 1;

    private final transient Failure failure;

    /**
     * @param reason a sentence
     * @param words what the batch system said, line by line; these may hold anything
     */
    BatchException(String reason, List<String> words) {
        super(reason);
        this.failure = new Failure(reason, words);
    }

    BatchException(String reason) {
        this(reason, List.of());
    }

    /** What went wrong. */
    Failure failure() {
        return failure;
    }
}
