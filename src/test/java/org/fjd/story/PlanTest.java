package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PlanTest {

    @Test
    void whatIsToldOfAPlanMakesItAgain() {
        List<Plan> plans =
                LongStream.range(0, 100)
                        .mapToObj(Plan::of)
                        .map(plan -> plan.seed() % 2 == 0 ? plan : plan.playedOnDisk())
                        .toList();

        assertThat(plans).allMatch(plan -> Plan.parse(plan.toString()).equals(plan));
        assertThat(plans).anyMatch(plan -> plan.reapers() > 0 && plan.onDisk());
    }

    @Test
    void aPlanOfOldHasNoExtras() {
        Plan plan = Plan.parse("1,2,3,2,false,1,5,0,worker1:BEAT#1=KILL_AFTER*1");

        assertThat(plan.extras()).isEqualTo(Plan.Extras.NONE);
        assertThat(plan.faults()).hasSize(1);
    }

    @Test
    void aWordThatIsNoneIsNotPassedOver() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.parse("1,2,3,2,false,1,5,0,ondisk"))
                .withMessage(
                        "1,2,3,2,false,1,5,0,ondisk is no plan; nearest is 1,2,3,2,false,1,5,0");
    }
}
