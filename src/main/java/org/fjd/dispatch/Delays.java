package org.fjd.dispatch;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.fjd.job.Durations;
import org.fjd.spool.Time;

/** Jobs that have to wait until a time. For one thread. */
final class Delays {

    /** Longer than anything is waited for. */
    static final Duration FAR = Duration.ofDays(1);

    /** So often the clock is asked, which somebody may set. */
    private static final Duration CLOCK = Duration.ofMinutes(1);

    private record Delay(Candidate candidate, long due) {}

    private final Time time;
    private final Map<Candidate, Delay> delays = new HashMap<>();
    private final TreeSet<Delay> order;

    Delays(Time time) {
        this.time = time;
        long origin = time.nanos();
        this.order =
                new TreeSet<>(
                        Comparator.comparing((Delay delay) -> delay.due() - origin)
                                .thenComparing(Delay::candidate));
    }

    /** Has a job wait for so long from now; it may be for no time at all. */
    void put(Candidate candidate, Duration wait) {
        remove(candidate);
        Delay delay = new Delay(candidate, time.nanos() + wait.toNanos());
        delays.put(candidate, delay);
        order.add(delay);
    }

    boolean isTooEarly(Candidate candidate) {
        return candidate.conditions().isTooEarly(time.now());
    }

    /** Has a job wait until the time that it names, or until the clock is to be asked again. */
    void putUntilItsTime(Candidate candidate) {
        Instant due = candidate.conditions().notBefore().orElseThrow();
        Duration wait = Duration.between(time.now(), due);
        put(candidate, Durations.shorter(wait, CLOCK));
    }

    /** Takes off, in order, those that have waited long enough. */
    List<Candidate> over() {
        List<Candidate> over = new ArrayList<>();
        while (!order.isEmpty() && order.first().due() - time.nanos() <= 0) {
            Candidate candidate = order.first().candidate();
            over.add(candidate);
            remove(candidate);
        }
        return over;
    }

    Duration untilOver() {
        return order.isEmpty()
                ? FAR
                : Duration.ofNanos(Math.max(0, order.first().due() - time.nanos()));
    }

    void remove(Candidate candidate) {
        Delay delay = delays.remove(candidate);
        if (delay != null) {
            order.remove(delay);
        }
    }
}
