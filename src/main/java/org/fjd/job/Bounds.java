package org.fjd.job;

import java.time.Duration;
import java.util.Optional;

/**
 * What a job may take of time and of its machine.
 *
 * @param timeout how long it may run
 * @param killAfter how long it has between being asked to end and being killed
 * @param nice by how much its niceness is raised, from 0 to 19
 */
public record Bounds(Optional<Duration> timeout, Duration killAfter, int nice) {

    /** No limit of time, 5 s to end, and the worker's own niceness. */
    public static final Bounds DEFAULT = new Bounds(Optional.empty(), Duration.ofSeconds(5), 0);

    private static final int NICEST = 19;

    static Bounds of(ControlReader control) throws Rejection {
        return new Bounds(
                control.duration("timeout").filter(timeout -> !timeout.isZero()),
                control.duration("kill-after").orElse(DEFAULT.killAfter()),
                control.number("nice", 0, 0, NICEST));
    }
}
