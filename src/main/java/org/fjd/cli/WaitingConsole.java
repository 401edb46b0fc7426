package org.fjd.cli;

import java.util.List;
import org.fjd.job.JobName;
import org.fjd.submit.Ended;
import org.fjd.submit.Waiting;

/** Says what is to be known of jobs that are waited for. */
final class WaitingConsole implements Waiting.Events {

    private static final int MOST = 10;

    private final Console console;

    WaitingConsole(Console console) {
        this.console = console;
    }

    @Override
    public void noDispatcher() {
        console.complain("There is no dispatcher. Start one: dispatcher");
    }

    @Override
    public void noWorkers() {
        console.complain("There are no workers. Hire some: recruiter hire 4");
    }

    @Override
    public void gone(JobName job) {
        console.complain(
                job.quoted()
                        + " is no longer in the spool: somebody took it away. Not waited for.");
    }

    /** Says which jobs have failed, up to ten. */
    void failures(List<Ended> ended) {
        List<Ended> failed = ended.stream().filter(end -> !end.done()).toList();
        for (Ended end : failed.subList(0, Math.min(MOST, failed.size()))) {
            String how = end.exit().isPresent() ? " with exit code " + end.exit().getAsInt() : "";
            console.complain("%s failed%s. See %s".formatted(end.job().quoted(), how, end.file()));
        }
        if (failed.size() > MOST) {
            console.complain(
                    "and " + Sayings.count(failed.size() - MOST, "other job") + " failed.");
        }
    }
}
