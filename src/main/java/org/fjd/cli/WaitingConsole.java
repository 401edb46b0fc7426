package org.fjd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.job.JobName;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;
import org.fjd.submit.Ended;
import org.fjd.submit.Waiting;
import org.fjd.view.Catalogue;
import org.fjd.view.Job;
import org.fjd.view.JobLog;
import org.fjd.view.JobState;

/** Says what is to be known of jobs that are waited for. */
final class WaitingConsole implements Waiting.Events {

    private static final int MOST = 10;
    private static final int PREFIX = "[FJD] ".length();

    private final Console console;
    private final Spool spool;

    WaitingConsole(Console console, Spool spool) {
        this.console = console;
        this.spool = spool;
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

    /** Says which jobs have failed, up to ten, and why. */
    void failures(List<Ended> ended) throws IOException {
        List<Ended> failed = ended.stream().filter(end -> !end.done()).toList();
        if (failed.isEmpty()) {
            return;
        }
        List<Ended> told = failed.subList(0, Math.min(MOST, failed.size()));
        Map<Path, Job> jobs = jobs(told);
        for (Ended end : told) {
            String why =
                    Optional.ofNullable(jobs.get(end.file()))
                            .map(this::why)
                            .orElse("failed"); // somebody has moved it since
            console.complain(Table.shortened(end.job().quoted() + ": " + why, Text.WIDTH - PREFIX));
        }
        if (failed.size() > MOST) {
            console.complain(
                    "and " + Sayings.count(failed.size() - MOST, "other job") + " failed.");
        }
        console.complain(
                failed.size() == 1
                        ? "See: fjd show " + Text.argument(told.get(0).job())
                        : "See: fjd failures");
    }

    private Map<Path, Job> jobs(List<Ended> told) throws IOException {
        List<String> files = told.stream().map(end -> end.file().toString()).toList();
        Map<Path, Job> jobs = new HashMap<>();
        for (Job job : new Catalogue(spool).find(Wanted.of(spool, files)).jobs()) {
            jobs.put(job.file(), job);
        }
        return jobs;
    }

    private String why(Job job) {
        StringBuilder why = new StringBuilder(job.state().word());
        job.detail("timeout").ifPresent(time -> why.append(" after ").append(time));
        String how = job.rejection().or(() -> job.outcome().map(Columns::how)).orElse("");
        why.append(how.isEmpty() ? "" : ", " + how);
        if (job.state() == JobState.CANCELLED) {
            job.detail("by").ifPresent(by -> why.append(" by ").append(by));
        } else if (job.state() == JobState.LOST
                || (job.detail("exit").isPresent() && job.detail("reason").isEmpty())) {
            new JobLog(spool).lastWords(job, 1).forEach(word -> why.append(": ").append(word));
        }
        return Text.oneLine(why.toString());
    }
}
