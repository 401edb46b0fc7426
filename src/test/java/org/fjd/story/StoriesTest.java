package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * Stories in which anything goes wrong at any step, one for each seed.
 *
 * <ul>
 *   <li>{@code -Dstories=N}: how many; {@code -Dstories.from=SEED}: the first
 *   <li>{@code -Dstory=PLAN}: plays one, and tells it step by step
 * </ul>
 */
class StoriesTest {

    private static final int MANY = 4000;

    @Test
    void everyJobHasExactlyOneEndWhateverGoesWrong() {
        long first = Long.getLong("stories.from", 0);
        long end = first + Long.getLong("stories", MANY);
        for (long seed = first; seed < end; seed++) {
            Findings.none(Plan.of(seed));
        }
    }

    @Test
    @EnabledIfSystemProperty(named = "story", matches = ".+")
    void tellsOneStory() {
        Plan plan = Plan.parse(System.getProperty("story"));
        assertThat(Story.play(plan, Sabotage.NONE, System.out::println)).isEmpty();
    }
}
