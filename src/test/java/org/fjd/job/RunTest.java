package org.fjd.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunTest {

    @ParameterizedTest
    @CsvSource({
        "node1-815.17, node1-815, 17",
        "n.example.org-2.1, n.example.org-2, 1",
        "w.9223372036854775807, w, 9223372036854775807",
        "wörker.3, wörker, 3",
    })
    void isReadAsWorkerAndNumberAndWrittenTheSame(String text, String worker, long number) {
        assertThat(Run.parse(text)).hasValue(new Run(worker, number));
        assertThat(new Run(worker, number)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "w",
                ".1",
                "w.",
                "w.0",
                "w.01",
                "w.-1",
                "w.+1",
                "w. 1",
                "w.1 ",
                "w.x",
                "w.1.x",
                "w.\u0661",
                "w.9223372036854775808",
                "w.99999999999999999999999",
                "..1",
                ".w.1",
                "-w.1",
                "../w.1",
                "a/w.1",
                "a\\w.1",
                "a@w.1",
                "a w.1",
                "a\nw.1",
                "a\u00a0w.1",
                "a\u202ew.1",
                "a\ud800w.1",
                "a\uFFFDw.1",
                "123456789012345678901234567890123456789012345678x.1"
            })
    void isNotReadFromAnythingElse(String text) {
        assertThat(Run.parse(text)).isEmpty();
    }

    @Test
    void refusesWhatItCouldNotReadBack() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Run("a@b", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Run("", 1));
        assertThatIllegalArgumentException().isThrownBy(() -> new Run("w", 0));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Run("\u00e4".repeat(Run.MAX_WORKER_BYTES / 2 + 1), 1));
        assertThat(new Run("\u00e4".repeat(Run.MAX_WORKER_BYTES / 2), 1).number()).isOne();
    }

    @Test
    void isFollowedByTheNextNumber() {
        assertThat(new Run("w", 9).next()).isEqualTo(new Run("w", 10));
        assertThatExceptionOfType(ArithmeticException.class)
                .isThrownBy(new Run("w", Long.MAX_VALUE)::next);
    }
}
