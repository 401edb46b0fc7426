package org.fjd.work;

import org.fjd.job.State;

/**
 * Why a job is not started.
 *
 * @param state what is recorded of it
 * @param reason in words
 */
record Withheld(State state, String reason) {

    static final Withheld CANCELLED =
            new Withheld(State.CANCELLED, "it was cancelled before it was started");
}
