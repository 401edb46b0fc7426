package org.fjd.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;

class NamePropertiesTest {

    private static final Run RUN = new Run("n-1-a", 3);

    @Provide
    Arbitrary<String> names() {
        return JobTexts.names();
    }

    @Property
    void aFileNameIsAJobsOrLeftAlone(@ForAll("names") String fileName) {
        Optional<JobName> name = JobName.ofFileName(fileName + ".conf");

        assertThat(name.map(JobName::fileName))
                .isIn(Optional.of(fileName + ".conf"), Optional.empty());
        assertThat(JobName.ofFileName(fileName).map(JobName::fileName))
                .isIn(Optional.of(fileName), Optional.empty());
    }

    @Property
    void aRetryIsCalledByItsJob(@ForAll("names") String fileName) {
        Optional<JobName> name = JobName.ofFileName(fileName + ".conf");
        Assume.that(name.isPresent());

        assertThat(JobName.ofRetryFileName(name.get().retryFileName(RUN))).isEqualTo(name);
    }

    @Property
    void anyNameCanBeShownAndKept(@ForAll("names") String fileName) {
        Optional<JobName> name = JobName.ofFileName(fileName + ".conf");
        Assume.that(name.isPresent());
        JobName kept = name.get().acceptable();

        assertThat(name.get().quoted())
                .doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}].*");
        assertThat(kept.objection()).isEmpty();
        assertThat(kept.acceptable()).isEqualTo(kept);
        assertThat(name.get().objection().isEmpty()).isEqualTo(kept.equals(name.get()));
    }

    @Property
    void anyTextIsARunThatIsWrittenTheSameOrNone(@ForAll("names") String text) {
        assertThat(Run.parse(text).map(Run::toString)).isIn(Optional.of(text), Optional.empty());
    }

    @Property
    void aRunIsReadBack(@ForAll("names") String worker, @ForAll @LongRange(min = 1) long number) {
        Optional<Run> run = Run.parse(worker + "." + number);

        assertThat(run)
                .isIn(
                        Optional.of(worker)
                                .filter(w -> run.isPresent())
                                .map(w -> new Run(w, number)),
                        Optional.empty());
    }

    @Property
    void anyTextIsADurationOrNone(@ForAll("durations") String text) {
        assertThat(Durations.parse(text).map(Durations::format).orElse("0s"))
                .matches("\\d+s|\\d+m \\d+s|\\d+h \\d+m|\\d+d \\d+h");
    }

    @Provide
    Arbitrary<String> durations() {
        return Arbitraries.strings().withChars("0159 msdhMSDH.-\u0661").ofMaxLength(12);
    }

    @Property
    void anyLineIsACommandOrRejected(@ForAll("lines") String line) {
        try {
            assertThat(Command.parse(line).argv("j")).doesNotContainNull().endsWith("j");
        } catch (Rejection e) {
            assertThat(e.reason()).matches("\\P{C}+\\.");
        }
    }

    @Provide
    Arbitrary<String> lines() {
        return Arbitraries.of(
                        "a",
                        " ",
                        "\t",
                        "\n",
                        "'",
                        "\"",
                        "\\",
                        "`",
                        "$",
                        "$(",
                        "${",
                        "(",
                        ")",
                        "{",
                        "}",
                        "|",
                        "&",
                        ";",
                        "<",
                        ">",
                        "<<",
                        "#",
                        "*",
                        "~",
                        "=",
                        "X=",
                        "if",
                        "fi",
                        "done",
                        "cd",
                        "$1",
                        "$@",
                        "$FJD_JOB_FILE",
                        "\u00e4")
                .list()
                .ofMaxSize(12)
                .map(parts -> String.join("", parts));
    }
}
