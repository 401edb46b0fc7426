package org.fjd.spool;

import java.io.IOException;

/**
 * A directory that can't serve as a spool. The message names the path, the action and the remedy.
 */
public final class UnusableSpoolException extends IOException {

    private static final long serialVersionUID = 1L;

    public UnusableSpoolException(String message) {
        super(message);
    }
}
