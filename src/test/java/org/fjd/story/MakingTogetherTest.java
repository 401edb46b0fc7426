package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fjd.spool.Spool;
import org.fjd.spool.TestTime;
import org.fjd.story.Operation.Kind;
import org.fjd.story.SteppedFileSystem.Effect;
import org.fjd.story.SteppedFileSystem.Performer;
import org.junit.jupiter.api.Test;

class MakingTogetherTest {

    private final FileSystem base = Jimfs.newFileSystem(Configuration.unix());

    @Test
    void aDirectoryThatAnotherHostHasJustMadeAndThatIsNotSeenHereYetIsNotInTheWay()
            throws IOException {
        Path root = Files.createDirectory(base.getPath("/spool"));
        Performer unseen =
                new Performer() {
                    @Override
                    public <T> T perform(Kind kind, Path path, Path target, Effect<T> effect)
                            throws IOException {
                        if (kind == Kind.MAKE && target.endsWith("taken")) {
                            throw new FileAlreadyExistsException(target.toString());
                        }
                        return effect.on(path, target);
                    }
                };

        Spool.open(new SteppedFileSystem(base, unseen).wrap(root), new TestTime());

        assertThat(root.resolve(".fjd/morgue")).isDirectory();
        assertThat(root.resolve(".fjd/taken")).doesNotExist();
    }
}
