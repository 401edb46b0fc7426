package org.fjd.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.fjd.dispatch.Events;
import org.fjd.job.Conditions;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Complaints;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Seat;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;

/** Says what a dispatcher does, at a rate that a person can read. For the dispatcher's thread. */
final class DispatcherConsole implements Events {

    private static final Duration READABLE = Duration.ofMillis(900);

    private final Spool spool;
    private final Console console;
    private final LiveLine liveLine;
    private final Complaints complaints;
    private long nextFound;

    DispatcherConsole(Spool spool, Console console) {
        this.spool = spool;
        this.console = console;
        this.liveLine = new LiveLine(spool);
        this.nextFound = spool.time().nanos();
        this.complaints = new Complaints(spool.time(), console::complain);
    }

    /** Brings the live line up to date; called often. */
    void refresh(int queued) {
        if (console.isTerminal()) {
            liveLine.refresh(queued).ifPresent(console::live);
        }
    }

    void end() {
        console.live("");
    }

    @Override
    public void dispatched(int jobs) {
        long now = spool.time().nanos();
        if (now - nextFound >= 0) {
            console.say("Found some jobs to dispatch");
            nextFound = now + READABLE.toNanos();
        }
    }

    @Override
    public void standingBy(Seat.Holder holder) {
        console.say(
                "Another dispatcher is at work, process %d on %s. Standing by, to take over when it ends."
                        .formatted(holder.process().pid(), holder.process().host()));
    }

    @Override
    public void tookOver() {
        console.say("The other dispatcher is gone. Took over.");
    }

    @Override
    public void noWorkers(int queued) {
        console.say(
                "%s, but there are no workers. Hire some: recruiter hire 4"
                        .formatted(queued == 1 ? "1 job waits" : queued + " jobs wait"));
    }

    @Override
    public void unservable(JobName example, Conditions conditions) {
        // Names of labels and limits are letters, digits and _ . : - only.
        Map<String, Integer> known = spool.limits();
        List<String> missing =
                conditions.limits().stream().filter(l -> !known.containsKey(l)).sorted().toList();
        List<String> closed =
                conditions.limits().stream()
                        .filter(limit -> known.getOrDefault(limit, 1) == 0)
                        .sorted()
                        .toList();
        String remedy = " Mend that there.";
        List<String> why = new ArrayList<>();
        if (!missing.isEmpty()) {
            why.add(limits(missing) + " not in .fjd/fjd.conf." + remedy);
        }
        if (!closed.isEmpty()) {
            why.add(limits(closed) + " 0 in .fjd/fjd.conf." + remedy);
        }
        if (why.isEmpty()) {
            SortedSet<String> labels = new TreeSet<>(conditions.requires());
            why.add(
                    "no worker has the %s. Hire one: recruiter hire 1%s"
                            .formatted(Phrase.labels(labels), Phrase.options(labels)));
        }
        why.forEach(w -> console.say("%s can't run: %s".formatted(example.quoted(), w)));
    }

    private static String limits(List<String> names) {
        return names.size() == 1
                ? "its limit " + names.get(0) + " is"
                : "its limits " + String.join(", ", names) + " are";
    }

    @Override
    public void forerunnerMissing(JobName missing, JobName waiting) {
        console.say(
                "%s is to run after %s, which is not there. Queue that one, or take this one away."
                        .formatted(waiting.quoted(), missing.quoted()));
    }

    @Override
    public void paused(boolean on) {
        console.say(on ? "The spool is paused: 'fjd resume' goes on." : "The spool is resumed.");
    }

    @Override
    public void leaves(int queued, int held) {
        String others =
                queued == held ? "" : ", %d wait for what is not there".formatted(queued - held);
        console.say(
                "%s left in the queue: %d held%s."
                        .formatted(Sayings.count(queued, "job"), held, others));
    }

    @Override
    public void stuck(QueuedJob job, IOException why) {
        console.complain(
                "%s can't be moved out of its queue: %s. It is tried again in a while; give it to the user who dispatches, or take it away."
                        .formatted(job.name().quoted(), Trouble.describe(why)));
    }

    @Override
    public void lost(String worker) {
        console.say("Worker " + worker + " is lost.");
    }

    @Override
    public void reaped(JobName job, Run run, State state) {
        console.say("Took %s back from %s: %s.".formatted(job.quoted(), run, state.word()));
    }

    @Override
    public void trouble(IOException why) {
        complaints.about(why);
    }
}
