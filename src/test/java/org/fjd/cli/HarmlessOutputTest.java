package org.fjd.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HarmlessOutputTest {

    private static final String RED = "\u001b[31m";

    /** In pieces of any size the same comes out. */
    private static String shown(byte[] bytes, int piece) {
        HarmlessOutput output = new HarmlessOutput();
        ByteArrayOutputStream shown = new ByteArrayOutputStream();
        for (int i = 0; i < bytes.length; i += piece) {
            shown.writeBytes(
                    output.show(
                            java.util.Arrays.copyOfRange(
                                    bytes, i, Math.min(bytes.length, i + piece))));
        }
        shown.writeBytes(output.end());
        return shown.toString(UTF_8);
    }

    @Test
    void linesTabsColoursAndAllLettersStay() {
        String text = "a\tb\n" + RED + "ä€𝒳\u001b[1;38:5m.\n";
        for (int piece = 1; piece < 20; piece++) {
            assertThat(shown(text.getBytes(UTF_8), piece)).isEqualTo(text + "\u001b[m");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'\u001b[2J', ^[[2J",
        "'\u001b]0;title\u0007', ^[]0;title^G",
        "'\u001b[31', ^[[31",
        "'\u001b', ^[",
        "'a\r', a^M",
        "'\u007f\u0008', ^?^H",
        "'\u009b2J', '\\u{9b}2J'",
        "'\u202e', '\\u{202e}'"
    })
    void controlsAreShownAndDoNothing(String text, String shown) {
        for (int piece = 1; piece < 9; piece++) {
            assertThat(shown(text.getBytes(UTF_8), piece)).isEqualTo(shown);
        }
    }

    @Test
    void whatIsNoCharacterIsReplaced() {
        assertThat(shown(new byte[] {'a', (byte) 0xff, 'b', (byte) 0xe2, (byte) 0x82}, 1))
                .isEqualTo("a\uFFFDb\uFFFD");
    }
}
