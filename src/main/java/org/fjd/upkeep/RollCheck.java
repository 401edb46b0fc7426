package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;
import org.fjd.spool.WorkerRecord;
import org.fjd.upkeep.Finding.Kind;

/** Who is on the roll can be read, and lives, as far as that can be told from here. */
record RollCheck(Spool spool, Machine here) implements Check {

    @Override
    public void look(Findings found) throws IOException {
        Tree tree = spool.tree();
        for (Path entry : tree.list(spool.roll().directory())) {
            String worker = entry.getFileName().toString();
            if (tree.look(entry).filter(a -> a.isRegularFile()).isEmpty()) {
                if (tree.has(entry)) {
                    found.add(
                            Kind.ODD_KIND,
                            entry,
                            "It is no plain file, so it is no worker's record.",
                            "Move it elsewhere.");
                }
                continue;
            }
            Optional<WorkerRecord> record = spool.roll().read(worker);
            if (record.isPresent()) {
                judge(entry, record.get().process(), found);
            } else if (tree.has(entry)) {
                found.add(
                        Kind.RECORD,
                        entry,
                        "This worker's record can't be read.",
                        "A dispatcher strikes it off the roll once it was silent for the lease.");
            }
        }
    }

    private void judge(Path entry, ProcessId process, Findings found) {
        if (process.isDead(here)) {
            found.add(
                    Kind.DEAD_WORKER,
                    entry,
                    "This worker is on the roll, but its process %d is gone."
                            .formatted(process.pid()),
                    PodCheck.START_A_DISPATCHER + "strikes it off, and queues its job again.");
        }
    }
}
