package org.fjd.ini;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.fjd.ini.Section.Entry;

class SectionPropertiesTest {

    @Property
    void whatIsWrittenIsReadBack(@ForAll("sections") Section section) throws IniException {
        Assume.that(isAccepted(section));

        assertThat(Ini.parse(section.text()).sections())
                .containsExactly(
                        new Section(
                                section.name(),
                                section.entries().stream().map(Entry::oneLine).toList()));
    }

    @Property
    void anyTextIsReadOrRefused(@ForAll("texts") String text) {
        try {
            assertThat(Ini.parse(text).sections()).doesNotContainNull();
        } catch (IniException e) {
            assertThat(e.getMessage()).matches("Line \\d+ \\P{C}+\\.");
        }
    }

    private static boolean isAccepted(Section section) {
        try {
            return !section.text().isEmpty();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    @Provide
    Arbitrary<Section> sections() {
        Arbitrary<Entry> entries =
                Combinators.combine(words().ofMinLength(1), texts()).as(Entry::new);
        return Combinators.combine(words().ofMinLength(1), entries.list().ofMaxSize(4))
                .as(Section::new);
    }

    private static net.jqwik.api.arbitraries.StringArbitrary words() {
        return Arbitraries.strings()
                .withChars("ab.-_/\\;#:=[]<>!?@'\"$%& \t\u00a0\u00e4\u2028\ufeff")
                .ofMaxLength(6);
    }

    @Provide
    Arbitrary<String> texts() {
        Arbitrary<String> lines =
                Arbitraries.of(
                        "[s]",
                        "[",
                        "]",
                        "[]",
                        "k = v",
                        "k",
                        "=",
                        ":",
                        " ",
                        "\t",
                        "\n",
                        "\r\n",
                        "\r",
                        ";",
                        "#",
                        "\\",
                        "'",
                        "\"",
                        "<x>",
                        "!include x",
                        "${a}",
                        "\0",
                        "\u0085",
                        "\u2028",
                        "\ufeff",
                        "\u00e4",
                        "\ud83d\ude00",
                        "\ud83d");
        return Arbitraries.oneOf(lines, Arbitraries.strings().ofMaxLength(5))
                .list()
                .ofMaxSize(20)
                .map(pieces -> String.join("", pieces));
    }
}
