package org.fjd.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelsTest {

    @Test
    void areNamesBetweenSpacesOrCommas() {
        assertThat(Labels.parse("gpu,avx2  ,gpu a_b.c:d-e"))
                .contains(new Labels(Set.of("gpu", "avx2", "a_b.c:d-e")));
        assertThat(Labels.parse(" ")).contains(Labels.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "a b!", "x=1", "\u001b[1m", "a@b"})
    void areNothingElse(String text) {
        assertThat(Labels.parse(text)).isEmpty();
    }

    @Test
    void areWrittenInOrder() {
        assertThat(new Labels(Set.of("gpu", "avx2"))).hasToString("avx2 gpu");
        assertThat(Labels.parse("b a c").orElseThrow()).hasToString("a b c");
    }

    @Test
    void mayBeOnlySoLong() {
        String half = "x".repeat(Labels.MAX_BYTES / 2);
        String other = "y".repeat(Labels.MAX_BYTES / 2 - 1);
        assertThat(Labels.parse(half + " " + other).orElseThrow().fit()).isTrue();
        assertThat(Labels.parse(half + " y" + other).orElseThrow().fit()).isFalse();
    }
}
