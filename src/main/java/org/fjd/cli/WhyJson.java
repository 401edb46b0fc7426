package org.fjd.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.fjd.job.JobName;
import org.fjd.spool.Spool;
import org.fjd.view.Before;
import org.fjd.view.Job;
import org.fjd.view.Reason;
import org.fjd.view.Why.Answer;

/** Why a job does not run, for programs. */
final class WhyJson {

    private final Spool spool;

    WhyJson(Spool spool) {
        this.spool = spool;
    }

    Map<String, Object> of(Answer answer) {
        Job job = answer.job();
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("job", job.name().value());
        told.put("state", job.state().word());
        told.put("since", job.since().toString());
        told.put("file", spool.root().relativize(job.file()).toString());
        job.worker().ifPresent(worker -> told.put("worker", worker.name()));
        job.worker().ifPresent(worker -> told.put("host", worker.process().host()));
        job.progress().ifPresent(progress -> told.put("progress", progress));
        told.put("reasons", answer.reasons().stream().map(r -> reason(r, job)).toList());
        return told;
    }

    private static Map<String, Object> reason(Reason reason, Job job) {
        Phrase phrase = Phrase.of(reason, job);
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("kind", reason.word());
        told.put("what", phrase.what());
        phrase.remedy().ifPresent(remedy -> told.put("remedy", remedy));
        addOfJob(reason, told);
        addOfOthers(reason, told);
        return told;
    }

    private static void addOfJob(Reason reason, Map<String, Object> told) {
        if (reason instanceof Reason.Ended ended) {
            told.put("packed", ended.packed());
            Before before = ended.before();
            if (!before.cause().isEmpty() || before.circle()) {
                told.put("jobs", names(before.cause()));
                told.put("circle", before.circle());
            }
        } else if (reason instanceof Reason.Held held) {
            held.by().ifPresent(by -> told.put("by", by));
            held.at().ifPresent(at -> told.put("at", at));
        } else if (reason instanceof Reason.NotBefore wait) {
            told.put("until", wait.until().toString());
            told.put("seconds", seconds(wait.left()));
        } else if (reason instanceof Reason.RetryDelay delay) {
            told.put("seconds", seconds(delay.left()));
        } else if (reason instanceof Reason.Settling settling) {
            told.put("seconds", seconds(settling.left()));
        } else if (reason instanceof Reason.After after) {
            told.put("jobs", names(after.chain()));
            told.put("root", after.root().word());
        } else if (reason instanceof Reason.InCircle circle) {
            told.put("jobs", names(circle.circle()));
        } else if (reason instanceof Reason.ForerunnerFailed failed) {
            told.put("jobs", List.of(failed.forerunner().value()));
        }
    }

    private static void addOfOthers(Reason reason, Map<String, Object> told) {
        if (reason instanceof Reason.WorkerDead dead) {
            told.put("host", dead.host());
            told.put("pid", dead.pid());
        } else if (reason instanceof Reason.WorkerSilent silent) {
            told.put("host", silent.host());
            told.put("seconds", seconds(silent.silent()));
        } else if (reason instanceof Reason.Paused paused) {
            told.put("note", paused.note());
        } else if (reason instanceof Reason.DispatcherDead dead) {
            told.put("host", dead.host());
            told.put("pid", dead.pid());
        } else if (reason instanceof Reason.DispatcherSilent silent) {
            told.put("host", silent.host());
            told.put("pid", silent.pid());
            told.put("seconds", seconds(silent.silent()));
        } else if (reason instanceof Reason.LimitUnknown limit) {
            told.put("limit", limit.limit());
        } else if (reason instanceof Reason.LimitReached limit) {
            told.put("limit", limit.limit());
            told.put("most", limit.most());
            told.put("jobs", names(limit.takers()));
        } else if (reason instanceof Reason.LabelsMissing labels) {
            told.put("labels", labels.required());
            told.put("there", labels.there());
        } else if (reason instanceof Reason.TimeMissing time) {
            told.put("seconds", seconds(time.expected()));
            told.put("left", seconds(time.most()));
        } else if (reason instanceof Reason.NoWorkers none) {
            told.put("lost", none.lost());
        } else if (reason instanceof Reason.InLine line) {
            told.put("labels", line.required());
            told.put("workers", line.workers());
            told.put("idle", line.idle());
            told.put("before", line.before());
            told.put("highest", line.highest());
        }
    }

    private static List<String> names(List<JobName> jobs) {
        return jobs.stream().map(JobName::value).toList();
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
