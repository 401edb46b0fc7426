package org.fjd.recruit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fjd.job.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {

    private static final Set<String> KNOWN = Set.of("count", "command", "spool", "options");
    private static final String ODD = "/a b/$(touch x)'\"`\\;{count}";

    private static List<String> argv(String line, String... options) throws Rejection {
        return Template.parse(line, KNOWN)
                .argv(
                        Map.of("count", "8", "command", "exec 'x y'", "spool", ODD),
                        List.of(options));
    }

    @Test
    void aPlainLineIsRunWithoutAShell() throws Exception {
        assertThat(argv("submit --array=1-{count} {options} --wrap {command}", "-p", "a b"))
                .containsExactly("submit", "--array=1-8", "-p", "a b", "--wrap", "exec 'x y'");
    }

    @Test
    void withoutOptionsTheirPlaceIsNothing() throws Exception {
        assertThat(argv("submit {options} {count}")).containsExactly("submit", "8");
    }

    @Test
    void whatAPlaceholderStandsForIsOnePieceWhateverIsInIt() throws Exception {
        assertThat(argv("submit --chdir={spool} -x"))
                .containsExactly("submit", "--chdir=" + ODD, "-x");
    }

    @Test
    void textInQuotesMayStandBesideAPlaceholder() throws Exception {
        assertThat(argv("submit {count}'_['{count}']' '%K {print $1}'"))
                .containsExactly("submit", "8_[8]", "%K {print $1}");
    }

    @Test
    void aLineWithShellSyntaxGetsThemAsVariables() throws Exception {
        List<String> argv = argv("echo {command} | submit -t {count} -d {spool} {options}", "a b");
        assertThat(argv.subList(0, 2)).containsExactly("sh", "-c");
        assertThat(argv.get(2)).doesNotContain("touch", "x y");
        assertThat(argv.subList(3, argv.size()))
                .containsExactly("sh", "exec 'x y'", "8", ODD, "a b");
    }

    @Test
    void theShellTakesThemAsTheyAre() throws Exception {
        Process process =
                new ProcessBuilder(
                                argv(
                                        "set -- {options} {spool} {command} && printf '<%s>' \"$@\" ${count}{count}",
                                        "*", "$HOME"))
                        .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(printed).isEqualTo("<*><$HOME><" + ODD + "><exec 'x y'><8>");
        assertThat(process.waitFor()).isZero();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "submit {coutn}           | There is no {coutn} for it. There is {command} {count} {options} {spool}.",
                "submit {tasks}           | There is no {tasks} for it.",
                "sh -c 'submit {spool}'   | {spool} stands within quotes.",
                "sh -c \"submit {spool}\" | {spool} stands within quotes.",
                "submit -x={options}      | {options} must be a word of its own.",
                "submit {options}x        | {options} must be a word of its own.",
                "submit 'x                | The executable has a quote",
                "#                        | The executable names no program.",
                "submit \uE000            | It has a character of the private use area.",
            })
    void whatCannotBeMeantIsRefused(String line, String why) {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> Template.parse(line, KNOWN))
                .satisfies(e -> assertThat(e.reason()).startsWith(why));
    }

    @Test
    void itKnowsWhichPlaceholdersItHas() throws Exception {
        Template template = Template.parse("a {count} '{print}'", KNOWN);
        assertThat(template.has("count")).isTrue();
        assertThat(template.has("spool")).isFalse();
    }
}
