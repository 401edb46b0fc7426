package org.fjd.job;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fjd.job.Corpus.Fate;
import org.fjd.job.Corpus.Specimen;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads every job file of the {@link Corpus}. */
class CorpusTest {

    private static final String JOB_FILE = "/spool/jobpods/w.1/a job.conf";

    static Stream<Specimen> specimens() throws IOException {
        return Corpus.specimens();
    }

    @ParameterizedTest
    @MethodSource("specimens")
    @Timeout(10)
    void isReadOrRejectedAsTheManifestSays(Specimen specimen) throws Rejection {
        if (specimen.fate() == Fate.REJECTED) {
            assertThatExceptionOfType(Rejection.class)
                    .isThrownBy(() -> JobFile.parse(specimen.content(), Defaults.NONE))
                    .satisfies(
                            e ->
                                    assertThat(e.reason())
                                            .contains(specimen.expected())
                                            .endsWith(".")
                                            .doesNotMatch("(?s).*\\p{C}.*"));
            return;
        }
        JobFile file = JobFile.parse(specimen.content(), Defaults.NONE);
        assertThat(file.history().attempt()).isEqualTo(specimen.attempt());
        assertThat(file.history().nextResultSection()).isEqualTo(specimen.section());
        if (specimen.fate() == Fate.RUNS) {
            assertThat(file.control().executable().argv(JOB_FILE))
                    .isEqualTo(specimen.argv(JOB_FILE));
        }
    }

    @Test
    void hasAtLeastTwoHundredFilesAndTheManifestTellsOfEachOnce() throws IOException {
        List<String> listed =
                Corpus.listed().stream().map(specimen -> specimen.name() + ".conf").toList();

        assertThat(listed).hasSizeGreaterThanOrEqualTo(200);
        try (Stream<Path> files = Files.list(Corpus.DIRECTORY)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .filteredOn(file -> !file.equals("MANIFEST"))
                    .containsExactlyInAnyOrderElementsOf(listed);
        }
    }

    /** A check-out or an editor that means well would take their point from these. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "crlf | '[control]\r\nexecutable: true\r\n'",
                "cr-only | '[control]\rexecutable: true\r'",
                "cr-cr-lf | '[control]\r\r\nexecutable: true\r\r\n'",
                "no-last-newline | '[control]\nexecutable: true'",
                "blanks-behind-everything | '[control] \t \nexecutable: true \t \n'",
                "byte-order-mark | '\u00ef\u00bb\u00bf[control]\nexecutable: true\n'",
                "utf16-only-the-mark | '\u00ff\u00fe'",
                "only-a-nul | '\0'",
            })
    void hasTheBytesThatItsFilesAreNamedFor(String name, String latin1) throws IOException {
        assertThat(Files.readString(Corpus.DIRECTORY.resolve(name + ".conf"), ISO_8859_1))
                .isEqualTo(latin1);
    }
}
