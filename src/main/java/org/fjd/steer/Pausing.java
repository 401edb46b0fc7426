package org.fjd.steer;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;

/** Pausing a spool, and having it go on. */
public final class Pausing {

    /**
     * How a spool stands after that.
     *
     * @param changed whether it was not so before
     * @param note who paused it, when and why; empty if it is not paused
     * @param running the jobs that run, which no pause stops
     */
    public record Standing(boolean changed, Optional<String> note, List<JobName> running) {}

    private final Spool spool;
    private final Machine here;

    public Pausing(Spool spool, Machine here) {
        this.spool = spool;
        this.here = here;
    }

    /** Has dispatchers assign nothing from now on; a spool that is paused stays as it is. */
    public Standing pause(Optional<String> why) throws IOException {
        String who =
                "%s@%s, %s"
                        .formatted(
                                here.user(),
                                here.host(),
                                spool.time().now().truncatedTo(ChronoUnit.SECONDS));
        boolean changed =
                spool.pause()
                        .pause(
                                who
                                        + why.filter(text -> !text.isBlank())
                                                .map(text -> ": " + text)
                                                .orElse(""));
        return new Standing(changed, spool.pause().note(), running());
    }

    /** Has dispatchers go on. */
    public Standing resume() throws IOException {
        Optional<String> note = spool.pause().note();
        boolean changed = spool.pause().resume();
        return new Standing(changed, changed ? note : Optional.empty(), running());
    }

    private List<JobName> running() throws IOException {
        List<JobName> running = new ArrayList<>();
        Map<JobName, List<Run>> assigned = new TreeMap<>(Census.take(spool).assigned());
        for (Map.Entry<JobName, List<Run>> job : assigned.entrySet()) {
            for (Run run : job.getValue()) {
                if (!spool.roll().isSteering(run.worker())) {
                    running.add(job.getKey());
                }
            }
        }
        return running;
    }
}
