package org.fjd.submit;

import java.io.IOException;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Spool;

/** Whether somebody is there to do the jobs, as far as this machine can tell at once. */
final class Staff {

    private final Spool spool;
    private final Machine here;

    Staff(Spool spool, Machine here) {
        this.spool = spool;
        this.here = here;
    }

    boolean hasDispatcher() throws IOException {
        return spool.seat(ProcessId.self(here))
                .holder()
                .filter(holder -> !holder.process().isDead(here))
                .isPresent();
    }

    boolean hasWorkers() throws IOException {
        for (String name : spool.roll().names()) {
            if (spool.roll()
                    .read(name)
                    .filter(worker -> !worker.process().isDead(here))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }
}
