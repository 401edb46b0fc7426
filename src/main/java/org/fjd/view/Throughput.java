package org.fjd.view;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * How fast jobs end, from counts that are taken now and then. It goes by the shortest time in which
 * enough of them ended, so that it soon follows short jobs and still knows of long ones. For one
 * thread.
 */
public final class Throughput {

    /** The times it goes by. */
    static final List<Duration> LONGEST_FIRST =
            List.of(
                    Duration.ofDays(1),
                    Duration.ofHours(1),
                    Duration.ofMinutes(10),
                    Duration.ofMinutes(1));

    private static final int ENOUGH = 10;

    /** Of older times so much fewer counts are kept. */
    private static final int COUNTS_IN_AN_AGE = 60;

    private record Count(long nanos, int ended) {}

    private final List<Count> counts = new ArrayList<>();

    /**
     * Takes note of a count.
     *
     * @param nanos when, on a clock that only goes forward; not before the last one
     * @param ended how many jobs had ended by then, of all; if it is less than it was, what was
     *     counted before is forgotten
     */
    public void count(long nanos, int ended) {
        if (!counts.isEmpty() && ended < last().ended()) {
            counts.clear(); // packed, or queued again
        }
        counts.add(new Count(nanos, ended));
        thin();
    }

    private void thin() {
        long now = last().nanos();
        List<Count> kept = new ArrayList<>();
        for (Count count : counts) {
            long age = now - count.nanos();
            boolean dense =
                    !kept.isEmpty()
                            && count.nanos() - kept.get(kept.size() - 1).nanos()
                                    < age / COUNTS_IN_AN_AGE;
            if (age <= LONGEST_FIRST.get(0).toNanos() && !dense) {
                kept.add(count);
            }
        }
        counts.clear();
        counts.addAll(kept);
    }

    /** Jobs in a second; 0 while nothing is known to have ended. */
    public double rate() {
        int enough = Math.min(ENOUGH, ended(first(LONGEST_FIRST.get(0))));
        double rate = 0;
        for (Duration window : LONGEST_FIRST) {
            Count first = first(window);
            int ended = ended(first);
            if (ended > 0 && ended >= enough) {
                rate = ended / Math.max(1, (last().nanos() - first.nanos()) / 1e9);
            }
        }
        return rate;
    }

    /** How many counts are kept. */
    int size() {
        return counts.size();
    }

    private int ended(Count since) {
        return last().ended() - since.ended();
    }

    private Count last() {
        return counts.isEmpty() ? new Count(0, 0) : counts.get(counts.size() - 1);
    }

    private Count first(Duration window) {
        long begin = last().nanos() - window.toNanos();
        return counts.stream()
                .filter(c -> c.nanos() - begin >= 0)
                .findFirst()
                .orElseGet(this::last);
    }
}
