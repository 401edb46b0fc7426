package org.fjd.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class StateTest {

    /** These words are in users' files. */
    @ParameterizedTest
    @CsvSource({"DONE, done", "FAILED, failed", "LOST, lost", "RETURNED, returned"})
    void hasItsWord(State state, String word) {
        assertThat(state.word()).isEqualTo(word);
    }

    @ParameterizedTest
    @EnumSource
    void isFoundByItsWord(State state) {
        assertThat(State.ofWord(state.word())).hasValue(state);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Done", "DONE", "done ", "canceled"})
    void isNotFoundByAnotherWord(String word) {
        assertThat(State.ofWord(word)).isEmpty();
    }
}
