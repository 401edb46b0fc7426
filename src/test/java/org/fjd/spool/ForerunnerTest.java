package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import org.fjd.job.JobName;
import org.junit.jupiter.api.Test;

class ForerunnerTest {

    private static final JobName A = new JobName("a");

    @Test
    void whatIsUnderWayCountsBeforeWhatHasEnded() throws Exception {
        Spool spool = Spools.inMemory(new TestTime());
        assertThat(Forerunner.of(A, Set.of(), spool.archive().ends()))
                .isEqualTo(Forerunner.MISSING);
        Files.writeString(spool.root().resolve("done/a.conf"), Spools.JOB);
        Ends ends = spool.archive().ends();
        assertThat(Forerunner.of(A, Set.of(), ends)).isEqualTo(Forerunner.SUCCEEDED);
        assertThat(Forerunner.of(A, Set.of(A), ends)).isEqualTo(Forerunner.UNDER_WAY);
        Files.move(spool.root().resolve("done/a.conf"), spool.root().resolve("failed/a.conf"));
        assertThat(Forerunner.of(A, Set.of(), spool.archive().ends())).isEqualTo(Forerunner.FAILED);
    }

    @Test
    void oneThatFailedKeepsNobodyWaiting() {
        assertThat(Forerunner.letRun(List.of())).isTrue();
        assertThat(Forerunner.letRun(List.of(Forerunner.SUCCEEDED))).isTrue();
        assertThat(Forerunner.letRun(List.of(Forerunner.SUCCEEDED, Forerunner.UNDER_WAY)))
                .isFalse();
        assertThat(Forerunner.letRun(List.of(Forerunner.MISSING))).isFalse();
        assertThat(Forerunner.letRun(List.of(Forerunner.MISSING, Forerunner.FAILED))).isTrue();
    }
}
