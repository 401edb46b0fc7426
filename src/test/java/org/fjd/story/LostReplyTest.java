package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.fjd.job.JobName;
import org.fjd.spool.Spool;
import org.fjd.spool.TestTime;
import org.fjd.story.Operation.Kind;
import org.fjd.story.SteppedFileSystem.Effect;
import org.fjd.story.SteppedFileSystem.Performer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LostReplyTest {

    private final FileSystem base = Jimfs.newFileSystem(Configuration.unix());

    @ParameterizedTest
    @ValueSource(strings = {"", "[control]"})
    void aRejectedFileWhoseMoveWasDoneAndReportedAsFailedKeepsItsReason(String text)
            throws IOException {
        Path root = Files.createDirectory(base.getPath("/spool"));
        Performer losing =
                new Performer() {
                    @Override
                    public <T> T perform(Kind kind, Path path, Path target, Effect<T> effect)
                            throws IOException {
                        T done = effect.on(path, target);
                        if (kind == Kind.MOVE) {
                            throw new FileSystemException(
                                    path.toString(), null, "Input/output error");
                        }
                        return done;
                    }
                };
        Path seen = new SteppedFileSystem(base, losing).wrap(root);
        Spool spool = Spool.open(seen, new TestTime());
        Files.writeString(root.resolve("jobqueue/a.conf"), text);

        assertThat(
                        spool.archive()
                                .reject(
                                        seen.resolve("jobqueue/a.conf"),
                                        JobName.ofFileName("a.conf").orElseThrow(),
                                        "It is odd."))
                .contains(seen.resolve("failed/a.conf"));
        assertThat(root.resolve("failed/a.conf")).hasContent(text);
        assertThat(root.resolve("failed/a.reason")).hasContent("It is odd.");
    }
}
