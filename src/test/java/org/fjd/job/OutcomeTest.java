package org.fjd.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fjd.ini.Section.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OutcomeTest {

    private static final Run RUN = new Run("node1-815", 17);
    private static final History NONE = History.of(new byte[0]);

    @Test
    void isAppendedAsASection() {
        Outcome outcome =
                new Outcome(
                        State.DONE, RUN, List.of(new Entry("exit", "0"), new Entry("host", "n1")));

        assertThat(new String(outcome.asResult(NONE), UTF_8))
                .isEqualTo(
                        """

                        [result]
                        state = done
                        run = node1-815.17
                        exit = 0
                        host = n1
                        whole = yes
                        """);
        assertThat(new String(outcome.asAttempt(NONE), UTF_8)).startsWith("\n[attempt.1]\nstate =");
    }

    @Test
    void keepsDetailsAsALineHoldsThem() {
        Outcome outcome = new Outcome(State.FAILED, RUN, List.of(new Entry("why", " a\n b ")));

        assertThat(outcome.details()).containsExactly(new Entry("why", "a\uFFFD b"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "state", "Run", "WHOLE", "a b", "a=b", "[a", "-a", "ä", "a\n"})
    void refusesADetailWhoseKeyIsNotAWordOfItsOwn(String key) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Outcome(State.DONE, RUN, List.of(new Entry(key, "x"))));
    }

    /** Python's configparser, for one, refuses to read a file with the same key twice. */
    @Test
    void refusesADetailTwice() {
        List<Entry> details = List.of(new Entry("a", "1"), new Entry("A", "2"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Outcome(State.DONE, RUN, details));
    }

    @Test
    void isReadBackEqualWhateverStandsBeforeIt() {
        Random random = new Random(815);
        List<State> states = List.of(State.values());
        List<String> before =
                List.of(
                        "[control]\nexecutable: a\n",
                        "[control]\r\nexecutable: a",
                        "[result]\nstate = done",
                        "[result]\nstate = failed\nrun = w.1\nwhole = yes\n",
                        "[attempt.7]\nstate = lost\nrun = w.2\nwhole = yes",
                        "[attempt.3",
                        "[submitted]\nby = me\nwhole = yes\n",
                        "\u0000\u0001garbage[",
                        "[",
                        "]",
                        "\n",
                        " ",
                        "key",
                        "key = [x",
                        "; comment",
                        "whole = yes\n",
                        "\ud83d\ude00");
        String characters = " \t\n\\;#=[]'a\u00e4\u2028\ud83d\ude00\ufeff\u0000";
        for (int round = 0; round < 3_000; round++) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            random.ints(random.nextInt(6), 0, before.size())
                    .forEach(i -> file.writeBytes(before.get(i).getBytes(UTF_8)));
            file.write(random.nextInt(256));
            List<Entry> details = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                StringBuilder value = new StringBuilder();
                random.ints(random.nextInt(8), 0, characters.length())
                        .forEach(c -> value.append(characters.charAt(c)));
                details.add(new Entry("k" + i, value.toString()));
            }
            State state = states.get(random.nextInt(states.size()));
            Outcome outcome = new Outcome(state, RUN, details);
            History history = History.of(file.toByteArray());
            boolean isResult = random.nextBoolean();
            file.writeBytes(isResult ? outcome.asResult(history) : outcome.asAttempt(history));

            History after = History.of(file.toByteArray());
            assertThat(after.of(RUN)).hasValue(outcome);
            assertThat(after.attempt())
                    .isGreaterThanOrEqualTo(history.attempt() + (outcome.isAttempt() ? 1 : 0));
            assertThat(isResult ? after.nextResultSection() : after.nextAttemptSection())
                    .isNotEqualTo(
                            isResult ? history.nextResultSection() : history.nextAttemptSection());
        }
    }
}
