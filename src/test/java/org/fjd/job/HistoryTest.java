package org.fjd.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.fjd.ini.Section.Entry;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HistoryTest {

    private static final Run A = new Run("a", 1);
    private static final Run B = new Run("b", 1);
    private static final Run C = new Run("c", 1);

    @Test
    void isEmptyForAFileThatNeverRan() {
        History history = history("[control]\nexecutable: x\n");

        assertThat(history.of(A)).isEmpty();
        assertThat(history.attempt()).isOne();
        assertThat(history.lostInARow()).isZero();
        assertThat(history.nextAttemptSection()).isEqualTo("attempt.1");
        assertThat(history.nextResultSection()).isEqualTo("result");
    }

    @Test
    void tellsHowEachRunEnded() {
        History history =
                history(
                        section("attempt.1", "failed", A)
                                + section("attempt.2", "returned", B)
                                + "\n[result]\nstate = done\nrun = c.1\nexit = 0\nwhole = yes\n");

        assertThat(history.of(A)).map(Outcome::state).hasValue(State.FAILED);
        assertThat(history.of(B)).map(Outcome::state).hasValue(State.RETURNED);
        assertThat(history.of(C))
                .hasValue(new Outcome(State.DONE, C, List.of(new Entry("exit", "0"))));
        assertThat(history.of(new Run("c", 2))).isEmpty();
    }

    @Test
    void aJobThatWasCancelledWhileItWasQueuedHasNotRun() {
        String byCommand = "\n[result]\nstate = cancelled\nrun = a.1\nby = me@x\nwhole = yes\n";
        String byWorker =
                "\n[result]\nstate = cancelled\nrun = b.1\nstarted = 2029-06-01T12:00:00Z\nwhole = yes\n";

        assertThat(history(byCommand).attempt()).isOne();
        assertThat(history(byCommand).result()).map(Outcome::state).hasValue(State.CANCELLED);
        assertThat(history(byWorker).attempt()).isEqualTo(2);
        assertThat(history(section("attempt.1", "failed", B) + byCommand).attempt()).isEqualTo(2);
    }

    @Test
    void tellsTheLastResultThatIsValid() {
        String text =
                section("result", "failed", A)
                        + section("result.2", "done", B)
                        + section("attempt.1", "failed", C);

        assertThat(history(section("attempt.1", "failed", A)).result()).isEmpty();
        assertThat(history(text).result()).map(Outcome::run).hasValue(B);
        assertThat(history(section("attempt.2", "lost", B) + text).result())
                .map(Outcome::run)
                .hasValue(A);
    }

    @Nested
    class ASectionCounts {

        @Test
        void inAFileWithCrLfLines() {
            String text = section("attempt.1", "lost", A).replace("\n", "\r\n");

            assertThat(history(text).of(A)).map(Outcome::state).hasValue(State.LOST);
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "\n\n", " \t\n", "\nx = 1\n", "\n[params]\n", "garbage"})
        void whateverFollows(String rest) {
            assertThat(history(section("result", "done", A) + rest).of(A)).isPresent();
        }

        @Test
        void whateverBytesComeBefore() {
            Random random = new Random(3);
            byte[] garbage = new byte[5_000];
            random.nextBytes(garbage);
            byte[] section = section("result", "done", A).getBytes(UTF_8);
            byte[] content = Arrays.copyOf(garbage, garbage.length + section.length);
            System.arraycopy(section, 0, content, garbage.length, section.length);

            assertThat(History.of(content).of(A)).isPresent();
        }
    }

    @Nested
    class ASectionCountsAsAbsent {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "[result]\nstate = done\nrun = a.1\n",
                    "[result]\nstate = done\nrun = a.1\nwhole = ye",
                    "[result]\nstate = done\nrun = a.1\nwhole = yes",
                    "[result]\nstate = done\nrun = a.1\nwhole = yes \t",
                    "[result]\nstate = done\nrun = a.1\nwhole = no\n",
                    "[result]\nstate = done\nrun = a.1\n whole = yes\n",
                    "[result]\nstate = done\nrun = a.1\nwhole = yes!\n",
                    "[result]\nstate = done\nrun = a.1\nx = whole = yes\n",
                    "[result]\nstate = done\nrun = a.1\n[params]\nwhole = yes\n",
                    "[result]\nrun = a.1\nwhole = yes\n",
                    "[result]\nstate = done\nwhole = yes\n",
                    "[result]\nstate = odd\nrun = a.1\nwhole = yes\n",
                    "[result]\nstate = done\nrun = a\nwhole = yes\n",
                    "[result]\n= odd\nstate = done\nrun = a.1\nwhole = yes\n",
                    " [result]\nstate = done\nrun = a.1\nwhole = yes\n",
                    "x [result]\nstate = done\nrun = a.1\nwhole = yes\n",
                    "[Result]\nstate = done\nrun = a.1\nwhole = yes\n",
                    "[result.0]\nstate = done\nrun = a.1\nwhole = yes\n",
                    "[result.02]\nstate = done\nrun = a.1\nwhole = yes\n",
                    "[attempt]\nstate = done\nrun = a.1\nwhole = yes\n",
                    "[attempt.x]\nstate = done\nrun = a.1\nwhole = yes\n",
                    "[submitted]\nstate = done\nrun = a.1\nwhole = yes\n",
                })
        void whenItIsTornOrNotFjds(String text) {
            History history = history(text);

            assertThat(history.of(A)).isEmpty();
            assertThat(history.attempt()).isOne();
        }

        @Test
        void whenItIsCutOffAnywhere() {
            String text = section("attempt.1", "failed", A);
            for (int length = 0; length < text.length(); length++) {
                assertThat(history(text.substring(0, length)).of(A)).isEmpty();
            }
        }

        @Test
        void butItsNumberIsNeverGivenOutAgain() {
            assertThat(history("[attempt.4]\nstate = lo").nextAttemptSection())
                    .isEqualTo("attempt.5");
            assertThat(history("[attempt.4]\n\n[attempt.2]\n").nextAttemptSection())
                    .isEqualTo("attempt.5");
            assertThat(history("[attempt.123456789012345678]").nextAttemptSection())
                    .isEqualTo("attempt.123456789012345679");
            assertThat(history("[result]\n").nextResultSection()).isEqualTo("result.2");
            assertThat(history("[result]\n[result.2]").nextResultSection()).isEqualTo("result.3");
            assertThat(history("[result.7]\n").nextAttemptSection()).isEqualTo("attempt.1");
        }

        /** Somebody forged the number; what fjd itself appends is still to be read. */
        @Test
        void orElseTheNextOneHasTheLargestNumberThatIsRead() {
            String largest = "999999999999999999";

            assertThat(history("[attempt." + largest + "]\n").nextAttemptSection())
                    .isEqualTo("attempt." + largest);
            assertThat(history("[result." + largest + "]\n").nextResultSection())
                    .isEqualTo("result." + largest);
            assertThat(history(section("result." + largest, "done", A)).of(A)).isPresent();
        }

        @Test
        void whenItsNumberIsOutOfRange() {
            History history = history(section("attempt.99999999999999999999", "lost", A));

            assertThat(history.of(A)).isEmpty();
            assertThat(history.nextAttemptSection()).isEqualTo("attempt.1");
        }
    }

    @Nested
    class Lost {

        @Test
        void isFinalWhateverIsWrittenLaterForThatRun() {
            History history =
                    history(
                            section("attempt.1", "lost", A)
                                    + section("result", "done", A)
                                    + section("attempt.2", "returned", A));

            assertThat(history.of(A)).map(Outcome::state).hasValue(State.LOST);
            assertThat(history.attempt()).isEqualTo(2);
            assertThat(history.lostInARow()).isOne();
        }

        @Test
        void isVoidAfterAnyOtherWordOnThatRun() {
            History history =
                    history(section("result", "done", A) + section("attempt.1", "lost", A));

            assertThat(history.of(A)).map(Outcome::state).hasValue(State.DONE);
            assertThat(history.result()).map(Outcome::run).hasValue(A);
            assertThat(history.lostInARow()).isZero();
        }

        @Test
        void countsOnceHoweverOftenItIsSaid() {
            History history =
                    history(section("attempt.1", "lost", A) + section("attempt.2", "lost", A));

            assertThat(history.attempt()).isEqualTo(2);
            assertThat(history.lostInARow()).isOne();
        }

        @Test
        void isNotSaidByATornSection() {
            History history =
                    history(
                            section("result", "done", A)
                                    + "\n[attempt.1]\nstate = lost\nrun = a.1\nwhole = yes");

            assertThat(history.of(A)).map(Outcome::state).hasValue(State.DONE);
        }

        @Test
        void concernsNoOtherRun() {
            History history =
                    history(section("attempt.1", "lost", A) + section("result", "done", B));

            assertThat(history.of(B)).map(Outcome::state).hasValue(State.DONE);
        }

        @Test
        void isCountedFromTheLastResult() {
            String twice = section("attempt.1", "lost", A) + section("attempt.2", "lost", B);
            String thenFailed = twice + section("attempt.3", "failed", C);

            assertThat(history(twice).lostInARow()).isEqualTo(2);
            assertThat(history(thenFailed).lostInARow()).isEqualTo(2);
            assertThat(history(twice + section("result", "failed", C)).lostInARow()).isZero();
            assertThat(
                            history(
                                            section("result", "failed", C)
                                                    + section("attempt.1", "lost", A))
                                    .lostInARow())
                    .isOne();
        }

        @Test
        void isNotForgottenForAResultThatIsVoid() {
            String text =
                    section("attempt.1", "lost", A)
                            + section("attempt.2", "lost", B)
                            + section("result", "done", B);

            assertThat(history(text).lostInARow()).isEqualTo(2);
        }
    }

    @Nested
    class TheNextAttempt {

        @Test
        void isOneMoreThanTheRunsThatEndedButForReturnedOnes() {
            String text =
                    section("attempt.1", "failed", A)
                            + section("attempt.2", "returned", B)
                            + section("attempt.3", "lost", new Run("b", 2))
                            + section("result", "failed", C);

            assertThat(history(text).attempt()).isEqualTo(4);
        }

        /** The first was torn in its last byte; the newline of the second makes it whole. */
        @Test
        void countsARunOnceThatWasWrittenTwice() {
            String first = section("attempt.1", "failed", A);
            String text =
                    first.substring(0, first.length() - 1) + section("attempt.2", "returned", A);

            assertThat(history(text).of(A)).map(Outcome::state).hasValue(State.RETURNED);
            assertThat(history(text).attempt()).isOne();
        }

        @Test
        void isTheSameWhateverAJobAppendsToItsOwnFile() {
            String text = section("attempt.1", "failed", A) + "note = 1\n";

            assertThat(history(text + section("attempt.2", "failed", B) + "x").attempt())
                    .isEqualTo(3);
        }
    }

    @Nested
    class ASubmittedFile {

        private static final String SUBMITTED = "[submitted]\nby = me\nwhole = yes\n";

        @Test
        void hasAnIdentityAndTheLastOneCounts() {
            String first = "[submitted]\nid = a.1\nwhole = yes\n";
            String second = "[submitted.2]\nid = a.2\nwhole = yes\n";
            String torn = "[submitted.3]\nid = a.3\n";

            assertThat(history(first).submission()).hasValue("a.1");
            assertThat(history(first + second + torn).submission()).hasValue("a.2");
            assertThat(history(first + SUBMITTED).submission()).isEmpty();
            assertThat(history("[control]\nid = a.1\nwhole = yes\n").submission()).isEmpty();
        }

        @Test
        void isNumberedFromTheSecondOn() {
            assertThat(history("").nextSubmittedSection()).isEqualTo("submitted");
            assertThat(history(SUBMITTED).nextSubmittedSection()).isEqualTo("submitted.2");
            assertThat(history(SUBMITTED + "[submitted.7]\n").nextSubmittedSection())
                    .isEqualTo("submitted.8");
        }

        @Test
        void partsTheRunsBeforeItFromThoseSince() {
            String before = "[result]\nstate = failed\nrun = a.1\nwhole = yes\n";
            String since = "[result.2]\nstate = done\nrun = a.2\nwhole = yes\n";

            assertThat(history(before + SUBMITTED + since).outcomesSinceSubmission())
                    .extracting(outcome -> outcome.run().number())
                    .containsExactly(2L);
            assertThat(history(before + since).outcomesSinceSubmission()).hasSize(2);
        }

        private History history(String text) {
            return History.of(text.getBytes(UTF_8));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    SUBMITTED,
                    "[control]\nexecutable: a\n\n" + SUBMITTED,
                    "half of a line\n" + SUBMITTED,
                    SUBMITTED + "\n \t\r\n",
                    SUBMITTED + SUBMITTED,
                    "[submitted.2]\nby = me\nwhole = yes\n"
                })
        void isWholeIfItsEndSaysSo(String tail) {
            assertThat(History.submittedWhole(tail.getBytes(UTF_8))).isTrue();
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    "[control]\nexecutable: a\n",
                    "[submitted]\nby = me\n",
                    "[submitted]\nby = me\nwhole = yes",
                    " " + SUBMITTED,
                    SUBMITTED + "x = 1\n",
                    SUBMITTED + "[params]\n",
                    SUBMITTED + "[submitted]\n",
                    SUBMITTED + "[at",
                    "[result]\nstate = done\nrun = a.1\nwhole = yes\n",
                    "by = me\nwhole = yes\n"
                })
        void isNotWholeOtherwise(String tail) {
            assertThat(History.submittedWhole(tail.getBytes(UTF_8))).isFalse();
        }
    }

    private static String section(String name, String state, Run run) {
        return "\n[" + name + "]\nstate = " + state + "\nrun = " + run + "\nwhole = yes\n";
    }

    private static History history(String text) {
        return History.of(text.getBytes(UTF_8));
    }

    @Test
    void oneTornSectionAmongWholeOnesIsTold() {
        String torn = section("attempt.1", "failed", A).replace("whole = yes\n", "");

        assertThat(history(torn + section("attempt.2", "failed", B)).isTorn()).isTrue();
        assertThat(history(section("attempt.1", "failed", A)).isTorn()).isFalse();
    }

    @Test
    void aSecondResultOfARunIsTold() {
        String first = section("result", "done", A);

        assertThat(history(first + section("result.2", "done", A)).endedTwice()).containsExactly(A);
        assertThat(history(first + section("result.2", "done", B)).endedTwice()).isEmpty();
        assertThat(history(section("attempt.1", "failed", A) + first).endedTwice()).isEmpty();
    }

    @Test
    void failuresInARowAreThoseSinceTheLastResultInWhateverWay() {
        String twice = section("attempt.1", "failed", A) + section("attempt.2", "timed-out", B);

        assertThat(history("").failedInARow()).isZero();
        assertThat(history(twice).failedInARow()).isEqualTo(2);
        assertThat(history(section("attempt.1", "lost", A)).failedInARow()).isZero();
        assertThat(history(twice + section("attempt.3", "returned", C)).failedInARow())
                .isEqualTo(2);
        assertThat(history(twice + section("result", "failed", C)).failedInARow()).isZero();
    }
}
