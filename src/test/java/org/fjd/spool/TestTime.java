package org.fjd.spool;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Clocks that stand still until they are told to go on, or until somebody waits. */
public final class TestTime implements Time {

    private final Deque<Runnable> hooks = new ArrayDeque<>();
    private volatile Runnable atReading = () -> {};
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private long nanos = 1_000_000_000L;

    @Override
    public synchronized Instant now() {
        return now;
    }

    @Override
    public long nanos() {
        Runnable hook = atReading;
        atReading = () -> {};
        hook.run();
        synchronized (this) {
            return nanos;
        }
    }

    /** Has something happen just before the clock is read next, in the midst of a step. */
    public void atNextReading(Runnable hook) {
        atReading = hook;
    }

    /** Goes on without waiting, and runs what was to happen at the next pause. */
    @Override
    public void pause(Duration duration) {
        pass(duration);
        Runnable hook = hooks.poll();
        if (hook != null) {
            hook.run();
        }
    }

    /** Has something happen when somebody waits next. */
    public TestTime atNextPause(Runnable hook) {
        hooks.add(hook);
        return this;
    }

    public synchronized TestTime pass(Duration duration) {
        if (duration.compareTo(Duration.ZERO) > 0) {
            now = now.plus(duration);
            nanos += duration.toNanos();
        }
        return this;
    }
}
