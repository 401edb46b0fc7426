package org.fjd.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {

    @ParameterizedTest
    @CsvSource({
        "500ms, PT0.5S",
        "30s, PT30S",
        "30, PT30S",
        "0, PT0S",
        "' 5 m ', PT5M",
        "2H, PT2H",
        "1d, P1D",
        "999999999d, P999999999D"
    })
    void areReadAsPeopleWriteThem(String text, Duration duration) {
        assertThat(Durations.parse(text)).hasValue(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "s", "-1s", "1.5h", "1h30m", "1w", "1 000", "9999999999", "\u0661s"})
    void areNotReadFromAnythingElse(String text) {
        assertThat(Durations.parse(text)).isEmpty();
    }

    @Test
    void theShorterOfTwoIsOverFirst() {
        Duration second = Duration.ofSeconds(1);
        assertThat(Durations.shorter(second, Duration.ofSeconds(2))).isEqualTo(second);
        assertThat(Durations.shorter(Duration.ofSeconds(2), second)).isEqualTo(second);
    }

    @ParameterizedTest
    @CsvSource({
        "PT-5S, 0s",
        "PT0.9S, 0s",
        "PT59S, 59s",
        "PT60S, 1m 0s",
        "PT2M5S, 2m 5s",
        "PT59M59S, 59m 59s",
        "PT1H, 1h 0m",
        "PT3H4M5S, 3h 4m",
        "PT23H59M59S, 23h 59m",
        "PT24H, 1d 0h",
        "P1DT4H59M, 1d 4h"
    })
    void areShownByTheirTwoLargestUnits(Duration duration, String text) {
        assertThat(Durations.format(duration)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0s",
        "1, 1ms",
        "999, 999ms",
        "1000, 1s",
        "1500, 1500ms",
        "90000, 90s",
        "999999999, 999999999ms",
        "1000000001, 1000000s",
        "31536000000, 31536000s"
    })
    void isWrittenExactlyAndReadBack(long millis, String text) {
        assertThat(Durations.exact(Duration.ofMillis(millis))).isEqualTo(text);
        assertThat(Durations.parse(text)).isPresent();
    }
}
