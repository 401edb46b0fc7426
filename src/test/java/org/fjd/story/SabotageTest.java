package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.fjd.story.Complaint.Kind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The protocol with a rule broken on purpose: the stories must find that out, by the promise which
 * that rule is for. Where only a certain mishap shows it, the stories all have that one; else each
 * has its own.
 */
class SabotageTest {

    /**
     * What breaking a rule must lead to.
     *
     * @param kinds the complaints that belong to it: one of them
     * @param within the number of stories until then
     */
    private record Harm(Set<Kind> kinds, int within) {

        static Harm of(int within, Kind... kinds) {
            return new Harm(Set.of(kinds), within);
        }

        boolean isAmong(List<Complaint> found) {
            return found.stream().map(Complaint::kind).anyMatch(kinds::contains);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void isFoundByWhatItHarms(Sabotage sabotage) {
        Harm harm = harm(sabotage);
        int stories = 1;
        while (stories <= harm.within()
                && !harm.isAmong(Story.play(plan(sabotage, stories), sabotage, Story.NOBODY))) {
            stories++;
        }
        System.out.printf("%s: %s found in story %d%n", sabotage, harm.kinds(), stories);
        assertThat(stories).as("stories until it is found").isLessThanOrEqualTo(harm.within());
    }

    private static Harm harm(Sabotage sabotage) {
        return switch (sabotage) {
            case NONE -> throw new AssertionError("no rule");
            // Two ends in one file, as two wrote into it.
            case NO_FENCE -> Harm.of(10, Kind.ENDS);
            case LOST_IS_NOT_FINAL -> Harm.of(80, Kind.ENDS);
            // What was running goes on in a file that another one has by now.
            case REQUEUED_BEFORE_THE_FENCE -> Harm.of(40, Kind.ENDS, Kind.TOLD);
            // A worker that is on the roll takes a job that it misses for removed by itself.
            case FENCED_FOR_ABSENCE_ONLY -> Harm.of(80, Kind.TWICE);
            case STRUCK_OFF_AFTER_THE_FENCE -> Harm.of(20, Kind.TWICE);
            case FENCED_BUT_NOT_STRUCK_OFF -> Harm.of(20, Kind.TWICE);
            case THE_ROLL_IS_NOT_ASKED -> Harm.of(20, Kind.TWICE);
            // Nobody can tell what became of a run.
            case SECTIONS_NOT_STAMPED -> Harm.of(5, Kind.TOLD);
            case PUBLISHED_OVER_OTHERS -> Harm.of(10, Kind.DESTROYED);
            case NO_RESERVATION -> Harm.of(40, Kind.DESTROYED);
            case NO_LOOK_AFTER_AN_ERROR -> Harm.of(10, Kind.LOST);
            // Two jobs in one pod: one over the other, or one that nobody looks for.
            case A_TAKE_IS_BELIEVED -> Harm.of(100, Kind.DESTROYED, Kind.LOST);
            case GIVEN_BACK -> Harm.of(20, Kind.DESTROYED, Kind.LOST);
            // One run is started twice.
            case A_NUMBER_IS_USED_TWICE -> Harm.of(5, Kind.STARTS);
        };
    }

    static Plan plan(Sabotage sabotage, int seed) {
        int pastTheLease = 20 + seed % 20;
        return switch (sabotage) {
            case NO_RESERVATION -> with(seed, "worker1:PUBLISH#1=STALL_BEFORE*" + seed % 8);
            case NO_LOOK_AFTER_AN_ERROR -> with(seed, "worker1:PUBLISH#1=LOST_REPLY*1");
            // With the fence, a late worker finds no file in which to write after the reaper.
            case NO_FENCE, LOST_IS_NOT_FINAL ->
                    with(
                            seed,
                            "worker1:APPEND#1=STALL_BEFORE*" + pastTheLease,
                            "dispatcher1:REQUEUE#1=STALL_BEFORE*60");
            case STRUCK_OFF_AFTER_THE_FENCE ->
                    with(
                            seed,
                            "worker1:BEAT#" + (1 + seed % 4) + "=STALL_BEFORE*" + pastTheLease,
                            "dispatcher1:FENCE#1=STALL_AFTER*40");
            case FENCED_FOR_ABSENCE_ONLY ->
                    with(seed, "dispatcher1:LISTING#" + (1 + seed % 40) + "=OLD_LISTING*60");
            case THE_ROLL_IS_NOT_ASKED, FENCED_BUT_NOT_STRUCK_OFF ->
                    with(seed, "worker1:BEAT#" + (1 + seed % 4) + "=STALL_BEFORE*" + pastTheLease);
            case A_TAKE_IS_BELIEVED ->
                    twoDispatch(
                            with(seed, "dispatcher1:TAKE#" + (1 + seed % 3) + "=STALL_BEFORE*1"));
            case GIVEN_BACK -> with(seed, "dispatcher1:ASSIGN#1=LOST_REPLY*1");
            default -> Plan.of(seed);
        };
    }

    /** The same, with two dispatchers that do not see each other's seat. */
    private static Plan twoDispatch(Plan plan) {
        return new Plan(
                plan.seed(),
                plan.haste(),
                plan.workers(),
                2,
                false,
                plan.users(),
                plan.acts(),
                plan.commands(),
                plan.extras(),
                plan.faults());
    }

    private static Plan with(int seed, String... faults) {
        return Plan.of(seed)
                .with(Plan.Extras.NONE)
                .with(Arrays.stream(faults).map(Fault::parse).toList());
    }
}
