package org.fjd.job;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.ini.Ini;
import org.fjd.ini.IniException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The optional keys of {@code [control]}: good, bad and border values of each. */
class ControlKeysTest {

    @Test
    void conditionsSayWhenAJobMayRun() throws Exception {
        Conditions conditions =
                control(
                                """
                                priority = -5
                                after = prepare, split.conf
                                requires = gpu avx2
                                limit = licence
                                not-before = 2026-12-31T22:00+01:00
                                hold = yes
                                """)
                        .conditions();
        assertThat(conditions)
                .isEqualTo(
                        new Conditions(
                                -5,
                                List.of(new JobName("prepare"), new JobName("split")),
                                Set.of("gpu", "avx2"),
                                Set.of("licence"),
                                Optional.of(Instant.parse("2026-12-31T21:00:00Z")),
                                true));
    }

    @Test
    void aDateWithoutAnOffsetIsOfThisPlace() throws Exception {
        Instant instant =
                LocalDateTime.parse("2026-12-31T22:00").atZone(ZoneId.systemDefault()).toInstant();
        assertThat(control("not-before = 2026-12-31 22:00").conditions().notBefore())
                .hasValue(instant);
        assertThat(control("not-before = 2026-12-31T22:00:30").conditions().notBefore())
                .hasValue(instant.plusSeconds(30));
    }

    @Test
    void howLongAJobTakesIsKnownIfItSaysSo() throws Exception {
        assertThat(control("expected = 2h").conditions().claim().expected())
                .hasValue(Duration.ofHours(2));
        assertThat(control("expected = 365d").conditions().expected())
                .hasValue(Duration.ofDays(365));
        assertThat(control("expected = 0").conditions().expected()).isEmpty();
        assertThat(control("").conditions().expected()).isEmpty();
    }

    @Test
    void retriesSuccessAndBounds() throws Exception {
        Control control =
                control(
                        """
                        retries = 3
                        retry-delay = 10s
                        retry-growth = 1.5
                        retry-on = 1 75-77
                        success = 0,3
                        expects = a.dat 'b c.dat'
                        timeout = 2h
                        kill-after = 30s
                        nice = 19
                        """);
        assertThat(control.retries())
                .isEqualTo(new Retries(3, Duration.ofSeconds(10), 1.5, ExitCodes.parse("1 75-77")));
        assertThat(control.success().codes().contains(3)).isTrue();
        assertThat(control.success().expects()).containsExactly("a.dat", "b c.dat");
        assertThat(control.bounds())
                .isEqualTo(
                        new Bounds(Optional.of(Duration.ofHours(2)), Duration.ofSeconds(30), 19));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "priority     | 1000001      | a whole number from -1000000 to 1000000",
                "priority     | -1000001     | a whole number from -1000000 to 1000000",
                "priority     | high         | a whole number",
                "priority     | 1.5          | a whole number",
                "priority     | 9999999999   | a whole number",
                "retries      | -1           | a whole number from 0 to 1000",
                "retries      | 1001         | a whole number from 0 to 1000",
                "retry-delay  | soon         | a duration up to a year",
                "retry-delay  | 366d         | a duration up to a year",
                "retry-growth | 0.5          | a number from 1 to 100",
                "retry-growth | 101          | a number from 1 to 100",
                "retry-growth | NaN          | a number from 1 to 100",
                "retry-on     | 256          | exit codes from 0 to 255",
                "retry-on     | 5-3          | exit codes from 0 to 255",
                "retry-on     | -1           | exit codes from 0 to 255",
                "success      | zero         | exit codes from 0 to 255",
                "timeout      | 1 hour       | a duration up to a year",
                "timeout      | 366d         | a duration up to a year",
                "kill-after   | -5s          | a duration up to a year",
                "kill-after   | 366d         | a duration up to a year",
                "expected     | long         | a duration up to a year",
                "expected     | -1s          | a duration up to a year",
                "expected     | 366d         | a duration up to a year",
                "after        | a/b          | names of jobs",
                "after        | .hidden      | names of jobs",
                "after        | ,            | names of jobs",
                "after        | , ,          | names of jobs",
                "requires     | ,            | names of letters, digits",
                "limit        | ,,           | names of letters, digits",
                "success      | ,            | exit codes from 0 to 255",
                "retry-on     | ,            | exit codes from 0 to 255",
                "requires     | gpu;rm       | names of letters, digits",
                "limit        | $x           | names of letters, digits",
                "limit        | -1           | the name of a limit",
                "limit        | licence 3    | the name of a limit",
                "not-before   | tomorrow     | a date and time",
                "not-before   | 2026-02-30 12:00 | a date and time",
                "hold         | perhaps      | true or false",
                "nice         | 20           | a whole number from 0 to 19",
                "nice         | -1           | a whole number from 0 to 19",
                "expects      | a $HOME      | names of files",
                "expects      | it\\           | names of files",
                "expects      | \"\"            | names of files",
                "expects      | a \"\"          | names of files",
            })
    void aWrongValueIsRefusedWithWhatToWrite(String key, String value, String must) {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> control(key + " = " + value))
                .withMessageStartingWith("The value of '" + key + "' is wrong. Write " + must);
    }

    @ParameterizedTest
    @CsvSource({
        "priority, 1000000",
        "priority, -1000000",
        "priority, +1",
        "retries, 0",
        "retries, 1000",
        "retry-delay, 365d",
        "retry-growth, 1",
        "retry-growth, 100",
        "retry-on, 0",
        "retry-on, 255",
        "success, 0-255",
        "timeout, 0",
        "timeout, 365d",
        "kill-after, 0",
        "kill-after, 365d",
        "nice, 0",
    })
    void valuesAtTheBorderAreTaken(String key, String value) throws Exception {
        assertThat(control(key + " = " + value).executable())
                .isEqualTo(new Command.Plain(List.of("a")));
    }

    @Test
    void aTimeoutOfZeroIsNone() throws Exception {
        assertThat(control("timeout = 0").bounds().timeout()).isEmpty();
    }

    @Test
    void theDelayOfRetriesGrows() throws Exception {
        Retries retries = control("retries=9\nretry-delay=10s\nretry-growth=2").retries();
        assertThat(retries.delayAfter(0)).isEqualTo(Duration.ofSeconds(10));
        assertThat(retries.delayAfter(3)).isEqualTo(Duration.ofSeconds(80));
        assertThat(retries.delayAfter(999)).isEqualTo(Duration.ofDays(1));
        Retries slow = control("retry-delay=2d\nretry-growth=3").retries();
        assertThat(slow.delayAfter(5).toHours()).isCloseTo(48, within(0L));
    }

    @Test
    void onlyFailuresThatAreAskedForAreTriedAgain() throws Exception {
        Retries retries = control("retries=2\nretry-on=75").retries();
        assertThat(retries.allow(1, State.FAILED, Optional.of(75))).isTrue();
        assertThat(retries.allow(2, State.FAILED, Optional.of(75))).isFalse();
        assertThat(retries.allow(0, State.FAILED, Optional.of(1))).isFalse();
        assertThat(retries.allow(0, State.TIMED_OUT, Optional.empty())).isFalse();
        assertThat(retries.allow(0, State.CANCELLED, Optional.of(75))).isFalse();
        Retries any = control("retries=1").retries();
        assertThat(any.allow(0, State.TIMED_OUT, Optional.empty())).isTrue();
        assertThat(any.allow(0, State.FAILED, Optional.empty())).isTrue();
        assertThat(any.allow(0, State.DONE, Optional.of(0))).isFalse();
    }

    @Test
    void theEnvironmentIsASectionOfItsOwn() throws Exception {
        Ini job = Ini.parse("[control]\nexecutable=a\n[environment]\nOMP_NUM_THREADS=4\nX = a b\n");
        assertThat(Control.of(new ControlReader(job, Defaults.NONE)).environment())
                .isEqualTo(Map.of("OMP_NUM_THREADS", "4", "X", "a b"));
    }

    @ParameterizedTest
    @CsvSource({"1X", "FJD_SPOOL", "a-b", "x y"})
    void aVariableThatCannotBeSetIsRefused(String name) {
        String text = "[control]\nexecutable=a\n[environment]\n" + name + "=1\n";
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> JobFile.parse(text.getBytes(UTF_8), Defaults.NONE))
                .withMessageContaining("can't be set");
    }

    @Test
    void aJobsOwnValueCountsThenItsDefaultsThenTheSpools() throws Exception {
        Defaults defaults =
                defaults(
                        "[control]\npriority=1\nretries=1\nnice=1\nexecutable=c\n[environment]\nA=1\nB=1\nC=1\n",
                        "[control]\npriority=2\nretries=2\n[environment]\nA=2\nB=2\n");
        String text = "[control]\ndefaults=common.ini\npriority=3\n[environment]\nA=3\n";
        Control control = JobFile.parse(text.getBytes(UTF_8), defaults).control();
        assertThat(control.conditions().priority()).isEqualTo(3);
        assertThat(control.retries().most()).isEqualTo(2);
        assertThat(control.bounds().nice()).isEqualTo(1);
        assertThat(control.executable()).isEqualTo(new Command.Plain(List.of("c")));
        assertThat(control.environment()).isEqualTo(Map.of("A", "3", "B", "2", "C", "1"));
    }

    @Test
    void aWrongValueInDefaultsIsRefusedToo() throws Exception {
        Defaults defaults = defaults("[control]\nnice=99\n", "");
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(
                        () -> JobFile.parse("[control]\nexecutable=a\n".getBytes(UTF_8), defaults))
                .withMessageContaining("'nice'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "prioritty = 1 | The key prioritty is not known. Did you mean 'priority'?",
                "Time-out = 1  | The key time-out is not known. Did you mean 'timeout'?",
                "colour = red  | The key colour is not known and does nothing.",
            })
    void aMisspeltKeyIsAWarningWithTheNearestRightOne(String line, String warning)
            throws Exception {
        byte[] content = ("[control]\nexecutable = a\n" + line + "\n").getBytes(UTF_8);
        assertThat(JobFile.parse(content, Defaults.NONE).warnings()).containsExactly(warning);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "enviroment   | The section enviroment is not known. Did you mean 'environment'?",
                "Environment  | The section Environment is not known. Did you mean 'environment'?",
                "environmetn  | The section environmetn is not known. Did you mean 'environment'?",
            })
    void aSectionThatIsAlmostTheEnvironmentIsAWarning(String section, String warning)
            throws Exception {
        byte[] content =
                "[control]\nexecutable = a\n[%s]\nX = 1\n".formatted(section).getBytes(UTF_8);
        assertThat(JobFile.parse(content, Defaults.NONE).warnings()).containsExactly(warning);
    }

    @Test
    void whatElseIsCalledAlikeIsTheJobsOwn() throws Exception {
        byte[] content =
                "[control]\nexecutable = a\n[environments2]\nX = 1\n[env]\n[controls]\n"
                        .getBytes(UTF_8);
        assertThat(JobFile.parse(content, Defaults.NONE).warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[control] executabel=x | Its [control] section has no executable. Add a line 'executable: <command>'. The key executabel may be a misspelt 'executable'.",
                "[control] nice=3       | Its [control] section has no executable. Add a line 'executable: <command>'.",
                "[contrl] executable=x  | It has no [control] section. Add one with an 'executable:' line. The section contrl may be a misspelt 'control'.",
                "[Control] executable=x | It has no [control] section. Add one with an 'executable:' line. The section Control may be a misspelt 'control'.",
                "[params] executable=x  | It has no [control] section. Add one with an 'executable:' line.",
            })
    void whatIsMissingMayBeMisspelt(String lines, String reason) {
        byte[] content = lines.replace(" ", "\n").getBytes(UTF_8);
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> JobFile.parse(content, Defaults.NONE))
                .satisfies(rejection -> assertThat(rejection.reason()).isEqualTo(reason));
    }

    @Test
    void oneInDefaultsIsAWarningToo() throws Exception {
        byte[] content = "[control]\nexecutable = a\ndefaults = d\n".getBytes(UTF_8);
        Defaults defaults = defaults("[control]\ntimeot = 3s\n", "[control]\nretires = 3\n");
        assertThat(JobFile.parse(content, defaults).warnings())
                .containsExactly(
                        "The key retires is not known. Did you mean 'retries'?",
                        "The key timeot is not known. Did you mean 'timeout'?");
    }

    @Test
    void whoReadsTheSettingsTellsOfASectionThatIsMisspeltThere() throws Exception {
        byte[] content = "[control]\nexecutable = a\ndefaults = d\n".getBytes(UTF_8);
        assertThat(JobFile.parse(content, defaults("[enviroment]\n", "")).warnings()).isEmpty();
        assertThat(JobFile.parse(content, defaults("", "[enviroment]\n")).warnings())
                .containsExactly(
                        "The section enviroment is not known. Did you mean 'environment'?");
    }

    @Test
    void whatHoldsByDefaultsIsToldInTheirOrderWithWhereItStands() throws Exception {
        byte[] content =
                "[control]\nexecutable = a\nNice = 1\nlimit =\ndefaults = d\n".getBytes(UTF_8);
        Defaults defaults =
                defaults(
                        "[control]\nnice = 2\ntimeout = 1h\nretries = 4\n",
                        "[control]\ntimeout = 2h\nlimit = licence\nretries =\n");
        assertThat(JobFile.inherited(content, defaults))
                .containsExactly(
                        new Inherited("timeout", "2h", "d"),
                        new Inherited("limit", "licence", "d"),
                        new Inherited("retries", "4", ".fjd/fjd.conf"));
    }

    @Test
    void whatHoldsForATextThatIsNotIniIsNotTold() {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> JobFile.inherited("odd".getBytes(UTF_8), Defaults.NONE))
                .withMessageStartingWith("It is not INI. Line 1 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"directory", "stdout", "stderr", "logfile", "defaults"})
    void aPathIsOnOneLineWithoutControlCharacters(String key) {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> control(key + " = a\u0001b"))
                .withMessage(
                        "The value of '" + key + "' has a control character in it. Remove it.");
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> control(key + " = a\n   b"))
                .withMessageStartingWith("The value of '" + key + "' goes on over an indented");
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> control(key + " = a\n" + key + " = b"))
                .withMessageEndingWith(" has '" + key + "' more than once. Keep one of them.");
    }

    @Test
    void defaultsThatCantBeReadAreRefused() {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> control("defaults = nowhere"))
                .withMessage("Its defaults can't be read here.");
    }

    @ParameterizedTest
    @CsvSource({"file, true", "FILE, true", "none, false", "None, false", "'', true"})
    void theJobFileIsAnArgumentUnlessThatIsNotWanted(String value, boolean taken) throws Exception {
        assertThat(control("argument = " + value).executable())
                .isEqualTo(new Command.Plain(List.of("a"), taken));
    }

    @Test
    void nothingElseCanBeTheArgument() {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> control("argument = path"))
                .withMessage("The value of 'argument' is wrong. Write file or none.");
    }

    @Test
    void nothingIsWarnedOfWhereAllKeysAreKnown() throws Exception {
        byte[] content = "[control]\nExecutable = a\nNICE = 3\n[params]\nx=1\n".getBytes(UTF_8);
        assertThat(JobFile.parse(content, Defaults.NONE).warnings()).isEmpty();
    }

    private static Defaults defaults(String ofSpool, String ofFile) throws IniException {
        Ini spool = Ini.parse(ofSpool);
        Ini file = Ini.parse(ofFile);
        return new Defaults() {
            @Override
            public Ini ofSpool() {
                return spool;
            }

            @Override
            public Ini ofFile(String name) {
                return file;
            }
        };
    }

    private static Control control(String lines) throws IniException, Rejection {
        Ini ini = Ini.parse("[control]\nexecutable = a\n" + lines + "\n");
        return Control.of(new ControlReader(ini, Defaults.NONE));
    }

    @ParameterizedTest
    @CsvSource({"true,true", "YES,true", "on,true", "false,false", "No,false", "off,false"})
    void aHoldIsYesOrNo(String word, boolean held) throws Exception {
        assertThat(control("hold = " + word).conditions().hold()).isEqualTo(held);
    }
}
