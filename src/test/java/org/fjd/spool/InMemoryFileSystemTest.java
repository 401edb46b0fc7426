package org.fjd.spool;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

class InMemoryFileSystemTest extends SpoolContract {

    @Override
    Path directory() throws IOException {
        return Files.createDirectory(Jimfs.newFileSystem(Configuration.unix()).getPath("/spool"));
    }
}
