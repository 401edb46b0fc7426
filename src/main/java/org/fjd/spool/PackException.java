package org.fjd.spool;

import java.io.IOException;

/** A pack can't be read. The message names it, and says what to do. */
final class PackException extends IOException {

    private static final long serialVersionUID = 1L;

    PackException(String message) {
        super(message);
    }
}
