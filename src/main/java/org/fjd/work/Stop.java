package org.fjd.work;

import org.fjd.job.State;

/**
 * Why a worker ends a job that would go on.
 *
 * @param state what is recorded of it
 * @param reason in words, for a job that is given back; else nothing
 */
record Stop(State state, String reason) {

    static final Stop TIMED_OUT = new Stop(State.TIMED_OUT, "");
    static final Stop CANCELLED = new Stop(State.CANCELLED, "");

    static Stop returned(String reason) {
        return new Stop(State.RETURNED, reason);
    }
}
