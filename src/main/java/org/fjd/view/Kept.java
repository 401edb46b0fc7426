package org.fjd.view;

import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fjd.job.Circle;
import org.fjd.job.Claim;
import org.fjd.job.Conditions;
import org.fjd.job.JobName;
import org.fjd.spool.Forerunner;

/** Which queued jobs can't start as things are, whatever the others do. For one thread. */
final class Kept {

    private final Scene scene;
    private final Instant now;

    private Kept(Scene scene) {
        this.scene = scene;
        this.now = scene.spool().time().now();
    }

    /**
     * How many there are: that are held, or not to start yet; that name a limit without any room or
     * require what none of the workers has, if there are workers; that wait for a job that is
     * nowhere, or for one that is kept. Who waits for a job that has failed starts, and fails.
     */
    static int count(Scene scene) throws IOException {
        return new Kept(scene).names().size();
    }

    private Set<JobName> names() throws IOException {
        Line line = scene.line();
        Set<Claim> inVain = new HashSet<>();
        for (Claim claim : line.claims()) {
            if (isInVain(claim)) {
                inVain.add(claim);
            }
        }
        Set<JobName> kept = line.names(job -> isKeptByItself(job) || inVain.contains(job.claim()));
        Map<JobName, List<JobName>> waits = line.waits();
        for (JobName job : Circle.forerunnersFirst(waits)) {
            if (waitsInVain(waits.getOrDefault(job, List.of()), kept)) {
                kept.add(job);
            }
        }
        return kept;
    }

    private boolean isKeptByItself(Conditions job) {
        return job.hold() || job.isTooEarly(now);
    }

    private boolean isInVain(Claim claim) throws IOException {
        Crew crew = scene.crew();
        return !claim.hasRoom(scene.spool().limits())
                || (!crew.isEmpty() && crew.serving(claim).isEmpty());
    }

    private boolean waitsInVain(List<JobName> after, Set<JobName> kept) throws IOException {
        boolean inVain = false;
        for (JobName earlier : after) {
            Forerunner forerunner = Forerunner.of(earlier, scene.underWay(), scene.ends());
            if (forerunner == Forerunner.FAILED) {
                return false;
            }
            inVain |= forerunner == Forerunner.MISSING || kept.contains(earlier);
        }
        return inVain;
    }
}
