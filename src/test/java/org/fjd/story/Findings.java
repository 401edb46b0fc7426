package org.fjd.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What was found in a story: told as shortly as it can be, and how to see it again. */
final class Findings {

    /** After so many a long run has shown enough. */
    private static final int MOST = 10;

    private Findings() {}

    /** Plays a story in which nothing may be found. */
    static void none(Plan plan) {
        none(Stream.of(plan));
    }

    /** Plays stories in which nothing may be found, one on each processor. */
    static void none(Stream<Plan> plans) {
        Queue<Plan> failed = new ConcurrentLinkedQueue<>();
        plans.parallel()
                .filter(plan -> failed.size() < MOST && isAnythingFound(plan))
                .forEach(failed::add);
        if (!failed.isEmpty()) {
            String others =
                    failed.stream()
                            .skip(1)
                            .map(plan -> "\n  " + plan)
                            .collect(Collectors.joining());
            throw new AssertionError(
                    told(shortest(failed.element()))
                            + (others.isEmpty() ? "" : "\nAlso in:" + others));
        }
    }

    private static boolean isAnythingFound(Plan plan) {
        return !Story.play(plan, Sabotage.NONE, Story.NOBODY).isEmpty();
    }

    /**
     * The plan with as few faults and acts as still lead to a finding, by leaving out one after the
     * other (Zeller's delta debugging, at its finest grain).
     */
    private static Plan shortest(Plan plan) {
        Plan shortest = plan;
        boolean shorter = true;
        while (shorter) {
            shorter = false;
            for (Plan candidate : candidates(shortest)) {
                if (isAnythingFound(candidate)) {
                    shortest = candidate;
                    shorter = true;
                    break;
                }
            }
        }
        return shortest;
    }

    private static List<Plan> candidates(Plan plan) {
        List<Plan> candidates = new ArrayList<>();
        for (int i = 0; i < plan.faults().size(); i++) {
            List<Fault> fewer = new ArrayList<>(plan.faults());
            fewer.remove(i);
            candidates.add(plan.with(fewer));
        }
        if (plan.acts() > 1) {
            candidates.add(plan.withActs(plan.acts() - 1));
        }
        if (plan.commands() > 0) {
            candidates.add(plan.withCommands(plan.commands() - 1));
        }
        if (plan.reapers() > 0) {
            candidates.add(plan.with(new Plan.Extras(0, plan.onDisk())));
        }
        if (plan.onDisk()) {
            candidates.add(plan.with(new Plan.Extras(plan.reapers(), false)));
        }
        return candidates;
    }

    private static String lines(List<Complaint> found) {
        return found.stream().map(Complaint::toString).collect(Collectors.joining("\n"));
    }

    private static String told(Plan plan) {
        List<String> steps = new ArrayList<>();
        List<Complaint> found = Story.play(plan, Sabotage.NONE, steps::add);
        return "%s%n%s%nIt is told again by: ./mvnw test -Dtest=StoriesTest#tellsOneStory -Dstory='%s'"
                .formatted(lines(found), String.join("\n", steps), plan);
    }
}
