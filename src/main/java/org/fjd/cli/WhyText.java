package org.fjd.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Durations;
import org.fjd.view.Job;
import org.fjd.view.JobState;
import org.fjd.view.Reason;
import org.fjd.view.Why.Answer;

/** Why a job does not run, for a person. */
final class WhyText {

    private static final int SHOWN = 20;
    private static final String BULLET = "  - ";
    private static final String INDENT = "    ";

    private final Instant now;

    WhyText(Instant now) {
        this.now = now;
    }

    List<String> of(Answer answer) {
        List<String> lines = new ArrayList<>();
        lines.addAll(Text.wrapped(title(answer), ""));
        List<Reason> reasons = answer.reasons();
        if (reasons.stream().anyMatch(WhyText::isOfTheDead)) {
            reasons = reasons.stream().filter(r -> !(r instanceof Reason.Running)).toList();
        }
        for (Reason reason : reasons.subList(0, Math.min(SHOWN, reasons.size()))) {
            Phrase phrase = Phrase.of(reason, answer.job());
            String told = phrase.what() + phrase.remedy().map(r -> "; " + r).orElse("");
            lines.addAll(Text.wrapped(told, BULLET, INDENT, Text.WIDTH));
        }
        int more = reasons.size() - SHOWN;
        if (more > 0) {
            lines.add(BULLET + Sayings.count(more, "more reason") + ": --json has them");
        }
        return lines;
    }

    private static boolean isOfTheDead(Reason reason) {
        return reason instanceof Reason.WorkerDead || reason instanceof Reason.WorkerGone;
    }

    private String title(Answer answer) {
        Job job = answer.job();
        String age = Durations.format(Duration.between(job.since(), now));
        String name = job.name().quoted();
        JobState state = job.state();
        if (state.hasEnded()) {
            return "%s is %s, %s ago:".formatted(name, state.word(), age);
        }
        String where =
                job.worker()
                        .map(w -> " on %s, by worker %s".formatted(w.process().host(), w.name()))
                        .orElse("");
        if (state == JobState.RUNNING) {
            Optional<String> progress = job.progress().map(said -> ", at " + said);
            return Text.oneLine(
                    name + " is running for " + age + where + progress.orElse("") + ":");
        }
        boolean queued = state == JobState.QUEUED || state == JobState.HELD;
        return Text.oneLine(
                "%s is %s for %s%s%s:"
                        .formatted(
                                name, state.word(), age, where, queued ? " and does not run" : ""));
    }
}
