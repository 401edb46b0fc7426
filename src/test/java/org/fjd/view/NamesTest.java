package org.fjd.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.fjd.job.JobName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "a, a, true",
        "a, a~2, true",
        "a, a~10, true",
        "a, a~1, false",
        "a, a~02, false",
        "a, ab, false",
        "a~2, a~2, true",
        "a~2, a, false",
        "a*, ab, true",
        "a*, b, false",
        "a?, ab, true",
        "'{a,b}', b, true",
        "'[a-c]1', b1, true",
        "'[a-c]1', '[a-c]1', true",
        "failed/a.conf, a, true",
        "a.conf, a, true",
        "retryqueue/a@w.1.conf, a, true",
        "A, a, false"
    })
    void aPatternTellsWhichJobsAreMeant(String pattern, String name, boolean meant) {
        assertThat(Names.of(List.of(pattern)).test(new JobName(name))).isEqualTo(meant);
    }

    @Test
    void noPatternMeansAllAndOneOfSeveralIsEnough() {
        assertThat(Names.of(List.of()).test(new JobName("x"))).isTrue();
        assertThat(Names.of(List.of("a", "x")).test(new JobName("x"))).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[a", "{a"})
    void whatIsNoPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> Names.of(List.of(pattern)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
