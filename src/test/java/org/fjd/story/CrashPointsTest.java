package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fjd.story.Fault.Kind;
import org.fjd.story.Operation.Role;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

/**
 * The standard story: two jobs and a namesake, two workers and a dispatcher, in one fixed order.
 * Each party in turn meets each mishap at each of its operations.
 */
class CrashPointsTest {

    /** More than any party does in the standard story until its jobs have ended: 97 at most. */
    private static final int OPERATIONS = 100;

    private static final List<String> PARTIES = List.of("worker1", "worker2", "dispatcher1");

    /** More than the user does in the standard story. */
    private static final int ACTS = 20;

    private static Plan standard(List<Fault> faults) {
        return new Plan(38, 2, 2, 1, true, 1, 3, 0, Plan.Extras.NONE, faults);
    }

    @Test
    void nothingIsFoundWhereNothingGoesWrong() {
        List<String> steps = new ArrayList<>();
        assertThat(Story.play(standard(List.of()), Sabotage.NONE, steps::add)).isEmpty();
        assertThat(steps.stream().filter(step -> step.contains("-> jobqueue/"))).hasSize(3);
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "ADRIFT")
    void oneMishapAtAnyOperationOfAnybody(Kind kind) {
        Findings.none(
                PARTIES.stream()
                        .flatMap(party -> mishaps(party, kind, OPERATIONS))
                        .map(mishap -> standard(List.of(mishap))));
    }

    /** From any operation in it on, until it is moved, or a look or two later. */
    @Test
    void anyPodThatIsMovedIsAdrift() {
        List<Fault> mishaps = new ArrayList<>();
        for (String worker : List.of("worker1", "worker2")) {
            for (Role role : List.of(Role.RENEW, Role.FENCE)) {
                for (int number = 1; number <= 3; number++) {
                    for (int amount = 1; amount <= 3 * Fault.BEFORE; amount++) {
                        mishaps.add(new Fault(worker, role, number, Kind.ADRIFT, amount));
                    }
                }
            }
        }
        Findings.none(mishaps.stream().map(mishap -> standard(List.of(mishap))));
    }

    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "ADRIFT")
    void oneMishapAtAnyOperationOfTheUser(Kind kind) {
        Findings.none(mishaps("user1", kind, ACTS).map(mishap -> standard(List.of(mishap))));
    }

    private static Stream<Fault> mishaps(String party, Kind kind, int operations) {
        return IntStream.rangeClosed(1, operations)
                .mapToObj(number -> new Fault(party, Role.ANY, number, kind, 30));
    }

    /** Not only changes are in question here, for the first mishap may be any. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "ADRIFT")
    @EnabledIfSystemProperty(named = "crash.pairs", matches = "all")
    void aMishapAndACrashAtAnyOperationsOfAnyTwo(Kind kind) {
        for (String one : PARTIES) {
            for (String other : PARTIES) {
                if (!one.equals(other)) {
                    aMishapOfOneAndACrashOfTheOther(kind, one, other);
                }
            }
        }
    }

    private static void aMishapOfOneAndACrashOfTheOther(Kind kind, String one, String other) {
        Findings.none(
                mishaps(one, kind, OPERATIONS)
                        .flatMap(
                                mishap ->
                                        mishaps(other, Kind.KILL_AFTER, OPERATIONS)
                                                .map(crash -> standard(List.of(mishap, crash)))));
    }

    /**
     * A crash between two changes is as one right after the first: only changes are crash points.
     */
    @Test
    void twoCrashesAtAnyChangesOfAnybody() {
        List<Fault> crashes = new ArrayList<>();
        for (String party :
                List.of("worker1", "worker2", "worker3", "dispatcher1", "dispatcher2")) {
            for (Role role : Role.values()) {
                boolean changes = role != Role.ANY && role != Role.LISTING && role != Role.BEAT;
                for (int number = 1; changes && number <= 2; number++) {
                    crashes.add(new Fault(party, role, number, Kind.KILL_AFTER, 1));
                }
            }
        }
        List<Plan> pairs = new ArrayList<>();
        for (int i = 0; i < crashes.size(); i++) {
            for (int j = i + 1; j < crashes.size(); j++) {
                if (!crashes.get(i).party().equals(crashes.get(j).party())) {
                    pairs.add(standard(List.of(crashes.get(i), crashes.get(j))));
                }
            }
        }
        Findings.none(pairs.stream());
    }
}
