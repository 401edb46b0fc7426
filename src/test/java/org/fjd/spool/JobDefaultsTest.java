package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.fjd.job.Defaults;
import org.fjd.job.Rejection;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobDefaultsTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    private Path file;
    private Defaults defaults;

    @BeforeEach
    void open() throws IOException {
        Spool spool = Spools.inMemory(new TestTime());
        file = spool.root().resolve("gpu.conf");
        defaults = spool.jobReader().defaults();
    }

    private void write(String nice, Instant modified) throws IOException {
        Files.writeString(file, "[control]\nnice = " + nice + "\n");
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private Optional<String> nice() throws Rejection {
        return defaults.ofFile("gpu.conf").section("control").map(s -> s.get("nice").orElse(""));
    }

    @Test
    void aFileIsReadAgainWhenItsSizeOrTimeHasChanged() throws Exception {
        write("1", NOON);
        assertThat(nice()).contains("1");
        write("2", NOON);
        assertThat(nice()).as("of the same size and time").contains("1");
        write("3", NOON.plusSeconds(1));
        assertThat(nice()).contains("3");
        write("10", NOON.plusSeconds(1));
        assertThat(nice()).contains("10");
    }

    @Test
    void whereItCountsFromIsSaidOfARelativePathOnly() {
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> defaults.ofFile("none.conf"))
                .satisfies(
                        e -> assertThat(e.reason()).endsWith(" Its path counts from the spool."));
        assertThatExceptionOfType(Rejection.class)
                .isThrownBy(() -> defaults.ofFile("/none.conf"))
                .satisfies(e -> assertThat(e.reason()).endsWith("can't be read."));
    }
}
