package org.fjd.spool;

import java.io.IOException;
import java.nio.file.Path;

class InMemoryPosixFileSystemTest extends SpoolContract {

    @Override
    Path directory() throws IOException {
        return Spools.inMemory(time).root();
    }
}
