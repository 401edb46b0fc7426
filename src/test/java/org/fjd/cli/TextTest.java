package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.math.BigDecimal;
import org.fjd.job.JobName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.50", "0.1", "123456789012345678901234567890", "1E+3"})
    void whatJsonCallsANumberIsOneWithAllItsDigits(String text) throws Exception {
        assertThat(JSON.std.asString(Text.json(text))).isEqualTo(text);
    }

    @Test
    void anExponentKeepsItsValue() {
        assertThat(Text.json("2.5e-7")).isEqualTo(new BigDecimal("2.5E-7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "007",
                "+1",
                ".5",
                "1.",
                "nan",
                "inf",
                "1e",
                "0x1",
                "1 2",
                "-0",
                "-0.0",
                "1e99999999999",
                "١"
            })
    void allElseIsText(String text) {
        assertThat(Text.json(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "job-1.a|job-1.a",
                "größe|größe",
                "it's|'it'\\''s'",
                "back\\slash|'back\\slash'",
                "two words|'two words'",
                "$(rm x)|'$(rm x)'",
                "~|'~'",
                "-y|-- -y",
                "--all|-- --all",
            })
    void aNameIsAWordThatAShellReadsAsThatName(String name, String word) {
        assertThat(Text.argument(new JobName(name))).isEqualTo(word);
    }

    @Test
    void aNameThatControlsATerminalIsEscapedAsAShellReadsIt() {
        assertThat(Text.argument(new JobName("a\u001b[2J"))).isEqualTo("$'a\\033[2J'");
    }

    @Test
    void aTextDoesNotControlATerminal() {
        assertThat(Text.oneLine("a\u001b[2J\nb\u009b1m\u202ec"))
                .isEqualTo("a\uFFFD[2J\uFFFDb\uFFFD1m\uFFFDc");
    }

    /** How wide it is depends on where it stands, so no column could be straight. */
    @Test
    void aTabBecomesABlank() {
        assertThat(Text.oneLine("1/2\tx\t\tmore\t")).isEqualTo("1/2 x  more");
    }

    @Test
    void aLongTextIsWrapped() {
        assertThat(Text.wrapped("word ".repeat(40) + "x".repeat(90), "    "))
                .hasSize(4)
                .allMatch(line -> line.startsWith("    ") && !line.startsWith("     "))
                .allMatch(line -> line.length() <= 80 || line.endsWith("x".repeat(90)));
        assertThat(Text.wrapped("It is so.", "  ")).containsExactly("  It is so.");
        assertThat(Text.wrapped("日本語 ".repeat(20).strip(), "")).hasSize(2);
        assertThat(Text.wrapped("a b c", "- ", "  ", 5)).containsExactly("- a b", "  c");
    }
}
