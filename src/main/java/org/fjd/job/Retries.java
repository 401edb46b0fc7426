package org.fjd.job;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a job that failed is tried again.
 *
 * @param most how often at most, from 0
 * @param delay how long after the first failure, at least
 * @param growth what each further delay is to the one before, from 1
 * @param on which exit codes are worth another try; if empty, every failure is
 */
public record Retries(int most, Duration delay, double growth, Optional<ExitCodes> on) {

    /** A job that is tried once. */
    public static final Retries NONE = new Retries(0, Duration.ZERO, 1, Optional.empty());

    private static final int MOST = 1000;
    private static final double MAX_GROWTH = 100;
    private static final Duration LONGEST = Duration.ofDays(1);

    static Retries of(ControlReader control) throws Rejection {
        return new Retries(
                control.number("retries", 0, 0, MOST),
                control.duration("retry-delay").orElse(Duration.ZERO),
                control.decimal("retry-growth", 1, 1, MAX_GROWTH),
                control.exitCodes("retry-on"));
    }

    /** Whether a run that ended like this one is followed by another. */
    public boolean allow(int failedBefore, State state, Optional<Integer> exit) {
        boolean counts = state == State.FAILED || state == State.TIMED_OUT;
        boolean wanted = on.isEmpty() || exit.filter(on.get()::contains).isPresent();
        return counts && wanted && failedBefore < most;
    }

    /**
     * How long the next run has to wait: {@code delay * growth^n}, at most a day, or the delay
     * itself if that is longer.
     *
     * @param failedBefore n: how many runs failed before the one that just did
     */
    public Duration delayAfter(int failedBefore) {
        double millis = delay.toMillis() * Math.pow(growth, failedBefore);
        double longest = (double) Math.max(LONGEST.toMillis(), delay.toMillis());
        return Duration.ofMillis((long) Math.min(millis, longest));
    }
}
