package org.fjd.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ThroughputTest {

    private final Throughput throughput = new Throughput();

    private void count(Duration at, int ended) {
        throughput.count(at.toNanos(), ended);
    }

    private static Duration minutes(int minutes) {
        return Duration.ofMinutes(minutes);
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(throughput.rate()).isZero();
        count(minutes(1), 1000);
        assertThat(throughput.rate()).isZero();
    }

    @Test
    void shortJobsAreCountedOverAMinute() {
        count(minutes(0), 0);
        count(minutes(9), 900);
        count(minutes(10), 1500);

        assertThat(throughput.rate()).isEqualTo(10);
    }

    @Test
    void longOnesOverTheTimeThatShowsEnoughOfThem() {
        for (int minute = 0; minute <= 60; minute++) {
            count(minutes(minute), minute / 2);
        }

        assertThat(throughput.rate()).isCloseTo(30 / 3600.0, within(0.001));
    }

    @Test
    void aFewOverTheShortestTimeThatShowsAll() {
        count(minutes(0), 0);
        count(minutes(55), 0);
        count(minutes(60), 2);

        assertThat(throughput.rate()).isEqualTo(2 / 300.0);
    }

    @Test
    void whatEndedLongAgoDoesNotCount() {
        count(minutes(0), 0);
        count(minutes(1), 600);
        count(minutes(1 + 24 * 60 + 1), 600);

        assertThat(throughput.rate()).isZero();
    }

    @Test
    void jobsThatWerePackedOrQueuedAgainAreNoReasonForLessThanNothing() {
        count(minutes(0), 1000);
        count(minutes(1), 400);
        assertThat(throughput.rate()).isZero();
        count(minutes(2), 460);

        assertThat(throughput.rate()).isEqualTo(1);
    }

    /** As after a day of looking every second. */
    @Test
    void olderCountsGetFewer() {
        for (int second = 0; second <= 24 * 3600; second++) {
            count(Duration.ofSeconds(second), second / 600);
        }

        assertThat(throughput.size()).isBetween(100, 1000);
        assertThat(throughput.rate()).isCloseTo(1 / 600.0, within(0.0002));
    }
}
