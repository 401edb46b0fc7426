package org.fjd.steer;

import java.io.IOException;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.fjd.job.Change;
import org.fjd.job.Conditions;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.job.Rejection;
import org.fjd.job.Run;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Spool;
import org.fjd.steer.Steered.Done;
import org.fjd.steer.Steered.Was;
import org.fjd.steer.Steerer.Extent;

/** Changes queued jobs; of those that run or have ended it only tells. */
final class Changing extends Pursuit {

    private final Change change;

    Changing(Spool spool, Machine here, Lookout lookout, BooleanSupplier stop, Change change) {
        super(spool, here, lookout, stop, Extent.BOTH);
        this.change = change;
    }

    @Override
    Optional<Steered> steer(QueuedJob job, byte[] content) throws IOException, Rejection {
        Conditions now = JobFile.parse(content, reader.defaults()).control().conditions();
        if (isSo(now)) {
            return Optional.of(new Steered(job.name(), Was.QUEUED, Done.UNCHANGED, word(now)));
        }
        if (!steersman.take(job)) {
            return Optional.empty();
        }
        if (!steersman.change(change)) {
            throw new Rejection("It was replaced by something that is no plain file.");
        }
        return Optional.of(new Steered(job.name(), Was.QUEUED, done(), ""));
    }

    private boolean isSo(Conditions now) {
        return change.hold().filter(hold -> hold != now.hold()).isEmpty()
                && change.priority().filter(priority -> priority != now.priority()).isEmpty();
    }

    private String word(Conditions now) {
        if (change.priority().isPresent()) {
            return "its priority is " + now.priority() + " already";
        }
        return now.hold() ? "it is held already" : "it is not held";
    }

    private Done done() {
        if (change.priority().isPresent()) {
            return Done.REPRIORITIZED;
        }
        return change.hold().orElse(false) ? Done.HELD : Done.RELEASED;
    }

    @Override
    boolean meet(JobName job, Run run, Census census) {
        if (census.queued(job).isEmpty() && !isToldOf(job)) {
            settle(new Steered(job, Was.RUNNING, Done.NOTHING, "it is running"));
        }
        return false;
    }
}
