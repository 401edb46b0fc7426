package org.fjd.work;

import java.io.IOException;

/** Starts jobs as processes. */
interface Runner {

    /**
     * Starts a job; returns when its program runs.
     *
     * @throws CouldNotStart if that is the job's own fault: it would fail in the same way again
     * @throws IOException if the machine or the spool is in trouble, such as by a full disk or too
     *     many processes: later it may go well
     */
    Running start(Order order) throws CouldNotStart, IOException;
}
