package org.fjd.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a job needs of others. */
class ClaimTest {

    private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));

    private static Claim limited(String... limits) {
        return new Claim(Set.of(), Set.of(limits));
    }

    @Test
    void aWorkerServesItThatHasAllLabels() {
        Claim claim = new Claim(Set.of("gpu", "big"), Set.of());
        assertThat(claim.isServedBy(Set.of("gpu", "big", "new"))).isTrue();
        assertThat(claim.isServedBy(Set.of("gpu"))).isFalse();
        assertThat(limited("a").isServedBy(Set.of())).isTrue();
    }

    @Test
    void itFitsIntoTheTimeThatAWorkerHasLeftToTheLastInstant() {
        Claim claim = new Claim(Set.of(), Set.of(), HOUR);
        assertThat(claim.fitsInto(HOUR)).isTrue();
        assertThat(claim.fitsInto(HOUR.map(hour -> hour.minusNanos(1)))).isFalse();
        assertThat(claim.fitsInto(Optional.empty())).isTrue();
        assertThat(limited().fitsInto(Optional.of(Duration.ZERO))).isTrue();
    }

    @Test
    void itHasRoomIfEachOfItsLimitsLetsOneMoreRun() {
        assertThat(limited("a", "b").hasRoom(Map.of("a", 1, "b", 1))).isTrue();
        assertThat(limited("a", "b").hasRoom(Map.of("a", 1, "b", 0))).isFalse();
        assertThat(limited("a").hasRoom(Map.of("a", -1))).isFalse();
        assertThat(limited().hasRoom(Map.of("a", 0))).isTrue();
    }

    @Test
    void aLimitThatIsNotThereHasNoRoom() {
        assertThat(limited("a").hasRoom(Map.of())).isFalse();
    }

    @Test
    void limitsWithoutRoomAreNamedInAlphabeticalOrder() {
        assertThat(limited("c", "b", "a", "d").full(Map.of("b", 2)))
                .isEqualTo(List.of("a", "c", "d"));
    }

    @Test
    void aLimitIsNotCalledAsANumberIs() {
        assertThat(Claim.canName("gpu")).isTrue();
        assertThat(Claim.canName("2")).isFalse();
        assertThat(Claim.canName("a b")).isFalse();
    }

    @Test
    void itDoesNotChangeWithWhatItWasMadeFrom() {
        Set<String> labels = new HashSet<>(Set.of("gpu"));
        Claim claim = new Claim(labels, labels);
        labels.clear();
        assertThat(claim).isEqualTo(new Claim(Set.of("gpu"), Set.of("gpu")));
    }
}
