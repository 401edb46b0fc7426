package org.fjd.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.fjd.dispatch.Matchmaker.Idle;
import org.fjd.job.Claim;
import org.fjd.job.Conditions;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.spool.QueuedJob;
import org.junit.jupiter.api.Test;

class MatchmakerTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private static final Set<String> NONE = Set.of();

    @Test
    void theFirstJobsGetThePodsWhoRanLeastFirst() {
        assertThat(
                        match(
                                Map.of(),
                                List.of(pod("b.7"), pod("c.2"), pod("a.7")),
                                job("1", 0, NONE, NONE),
                                job("2", 0, NONE, NONE)))
                .containsExactly("1 c.2", "2 a.7");
    }

    @Test
    void aHigherPriorityGoesFirstAcrossClaims() {
        assertThat(
                        match(
                                Map.of("x", 9),
                                List.of(pod("a.1", "gpu"), pod("a.2")),
                                job("low", 1, NONE, NONE),
                                job("high", 3, Set.of("gpu"), NONE),
                                job("middle", 2, NONE, Set.of("x"))))
                .containsExactly("high a.1", "middle a.2");
    }

    @Test
    void aJobGetsOnlyAWorkerWithAllItsLabels() {
        assertThat(
                        match(
                                Map.of(),
                                List.of(pod("a.1", "gpu"), pod("b.1", "gpu", "avx")),
                                job("1", 0, Set.of("gpu", "avx"), NONE),
                                job("2", 0, Set.of("tape"), NONE)))
                .containsExactly("1 b.1");
    }

    @Test
    void aJobThatNeedsNothingLeavesTheAbleToOthers() {
        assertThat(
                        match(
                                Map.of(),
                                List.of(pod("a.1", "gpu"), pod("b.9")),
                                job("1", 0, NONE, NONE),
                                job("2", 0, Set.of("gpu"), NONE)))
                .containsExactly("1 b.9", "2 a.1");
    }

    @Test
    void noMoreJobsRunThanALimitAllows() {
        Set<String> both = Set.of("x", "y");
        assertThat(
                        match(
                                Map.of("x", 2, "y", 1),
                                List.of(pod("a.1"), pod("a.2"), pod("a.3"), pod("a.4")),
                                job("1", 0, NONE, both),
                                job("2", 0, NONE, both),
                                job("3", 0, NONE, Set.of("x")),
                                job("4", 0, NONE, Set.of("x")),
                                job("5", 0, NONE, NONE)))
                .containsExactly("1 a.1", "3 a.2", "5 a.3");
    }

    @Test
    void aLimitThatIsNotThereLetsNothingPass() {
        assertThat(match(Map.of(), List.of(pod("a.1")), job("1", 0, NONE, Set.of("x")))).isEmpty();
    }

    @Test
    void aLineThatCannotGoOnDoesNotHoldUpTheOthers() {
        assertThat(
                        match(
                                Map.of("x", 1),
                                List.of(pod("a.1"), pod("a.2")),
                                job("1", 9, NONE, Set.of("x")),
                                job("2", 9, NONE, Set.of("x")),
                                job("3", 0, NONE, NONE)))
                .containsExactly("1 a.1", "3 a.2");
    }

    @Test
    void aJobGoesOnlyWhereThereIsTimeForIt() {
        Idle ends = new Idle(Run.parse("a.1").orElseThrow(), NONE, Optional.of(HOUR));
        Idle stays = pod("b.2");
        assertThat(match(Map.of(), List.of(ends), job("1", HOUR.plusMillis(1)))).isEmpty();
        assertThat(match(Map.of(), List.of(ends), job("1", HOUR))).containsExactly("1 a.1");
        assertThat(match(Map.of(), List.of(ends, stays), job("1", HOUR.multipliedBy(9))))
                .containsExactly("1 b.2");
        assertThat(
                        match(
                                Map.of(),
                                List.of(ends),
                                job("1", HOUR.plusMillis(1)),
                                job("2", 0, NONE, NONE)))
                .containsExactly("2 a.1");
    }

    private static Candidate job(String name, Duration expected) {
        Candidate job = job(name, 0, NONE, NONE);
        Conditions conditions =
                new Conditions(
                        0, List.of(), NONE, NONE, Optional.empty(), false, Optional.of(expected));
        return new Candidate(job.job(), conditions);
    }

    private static Idle pod(String run, String... labels) {
        return new Idle(Run.parse(run).orElseThrow(), Set.of(labels), Optional.empty());
    }

    private static Candidate job(
            String name, int priority, Set<String> requires, Set<String> limits) {
        QueuedJob job =
                new QueuedJob(
                        Path.of(name),
                        new JobName(name),
                        false,
                        FileTime.fromMillis(Integer.parseInt(name.replaceAll("\\D", "0"))),
                        1,
                        true);
        return new Candidate(
                job,
                new Conditions(priority, List.of(), requires, limits, Optional.empty(), false));
    }

    private static List<String> match(
            Map<String, Integer> room, List<Idle> pods, Candidate... jobs) {
        Map<Claim, TreeSet<Candidate>> lines = new HashMap<>();
        Arrays.stream(jobs)
                .forEach(j -> lines.computeIfAbsent(j.claim(), c -> new TreeSet<>()).add(j));
        return Matchmaker.match(lines, pods, room).stream()
                .map(match -> match.candidate().job().name().value() + " " + match.run())
                .toList();
    }
}
