package org.fjd.recruit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Labels;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.junit.jupiter.api.Test;

class DemandTest {

    private final TestTime time = new TestTime();

    @Test
    void aJobThatADefaultHeldCountsWhenTheDefaultIsTakenOut() throws IOException {
        Spool spool = Spools.at(Spools.inMemory(time).root(), time, "[control]\nhold = yes\n");
        Spools.drop(spool, "a");
        Demand demand = new Demand(spool);
        assertThat(demand.unserved(List.of(), Labels.NONE, Optional.empty(), 9)).isZero();
        Files.writeString(spool.root().resolve(".fjd/fjd.conf"), "[limits]\ngpu = 1\n");
        time.pass(Duration.ofSeconds(5));
        assertThat(demand.unserved(List.of(), Labels.NONE, Optional.empty(), 9)).isEqualTo(1);
    }
}
