package org.fjd.spool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.fjd.job.Run;
import org.fjd.job.Values;
import org.fjd.spool.Testimony.Said;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TestimonyTest {

    private final Run run = Spools.run("w-1-x", 1);
    private Spool spool;
    private Path pod;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
        pod = spool.pods().open(run).path();
    }

    private Said said() throws IOException {
        return spool.pods().testimony(run).values();
    }

    private Optional<String> progress(String text) throws IOException {
        Files.write(pod.resolve("progress"), text.getBytes(ISO_8859_1));
        return spool.pods().progress(run);
    }

    @Test
    void whoSaysNothingHasSaidNothing() throws Exception {
        assertThat(said()).isEqualTo(Said.NOTHING);
        assertThat(spool.pods().progress(run)).isEmpty();
        assertThat(spool.pods().progress(run.next())).isEmpty();
    }

    @Test
    void linesAreValues() throws Exception {
        Files.writeString(pod.resolve("values"), "a = 1\nb=2\na = 3\n\n");
        assertThat(said().values()).isEqualTo(Values.parse("b = 2\na = 3"));
        assertThat(said().note()).isEmpty();
    }

    @Test
    void whatIsNotUtf8IsReadAllTheSame() throws Exception {
        Files.write(pod.resolve("values"), "name = M\u00fcller\n".getBytes(ISO_8859_1));
        assertThat(said().values().entries().get(0).value()).isEqualTo("M\uFFFDller");
    }

    @Test
    void theLongestTextIsReadAndALongerOneIsNot() throws Exception {
        String text = "a = " + "x".repeat(Values.MAX_BYTES - 4);
        Files.writeString(pod.resolve("values"), text);
        assertThat(said().values().entries()).hasSize(1);
        Files.writeString(pod.resolve("values"), text + "x");
        assertThat(said().values()).isEqualTo(Values.NONE);
        assertThat(said().note())
                .contains("its values are not recorded, since they are larger than 64 KiB");
    }

    @Test
    void aLinkIsNotFollowed() throws Exception {
        Path secret = Files.writeString(spool.root().resolve("secret"), "a = 1");
        Files.createSymbolicLink(pod.resolve("values"), secret);
        Files.createSymbolicLink(pod.resolve("progress"), secret);
        assertThat(said().values()).isEqualTo(Values.NONE);
        assertThat(said().note())
                .contains("its values are not recorded, since they are in no plain file");
        assertThat(spool.pods().progress(run)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    '3/10 fitting', 3/10 fitting
                    '1\n2\n', 2
                    '1\n2\n\n  \n', 2
                    '10%\r20%\r', 20%
                    'x\u001b[2Jx', x\uFFFD[2Jx
                    """)
    void theLatestLineIsTheProgress(String text, String latest) throws Exception {
        assertThat(progress(text)).contains(latest);
    }

    @Test
    void nothingButBlanksIsNoProgress() throws Exception {
        assertThat(progress("")).isEmpty();
        assertThat(progress(" \n\t\n\u001b\n")).isEmpty();
    }

    @Test
    void onlyTheEndOfALongTextIsRead() throws Exception {
        assertThat(progress("x".repeat(5000) + "\nlast").orElseThrow()).isEqualTo("last");
        assertThat(progress("x".repeat(5000)).orElseThrow()).hasSize(1024);
    }

    @Test
    void itIsRemovedWithThePodAndOddThingsOfThatNameAreKept() throws Exception {
        Files.writeString(pod.resolve("values"), "a = 1");
        Files.writeString(pod.resolve("progress"), "1");
        Files.writeString(pod.resolve("other"), "1");
        spool.morgue().clear(pod, run);
        assertThat(pod).isEmptyDirectory();
        assertThat(Spools.names(spool, ".fjd/strays/" + run)).containsExactly("other");

        Files.createDirectory(pod.resolve("progress"));
        Files.writeString(pod.resolve("values"), "x".repeat(Values.MAX_BYTES + 1));
        spool.morgue().clear(pod, run);
        assertThat(pod).isEmptyDirectory();
        assertThat(Spools.names(spool, ".fjd/strays/" + run))
                .containsExactly("other", "progress", "values");
    }

    @Test
    void aReaperRemovesItToo() throws Exception {
        Files.writeString(pod.resolve("values"), "a = 1");
        Files.writeString(pod.resolve("progress"), "1");
        Morgue.Entry entry = spool.morgue().fence(run, "reaper").orElseThrow();
        assertThat(spool.morgue().bury(entry)).isTrue();
        assertThat(Spools.names(spool, ".fjd/strays")).isEmpty();
    }
}
