package org.fjd.job;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.fjd.ini.Section.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobFileTest {

    private static final String TEXT = "[control]\nexecutable: ./größe\nlogfile: x\n";
    private static final Run RUN = new Run("w", 1);

    @Test
    void holdsWhatTheUserAsksForAndWhatHasHappened() throws Rejection {
        byte[] lost =
                new Outcome(State.LOST, RUN, List.of()).asAttempt(History.of(TEXT.getBytes(UTF_8)));

        JobFile file = JobFile.parse(concat(TEXT.getBytes(UTF_8), lost), Defaults.NONE);

        assertThat(file.control().executable()).isEqualTo(new Command.Plain(List.of("./größe")));
        assertThat(file.control().logfile()).hasValue("x");
        assertThat(file.history().of(RUN)).map(Outcome::state).hasValue(State.LOST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\uFEFF" + TEXT, "\n" + TEXT, "; ä\n" + TEXT})
    void mayStartWithAByteOrderMarkOrAComment(String text) throws Rejection {
        assertThat(JobFile.parse(text.getBytes(UTF_8), Defaults.NONE).control().logfile())
                .hasValue("x");
    }

    @Test
    void mayHaveLinesEndedByCrLf() throws Rejection {
        byte[] content = TEXT.replace("\n", "\r\n").getBytes(UTF_8);

        assertThat(JobFile.parse(content, Defaults.NONE).control().logfile()).hasValue("x");
    }

    static Stream<Arguments> bad() {
        return Stream.of(
                Arguments.of(new byte[0], "It is empty."),
                Arguments.of("\u007fELF\u0002\u0000".getBytes(UTF_8), "It is a binary file."),
                Arguments.of((TEXT + "\0").getBytes(UTF_8), "It is a binary file."),
                Arguments.of(TEXT.getBytes(UTF_16LE), "It is a binary file."),
                Arguments.of(TEXT.getBytes(UTF_16), "It is written in UTF-16."),
                Arguments.of(("\uFEFF" + TEXT).getBytes(UTF_16LE), "It is written in UTF-16."),
                Arguments.of(TEXT.getBytes(ISO_8859_1), "It is not UTF-8: the byte at offset 26 "),
                Arguments.of("\uFEFFü\u00ff".getBytes(ISO_8859_1), "It is not UTF-8"),
                Arguments.of(
                        new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'a', (byte) 0xC3},
                        "It is not UTF-8: the byte at offset 4 "),
                Arguments.of(
                        new byte[] {'a', (byte) 0xED, (byte) 0xA0, (byte) 0x80},
                        "It is not UTF-8: the byte at offset 1 "),
                Arguments.of(new byte[] {(byte) 0xFE, (byte) 0xFF}, "It is written in UTF-16."),
                Arguments.of(new byte[] {(byte) 0xFE}, "It is not UTF-8"),
                Arguments.of(new byte[] {(byte) 0xEF, (byte) 0xBB}, "It is not UTF-8"),
                Arguments.of("x".getBytes(UTF_8), "It is not INI. Line 1 comes before"),
                Arguments.of("hello\n".getBytes(UTF_8), "It is not INI. Line 1 comes before"),
                Arguments.of("[x]\n".getBytes(UTF_8), "It has no [control] section."));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void isRejectedWithTheReason(byte[] content, String message) {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> JobFile.parse(content, Defaults.NONE))
                .withMessageStartingWith(message)
                .satisfies(e -> assertThat(e.reason().lines()).hasSize(1));
    }

    @Test
    void isRejectedWhenLongerThanAMebibyte() throws Rejection {
        byte[] content = new byte[JobFile.MAX_BYTES + 1];
        Arrays.fill(content, (byte) '\n');
        byte[] text = TEXT.getBytes(UTF_8);
        System.arraycopy(text, 0, content, 0, text.length);

        assertThat(
                        JobFile.parse(Arrays.copyOf(content, JobFile.MAX_BYTES), Defaults.NONE)
                                .control()
                                .logfile())
                .hasValue("x");
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> JobFile.parse(content, Defaults.NONE))
                .withMessageContaining("1 MiB");
    }

    /** Else a full disk at the end of one run would be the end of the job. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void isNeverRejectedForWhatFjdWroteHoweverTornThatIs(boolean isResult) throws Rejection {
        byte[] user = TEXT.getBytes(UTF_8);
        History none = History.of(user);
        Outcome failed = new Outcome(State.FAILED, RUN, List.of(new Entry("why", "größer 日本")));
        byte[] ending = isResult ? failed.asResult(none) : failed.asAttempt(none);
        for (int length = 0; length <= ending.length; length++) {
            byte[] torn = concat(user, Arrays.copyOf(ending, length));
            Outcome lost = new Outcome(State.LOST, RUN, List.of());
            byte[] reaped = concat(torn, lost.asAttempt(History.of(torn)));
            byte[] ended = concat(torn, lost.asResult(History.of(torn)));

            for (byte[] content : List.of(torn, reaped, ended)) {
                assertThat(JobFile.parse(content, Defaults.NONE).control().logfile()).hasValue("x");
            }
            // Only its last line end is missing: then the next section, which begins with one, ends
            // it.
            boolean whole = length >= ending.length - 1;
            assertThat(JobFile.parse(reaped, Defaults.NONE).history().of(RUN))
                    .hasValue(whole ? failed : lost);
            assertThat(JobFile.parse(reaped, Defaults.NONE).history().attempt()).isEqualTo(2);
        }
    }

    /** As a disk leaves it that is still full at the end of the next run. */
    @ParameterizedTest
    @ValueSource(strings = {"\n[re\n[att", "\n[\n[\n[", "\n[result.\n[attempt.1\n[attempt.1]\nst"})
    void isNotRejectedForSeveralTornHeadersInARow(String torn) throws Rejection {
        assertThat(JobFile.parse((TEXT + torn).getBytes(UTF_8), Defaults.NONE).control().logfile())
                .hasValue("x");
    }

    @Test
    void isStillRejectedForAnUnfinishedHeaderOfTheUsers() {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(
                        () -> JobFile.parse((TEXT + "[at\nx = 1\n").getBytes(UTF_8), Defaults.NONE))
                .withMessageContaining("Line 4 opens a section");
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> JobFile.parse((TEXT + "[params").getBytes(UTF_8), Defaults.NONE))
                .withMessageContaining("Line 4 opens a section");
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(
                        () ->
                                JobFile.parse(
                                        (TEXT + "[re\n[params]\n").getBytes(UTF_8), Defaults.NONE))
                .withMessageContaining("Line 4 opens a section");
    }

    @Test
    void hasItsLinesCountedWhereTheUserSeesThem() {
        String text = "[result]\nstate = done\nrun = w.1\nwhole = yes\n" + TEXT + "= 1\n";

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> JobFile.parse(text.getBytes(UTF_8), Defaults.NONE))
                .withMessageContaining("Line 8 has nothing before its '='");
    }

    private static byte[] concat(byte[] a, byte[] b) {
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(a);
        both.writeBytes(b);
        return both.toByteArray();
    }
}
