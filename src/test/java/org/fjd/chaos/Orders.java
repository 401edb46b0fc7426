package org.fjd.chaos;

import java.util.Set;

/**
 * What users did to a job by commands, as far as these told before they ended.
 *
 * @param cancels how many commands were to cancel it
 * @param cancelled how many of them said that they did
 * @param retried how often a command said that it queued it again
 * @param perhapsRetried how often one was killed or failed that may have done so
 * @param startedHeld the runs that were started after a command said that it is held, and before
 *     one was started to release it
 */
record Orders(
        int cancels, int cancelled, int retried, int perhapsRetried, Set<String> startedHeld) {

    static final Orders NONE = new Orders(0, 0, 0, 0, Set.of());
}
