package org.fjd.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.fjd.ini.Section.Entry;
import org.junit.jupiter.api.Test;

class ValuesTest {

    private static final Run RUN = new Run("node1-1-a", 1);
    private static final History EMPTY = History.of(new byte[0]);

    @Test
    void aJobWritesLinesOfNamesAndValues() {
        Values values = Values.parse("accuracy = 0.93\nmodel=big = bigger\n\nloss per step = 2\n");
        assertThat(values.entries())
                .containsExactly(
                        new Entry("accuracy", "0.93"),
                        new Entry("model", "big = bigger"),
                        new Entry("loss per step", "2"));
        assertThat(values.skipped()).isZero();
    }

    @Test
    void theLastLineOfANameCounts() {
        assertThat(Values.parse("epoch = 1\nEpoch = 2\n").entries())
                .containsExactly(new Entry("Epoch", "2"));
    }

    @Test
    void whatCannotBeKeptIsSkippedAndCounted() {
        Values values =
                Values.parse(
                        "no equals\na\tb = 1\n= no name\n[result] = 1\n#x = 1\nwhole = yes\nRun = 1\na:b = 1\nx = 1");
        assertThat(values.entries()).containsExactly(new Entry("x", "1"));
        assertThat(values.skipped()).isEqualTo(8);
    }

    @Test
    void whatIsWrittenIsReadBackForItsRun() {
        Values values = Values.parse("a = 1\nb = x\ty\nc =\n");
        byte[] section = values.bytes(EMPTY, RUN);
        History history = History.of(section);
        assertThat(history.values(RUN)).isEqualTo(values);
        assertThat(history.values(RUN.next())).isEqualTo(Values.NONE);
        assertThat(history.nextValuesSection()).isEqualTo("values.2");
        assertThat(new String(section, UTF_8)).startsWith("\n[values]\n");
    }

    @Test
    void ofSeveralOfARunTheLastCount() {
        byte[] first = Values.parse("a = 1\n").bytes(EMPTY, RUN);
        Values last = Values.parse("a = 2\n");
        String both =
                new String(first, UTF_8) + new String(last.bytes(History.of(first), RUN), UTF_8);
        assertThat(History.of(both.getBytes(UTF_8)).values(RUN)).isEqualTo(last);
    }

    @Test
    void noValuesAreNoSection() {
        assertThat(Values.NONE.bytes(EMPTY, RUN)).isEmpty();
    }

    @Test
    void tornValuesDoNotCount() {
        byte[] section = new Values(List.of(new Entry("a", "1")), 0).bytes(EMPTY, RUN);
        byte[] torn = java.util.Arrays.copyOf(section, section.length - 5);
        assertThat(History.of(torn).values(RUN)).isEqualTo(Values.NONE);
    }
}
