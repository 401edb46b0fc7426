package org.fjd.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CircleTest {

    private static JobName job(String name) {
        return new JobName(name);
    }

    private static boolean waits(String job, String other, Map<String, List<String>> after)
            throws Exception {
        return Circle.waitsFor(
                job(job),
                job(other),
                name ->
                        after.getOrDefault(name.value(), List.of()).stream()
                                .map(CircleTest::job)
                                .toList());
    }

    @Test
    void aJobWaitsForWhatItNamesAndForWhatThatWaitsFor() throws Exception {
        Map<String, List<String>> after = Map.of("a", List.of("b", "c"), "c", List.of("d"));
        assertThat(waits("a", "b", after)).isTrue();
        assertThat(waits("a", "d", after)).isTrue();
        assertThat(waits("b", "a", after)).isFalse();
        assertThat(waits("d", "c", after)).isFalse();
    }

    @Test
    void aCircleOfOthersIsGoneThroughOnce() throws Exception {
        Map<String, List<String>> after = Map.of("a", List.of("b"), "b", List.of("a", "b"));
        assertThat(waits("a", "z", after)).isFalse();
    }

    @Test
    void aChainIsFollowedOnlySoFar() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        boolean waits =
                Circle.waitsFor(
                        job("0"),
                        job("none"),
                        name -> List.of(job(Integer.toString(asked.incrementAndGet()))));
        assertThat(waits).isFalse();
        assertThat(asked).hasValue(Circle.MOST);
    }

    @Test
    void membersAreThoseThatWaitForThemselves() {
        Map<JobName, List<JobName>> waits =
                Map.of(
                        job("a"), List.of(job("b")),
                        job("b"), List.of(job("c"), job("x")),
                        job("c"), List.of(job("a")),
                        job("behind"), List.of(job("a")),
                        job("self"), List.of(job("self")),
                        job("free"), List.of(job("elsewhere")),
                        job("last"), List.of(job("free")));
        assertThat(Circle.members(waits))
                .containsExactlyInAnyOrder(job("a"), job("b"), job("c"), job("self"));
    }

    @Test
    void forerunnersComeFirstAndThoseInACircleLast() {
        Map<JobName, List<JobName>> waits =
                Map.of(
                        job("c"), List.of(job("b"), job("elsewhere")),
                        job("b"), List.of(job("a")),
                        job("a"), List.of(),
                        job("x"), List.of(job("y"), job("a")),
                        job("y"), List.of(job("x")));

        List<JobName> order = Circle.forerunnersFirst(waits);

        assertThat(order).startsWith(job("a"), job("b"), job("c"));
        assertThat(order).hasSize(5).contains(job("x"), job("y"));
    }
}
