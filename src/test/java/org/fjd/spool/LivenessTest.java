package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LivenessTest {

    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final ProcessId FAR = Spools.elsewhere(1);

    private final TestTime time = new TestTime();
    private final Liveness liveness = new Liveness(Machine.here(), Duration.ofSeconds(100), time);

    private void look(int seconds, Duration ownWrite) {
        for (int i = 0; i < seconds; i++) {
            time.pass(SECOND);
            liveness.look(ownWrite);
        }
    }

    @Test
    void whoseCounterStandsStillForLongerThanALeaseIsLost() {
        assertThat(liveness.isLost("w", FAR, 1)).isFalse();
        look(100, Duration.ZERO);
        assertThat(liveness.isLost("w", FAR, 1)).isFalse();
        look(1, Duration.ZERO);
        assertThat(liveness.isLost("w", FAR, 1)).isTrue();
    }

    @Test
    void anyChangeOfTheCounterIsASignOfLife() {
        liveness.isLost("w", FAR, 5);
        look(100, Duration.ZERO);
        assertThat(liveness.isLost("w", FAR, 4)).isFalse();
        look(100, Duration.ZERO);
        assertThat(liveness.isLost("w", FAR, 4)).isFalse();
    }

    @Test
    void aFileServerThatHangsSpendsNoPatience() {
        liveness.isLost("w", FAR, 1);
        look(1000, Duration.ofMillis(2001));
        assertThat(liveness.isLost("w", FAR, 1)).isFalse();
        look(101, Duration.ofSeconds(2));
        assertThat(liveness.isLost("w", FAR, 1)).isTrue();
    }

    @Test
    void aGapOfTheObserverCountsOnlyForATenthOfTheLease() {
        liveness.isLost("w", FAR, 1);
        time.pass(Duration.ofHours(5));
        liveness.look(Duration.ZERO);
        look(90, Duration.ZERO);
        assertThat(liveness.isLost("w", FAR, 1)).isFalse();
        look(1, Duration.ZERO);
        assertThat(liveness.isLost("w", FAR, 1)).isTrue();
    }

    @Test
    void aProcessOfThisMachineThatIsGoneIsLostAtOnce() {
        ProcessId self = ProcessId.self(Machine.here());
        ProcessId before = new ProcessId(self.host(), self.machine(), self.pid(), "earlier");

        assertThat(liveness.isLost("w", before, 1)).isTrue();
        assertThat(liveness.isLost("v", self, 1)).isFalse();
    }

    @Test
    void whoWasForgottenIsSeenForTheFirstTimeAgain() {
        liveness.isLost("w", FAR, 1);
        look(101, Duration.ZERO);
        liveness.forget("w");
        assertThat(liveness.isLost("w", FAR, 1)).isFalse();
    }
}
