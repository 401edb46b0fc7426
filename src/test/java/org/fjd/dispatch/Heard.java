package org.fjd.dispatch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.fjd.job.Conditions;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Seat;

/** Keeps what a dispatcher tells, a line each. */
public final class Heard implements Events {

    private final List<String> lines = new ArrayList<>();

    public List<String> lines() {
        return lines;
    }

    @Override
    public void dispatched(int jobs) {
        lines.add("dispatched " + jobs);
    }

    @Override
    public void standingBy(Seat.Holder holder) {
        lines.add("standing by");
    }

    @Override
    public void tookOver() {
        lines.add("took over");
    }

    @Override
    public void noWorkers(int queued) {
        lines.add("no workers for " + queued);
    }

    @Override
    public void unservable(JobName example, Conditions conditions) {
        lines.add("unservable " + example.value());
    }

    @Override
    public void forerunnerMissing(JobName missing, JobName waiting) {
        lines.add(waiting.value() + " misses " + missing.value());
    }

    @Override
    public void paused(boolean on) {
        lines.add(on ? "paused" : "resumed");
    }

    @Override
    public void leaves(int queued, int held) {
        lines.add("leaves " + queued + ", " + held + " held");
    }

    @Override
    public void stuck(QueuedJob job, IOException why) {
        lines.add("stuck " + job.name().value());
    }

    @Override
    public void lost(String worker) {
        lines.add("lost " + worker);
    }

    @Override
    public void reaped(JobName job, Run run, State state) {
        lines.add("reaped " + job.value() + " " + state.word());
    }

    @Override
    public void trouble(IOException why) {
        lines.add("trouble " + why.getMessage());
    }
}
