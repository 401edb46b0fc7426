package org.fjd.cli;

import java.util.List;
import java.util.Optional;
import org.fjd.job.JobName;
import org.fjd.view.Reason;

/** What is said of a job that waits for others: whom it waits for, and what keeps the last one. */
final class ForerunnerPhrase {

    private ForerunnerPhrase() {}

    /**
     * What to say.
     *
     * @param name the job that waits, as a word of a command line
     */
    static Phrase of(Reason.After after, String name) {
        List<JobName> chain = after.chain();
        JobName last = chain.get(chain.size() - 1);
        StringBuilder what = new StringBuilder("it waits for ").append(chain.get(0).quoted());
        if (chain.size() > Phrase.SHOWN) {
            what.append(
                    ", which waits for others (%d), the last of them %s"
                            .formatted(chain.size() - 1, last.quoted()));
        } else {
            for (JobName next : chain.subList(1, chain.size())) {
                what.append(", which waits for ").append(next.quoted());
            }
        }
        return Phrase.said(what + ", " + which(after.root()), remedy(after.root(), last, name));
    }

    private static String which(Reason root) {
        if (root instanceof Reason.Running) {
            return "which is running";
        }
        if (root instanceof Reason.Assigned) {
            return "which is assigned to a worker";
        }
        if (root instanceof Reason.Held) {
            return "which is held";
        }
        if (root instanceof Reason.Missing) {
            return "which is not there";
        }
        if (root instanceof Reason.InCircle) {
            return "which waits for itself in a circle and will fail";
        }
        if (root instanceof Reason.ForerunnerFailed failed) {
            return "which will fail, since %s failed".formatted(failed.forerunner().quoted());
        }
        if (root instanceof Reason.Unfit) {
            return "which will be rejected";
        }
        if (root instanceof Reason.NotBefore wait) {
            return "which is not to start before " + wait.until();
        }
        if (root instanceof Reason.LimitUnknown limit) {
            return "whose limit %s is not in .fjd/fjd.conf".formatted(limit.limit());
        }
        if (root instanceof Reason.LabelsMissing labels) {
            return "for which no worker has the " + Phrase.labels(labels.required());
        }
        if (root instanceof Reason.TimeMissing) {
            return "for which no worker has the time left";
        }
        return "which is queued";
    }

    private static Optional<String> remedy(Reason root, JobName last, String name) {
        String quoted = Text.argument(last);
        if (root instanceof Reason.Held) {
            return Optional.of("release that one: fjd release " + quoted);
        }
        if (root instanceof Reason.Missing) {
            return Optional.of("queue that one, or take this one away: fjd cancel " + name);
        }
        if (root instanceof Reason.ForerunnerFailed failed) {
            return Optional.of(
                    "try that one again: fjd retry " + Text.argument(failed.forerunner()));
        }
        boolean passes =
                root instanceof Reason.Running
                        || root instanceof Reason.Assigned
                        || root instanceof Reason.Ready
                        || root instanceof Reason.NotBefore;
        return passes ? Optional.empty() : Optional.of("see: fjd why " + quoted);
    }
}
