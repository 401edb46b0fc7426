package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {

    private static Iterable<String> lines(OptionalInt width, String... cells) {
        Table table = new Table(List.of("NAME", "N"), Set.of(1));
        for (int i = 0; i < cells.length; i += 2) {
            table.add(List.of(cells[i], cells[i + 1]));
        }
        return table.lines(width);
    }

    @Test
    void columnsAreAsWideAsTheyNeedToBe() {
        assertThat(lines(OptionalInt.empty(), "a", "10", "longer", "", "𝒳", "7"))
                .containsExactly("NAME     N", "a       10", "longer", "𝒳        7");
    }

    @Test
    void aTableWithoutRowsIsItsHeader() {
        assertThat(lines(OptionalInt.of(80))).containsExactly("NAME  N");
    }

    @Test
    void onATerminalTheWidestColumnGivesWay() {
        assertThat(lines(OptionalInt.of(15), "abcdefghijklmnop", "1", "a b c d e f g h", "2"))
                .containsExactly("NAME          N", "abcdef…lmnop  1", "a b c d e f…  2")
                .allMatch(line -> line.length() <= 15);
    }

    @Test
    void noLineIsEverLonger() {
        assertThat(lines(OptionalInt.of(9), "abcdefghijklmnop", "1234567890"))
                .allMatch(line -> line.codePointCount(0, line.length()) <= 9);
    }

    @ParameterizedTest
    @CsvSource({"abcdef, 6, abcdef", "abcdef, 5, ab…ef", "ab cdef, 5, ab c…", "abc, 1, …"})
    void textsAreShortened(String text, int most, String shortened) {
        assertThat(Table.shortened(text, most)).isEqualTo(shortened);
    }

    @Test
    void wideCharactersTakeTwoColumnsAndCombiningOnesNone() {
        assertThat(lines(OptionalInt.empty(), "日本", "1", "e\u0301", "22", "😀x", "3"))
                .containsExactly("NAME   N", "日本   1", "e\u0301     22", "😀x    3");
    }

    @ParameterizedTest
    @CsvSource({
        "日本語日本語, 12, 日本語日本語",
        "日本語日本語, 9, 日本…本語",
        "日本語日本語, 7, 日…語",
        "日本 語日本語, 8, 日本 語…",
        "日本 語日本語, 7, 日本 …",
        "aaaae\u0301bbbb, 7, aaa…bbb",
        "aaaae\u0301, 3, a…e\u0301",
        "😀😀😀, 2, …"
    })
    void wideTextsAreShortenedToWhatTheyTake(String text, int most, String shortened) {
        assertThat(Table.shortened(text, most)).isEqualTo(shortened);
        assertThat(Width.of(shortened)).isLessThanOrEqualTo(most);
    }

    @Test
    void coloursTakeNoRoom() {
        Table table = new Table(List.of("JOB", "STATE", "NOTE"), Set.of());
        table.add(List.of("done", "failed", "exit 1"));
        table.add(List.of("b", "queued", ""));
        table.colour(1);

        assertThat(table.lines(OptionalInt.of(80)))
                .containsExactly(
                        "JOB   STATE   NOTE",
                        "done  \u001b[31mfailed\u001b[39m\u001b[0m  exit 1",
                        "b     queued");
    }
}
