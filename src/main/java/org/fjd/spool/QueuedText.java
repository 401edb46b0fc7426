package org.fjd.spool;

import java.time.Duration;
import java.util.Optional;
import org.fjd.job.Conditions;
import org.fjd.job.Defaults;
import org.fjd.job.Durations;
import org.fjd.job.History;
import org.fjd.job.JobFile;
import org.fjd.job.Outcome;
import org.fjd.job.Rejection;
import org.fjd.job.State;

/**
 * What the text of a queued job says to who dispatches it.
 *
 * @param submitted whether it ends in a whole {@code [submitted]} section
 * @param conditions when it may run; for a file that will be rejected, at once
 * @param retryIn how long it is to be left alone, because its last run failed
 */
public record QueuedText(boolean submitted, Conditions conditions, Duration retryIn) {

    private static final String RETRY_IN = "retry-in";

    static final QueuedText UNREADABLE = new QueuedText(false, Conditions.NONE, Duration.ZERO);

    static QueuedText of(byte[] content, Defaults defaults) {
        try {
            JobFile file = JobFile.parse(content, defaults);
            return new QueuedText(
                    History.submittedWhole(content),
                    file.control().conditions(),
                    retryIn(file.history()));
        } catch (Rejection e) {
            return new QueuedText(History.submittedWhole(content), Conditions.NONE, Duration.ZERO);
        }
    }

    private static Duration retryIn(History history) {
        Optional<Outcome> last = history.outcomes().stream().reduce((before, after) -> after);
        return last.filter(end -> end.state() == State.FAILED || end.state() == State.TIMED_OUT)
                .flatMap(end -> end.detail(RETRY_IN))
                .flatMap(Durations::parse)
                .orElse(Duration.ZERO);
    }
}
