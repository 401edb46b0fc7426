package org.fjd.submit;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.fjd.job.History;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.spool.Spool;

/**
 * Passes on what a submitted job prints into the spool's logs, run after run, as it grows. For one
 * thread.
 */
public final class Follower {

    private static final Duration PACE = Duration.ofMillis(100);

    /** Looks take at most so much of the time. */
    private static final int SHARE = 10;

    /** The job in the pod of a run. */
    private record Running(Run run, Path file) {}

    private final Spool spool;
    private final Submission job;
    private final Waiting waiting;
    private final Consumer<CharSequence> output;
    private final Map<Path, GrowingText> logs = new HashMap<>();
    private Optional<Running> running = Optional.empty();

    /**
     * @param waiting one that waits for this job
     */
    public Follower(Spool spool, Submission job, Waiting waiting, Consumer<CharSequence> output) {
        this.spool = spool;
        this.job = job;
        this.waiting = waiting;
        this.output = output;
    }

    /** Goes on until the job has ended, or is gone, and all that it printed was passed on. */
    public void follow() throws IOException, InterruptedException {
        while (true) {
            long begin = spool.time().nanos();
            waiting.look();
            if (waiting.open().isEmpty()) {
                break;
            }
            if (running.isEmpty()) {
                running = inPods();
            }
            if (running.isPresent()) {
                pass(running.get());
            }
            Duration cost = Duration.ofNanos(spool.time().nanos() - begin);
            spool.time().pause(PACE.plus(cost.multipliedBy(SHARE)));
        }
        for (Ended ended : waiting.ended()) {
            passRecorded(spool.archive().history(ended.file()));
        }
    }

    private Optional<Running> inPods() throws IOException {
        for (Run run : spool.pods().runs()) {
            for (Path file : spool.pods().jobs(run)) {
                if (file.getFileName().toString().equals(job.job().fileName())) {
                    try {
                        History history = spool.archive().history(file);
                        if (history.submission().filter(job.id()::equals).isPresent()) {
                            return Optional.of(new Running(run, file));
                        }
                    } catch (NoSuchFileException e) {
                        // it has just ended
                    }
                }
            }
        }
        return Optional.empty();
    }

    private void pass(Running now) throws IOException {
        try {
            passRecorded(spool.archive().history(now.file()));
            Optional<Path> log = spool.logs().of(job.job(), now.run(), now.file());
            if (log.isPresent()) {
                pass(log.get());
            }
        } catch (NoSuchFileException e) {
            running = Optional.empty(); // this run is over
        }
    }

    private void passRecorded(History history) throws IOException {
        for (Outcome outcome : history.outcomesSinceSubmission()) {
            Optional<String> log = outcome.detail("log");
            if (log.isPresent()) {
                pass(spool.root().resolve(log.get()));
            }
        }
    }

    private void pass(Path log) throws IOException {
        logs.computeIfAbsent(log, GrowingText::new).pass(output);
    }
}
