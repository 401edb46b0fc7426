package org.fjd.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** The clocks of a process, and its way to wait. Passed in, so that a test need not wait. */
public interface Time {

    /** The wall clock: for records that people read, never to be compared with another host's. */
    Instant now();

    /** A clock that only goes forward; a reading means something only beside another one. */
    long nanos();

    /** Waits at least that long; not at all if it is zero or less. */
    void pause(Duration duration) throws InterruptedException;

    /** The clocks of this machine. */
    static Time system() {
        return new Time() {
            @Override
            public Instant now() {
                return Instant.now();
            }

            @Override
            public long nanos() {
                return System.nanoTime();
            }

            @Override
            public void pause(Duration duration) throws InterruptedException {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            }
        };
    }
}
