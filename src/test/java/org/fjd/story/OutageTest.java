package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
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
import org.junit.jupiter.api.Test;

class OutageTest {

    private static final Duration PACE = Duration.ofSeconds(1);

    private final FileSystem base = Jimfs.newFileSystem(Configuration.unix());
    private final TestTime time = new TestTime();
    private final Heard heard = new Heard();
    private boolean away;

    @Test
    void nobodyIsLostWhenAllWasRefusedAtOnceForLongerThanTheLease() throws Exception {
        Path root = Files.createDirectory(base.getPath("/spool"));
        Spool spool =
                Spools.at(
                        new SteppedFileSystem(base, new Outage(() -> away)).wrap(root),
                        time,
                        "lease = 10s\n");
        Dispatcher dispatcher = new Dispatcher(spool, Machine.here(), false, heard);
        spool.roll().enlist(Spools.worker("w", Spools.elsewhere(1), 1));
        dispatcher.tick(PACE);

        away = true;
        for (int second = 0; second < 20; second++) {
            time.pass(PACE);
            assertThatThrownBy(() -> dispatcher.tick(PACE)).isInstanceOf(IOException.class);
        }
        away = false;
        for (int second = 0; second < 8; second++) {
            time.pass(PACE);
            dispatcher.tick(PACE);
        }

        assertThat(heard.lines()).isEmpty();
    }
}
