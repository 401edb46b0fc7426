package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
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
}
