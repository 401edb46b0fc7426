package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReportFileTest {

    private final FileSystem fileSystem = Jimfs.newFileSystem(Configuration.unix());
    private final Path file = fileSystem.getPath("/work/report.html");

    @AfterEach
    void close() throws IOException {
        fileSystem.close();
    }

    @Test
    void aReportIsWrittenWhereNothingIs() throws Exception {
        assertThat(ReportFile.obstacle(file, false)).isEmpty();
        ReportFile.write(file, Reports.of(List.of(Reports.queued("first"))));

        assertThat(Files.readString(file)).startsWith(ReportPage.MARK).contains("\"first\"");
        assertThat(entries()).containsExactly(file);
    }

    @Test
    void aReportReplacesAReport() throws Exception {
        ReportFile.write(file, Reports.of(List.of(Reports.queued("first"))));

        assertThat(ReportFile.obstacle(file, false)).isEmpty();
        ReportFile.write(file, Reports.of(List.of(Reports.queued("second"))));
        assertThat(Files.readString(file)).contains("\"second\"").doesNotContain("\"first\"");
        assertThat(entries()).containsExactly(file);
    }

    @Test
    void anythingElseIsReplacedOnlyByForce() throws Exception {
        for (String text : List.of("", "<!DOCTYPE html>\n<p>mine", "thesis")) {
            Files.writeString(file, text);

            assertThat(ReportFile.obstacle(file, false).orElseThrow()).contains("--force");
            assertThat(ReportFile.obstacle(file, true)).isEmpty();
        }
    }

    @Test
    void aDirectoryIsNoPlaceForAReport() throws Exception {
        Files.createDirectory(file);

        assertThat(ReportFile.obstacle(file, true).orElseThrow()).startsWith("is a directory.");
    }

    @Test
    void aDirectoryThatIsMissingIsTold() throws Exception {
        assertThat(ReportFile.obstacle(file.resolveSibling("no/report.html"), true).orElseThrow())
                .contains("does not exist");
    }

    @Test
    void aLinkIsFollowed() throws Exception {
        Path real = Files.createDirectory(file.resolveSibling("www")).resolve("index.html");
        Files.createSymbolicLink(file, real);
        Files.writeString(real, "mine");

        assertThat(ReportFile.obstacle(file, false)).isPresent();
        ReportFile.write(file, Reports.of(List.of()));
        assertThat(file).isSymbolicLink();
        assertThat(Files.readString(real)).startsWith(ReportPage.MARK);
    }

    @Test
    void whatWasThereStaysWhenNothingCanBeWritten() throws Exception {
        try (FileSystem small =
                Jimfs.newFileSystem(
                        Configuration.unix().toBuilder()
                                .setBlockSize(512)
                                .setMaxSize(100 * 1024)
                                .build())) {
            Path old = small.getPath("/work/report.html");
            Files.writeString(old, "old");

            assertThatThrownBy(() -> ReportFile.write(old, Reports.many(1000, 4)))
                    .isInstanceOf(IOException.class);
            assertThat(Files.readString(old)).isEqualTo("old");
            try (Stream<Path> entries = Files.list(small.getPath("/work"))) {
                assertThat(entries).containsExactly(old);
            }
        }
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(fileSystem.getPath("/work"))) {
            return entries.toList();
        }
    }
}
