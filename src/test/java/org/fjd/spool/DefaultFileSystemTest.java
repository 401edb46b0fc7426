package org.fjd.spool;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class DefaultFileSystemTest extends SpoolContract {

    private @TempDir Path directory;

    @Override
    Path directory() {
        return directory;
    }
}
