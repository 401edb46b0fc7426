package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The protocol with a rule broken on purpose: the stories must find that out. Where only a certain
 * mishap shows it, the stories all have that one; else each has its own.
 */
class SabotageTest {

    private static final int MOST = 1500;

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void isFound(Sabotage sabotage) {
        int stories = 1;
        while (stories <= MOST
                && Story.play(plan(sabotage, stories), sabotage, line -> {}).isEmpty()) {
            stories++;
        }
        System.out.printf("%s: found in story %d%n", sabotage, stories);
        assertThat(stories).as("stories until it is found").isLessThanOrEqualTo(MOST);
    }

    private static Plan plan(Sabotage sabotage, int seed) {
        int pastTheLease = 20 + seed % 20;
        return switch (sabotage) {
            case NO_RESERVATION -> with(seed, "worker1:PUBLISH#1=STALL_BEFORE*" + pastTheLease);
            case NO_LOOK_AFTER_AN_ERROR ->
                    with(
                            seed,
                            "worker1:APPEND#1=KILL_BEFORE*1",
                            "dispatcher1:REQUEUE#1=LOST_REPLY*1");
            // With the fence, a late worker finds no file in which to write after the reaper.
            case NO_FENCE, LOST_IS_NOT_FINAL ->
                    with(
                            seed,
                            "worker1:APPEND#1=STALL_BEFORE*" + pastTheLease,
                            "dispatcher1:REQUEUE#1=STALL_BEFORE*60");
            case THE_ROLL_IS_NOT_ASKED ->
                    with(seed, "worker1:BEAT#" + (1 + seed % 4) + "=STALL_BEFORE*" + pastTheLease);
            case A_TAKE_IS_BELIEVED -> with(seed, "dispatcher1:TAKE#1=STALL_BEFORE*1");
            case GIVEN_BACK -> with(seed, "dispatcher1:ASSIGN#1=LOST_REPLY*1");
            default -> Plan.of(seed);
        };
    }

    private static Plan with(int seed, String... faults) {
        return Plan.of(seed).with(Arrays.stream(faults).map(Fault::parse).toList());
    }
}
