package org.fjd.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fjd.job.Conditions;
import org.fjd.job.Durations;
import org.fjd.job.JobName;
import org.fjd.view.Before;
import org.fjd.view.Job;
import org.fjd.view.JobState;
import org.fjd.view.Reason;
import org.fjd.view.RetryCommand;

/**
 * A reason why a job does not run, as it is said to people: on one line, safe on a terminal.
 *
 * @param what what keeps the job, without a full stop
 * @param remedy what to do about it, likewise; empty if there is nothing to be done
 */
record Phrase(String what, Optional<String> remedy) {

    /** Of many jobs, so many are named. */
    static final int SHOWN = 3;

    /** All of it as a sentence, or two. */
    String sentence() {
        return Stream.of(Optional.of(what), remedy)
                .flatMap(Optional::stream)
                .map(part -> part.substring(0, 1).toUpperCase(Locale.ROOT) + part.substring(1))
                .collect(Collectors.joining(". "));
    }

    /** What to say of a reason why a job does not run. */
    static Phrase of(Reason reason, Job job) {
        String name = Text.argument(job.name());
        if (reason instanceof Reason.After after) {
            return ForerunnerPhrase.of(after, name);
        }
        if (reason instanceof Reason.Ended ended) {
            return ended(ended, job);
        }
        Optional<Phrase> phrase = ofJob(reason, name);
        return phrase.or(() -> ofWorkers(reason, name))
                .or(() -> ofSpool(reason))
                .orElseThrow(() -> new IllegalArgumentException(reason.word()));
    }

    private static Phrase ended(Reason.Ended ended, Job job) {
        String packed = ended.packed() ? ", and was packed since" : "";
        String how =
                job.rejection()
                        .or(() -> job.outcome().map(Columns::how))
                        .filter(text -> !text.isBlank() && job.state() != JobState.DONE)
                        .map(text -> ": " + text.replaceFirst("\\.$", ""))
                        .orElse("");
        Optional<String> remedy =
                job.state() == JobState.DONE ? Optional.empty() : Optional.of(again(ended, job));
        return said(
                "it has ended, " + job.state().word() + packed + how,
                ended.packed()
                        ? remedy.map(
                                r ->
                                        "get it back: "
                                                + RetryCommand.restore(List.of(job.name().value())))
                        : remedy);
    }

    private static String again(Reason.Ended ended, Job job) {
        Before before = ended.before();
        List<String> jobs = new ArrayList<>(before.cause().stream().map(JobName::value).toList());
        jobs.add(job.name().value());
        String retry = RetryCommand.retry(jobs);
        Optional<String> mend = Again.mend(before, true);
        if (mend.isPresent()) {
            return "%s%s, then: %s"
                    .formatted(
                            before.circle() ? "it waits for itself in a circle: " : "",
                            mend.get(),
                            retry);
        }
        return before.cause().isEmpty()
                ? "try it again: " + retry
                : "it would fail again by itself; try what it waits for too: " + retry;
    }

    /** Of what stands in a job's own file, or where that is. */
    private static Optional<Phrase> ofJob(Reason reason, String name) {
        if (reason instanceof Reason.Unfit unfit) {
            return some("it will be rejected: " + unfit.why().replaceFirst("\\.$", ""));
        }
        if (reason instanceof Reason.Held held) {
            return some(
                    "it is held"
                            + held.by().map(by -> " by " + by).orElse("")
                            + held.at().map(at -> ", since " + at).orElse(""),
                    "release it: fjd release " + name);
        }
        if (reason instanceof Reason.InCircle circle) {
            return some(
                    "it waits for itself in a circle (%s), and will fail of that"
                            .formatted(names(circle.circle())),
                    "take one of them out of the circle, by its key 'after'");
        }
        if (reason instanceof Reason.ForerunnerFailed failed) {
            return some(
                    "it is to run after %s, which failed; so it will fail too"
                            .formatted(failed.forerunner().quoted()),
                    "try that one again: fjd retry " + Text.argument(failed.forerunner()));
        }
        if (reason instanceof Reason.NotBefore wait) {
            return some(
                    "it is not to start before %s, in %s"
                            .formatted(wait.until(), Durations.format(wait.left())));
        }
        if (reason instanceof Reason.RetryDelay delay) {
            return some(
                    "its last run failed, and it is tried again in "
                            + Durations.format(delay.left().plusSeconds(1)));
        }
        if (reason instanceof Reason.Settling settling) {
            String left = Durations.format(settling.left().plusSeconds(1));
            return some(
                    settling.empty()
                            ? "its file is empty; it is taken if that does not change for " + left
                            : "its file may still be written; it is taken if it does not change for "
                                    + left);
        }
        if (reason instanceof Reason.Ready) {
            return some("nothing keeps it: it should be started any moment now");
        }
        return Optional.empty();
    }

    private static Optional<Phrase> ofWorkers(Reason reason, String name) {
        if (reason instanceof Reason.Running) {
            return some("it is running");
        }
        if (reason instanceof Reason.Assigned) {
            return some("it is assigned, and its worker should begin any moment now");
        }
        if (reason instanceof Reason.Changing) {
            return some("a command is changing it at this moment");
        }
        if (reason instanceof Reason.WorkerGone gone) {
            return some(
                    "its worker %s is gone; a dispatcher queues it again"
                            .formatted(Text.oneLine(gone.worker())));
        }
        if (reason instanceof Reason.WorkerDead dead) {
            return some(
                    "its worker is dead (process %d on %s); a dispatcher queues it again"
                            .formatted(dead.pid(), Text.oneLine(dead.host())));
        }
        if (reason instanceof Reason.WorkerSilent silent) {
            return some(
                    "its worker on %s has not been heard of for %s; a dispatcher queues it again after the lease"
                            .formatted(
                                    Text.oneLine(silent.host()),
                                    Durations.format(silent.silent())));
        }
        if (reason instanceof Reason.LimitUnknown limit) {
            return some(
                    "its limit %s is not in .fjd/fjd.conf".formatted(limit.limit()),
                    "write '%s = 1' into its section [limits]".formatted(limit.limit()));
        }
        if (reason instanceof Reason.LimitReached limit) {
            return limit.most() == 0
                    ? some(
                            "its limit %s is 0 in .fjd/fjd.conf".formatted(limit.limit()),
                            "raise it there")
                    : some(
                            "its limit %s of %s is reached, taken by %s"
                                    .formatted(
                                            limit.limit(),
                                            Sayings.count(limit.most(), "job"),
                                            names(limit.takers())));
        }
        if (reason instanceof Reason.LabelsMissing labels) {
            String there = String.join(" ", labels.there());
            return some(
                    "no worker has the %s; there %s"
                            .formatted(
                                    labels(labels.required()),
                                    there.isEmpty() ? "are no labels" : "is: " + there),
                    "hire one: recruiter hire 1" + options(labels.required()));
        }
        if (reason instanceof Reason.TimeMissing time) {
            return some(
                    "it is expected to take %s, and no worker has that much time left; the most is %s"
                            .formatted(
                                    Durations.format(time.expected()),
                                    Durations.format(time.most())),
                    "hire one that stays longer");
        }
        if (reason instanceof Reason.InLine line) {
            return some(
                    "%s%s %s, and %s %s before it"
                            .formatted(
                                    Sayings.count(line.workers(), "worker"),
                                    line.required().isEmpty()
                                            ? ""
                                            : " with the " + labels(line.required()),
                                    line.idle() > 0
                                            ? "for it (%d idle)".formatted(line.idle())
                                            : line.workers() == 1 ? "is busy" : "are all busy",
                                    Sayings.count(line.before(), "job"),
                                    line.before() == 1 ? "is" : "are"),
                    "hire more" + (line.before() == 0 ? ": recruiter hire 4" : first(line, name)));
        }
        return Optional.empty();
    }

    private static String first(Reason.InLine line, String name) {
        return line.highest() < Conditions.MAX_PRIORITY
                ? ", or put it first: fjd priority %s %d".formatted(name, line.highest() + 1)
                : ", or give those before it a lower priority, since no higher one is left";
    }

    /** What to say of a reason that keeps all jobs; empty if it is about something else. */
    static Optional<Phrase> ofSpool(Reason reason) {
        if (reason instanceof Reason.NoWorkers none) {
            return some(
                    none.lost() == 0
                            ? "there are no workers"
                            : "there are no workers but dead ones (%d)".formatted(none.lost()),
                    "hire some: recruiter hire 4");
        }
        if (reason instanceof Reason.Paused paused) {
            return some(
                    "the spool is paused" + (paused.note().isBlank() ? "" : " by " + paused.note()),
                    "have it go on: fjd resume");
        }
        if (reason instanceof Reason.NoDispatcher) {
            return some("there is no dispatcher", "start one: dispatcher");
        }
        if (reason instanceof Reason.DispatcherDead dead) {
            return some(
                    "the dispatcher, process %d on this host, is dead".formatted(dead.pid()),
                    "start another one: dispatcher");
        }
        if (reason instanceof Reason.DispatcherSilent silent) {
            return some(
                    "the dispatcher on host %s (process %d) has not moved for %s"
                            .formatted(
                                    Text.oneLine(silent.host()),
                                    silent.pid(),
                                    Durations.format(silent.silent())),
                    "look there, or start another one to take over: dispatcher");
        }
        return Optional.empty();
    }

    /** {@code label gpu}, {@code labels big gpu}. */
    static String labels(SortedSet<String> labels) {
        return (labels.size() == 1 ? "label " : "labels ") + String.join(" ", labels);
    }

    /** {@code --label big --label gpu}, each after a blank. */
    static String options(SortedSet<String> labels) {
        return labels.stream().map(label -> " --label " + label).collect(Collectors.joining());
    }

    /** Some jobs; of many, the first ones and how many more there are. */
    static String names(List<JobName> jobs) {
        int more = jobs.size() - SHOWN;
        return jobs.stream().limit(SHOWN).map(JobName::quoted).collect(Collectors.joining(", "))
                + (more > 0 ? " and %d more".formatted(more) : "");
    }

    private static Optional<Phrase> some(String what) {
        return Optional.of(said(what, Optional.empty()));
    }

    private static Optional<Phrase> some(String what, String remedy) {
        return Optional.of(said(what, Optional.of(remedy)));
    }

    /** A phrase that is safe on a terminal, whatever was put into it. */
    static Phrase said(String what, Optional<String> remedy) {
        return new Phrase(Text.oneLine(what), remedy.map(Text::oneLine));
    }
}
