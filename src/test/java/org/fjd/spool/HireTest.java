package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class HireTest {

    @Test
    void namesThatCouldMeanMoreInAFileNameOrAmongArgumentsAreNone() {
        assertThat(Hire.isVia("slurm_2")).isTrue();
        assertThat(Hire.isVia("-slurm")).isFalse();
        assertThat(Hire.isVia("a".repeat(33))).isFalse();
        assertThat(Hire.isId("12[1-4]")).isTrue();
        assertThat(Hire.isId("../12")).isFalse();
        assertThat(Hire.isId("Submitted")).isFalse();
        assertThat(Hire.isMark("slurm-1-2")).isTrue();
        assertThat(Hire.isMark("slurm 1")).isFalse();
    }

    @Test
    void aMarkTellsViaWhatAndNothingElseThatBeginsAlike() {
        String mark = Hire.markOf("sge", 4711, Instant.EPOCH);
        assertThat(Hire.isMark(mark)).isTrue();
        assertThat(Hire.isOf("sge", mark)).isTrue();
        assertThat(Hire.isOf("sge2", mark)).isFalse();
        assertThat(Hire.isOf("sg", mark)).isFalse();
    }
}
