package org.fjd.dispatch;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;
import org.fjd.job.Durations;
import org.fjd.spool.Liveness;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Seat;
import org.fjd.spool.Spool;

/**
 * A process that reaps as a dispatcher does, and dispatches nothing. It needs a seat of its own.
 */
public final class LoneReaper {

    private static final Duration INTERVAL = Duration.ofSeconds(2);

    private final Spool spool;
    private final Liveness liveness;
    private final Seat seat;
    private final Reaper reaper;
    private Duration lastWrite = Duration.ZERO;

    public LoneReaper(Spool spool, Machine here) {
        ProcessId self = ProcessId.self(here);
        this.spool = spool;
        this.liveness = new Liveness(here, spool.settings().lease(), spool.time());
        this.seat = spool.seat(self);
        String id = self.host() + "-" + self.pid() + "-" + self.start();
        this.reaper = new Reaper(spool, here, id, liveness, new Heard());
    }

    /** Reaps again and again. */
    public void run(BooleanSupplier stop) throws IOException, InterruptedException {
        while (!stop.getAsBoolean()) {
            try {
                if (holdsSeat()) {
                    reaper.tick();
                }
            } catch (IOException e) {
                // the next round may have more luck
            }
            spool.time().pause(Durations.shorter(INTERVAL, liveness.longestGap()));
        }
        seat.leave();
    }

    /** Its own writes tell whether others are silent, or the file system is slow. */
    private boolean holdsSeat() throws IOException {
        liveness.look(lastWrite);
        lastWrite = ChronoUnit.FOREVER.getDuration();
        long begin = spool.time().nanos();
        boolean holds = seat.hold(liveness).isEmpty();
        lastWrite = Duration.ofNanos(spool.time().nanos() - begin);
        return holds;
    }
}
