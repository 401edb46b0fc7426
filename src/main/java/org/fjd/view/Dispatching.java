package org.fjd.view;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Seat;
import org.fjd.spool.Spool;

/**
 * Who dispatches.
 *
 * @param holder who holds the seat, alive or not; empty if nobody does, or who is taking it at this
 *     moment has not said yet who it is
 * @param trouble why nothing is dispatched, as far as it is the dispatcher's fault
 */
public record Dispatching(Optional<ProcessId> holder, Optional<Reason> trouble) {

    /**
     * As the files tell.
     *
     * @param crew what knows the time by which files are written
     */
    static Dispatching of(Spool spool, Machine here, Crew crew) throws IOException {
        Seat seat = spool.seat(ProcessId.self(here));
        Optional<Seat.Holder> holder = seat.holder();
        Optional<Instant> written = seat.lastWritten();
        if (holder.isEmpty() || written.isEmpty()) {
            return new Dispatching(Optional.empty(), Optional.of(new Reason.NoDispatcher()));
        }
        Duration silent = crew.age(written.get());
        if (!holder.get().isKnown()) {
            return new Dispatching(
                    Optional.empty(),
                    silent.compareTo(Crew.SILENT) > 0
                            ? Optional.of(new Reason.NoDispatcher())
                            : Optional.empty());
        }
        ProcessId process = holder.get().process();
        return new Dispatching(Optional.of(process), trouble(process, here, silent));
    }

    private static Optional<Reason> trouble(ProcessId holder, Machine here, Duration silent) {
        if (holder.isDead(here)) {
            return Optional.of(new Reason.DispatcherDead(holder.host(), holder.pid()));
        }
        return silent.compareTo(Crew.SILENT) > 0
                ? Optional.of(new Reason.DispatcherSilent(holder.host(), holder.pid(), silent))
                : Optional.empty();
    }
}
