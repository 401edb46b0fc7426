package org.fjd.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.steer.Account;
import org.fjd.steer.Steerer;

/** Has a command that steers many jobs end in order, between two of them, on Ctrl-C. */
final class Steering {

    private static final Duration LEAVES_WITHIN = Duration.ofSeconds(10);

    /** What is done with the jobs. */
    interface Deed {
        Account with(Steerer steerer) throws IOException, InterruptedException;
    }

    /** What is done, and stops when it is told to. */
    interface Stoppable {
        Account until(BooleanSupplier stop) throws IOException, InterruptedException;
    }

    private Steering() {}

    static Account steer(Spool spool, Deed deed) throws IOException, InterruptedException {
        try (Lookout lookout = spool.lookout()) {
            return interruptibly(
                    stop -> deed.with(new Steerer(spool, Machine.here(), lookout, stop)));
        }
    }

    static Account interruptibly(Stoppable deed) throws IOException, InterruptedException {
        AtomicBoolean interrupted = new AtomicBoolean();
        Shutdown shutdown = Shutdown.heldUpBy(() -> interrupted.set(true), LEAVES_WITHIN);
        try {
            return deed.until(interrupted::get);
        } finally {
            shutdown.ended();
        }
    }
}
