package org.fjd.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ControlTest {

    @Test
    void readsWhatTheUserAsksFor() throws Exception {
        Control control =
                control(
                        """
                        [params]
                        executable = not this one
                        [control]
                        executable: ./a 'b c'
                        logfile = data/job 0.dat
                        Directory: work
                        STDOUT: out.txt
                        stderr: err.txt
                        """);

        assertThat(control.executable()).isEqualTo(new Command.Plain(List.of("./a", "b c")));
        assertThat(control.logfile()).hasValue("data/job 0.dat");
        assertThat(control.directory()).hasValue("work");
        assertThat(control.stdout()).hasValue("out.txt");
        assertThat(control.stderr()).hasValue("err.txt");
    }

    @Test
    void asksForNoMoreThanTheExecutableWhereTheRestIsAbsentOrBlank() throws Exception {
        Control control = control("[control]\nexecutable: a\nlogfile:\nstdout =  \nstderr\n");

        assertThat(control)
                .isEqualTo(
                        new Control(
                                new Command.Plain(List.of("a")),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.empty(),
                                Map.of(),
                                Conditions.NONE,
                                Success.DEFAULT,
                                Retries.NONE,
                                Bounds.DEFAULT));
    }

    @Test
    void ignoresKeysItDoesNotKnow() throws Exception {
        assertThat(control("[control]\nx: 1\nexecutable: a\nx: 2\ny:\n  3\nz").executable())
                .isEqualTo(new Command.Plain(List.of("a")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[params]%x: 1                | It has no [control] section. Add one",
                "[Control]%executable: a      | It has no [control] section. Add one",
                "''                           | It has no [control] section. Add one",
                "[control]%[params]%executable: a | Its [control] section has no executable.",
                "[control]%executable:        | Its [control] section has no executable.",
                "[control]%executable         | Its [control] section has no executable.",
                "[control]%executable: a%[control] | It has more than one [control] section.",
                "[control]%executable: it's   | The executable has a quote",
            })
    void isRefusedWithoutExactlyOneSectionAndOneGoodExecutable(String text, String message) {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> control(text.replace('%', '\n')))
                .withMessageStartingWith(message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"executable", "logfile", "directory", "stdout", "stderr"})
    void isRefusedWithAKnownKeyTwice(String key) {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(
                        () ->
                                control(
                                        "[control]\nexecutable: a\n"
                                                + (key.equals("executable") ? "" : key + ": x\n")
                                                + key.toUpperCase(Locale.ROOT)
                                                + ":\n"))
                .withMessageContaining("'" + key + "' more than once");
    }

    @ParameterizedTest
    @ValueSource(strings = {"executable", "logfile", "directory", "stdout", "stderr"})
    void isRefusedWithAKnownKeyGoingOnOverSeveralLines(String key) {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> control(withValue(key, "x\n  logfile: y")))
                .withMessageContaining("'" + key + "' goes on over an indented line");
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> control(withValue(key, "\n  x")))
                .withMessageContaining("'" + key + "' goes on over an indented line");
    }

    @ParameterizedTest
    @CsvSource({
        "executable, 0",
        "executable, 27",
        "logfile, 0",
        "logfile, 9",
        "directory, 133",
        "stdout, 127",
        "stderr, 27"
    })
    void isRefusedWithAControlCharacterInAValue(String key, int character) {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> control(withValue(key, "x" + (char) character + "y")))
                .withMessageContaining("'" + key + "' has a control character");
    }

    @Test
    void acceptsTabsBetweenTheWordsOfTheExecutable() throws Exception {
        assertThat(control("[control]\nexecutable:\ta\tb\n").executable())
                .isEqualTo(new Command.Plain(List.of("a", "b")));
    }

    private static String withValue(String key, String value) {
        String executable = key.equals("executable") ? "" : "executable: a\n";
        return "[control]\n" + executable + key + ": " + value + "\n";
    }

    private static Control control(String text) throws IniException, Rejection {
        return Control.of(new ControlReader(Ini.parse(text), Defaults.NONE));
    }
}
