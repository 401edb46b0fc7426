package org.fjd.job;

import java.util.Objects;

/**
 * A job file cannot be run as it is. The message says what is wrong and the remedy, in a sentence
 * or two for the job's owner, on one line. It quotes nothing of the file but names that fjd knows,
 * so it is safe on a terminal.
 */
public final class Rejection extends Exception {

    private static final long serialVersionUID = 1L;

    /** A rejection with this message, which is as said above. */
    public Rejection(String message) {
        super(message);
    }

    /** The message. */
    public String reason() {
        return Objects.requireNonNull(getMessage());
    }
}
