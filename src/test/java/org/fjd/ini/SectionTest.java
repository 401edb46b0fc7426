package org.fjd.ini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.fjd.ini.Section.Entry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SectionTest {

    @Test
    void isWrittenAsALineForEachEntry() {
        Section section =
                new Section("result", List.of(new Entry("state", "done"), new Entry("why", "")));

        assertThat(section.text()).isEqualTo("[result]\nstate = done\nwhy =\n");
    }

    @Test
    void findsKeysInUpperAndLowerCase() {
        Section section =
                new Section("s", List.of(new Entry("LogFile", "a"), new Entry("log", "b")));

        assertThat(section.get("logfile")).hasValue("a");
        assertThat(section.all("LOGFILE")).containsExactly("a");
        assertThat(section.get("logs")).isEmpty();
    }

    @Test
    void doesNotChangeWithTheListItWasMadeFrom() {
        List<Entry> entries = new ArrayList<>(List.of(new Entry("a", "1")));
        Section section = new Section("s", entries);
        entries.clear();

        assertThat(section.get("a")).hasValue("1");
    }

    @Test
    void writesControlCharactersButTabsAsReplacementCharacters() {
        Entry entry = new Entry("k", " a\nb\r\n\tc\u0000\u007f\u0085\u001b[m\ud800 ");

        assertThat(entry.oneLine().value())
                .isEqualTo("a\uFFFDb\uFFFD\uFFFD\tc\uFFFD\uFFFD\uFFFD\uFFFD[m\uFFFD");
        assertThat(new Section("s", List.of(entry)).text().lines()).hasSize(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "a:b", "a=b", "[a", ";a", "#a", " a", "a ", "a\nb", "a\tb", "a\u0085b"})
    void refusesAKeyThatCouldNotBeReadBack(String key) {
        Section section = new Section("s", List.of(new Entry(key, "v")));

        assertThatIllegalArgumentException().isThrownBy(section::text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "a ", "a\nb", "a] # b"})
    void refusesANameThatCouldNotBeReadBack(String name) {
        assertThatIllegalArgumentException().isThrownBy(new Section(name, List.of())::text);
    }

    @Test
    void isReadBackAsItWasWrittenWhateverTheValues() throws IniException {
        Random random = new Random(4711);
        String characters = " \t\r\n\\;#=:[]<>\"'$%a\u00e4\u0085\u2028\ud83d\ude00\ufeff\u0000";
        for (int round = 0; round < 2_000; round++) {
            StringBuilder value = new StringBuilder();
            random.ints(random.nextInt(12), 0, characters.length())
                    .forEach(i -> value.append(characters.charAt(i)));
            List<Entry> entries = List.of(new Entry("k", value.toString()), new Entry("last", "x"));
            Section section = new Section("s", entries);

            assertThat(Ini.parse(section.text()).sections())
                    .containsExactly(
                            new Section("s", entries.stream().map(Entry::oneLine).toList()));
        }
    }
}
