package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Where libfaketime is, for programs that are to have another clock. */
final class FakeClock {

    private static final String NAME = "faketime/libfaketimeMT.so.1";

    private FakeClock() {}

    /** Skips the test where there is none; with CI in the environment, fails it. */
    static Path library() throws IOException {
        Optional<Path> library = find();
        assertThat(library.isPresent() || System.getenv("CI") == null)
                .as("libfaketime is there")
                .isTrue();
        assumeTrue(library.isPresent(), "libfaketime is not installed");
        return library.orElseThrow();
    }

    private static Optional<Path> find() throws IOException {
        for (String libraries : List.of("/usr/lib", "/usr/lib64")) {
            if (Files.isDirectory(Path.of(libraries))) {
                try (Stream<Path> found =
                        Files.find(Path.of(libraries), 3, (path, a) -> path.endsWith(NAME))) {
                    Optional<Path> library = found.findFirst();
                    if (library.isPresent()) {
                        return library;
                    }
                }
            }
        }
        return Optional.empty();
    }
}
