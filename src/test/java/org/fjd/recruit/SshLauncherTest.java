package org.fjd.recruit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Labels;
import org.fjd.recruit.Launcher.Failure;
import org.fjd.recruit.Launcher.Launched;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.junit.jupiter.api.Test;

class SshLauncherTest {

    private static final Host HOST = Host.named("node1");

    @Test
    void whereTheSpoolTakesNoFileThatIsAFailureOfTheHostAndHoldsUpNoOther() throws Exception {
        Spool spool = Spools.inMemory(new TestTime());
        Path tmp = spool.root().resolve(".fjd/tmp");
        Files.deleteIfExists(tmp);
        Files.createFile(tmp); // in the way
        SshLauncher launcher =
                new SshLauncher(
                        spool,
                        Path.of("/fjd"),
                        new Ssh(Optional.of("false")),
                        HOST,
                        Labels.NONE,
                        Duration.ofSeconds(1));

        Launched launched = launcher.launch(Optional.of(1));

        assertThat(launched.workers()).isZero();
        assertThat(launched.failures())
                .containsExactly(
                        new Failure("node1: Not called: " + tmp + ": exists already", List.of()));
    }
}
