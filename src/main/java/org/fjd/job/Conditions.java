package org.fjd.job;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * When a job may run, and before which others.
 *
 * @param priority jobs of a higher one go first
 * @param after jobs that must have succeeded before
 * @param requires labels that its worker must have
 * @param limits names of limits on how many jobs run at once, each of which must have room
 * @param notBefore the earliest start, by the dispatcher's clock
 * @param hold whether it stays queued until it is released
 * @param expected how long it is said to take
 */
public record Conditions(
        int priority,
        List<JobName> after,
        Set<String> requires,
        Set<String> limits,
        Optional<Instant> notBefore,
        boolean hold,
        Optional<Duration> expected) {

    /** Those of a job that says nothing of how long it takes. */
    public Conditions(
            int priority,
            List<JobName> after,
            Set<String> requires,
            Set<String> limits,
            Optional<Instant> notBefore,
            boolean hold) {
        this(priority, after, requires, limits, notBefore, hold, Optional.empty());
    }

    /** Those of a job that may run at any time, anywhere. */
    public static final Conditions NONE =
            new Conditions(0, List.of(), Set.of(), Set.of(), Optional.empty(), false);

    /** The most that a priority may be, above or below 0. */
    public static final int MAX_PRIORITY = 1_000_000;

    /** Keeps copies. */
    public Conditions {
        after = List.copyOf(after);
        requires = Set.copyOf(requires);
        limits = Set.copyOf(limits);
    }

    /** What it needs of others. */
    public Claim claim() {
        return new Claim(requires, limits, expected);
    }

    /** Whether the earliest start is still to come. */
    public boolean isTooEarly(Instant now) {
        return notBefore.filter(now::isBefore).isPresent();
    }

    static Conditions of(ControlReader control) throws Rejection {
        return new Conditions(
                control.number("priority", 0, -MAX_PRIORITY, MAX_PRIORITY),
                control.jobs("after"),
                Set.copyOf(control.names("requires")),
                Set.copyOf(control.limits()),
                control.instant("not-before"),
                control.flag("hold"),
                control.duration("expected").filter(duration -> !duration.isZero()));
    }

    /** These, but for what was changed while the job was queued. */
    Conditions with(Change change) {
        return new Conditions(
                change.priority().orElse(priority),
                after,
                requires,
                limits,
                notBefore,
                change.hold().orElse(hold),
                expected);
    }
}
