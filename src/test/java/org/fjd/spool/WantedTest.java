package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.fjd.job.JobName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WantedTest {

    private Spool spool;

    @BeforeEach
    void make() throws IOException {
        spool = Spools.inMemory(new TestTime());
    }

    private Wanted wanted(String... typed) throws IOException {
        return Wanted.of(spool, List.of(typed));
    }

    private static Set<JobName> names(String names) {
        return Arrays.stream(names.split(" ")).map(JobName::new).collect(Collectors.toSet());
    }

    private static List<String> chosen(Wanted wanted, String there) {
        Wanted.Choice choice = wanted.choose(names(there));
        assertThat(choice.jobs()).allMatch(wanted::mayMean);
        return choice.jobs().stream().map(JobName::value).toList();
    }

    @ParameterizedTest
    @CsvSource({
        "a, a, true",
        "a, ab, false",
        "A, a, false",
        "a, a~2, false",
        "a*, ab, true",
        "a*, b, false",
        "a?, ab, true",
        "'{a,b}', b, true",
        "'[a-c]1', b1, true",
        "'[a-c]1', '[a-c]1', true",
        "failed/a.conf, a, true",
        "/spool/jobpods/w.1/a.conf, a, true",
        ".fjd/morgue/w.1@x/a.conf, a, true",
        "logs/a.conf, a, false",
        "a.conf, a, true",
        "a.conf, a.conf, true",
        "'x[1', 'x[1', true",
        "'x{y', 'x{y', true",
        "'x[1', 'x1', false",
        "retryqueue/a@w.1.conf, a, true",
        "'*\ny', 'x\ny', true",
        "'x\ny', 'x\ny', true",
        "'', a, false",
        "'.conf', a, false"
    })
    void aWordTellsWhichJobsAreMeant(String typed, String name, boolean meant) throws IOException {
        assertThat(wanted(typed).choose(Set.of(new JobName(name))).jobs().size() == 1)
                .isEqualTo(meant);
        assertThat(wanted(typed).mayMean(new JobName(name))).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "x.conf, x x.conf, x.conf",
        "x.conf, x y, x",
        "'fit[1]', fit[1] fit1, fit[1]",
        "'fit[1]', fit2 fit1, fit1",
        "'x{y', x{y xy, x{y"
    })
    void oneThatIsCalledJustSoComesFirst(String typed, String there, String meant)
            throws IOException {
        assertThat(chosen(wanted(typed), there)).containsExactly(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "a, a a~2 a~10 b, a a~2 a~10",
        "a, a~1 a~02 ab, ''",
        "a, a~2 b, a~2",
        "a~2, a a~2, a~2",
        "'a\n', 'a\n~2', 'a\n~2'",
        "done/a.conf, a a~2, a a~2"
    })
    void namesakesAreMeantWhereThatIsAskedFor(String typed, String there, String meant)
            throws IOException {
        assertThat(chosen(wanted(typed).withNamesakes(), there))
                .containsExactlyElementsOf(meant.isEmpty() ? List.of() : List.of(meant.split(" ")));
    }

    @Test
    void noWordMeansAllAndOfSeveralEachCounts() throws IOException {
        assertThat(chosen(wanted(), "x y")).containsExactly("x", "y");
        assertThat(wanted().isAll()).isTrue();
        assertThat(chosen(wanted("a", "x", "y*"), "x y1 y2 z")).containsExactly("x", "y1", "y2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[a", "{a", "nix", "nix*", "/", "done/", "x\u0000y"})
    void whatMeansNothingIsMissing(String typed) throws IOException {
        assertThat(wanted(typed, "b").choose(names("b c")).missing()).containsExactly(typed);
    }

    @Test
    void byNamesAloneNoPatternIsAsked() throws IOException {
        Wanted wanted = wanted("a*", "a", "b");

        assertThat(wanted.chooseNamed(names("a a1 b"), List.of("a*", "a")))
                .isEqualTo(new Wanted.Choice(names("a"), List.of("a*")));
    }
}
