package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.upkeep.Finding.Kind;

/**
 * Checks the invariants of the design on a live or dead spool. What may be a transition under way
 * is looked at twice, with a pause between, and counts only if it stands. For one thread.
 */
public final class Fsck {

    /** Longer than any transition takes, unless a process is stopped or a file server hangs. */
    static final Duration PAUSE = Duration.ofSeconds(5);

    private static final int LOOKS = 3;

    /**
     * What was found, and whether it was mended.
     *
     * @param finding what was found
     * @param mended whether it was
     */
    public record Told(Finding finding, boolean mended) {

        /** Whether something is wrong still. */
        public boolean isProblem() {
            return finding.kind().isProblem() && !mended;
        }
    }

    private final Spool spool;
    private final List<Check> checks;

    public Fsck(Spool spool, Machine here) {
        this.spool = spool;
        this.checks =
                List.of(
                        new SettingsCheck(spool),
                        new DirectoryCheck(spool),
                        new QueueCheck(spool),
                        new PodCheck(spool),
                        new MorgueCheck(spool, here),
                        new RollCheck(spool, here),
                        new SeatCheck(spool, here),
                        new RequestCheck(spool),
                        new EndedCheck(spool),
                        new PackCheck(spool, here),
                        new LitterCheck(spool));
    }

    /**
     * Checks all.
     *
     * @param fix whether what can be mended safely is mended
     */
    public List<Told> check(boolean fix) throws IOException, InterruptedException {
        Findings first = look();
        List<Finding> lasting = first.all();
        if (first.anyProblem()) {
            spool.time().pause(PAUSE);
            lasting = look().lasting(first);
        }
        List<Told> told = new ArrayList<>();
        for (Finding finding : lasting) {
            told.add(new Told(finding, fix && mend(finding)));
        }
        return told;
    }

    private static boolean mend(Finding finding) throws IOException {
        return finding.mend().isPresent() && finding.mend().get().apply();
    }

    private Findings look() throws IOException {
        Findings found = new Findings();
        for (Check check : checks) {
            look(check, found);
        }
        return found;
    }

    /** Looks again where something vanished under the look, as it does in a busy spool. */
    private static void look(Check check, Findings found) throws IOException {
        for (int look = 1; ; look++) {
            try {
                Findings own = new Findings();
                check.look(own);
                found.all().addAll(own.all());
                return;
            } catch (NoSuchFileException e) {
                if (look == LOOKS) {
                    found.add(
                            Kind.DIRECTORY,
                            java.nio.file.Path.of(String.valueOf(e.getFile())),
                            "It vanished while it was looked at.",
                            "Try again.");
                    return;
                }
            }
        }
    }
}
