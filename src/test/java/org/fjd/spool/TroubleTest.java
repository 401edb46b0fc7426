package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TroubleTest {

    static Stream<Arguments> troubles() {
        return Stream.of(
                Arguments.of(new AccessDeniedException("/a"), "/a: permission denied"),
                Arguments.of(new NoSuchFileException("/a"), "/a: no such file or directory"),
                Arguments.of(
                        new FileAlreadyExistsException("/a", "/b", null),
                        "/a -> /b: exists already"),
                Arguments.of(
                        new FileSystemException("/a", null, "No space left on device"),
                        "/a: No space left on device"),
                Arguments.of(new NotDirectoryException("/a"), "/a: NotDirectoryException"),
                Arguments.of(new FileSystemException(null, null, "Stale"), "Stale"),
                Arguments.of(new IOException("Input/output error"), "Input/output error"),
                Arguments.of(new IOException(), "IOException"));
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void isDescribedWithThePathAndTheReason(IOException trouble, String description) {
        assertThat(Trouble.describe(trouble)).isEqualTo(description);
    }
}
