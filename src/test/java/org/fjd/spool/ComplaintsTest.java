package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComplaintsTest {

    private final TestTime time = new TestTime();
    private final List<String> log = new ArrayList<>();
    private final Complaints complaints = new Complaints(time, log::add);

    private void trouble(String... what) {
        for (String each : what) {
            complaints.about(new IOException(each));
        }
    }

    @Test
    void whatTakesTurnsIsSaidOnceEach() {
        trouble("a", "b", "a", "b", "a");

        assertThat(log).hasSize(2);
        assertThat(log.get(0)).contains("a").endsWith("; tried again until it goes");
        assertThat(log.get(1)).contains("b");
    }

    @Test
    void whatLastsIsSaidAgainAfterFiveMinutes() {
        trouble("a");
        time.pass(Duration.ofMinutes(5));
        trouble("a");
        assertThat(log).hasSize(1);
        time.pass(Duration.ofNanos(1));
        trouble("a", "a");
        assertThat(log).hasSize(2);
    }

    @Test
    void veryManyAreNotRememberedForEver() {
        for (int i = 0; i < 101; i++) {
            trouble("t" + i);
        }
        trouble("t100", "t0");

        assertThat(log).hasSize(102);
    }
}
