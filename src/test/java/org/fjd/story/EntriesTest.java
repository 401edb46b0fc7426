package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fjd.spool.Entries;
import org.fjd.story.Operation.Kind;
import org.fjd.story.SteppedFileSystem.Effect;
import org.fjd.story.SteppedFileSystem.Performer;
import org.junit.jupiter.api.Test;

class EntriesTest {

    private final FileSystem base = Jimfs.newFileSystem(Configuration.unix());

    @Test
    void anErrorOfTheFileSystemIsNotAnAbsence() throws IOException {
        Path file = Files.createFile(base.getPath("/a.conf"));
        Performer failing =
                new Performer() {
                    @Override
                    public <T> T perform(Kind kind, Path path, Path target, Effect<T> effect)
                            throws IOException {
                        throw new FileSystemException(path.toString(), null, "Input/output error");
                    }
                };
        Path seen = new SteppedFileSystem(base, failing).wrap(file);

        assertThat(Files.isRegularFile(seen)).isFalse();
        assertThatThrownBy(() -> Entries.isPlainFile(seen)).hasMessageContaining("Input/output");
        assertThatThrownBy(() -> Entries.isDirectory(seen)).hasMessageContaining("Input/output");
    }
}
