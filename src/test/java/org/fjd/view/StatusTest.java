package org.fjd.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.fjd.view.Status.Counts;
import org.fjd.view.Status.Workers;
import org.junit.jupiter.api.Test;

class StatusTest {

    private static final Workers TWO = new Workers(1, 1, 0, 0, 1);
    private static final Dispatching FINE = new Dispatching(Optional.empty(), Optional.empty());

    private static Optional<Duration> left(
            int queued, double rate, Optional<String> paused, Workers workers, Dispatching who) {
        Counts counts = new Counts(queued, 0, 0, 0);
        return new Status(Instant.EPOCH, paused, counts, rate, List.of(), workers, who).left();
    }

    @Test
    void whatIsLeftTakesAsLongAsTheRateSays() {
        assertThat(left(30, 0.5, Optional.empty(), TWO, FINE)).contains(Duration.ofMinutes(1));
    }

    @Test
    void whatMayNotRunIsNotCounted() {
        assertThat(left(30, 10, 0.5)).contains(Duration.ofSeconds(40));
        assertThat(left(30, 30, 0.5)).isEmpty();
        assertThat(left(3, 30, 0.5)).as("counted when there were more").isEmpty();
    }

    private static Optional<Duration> left(int queued, int kept, double rate) {
        Counts counts = new Counts(queued, kept, 0, 0);
        return new Status(Instant.EPOCH, Optional.empty(), counts, rate, List.of(), TWO, FINE)
                .left();
    }

    @Test
    void nobodyCanTellWhereNothingEndsOrNobodyWorks() {
        assertThat(left(30, 0, Optional.empty(), TWO, FINE)).isEmpty();
        assertThat(left(0, 1, Optional.empty(), TWO, FINE)).isEmpty();
        assertThat(left(30, 1, Optional.of("ada"), TWO, FINE)).isEmpty();
        assertThat(left(30, 1, Optional.empty(), new Workers(0, 0, 0, 2, 0), FINE)).isEmpty();
        Dispatching none =
                new Dispatching(Optional.empty(), Optional.of(new Reason.NoDispatcher()));
        assertThat(left(30, 1, Optional.empty(), TWO, none)).isEmpty();
    }
}
