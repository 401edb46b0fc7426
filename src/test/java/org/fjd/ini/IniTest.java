package org.fjd.ini;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import java.util.List;
import org.fjd.ini.Section.Entry;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IniTest {

    @Test
    void readsTheExampleOfTheReadme() throws IniException {
        Ini ini =
                Ini.parse(
                        """
                        [control]
                        executable: python test/ajob.py
                        logfile: data/job0.dat\s

                        [params]
                        param1: value0
                        """);

        assertThat(ini.sections())
                .containsExactly(
                        new Section(
                                "control",
                                List.of(
                                        new Entry("executable", "python test/ajob.py"),
                                        new Entry("logfile", "data/job0.dat"))),
                        new Section("params", List.of(new Entry("param1", "value0"))));
    }

    @Test
    void keepsSectionsOfTheSameNameApartAndInOrder() throws IniException {
        Ini ini = Ini.parse("[a]\nx=1\n[b]\n[a]\nx=2\n");

        assertThat(ini.sections())
                .extracting(Section::name, s -> s.get("x").orElse("none"))
                .containsExactly(tuple("a", "1"), tuple("b", "none"), tuple("a", "2"));
        assertThat(ini.section("a")).hasValueSatisfying(a -> assertThat(a.get("x")).hasValue("1"));
        assertThat(ini.section("A")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "; only\n# comments\n", "  \t\r\n"})
    void readsNothingFromATextThatSaysNothing(String text) throws IniException {
        assertThat(Ini.parse(text).sections()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "k:v               | v",
                "k = v             | v",
                "k =: v            | : v",
                "k: a=b            | a=b",
                "k = http://h:80/  | http://h:80/",
                "k = a ; b # c     | a ; b # c",
                "k = 'a \"b\"'     | 'a \"b\"'",
                "k = [v]           | [v]",
                "k = [v] ; w       | [v] ; w",
                "k = ${a/b} %(c)s  | ${a/b} %(c)s",
                "K=v               | v",
            })
    void splitsAtTheFirstColonOrEqualsSignAndTakesTheRestAsItIs(String line, String value)
            throws IniException {
        assertThat(only(Ini.parse("[s]\n" + line)).get("k")).hasValue(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void acceptsEveryKindOfLineEnd(String newline) throws IniException {
        String text = String.join(newline, "[s]", "a = 1", "", "; c", "b = 2");

        assertThat(only(Ini.parse(text)).entries())
                .containsExactly(new Entry("a", "1"), new Entry("b", "2"));
    }

    @Test
    void keepsEveryValueOfARepeatedKey() throws IniException {
        assertThat(only(Ini.parse("[s]\nk=1\nK=2\nk=1\n")).all("k")).containsExactly("1", "2", "1");
    }

    @Test
    void acceptsACommentBehindAHeader() throws IniException {
        assertThat(Ini.parse("[a] ; one [x] \u2028y\n[b]  # two\n[c;d]\n[e#]").sections())
                .extracting(Section::name)
                .containsExactly("a", "b", "c;d", "e#");
    }

    @Nested
    class OddSectionsOfAJobsOwn {

        @Test
        void bareWordsAreKeysWithAnEmptyValue() throws IniException {
            assertThat(only(Ini.parse("[s]\nverbose\nk=v\n")).entries())
                    .containsExactly(new Entry("verbose", ""), new Entry("k", "v"));
        }

        @Test
        void indentedLinesContinueTheValueAbove() throws IniException {
            Ini ini =
                    Ini.parse(
                            """
                            [s]
                            list =
                                [control]
                                = odd

                                # a comment
                                last: one
                            k = v
                            """);

            assertThat(only(ini).entries())
                    .containsExactly(
                            new Entry("list", "\n[control]\n= odd\nlast: one"),
                            new Entry("k", "v"));
        }

        @Test
        void aTextThatIsIndentedAsAWholeIsReadAsIfItWereNot() throws IniException {
            assertThat(Ini.parse("  [s]\n  a = 1\n  b = 2\n    c\n [t]\n  d = 3").sections())
                    .containsExactly(
                            new Section("s", List.of(new Entry("a", "1"), new Entry("b", "2\nc"))),
                            new Section("t", List.of(new Entry("d", "3"))));
        }

        @Test
        void anIndentedLineRightUnderAHeaderIsAKey() throws IniException {
            assertThat(only(Ini.parse("[s]\n    k = v\n")).get("k")).hasValue("v");
        }
    }

    @Nested
    class SurprisesOfTheLibraryThatDoNotHappen {

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "C:\\new\\table",
                    "a\\",
                    "\\u0041",
                    "\\\\server\\x",
                    "printf '%s\\n'",
                    "\\=",
                    "\\:"
                })
        void backslashesInValuesAreKept(String value) throws IniException {
            assertThat(only(Ini.parse("[s]\nk = " + value + "\nl = x\n")).entries())
                    .containsExactly(new Entry("k", value), new Entry("l", "x"));
        }

        @Test
        void backslashesInHeadersAreKeptAndPathsMakeNoTree() throws IniException {
            assertThat(Ini.parse("[a/b\\n]\n[a]\n[a\\b]").sections())
                    .extracting(Section::name)
                    .containsExactly("a/b\\n", "a", "a\\b");
        }

        @Test
        void angleBracketsIncludeNothing() throws IniException {
            assertThat(only(Ini.parse("[s]\n<file:///etc/passwd>\n")).entries())
                    .extracting(Entry::key)
                    .containsExactly("<file");
        }

        @Test
        void aQuestionMarkIsNotTheNameOfAGlobalSection() {
            assertThatExceptionOfType(IniException.class).isThrownBy(() -> Ini.parse("k = v"));
        }

        @Test
        void longLinesAreOneLine() throws IniException {
            String value = "x".repeat(100_000);

            assertThat(only(Ini.parse("[s]\nk = " + value + "\n")).get("k")).hasValue(value);
        }

        @Test
        void aColonBehindABackslashDoesNotEndAKey() throws IniException {
            assertThat(only(Ini.parse("[s]\na\\:b = c\n")).entries())
                    .containsExactly(new Entry("a\\:b", "c"));
        }
    }

    @Nested
    class WhatIsNotIni {

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                value = {
                    "#!/bin/sh%echo hi | Line 2 comes before the first section.",
                    "k = v%[s]         | Line 1 comes before the first section.",
                    "[s]%[]            | Line 2 is a section without a name.",
                    "%[  ]             | Line 2 is a section without a name.",
                    "[s]%%; c%[open    | Line 4 opens a section with '['",
                    "[s]%k=v%= x       | Line 3 has nothing before its '='.",
                    "[s]%: x           | Line 2 has nothing before its ':'.",
                })
        void isRefusedWithItsLineAndTheReason(String text, String message) {
            assertThatExceptionOfType(IniException.class)
                    .isThrownBy(() -> Ini.parse(text.replace('%', '\n')))
                    .withMessageStartingWith(message);
        }

        @Test
        void isNeverQuotedInTheMessage() {
            assertThatExceptionOfType(IniException.class)
                    .isThrownBy(() -> Ini.parse("\u001b]0;title\u0007"))
                    .satisfies(e -> assertThat(e.getMessage()).doesNotContain("title", "\u001b"));
        }
    }

    private static Section only(Ini ini) {
        assertThat(ini.sections()).hasSize(1);
        return ini.sections().get(0);
    }
}
