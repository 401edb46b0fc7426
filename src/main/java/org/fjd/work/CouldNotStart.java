package org.fjd.work;

import java.util.Objects;

/** A job could not be started, by its own fault. The message says why, and what helps. */
final class CouldNotStart extends Exception {

    private static final long serialVersionUID = 1;

    /** Control characters in the message, such as of a file's name, are replaced. */
    CouldNotStart(String message) {
        super(message.replaceAll("\\p{Cntrl}", "?"));
    }

    /** The message. */
    String reason() {
        return Objects.requireNonNull(getMessage());
    }
}
