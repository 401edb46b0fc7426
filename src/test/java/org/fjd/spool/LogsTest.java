package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.fjd.job.Run;
import org.junit.jupiter.api.Test;

class LogsTest {

    @Test
    void eachRunHasAFileOfItsOwn() throws IOException {
        Logs logs = Spools.inMemory(new TestTime()).logs();
        Run second = new Run("w", 2);

        assertThat(logs.create(Spools.name("a"), new Run("w", 1))).hasToString("/spool/logs/a.log");
        Path own = logs.create(Spools.name("a"), second);
        assertThat(own).hasToString("/spool/logs/a@w.2.log").isRegularFile();
        assertThat(logs.create(Spools.name("a"), second)).as("tried again").isEqualTo(own);
    }

    @Test
    void aRunWithoutAFileOfItsOwnHasTheFirstOneIfThatIsNotOlderThanItsJobFile() throws IOException {
        Spool spool = Spools.inMemory(new TestTime());
        Logs logs = spool.logs();
        Run run = new Run("w", 2);
        Path job = Spools.drop(spool, "a");
        assertThat(logs.of(Spools.name("a"), run, job)).isEmpty();

        Path first = logs.create(Spools.name("a"), new Run("w", 1));
        FileTime dropped = Files.getLastModifiedTime(job);
        Files.setLastModifiedTime(first, dropped);
        assertThat(logs.of(Spools.name("a"), run, job)).contains(first);
        assertThat(logs.of(Spools.name("a"), run, job.resolveSibling("b.conf"))).isEmpty();
        Files.setLastModifiedTime(first, FileTime.from(dropped.toInstant().minusSeconds(1)));
        assertThat(logs.of(Spools.name("a"), run, job)).isEmpty();

        Path own = logs.create(Spools.name("a"), run);
        assertThat(logs.of(Spools.name("a"), run, job)).contains(own);
    }

    @Test
    void theLogsOfWorkersAreKnownByTheirNames() throws IOException {
        Logs logs = Spools.inMemory(new TestTime()).logs();
        logs.create(logs.ofWorker("w"));
        assertThat(logs.hasWorker("w")).isTrue();
        assertThat(logs.hasWorker("v")).isFalse();
        logs.rename(logs.ofWorker("w"), "v");
        assertThat(logs.hasWorker("v")).isTrue();
        assertThat(logs.hasWorker("w")).isFalse();
    }
}
