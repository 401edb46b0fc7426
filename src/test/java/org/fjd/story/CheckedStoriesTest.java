package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A spool where nothing goes wrong has no problems, at whatever step of whomever it is checked. */
class CheckedStoriesTest {

    private static final int MANY = 60;

    /** About one in ninety has a first look that comes right into a transition. */
    private static final int MOST = 600;

    @Test
    void aBusySpoolHasNoProblemsInTheMidstOfAnyTransition() {
        int secondLooks = 0;
        for (int seed = 1; seed <= MANY || (secondLooks == 0 && seed <= MOST); seed++) {
            Plan plan = Plan.of(seed).with(List.of());
            Story.Checked checked = Story.playChecked(plan);
            assertThat(checked.problems()).as(plan.toString()).isEmpty();
            secondLooks += checked.secondLooks();
        }
        assertThat(secondLooks).as("transitions that one look took for problems").isPositive();
    }
}
