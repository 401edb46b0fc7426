package org.fjd.work;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.fjd.job.JobName;
import org.fjd.spool.Pod;
import org.fjd.spool.Spool;

/** The phases in which a worker records what a run came to, and sends the job on. */
final class Settlement {

    private final Spool spool;
    private final OwnPods pods;
    private final Heart heart;
    private final Consumer<String> log;
    private final Phase settled;
    private final Supplier<Phase> fenced;

    /**
     * @param settled follows when the job has gone
     * @param fenced tells what follows when it was taken away from this worker
     */
    Settlement(
            Spool spool,
            OwnPods pods,
            Heart heart,
            Consumer<String> log,
            Phase settled,
            Supplier<Phase> fenced) {
        this.spool = spool;
        this.pods = pods;
        this.heart = heart;
        this.log = log;
        this.settled = settled;
        this.fenced = fenced;
    }

    /** Puts a file that is no job aside. */
    Phase reject(Path path, JobName job, String reason) {
        return () -> {
            spool.archive().reject(path, job, reason);
            return settled;
        };
    }

    /** Records what a run came to, in the job's file, before it is sent on. */
    Phase end(Assignment job, Verdict verdict) {
        return () -> {
            boolean recorded =
                    verdict.settles()
                            ? spool.archive()
                                    .record(
                                            job.path(),
                                            job.before(),
                                            verdict.outcome(),
                                            verdict.values())
                            : spool.archive().note(job.path(), verdict.outcome());
            if (recorded) {
                return send(job, verdict);
            }
            return heart.beat() ? restore(job, verdict) : fenced.get();
        };
    }

    private Phase send(Assignment job, Verdict verdict) {
        return () -> {
            boolean sent =
                    verdict.settles()
                            ? spool.archive()
                                    .publish(job.path(), job.name(), verdict.outcome().state())
                                    .isPresent()
                            : spool.jobQueue().putBack(job.path(), job.name(), job.run());
            // A file that was there a moment ago, and is not, was fenced, or went on and only the
            // reply was lost. It may be anywhere by now, so it is not looked for.
            return sent || heart.beat() ? settled : fenced.get();
        };
    }

    /**
     * Puts the job file back that the job itself removed or replaced: this worker is on the roll,
     * so nobody else may have moved it.
     */
    private Phase restore(Assignment job, Verdict verdict) throws IOException {
        Optional<Pod> pod = pods.forRestoring(job);
        if (pod.isEmpty()) {
            return fenced.get();
        }
        Path copy = pod.get().restore(job.name(), job.before().content());
        log.accept(job.name().quoted() + " removed its own job file; it was written again");
        return end(new Assignment(copy, job.name(), job.run(), job.before()), verdict);
    }
}
