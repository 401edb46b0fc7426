package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.fjd.dispatch.Dispatcher;
import org.fjd.dispatch.Heard;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.story.Operation.Kind;
import org.junit.jupiter.api.Test;

/** A reaper that stands still between two operations, while others go on. */
class ReaperStallTest {

    private final FileSystem base = Jimfs.newFileSystem(Configuration.unix());
    private final TestTime time = new TestTime();

    @Test
    void aWorkerThatHasGivenUpThePodForWhichItWasMissedAndEnlistsAgainStaysOnTheRoll()
            throws Exception {
        Path root = Files.createDirectory(base.getPath("/spool"));
        Spool spool = Spools.at(root, time);
        Path pod = spool.pods().open(Spools.run("w", 1)).path();
        Interruption stall =
                new Interruption(
                        Kind.LOOK,
                        pod.toString(),
                        false,
                        () -> {
                            Files.delete(pod);
                            spool.roll().enlist(Spools.worker("w", Spools.elsewhere(1), 1));
                        });
        Dispatcher dispatcher =
                new Dispatcher(
                        Spool.open(new SteppedFileSystem(base, stall).wrap(root), time),
                        Machine.here(),
                        false,
                        new Heard());
        while (Files.exists(pod)) {
            dispatcher.tick(Duration.ofSeconds(1));
            time.pass(Duration.ofSeconds(1));
        }

        assertThat(spool.roll().names()).containsExactly("w");
    }
}
