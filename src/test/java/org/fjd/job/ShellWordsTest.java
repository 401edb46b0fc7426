package org.fjd.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellWordsTest {

    @Test
    void whatAShellTakesAsItIsStaysSoAndAllElseIsQuoted() {
        assertThat(ShellWords.join(List.of("a-1.b/c", "two words", "it's", "", "$HOME")))
                .isEqualTo("a-1.b/c 'two words' 'it'\\''s' '' '$HOME'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "./run | ./run a=1 'b c'",
                "if    | 'if' a=1 'b c'",
                "A=1   | 'A=1' a=1 'b c'",
                "my run| 'my run' a=1 'b c'"
            })
    void theFirstWordOfACommandIsAProgramWhateverElseItWouldMean(String program, String command)
            throws Rejection {
        List<String> words = List.of(program, "a=1", "b c");
        assertThat(ShellWords.command(words)).isEqualTo(command);
        assertThat(Command.parse(command)).isInstanceOf(Command.Plain.class);
    }

    @Test
    void aCommandHasAProgram() {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> ShellWords.command(List.of("", "a")));
    }
}
