package org.fjd.work;

import org.fjd.job.Outcome;
import org.fjd.job.Values;

/**
 * What a run came to.
 *
 * @param outcome how it ended
 * @param settles whether that is the end of the job; if not, it is queued again
 * @param values what the job said of its results, if it is the end
 */
record Verdict(Outcome outcome, boolean settles, Values values) {

    static Verdict end(Outcome outcome, Values values) {
        return new Verdict(outcome, true, values);
    }

    static Verdict again(Outcome outcome) {
        return new Verdict(outcome, false, Values.NONE);
    }
}
