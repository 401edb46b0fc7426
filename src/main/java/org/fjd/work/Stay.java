package org.fjd.work;

import java.time.Duration;
import java.util.Optional;
import org.fjd.spool.Time;

/**
 * How long a worker stays: until shortly before its allocation ends, or until it was idle for too
 * long. The wall clock is read once, at the start. Thread-safe, but for {@link #worked} and {@link
 * #isIdleTooLong}, which are the worker's.
 */
final class Stay {

    /** Longer than a job has between SIGTERM and SIGKILL, and for what is to be written then. */
    private static final Duration BEFORE_THE_END = Duration.ofSeconds(30);

    private final Time time;
    private final Optional<Duration> idleExit;
    private final Optional<Long> end;
    private long lastWork;

    Stay(Terms terms, Time time) {
        this.time = time;
        this.idleExit = terms.idleExit();
        this.end =
                terms.endsAt()
                        .map(at -> Duration.between(time.now(), at).minus(BEFORE_THE_END))
                        .map(left -> time.nanos() + left.toNanos());
        this.lastWork = idleExit.isPresent() ? time.nanos() : 0;
    }

    /** How long it runs jobs yet; empty if that has no end. */
    Optional<Duration> left() {
        return end.map(at -> Duration.ofNanos(Math.max(0, at - time.nanos())));
    }

    /** Whether it must leave now. */
    boolean isOver() {
        return left().filter(Duration::isZero).isPresent();
    }

    /** It has a job, or had one until now. */
    void worked() {
        if (idleExit.isPresent()) {
            lastWork = time.nanos();
        }
    }

    boolean isIdleTooLong() {
        return idleExit.filter(longest -> time.nanos() - lastWork >= longest.toNanos()).isPresent();
    }
}
