package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.fjd.spool.Machine;
import org.fjd.spool.Morgue;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Seat;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;
import org.fjd.upkeep.Finding.Kind;

/** What lies in the morgue is worked on by somebody who lives. */
record MorgueCheck(Spool spool, Machine here) implements Check {

    @Override
    public void look(Findings found) throws IOException {
        Tree tree = spool.tree();
        Set<Path> known = new HashSet<>();
        Optional<String> reaper = livingReaper();
        for (Morgue.Entry entry : spool.morgue().entries()) {
            known.add(entry.path());
            boolean isHeld =
                    reaper.filter(entry.holder()::equals).isPresent()
                            || spool.roll().has(entry.holder());
            if (!isHeld) {
                found.add(
                        Kind.MORGUE,
                        entry.path(),
                        entry.jobs().isEmpty()
                                ? "It is the pod of a dead worker, and nobody puts it away."
                                : "It holds a job of a dead worker, and nobody sends it on.",
                        PodCheck.START_A_DISPATCHER + "sends on what is there.");
            }
        }
        for (Path entry : tree.list(tree.at(".fjd/morgue"))) {
            if (!known.contains(entry)) {
                found.add(
                        Kind.MISPLACED,
                        entry,
                        "It is not named RUN@HOLDER, so fjd leaves it alone.",
                        "Move it elsewhere if you know what it is.");
            }
        }
    }

    private Optional<String> livingReaper() throws IOException {
        return spool.seat(ProcessId.self(here))
                .holder()
                .map(Seat.Holder::process)
                .filter(process -> !process.isDead(here))
                .map(process -> process.host() + "-" + process.pid() + "-" + process.start());
    }
}
