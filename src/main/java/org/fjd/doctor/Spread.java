package org.fjd.doctor;

import java.time.Duration;
import java.util.Collection;
import java.util.List;

/**
 * How long something took.
 *
 * @param times how often it was done
 * @param median half of them took no longer than that
 * @param worst none took longer
 */
public record Spread(int times, Duration median, Duration worst) {

    /**
     * @throws IllegalArgumentException if there are none
     */
    static Spread of(Collection<Duration> durations) {
        if (durations.isEmpty()) {
            throw new IllegalArgumentException("nothing was measured");
        }
        List<Duration> sorted = durations.stream().sorted().toList();
        return new Spread(
                sorted.size(), sorted.get((sorted.size() - 1) / 2), sorted.get(sorted.size() - 1));
    }
}
