package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitTest {

    @ParameterizedTest(name = "{0} stands for {1}")
    @CsvSource({"129, HUP", "130, INT", "134, ABRT", "137, KILL", "139, SEGV", "143, TERM"})
    void aCodeThatASignalGivesNamesTheSignal(int code, String name) {
        assertThat(new Exit(code).signal()).contains(name);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 126, 127, 128, 160, 192, 255})
    void anyOtherCodeNamesNone(int code) {
        assertThat(new Exit(code).signal()).isEmpty();
    }

    @Test
    void theLastSignalIsNamedToo() {
        assertThat(new Exit(159).signal()).isPresent();
    }

    @Test
    void aSignalThatEndsNoProcessIsNotNamed() {
        int stop = 19;
        assertThat(new Exit(128 + stop).signal()).isEmpty();
    }
}
