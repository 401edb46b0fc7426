package org.fjd.submit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.BufferedReader;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.job.Command;
import org.fjd.job.Control;
import org.fjd.job.Defaults;
import org.fjd.job.JobFile;
import org.fjd.job.Rejection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobTextTest {

    private static final Path ROOT = Path.of("/s/pool");
    private static final Path HOME = Path.of("/home/ann");

    private static String text(JobText job) throws Rejection {
        return new String(job.content(ROOT), UTF_8);
    }

    private static Control control(JobText job) throws Rejection {
        return JobFile.parse(job.content(ROOT), Defaults.NONE).control();
    }

    private static JobOptions options(
            Map<String, String> control, Map<String, String> env, Map<String, String> params) {
        return new JobOptions(ROOT, Optional.empty(), control, env, params);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "it's", "a b", "", "$HOME", "`id`", "a\tb", "\\", "'", "''", "\"", "*", "{}", "~",
                "#x", "a;b", "a&", "|", "-n", "--", "a=b", ":x", "ü", "\u00a0", "!", "%", "x,y"
            })
    void wordsAreWhatTheProgramGets(String word) throws Exception {
        JobText job = JobText.ofWords(List.of("x", word, "end"), JobOptions.in(HOME));

        assertThat(control(job).executable())
                .isEqualTo(new Command.Plain(List.of("x", word, "end"), false));
        assertThat(control(job).executable().argv("job")).containsExactly("x", word, "end");
    }

    @ParameterizedTest
    @ValueSource(strings = {"if", "{", "a b", "A=1", "'", "!", "#"})
    void anyWordMayBeTheProgram(String program) throws Exception {
        JobText job = JobText.ofWords(List.of(program, "1"), JobOptions.in(HOME));

        assertThat(control(job).executable().argv("job")).containsExactly(program, "1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cd", "exit", "exec"})
    void whatOnlyTheShellCanDoItDoes(String program) throws Exception {
        JobText job = JobText.ofWords(List.of(program, "a b"), JobOptions.in(HOME));

        assertThat(control(job).executable().argv("job"))
                .containsExactly("sh", "-c", "'" + program + "' 'a b'", "sh", "job");
    }

    @Test
    void aProgramWithoutANameIsRefused() {
        JobText job = JobText.ofWords(List.of("", "a"), JobOptions.in(HOME));

        assertThatExceptionOfType(Rejection.class).isThrownBy(() -> job.content(ROOT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\nb", "a\rb", "\u001b[m", "\0", "\ud800"})
    void aWordThatFitsOnNoLineIsRefused(String word) {
        JobText job = JobText.ofWords(List.of("x", word), JobOptions.in(HOME));

        assertThatExceptionOfType(Rejection.class).isThrownBy(() -> job.content(ROOT));
    }

    @Test
    void noWordIsNoCommand() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> JobText.ofWords(List.of(), JobOptions.in(HOME)));
    }

    @ParameterizedTest
    @CsvSource({
        "a | b,                     a | b",
        "echo \"$X\" >y,            echo \"$X\" >y",
        "cat x | sort # so,         cat x | sort # so",
        "./a 'b c',                 /home/ann/./a 'b c'"
    })
    void aLineForTheShellIsWrittenAsItIs(String line, String expected) throws Exception {
        String executable = expected.replace("/./", "/");
        assertThat(text(JobText.ofLine(line, JobOptions.in(HOME))))
                .startsWith("[control]\nexecutable = " + executable + "\nargument = none\n");
        assertThat(control(JobText.ofLine(line, JobOptions.in(HOME))).executable().argv("job"))
                .noneMatch(word -> word.contains("$@"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "# only", "it's", "a \\"})
    void aLineThatIsNoCommandIsRefused(String line) {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> JobText.ofLine(line, JobOptions.in(HOME)));
    }

    /** The path of a plain program counts from the spool, wherever its directory is. */
    @ParameterizedTest
    @CsvSource({
        "/home/ann,     x,      x,                /home/ann",
        "/home/ann,     ./x,    /home/ann/x,      /home/ann",
        "/home/ann,     ../x,   /home/ann/../x,   /home/ann",
        "/home/ann,     /bin/x, /bin/x,           /home/ann",
        "/s/pool,       ./x,    ./x,              ''",
        "/s/pool,       b/x,    b/x,              ''",
        "/s/pool/sub,   ./x,    sub/x,            ./sub",
        "/s/pool/a/b,   ./x,    a/b/x,            a/b",
        "/s/poolside,   ./x,    /s/poolside/x,    /s/poolside",
        "/s/pool/./,    x,      x,                ''"
    })
    void placesWithinTheSpoolAreWrittenFromThere(
            String directory, String program, String written, String writtenDirectory)
            throws Exception {
        Control control =
                control(JobText.ofWords(List.of(program), JobOptions.in(Path.of(directory))));

        assertThat(control.executable()).isEqualTo(new Command.Plain(List.of(written), false));
        assertThat(control.directory().orElse("")).isEqualTo(writtenDirectory);
    }

    @Test
    void allThatIsAskedForIsWrittenInOrder() throws Exception {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("x y", "1");
        params.put("a", "b = c: d");
        params.put("tabs", "1\t2");
        JobText job =
                JobText.ofWords(
                        List.of("x"),
                        new JobOptions(
                                ROOT,
                                Optional.of(ROOT.resolve("d.conf")),
                                Map.of("priority", "3"),
                                Map.of("E", ""),
                                params));

        assertThat(text(job))
                .isEqualTo(
                        """
                        [control]
                        executable = x
                        argument = none
                        defaults = ./d.conf
                        priority = 3

                        [environment]
                        E =

                        [params]
                        x y = 1
                        a = b = c: d
                        tabs = 1\t2
                        """);
    }

    @Test
    void theJobFileIsAnArgumentWhereThatIsAskedFor() throws Exception {
        JobText job =
                JobText.ofWords(
                        List.of("x"), options(Map.of("argument", "file"), Map.of(), Map.of()));

        assertThat(control(job).executable().argv("job")).containsExactly("x", "job");
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "a=b", "a:b", "[a", "#a", "a\nb", "a\tb"})
    void aNameThatIsNoKeyIsRefused(String name) {
        JobText job = JobText.ofWords(List.of("x"), options(Map.of(), Map.of(), Map.of(name, "1")));

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> job.content(ROOT))
                .withMessageStartingWith("A name in [params]");
    }

    @ParameterizedTest
    @ValueSource(strings = {" a", "a ", "a\nwhole = yes", "\u0085", "\udc00"})
    void aValueThatWouldBeAnotherOnceReadIsRefused(String value) {
        JobText job =
                JobText.ofWords(List.of("x"), options(Map.of(), Map.of("A", value), Map.of()));

        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> job.content(ROOT))
                .withMessageStartingWith("The value of A in [environment]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '@',
            value = {
                "/usr/bin/sim -x ; sim",
                "sim.py a | b    ; sim.py",
                "(a | b)         ; @@",
                "$HOME/x | y     ; @@",
                "'a b' c         ; a b",
                "cd x && make    ; cd"
            })
    void itKnowsTheNameOfItsProgram(String line, String program) throws Exception {
        assertThat(JobText.ofLine(line, JobOptions.in(HOME)).program()).isEqualTo(program);
    }

    private static List<String> executables(Lines lines, String... command) throws Exception {
        List<String> found = new ArrayList<>();
        lines.forEach(
                List.of(command),
                JobOptions.in(ROOT),
                job -> found.add(text(job).lines().toList().get(1).replace("executable = ", "")));
        return found;
    }

    @Test
    void theLineStandsForItsPlaceInTheValuesOfOptionsToo() throws Exception {
        JobOptions options =
                new JobOptions(
                        HOME,
                        Optional.empty(),
                        Map.of("stdout", "{}.out"),
                        Map.of("SEED", "{}"),
                        Map.of("n", "{}-{}"));
        List<String> texts = new ArrayList<>();
        lines("7\n").forEach(List.of("x", "{}"), options, job -> texts.add(text(job)));
        assertThat(texts).hasSize(1);
        assertThat(texts.get(0)).contains("stdout = 7.out\n", "SEED = 7\n", "n = 7-7\n");
    }

    private static Lines lines(String text) {
        return new Lines(new BufferedReader(new StringReader(text)));
    }

    @Test
    void eachLineThatIsNotBlankIsACommand() throws Exception {
        assertThat(executables(lines("a 1\n\n \t\r\n  b | c\r\n./d")))
                .containsExactly("a 1", "b | c", "./d");
    }

    @Test
    void eachLineIsOneArgumentWhereverItsPlaceIs() throws Exception {
        assertThat(executables(lines("a b\n$(rm x)\n#c\n"), "p", "{}", "-x{}{}y", "z"))
                .containsExactly(
                        "p 'a b' '-xa ba by' z",
                        "p '$(rm x)' '-x$(rm x)$(rm x)y' z",
                        "p '#c' '-x#c#cy' z");
    }

    @Test
    void theLineThatIsRefusedIsKnownByItsNumber() {
        Lines lines = lines("a\n\nit's\nb\n");

        assertThatExceptionOfType(Rejection.class).isThrownBy(() -> executables(lines));
        assertThat(lines.number()).isEqualTo(3);
    }
}
