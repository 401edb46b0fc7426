package org.fjd.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobNameTest {

    private static final Run RUN = new Run("node3-4711", 2);

    @ParameterizedTest
    @ValueSource(strings = {"x", "a b", "-rf", "~", "x.conf", "x@node3-4711.2", "x~2", "a\nb", "ä"})
    void isTheFileNameWithoutConf(String name) {
        assertThat(JobName.ofFileName(name + ".conf")).hasValue(new JobName(name));
        assertThat(new JobName(name).fileName()).isEqualTo(name + ".conf");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".conf",
                "conf",
                "xconf",
                "x.CONF",
                "x.conf~",
                "#x.conf#",
                "x.conf.swp",
                "x.reason",
                ".x.conf",
                ".#x.conf",
                ".x.conf.swp",
                ".nfs0000000000a1b2c3.conf",
                "..conf"
            })
    void isNotFoundForFilesToBeLeftAlone(String fileName) {
        assertThat(JobName.ofFileName(fileName)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", ".x", "a/b", "/a", "a\0b", "\0"})
    void refusesWhatNoJobFileIsCalled(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new JobName(name));
    }

    @Test
    void namesTheFilesThatGoWithAJob() {
        JobName job = new JobName("x");

        assertThat(job.fileName()).isEqualTo("x.conf");
        assertThat(job.reasonFileName()).isEqualTo("x.reason");
        assertThat(job.retryFileName(RUN)).isEqualTo("x@node3-4711.2.conf");
        assertThat(job.logFileName()).isEqualTo("x.log");
        assertThat(job.logFileName(RUN)).isEqualTo("x@node3-4711.2.log");
        assertThat(JobName.ofReasonFileName("x.reason")).contains(job);
        assertThat(JobName.ofReasonFileName("x.conf")).isEmpty();
        assertThat(JobName.ofLogFileName("x.log")).contains(job);
        assertThat(JobName.ofLogFileName(".log")).isEmpty();
    }

    @Test
    void numbersCopies() {
        JobName job = new JobName("x");

        assertThat(job.copy(1)).isEqualTo(job);
        assertThat(job.copy(2)).hasToString("JobName[value=x~2]");
        assertThat(job.copy(12).original()).isEqualTo(job);
        assertThat(job.original()).isEqualTo(job);
        assertThat(new JobName("x~y").original()).isEqualTo(new JobName("x~y"));
        assertThatIllegalArgumentException().isThrownBy(() -> job.copy(0));
    }

    @Nested
    class Retries {

        @ParameterizedTest
        @ValueSource(strings = {"x", "x@y", "x@", "@", "x@other-1.7", "x.conf", "a b", "@w.1"})
        void areCalledByTheirJob(String name) {
            JobName job = new JobName(name);

            assertThat(JobName.ofRetryFileName(job.retryFileName(RUN))).hasValue(job);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "x.conf",
                    "w.1.conf",
                    "x@w.conf",
                    "x@w.0.conf",
                    "x@w.1",
                    "x@w.1.log",
                    "@w.1.conf",
                    ".x@w.1.conf",
                    "x@.conf",
                    ".conf"
                })
        void areNotCalledAnythingElse(String fileName) {
            assertThat(JobName.ofRetryFileName(fileName)).isEmpty();
        }
    }

    @Nested
    class Order {

        @ParameterizedTest
        @CsvSource({
            "job2, job10",
            "job9, job10",
            "job, job1",
            "job1, job1a",
            "job1a, job1b",
            "a2b3, a2b20",
            "a1z, a2a",
            "a2bb, a10",
            "a02, a3",
            "job01, job1",
            "a0, a00a",
            "a00, a1",
            "2, a",
            "a-1, a1",
            "1, 18446744073709551616",
            "99999999999999999999999999998, 99999999999999999999999999999",
            "00000000000000000000000000000009, 10",
        })
        void isNatural(String first, String second) {
            assertThat(new JobName(first)).isLessThan(new JobName(second));
            assertThat(new JobName(second)).isGreaterThan(new JobName(first));
        }

        @Test
        void isTotalAndConsistentWithEquals() {
            Random random = new Random(99);
            List<JobName> names = new ArrayList<>();
            for (int i = 0; i < 120; i++) {
                StringBuilder name = new StringBuilder();
                random.ints(1 + random.nextInt(6), 0, 6)
                        .forEach(c -> name.append("0019ab".charAt(c)));
                names.add(new JobName(name.toString()));
            }
            for (JobName a : names) {
                for (JobName b : names) {
                    assertThat(Integer.signum(a.compareTo(b)))
                            .isEqualTo(-Integer.signum(b.compareTo(a)));
                    assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
                    for (JobName c : names) {
                        if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
                            assertThat(a).isLessThanOrEqualTo(c);
                        }
                    }
                }
            }
        }

        @Test
        void sortsAWholeQueue() {
            List<String> sorted = List.of("a1", "a2", "a10", "a10b", "b", "b1x9", "b1x10");
            List<JobName> names = new ArrayList<>(sorted.stream().map(JobName::new).toList());
            Collections.shuffle(names, new Random(1));
            Collections.sort(names);

            assertThat(names).extracting(JobName::value).isEqualTo(sorted);
        }
    }

    @Nested
    class InMessages {

        @ParameterizedTest
        @ValueSource(strings = {"job1", "a-b_c.d@e+f~2", "größe", "日本", "-x", "~"})
        void isPlainWhereItCannotBeMisread(String name) {
            assertThat(new JobName(name).quoted()).isEqualTo(name);
        }

        static Stream<Arguments> odd() {
            return Stream.of(
                    Arguments.of("a b", "'a b'"),
                    Arguments.of("it's", "'it'\\''s'"),
                    Arguments.of("a\"b", "'a\"b'"),
                    Arguments.of("a\\b", "'a\\\\b'"),
                    Arguments.of("a\nb\r\tc", "'a\\nb\\r\\tc'"),
                    Arguments.of("\u001b[2J", "'\\u{1b}[2J'"),
                    Arguments.of("a\u0085b", "'a\\u{85}b'"),
                    Arguments.of("a\u00a0b", "'a\\u{a0}b'"),
                    Arguments.of("a\u2028b", "'a\\u{2028}b'"),
                    Arguments.of("a\u202eb", "'a\\u{202e}b'"),
                    Arguments.of("a\ud800b", "'a\\u{d800}b'"),
                    Arguments.of("a\uFFFDb", "'a\uFFFDb'"),
                    Arguments.of("a😀*", "'a😀*'"));
        }

        @ParameterizedTest
        @MethodSource("odd")
        void isQuotedWhereItIsOdd(String name, String quoted) {
            assertThat(new JobName(name).quoted()).isEqualTo(quoted);
        }

        @Test
        void neverBreaksALineWhateverTheName() {
            Random random = new Random(7);
            for (int i = 0; i < 5_000; i++) {
                String name = "x" + Character.toString(1 + random.nextInt(0x2ffff));
                if (name.indexOf('/') < 0) {
                    assertThat(new JobName(name).quoted())
                            .doesNotMatch("(?s).*[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}].*");
                }
            }
        }
    }

    @Nested
    class Objections {

        @ParameterizedTest
        @ValueSource(strings = {"job1", "a b", "a\nb", "-rf", "größe", "😀"})
        void areNotMadeToNamesThatAreMerelyOdd(String name) {
            assertThat(new JobName(name).objection()).isEmpty();
        }

        @Test
        void areMadeToNamesOfMoreThan180Bytes() {
            assertThat(new JobName("x".repeat(180)).objection()).isEmpty();
            assertThat(new JobName("ä".repeat(90)).objection()).isEmpty();
            assertThat(new JobName("x".repeat(181)).objection()).get().asString().contains("180");
            assertThat(new JobName("ä".repeat(91)).objection()).get().asString().contains("180");
        }

        @ParameterizedTest
        @ValueSource(strings = {"a\uFFFDb", "a\ud800", "\udc00a"})
        void areMadeToNamesThatTheLocaleCannotWrite(String name) {
            assertThat(new JobName(name).objection()).get().asString().contains("locale");
        }

        @Test
        void areMetByKeepingWhatCanBeKept() {
            assertThat(new JobName("a\uFFFDb\ud800").acceptable()).isEqualTo(new JobName("a_b_"));
            assertThat(new JobName("x" + "ä".repeat(100)).acceptable())
                    .isEqualTo(new JobName("x" + "ä".repeat(89)));
            assertThat(new JobName("ä".repeat(91)).acceptable())
                    .isEqualTo(new JobName("ä".repeat(90)));
        }

        @Test
        void leaveRoomForEveryNameThatIsMadeFromAJobs() {
            JobName longest = new JobName("x".repeat(JobName.MAX_BYTES));
            Run run = new Run("w".repeat(Run.MAX_WORKER_BYTES), Long.MAX_VALUE);

            assertThat(
                            List.of(
                                    longest.copy(Integer.MAX_VALUE).fileName(),
                                    longest.copy(Integer.MAX_VALUE).reasonFileName(),
                                    longest.retryFileName(run),
                                    longest.logFileName(run)))
                    .allMatch(name -> name.getBytes(StandardCharsets.UTF_8).length <= 255);
        }
    }
}
