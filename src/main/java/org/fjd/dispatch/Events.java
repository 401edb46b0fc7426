package org.fjd.dispatch;

import java.io.IOException;
import org.fjd.job.Conditions;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Seat;

/** What a dispatcher has to tell. Called from its thread. */
public interface Events {

    /** A round assigned jobs. */
    void dispatched(int jobs);

    /** Another dispatcher holds the seat. */
    void standingBy(Seat.Holder holder);

    /** The seat was another's, and is now this one's. */
    void tookOver();

    /** There are jobs, but nobody to do them. */
    void noWorkers(int queued);

    /** Jobs are queued, and no worker there is may run them, for want of a label or a limit. */
    void unservable(JobName example, Conditions conditions);

    /** A job is to run after one that is nowhere. */
    void forerunnerMissing(JobName missing, JobName waiting);

    /** Nothing is dispatched because the spool is paused; or it is dispatched again. */
    void paused(boolean on);

    /**
     * It ends although jobs are queued.
     *
     * @param held how many of them are held; the others wait for what will not come
     */
    void leaves(int queued, int held);

    /** A job could not be moved out of its queue. */
    void stuck(QueuedJob job, IOException why);

    /** A worker was struck off the roll. */
    void lost(String worker);

    /** A job was taken back from a lost worker. */
    void reaped(JobName job, Run run, State state);

    /** The spool could not be used in this round; it is tried again. */
    void trouble(IOException why);
}
