package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fjd.spool.TestTime;
import org.fjd.spool.Time;

/** Clocks that go on when somebody waits by them, and tell how long each wait was. */
final class Waits implements Time {

    /** Whoever waits more often than any test has it wait will not end. */
    private static final int MOST = 1000;

    /** What happens during a wait. */
    interface Deed {
        void happen() throws Exception;
    }

    private final TestTime time = new TestTime();
    private final List<Duration> all = new ArrayList<>();
    private final Map<Integer, Deed> deeds = new HashMap<>();

    /** Has something happen at the end of the how manieth wait, from 1. */
    void at(int number, Deed deed) {
        deeds.put(number, deed);
    }

    /** How long each was, in milliseconds. */
    List<Long> millis() {
        return all.stream().map(Duration::toMillis).toList();
    }

    @Override
    public Instant now() {
        return time.now();
    }

    @Override
    public long nanos() {
        return time.nanos();
    }

    @Override
    public void pause(Duration duration) throws InterruptedException {
        all.add(duration);
        assertThat(all).hasSizeLessThan(MOST);
        time.pass(duration);
        Deed deed = deeds.remove(all.size());
        if (deed != null) {
            happen(deed);
        }
    }

    private static void happen(Deed deed) throws InterruptedException {
        try {
            deed.happen();
        } catch (InterruptedException e) {
            throw e;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
