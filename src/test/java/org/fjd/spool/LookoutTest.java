package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LookoutTest {

    private final TestTime time = new TestTime();
    private @TempDir Path directory;

    private Lookout lookout(boolean watch) {
        return new Lookout(directory, Optional.of(watch), time);
    }

    @Test
    void withoutHintsItLooksEverLessOftenUntilSomethingMoves() throws IOException {
        try (Lookout lookout = lookout(false)) {
            assertThat(lookout.isHinted()).isFalse();
            for (double millis : new double[] {20, 40, 80, 160, 250, 270.833333}) {
                assertThat(lookout.pace()).isEqualTo(Duration.ofNanos((long) (millis * 1e6)));
                lookout.looked(false);
            }
            Duration idle = Duration.ZERO;
            while (lookout.pace().compareTo(Duration.ofSeconds(6)) < 0) {
                idle = idle.plus(lookout.pace());
                lookout.looked(false);
            }
            assertThat(idle).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(90));
            lookout.looked(true);
            assertThat(lookout.pace()).isEqualTo(Duration.ofMillis(20));
            assertThat(lookout.delay()).isEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void withoutHintsItWaitsForAsLongAsItIsTold() throws Exception {
        try (Lookout lookout = lookout(false)) {
            lookout.watch(directory.resolve("missing"));
            long begin = time.nanos();
            assertThat(lookout.await(Duration.ofSeconds(3))).isEmpty();
            assertThat(time.nanos() - begin).isEqualTo(Duration.ofSeconds(3).toNanos());
        }
    }

    @Test
    @Timeout(60)
    void withHintsItTellsWhereSomethingIsNew() throws Exception {
        Path other = Files.createDirectory(directory.resolve("other"));
        Path watched = Files.createDirectory(directory.resolve("watched"));
        try (Lookout lookout = lookout(true)) {
            lookout.watch(watched);
            Files.createFile(other.resolve("a"));
            Files.createFile(watched.resolve("a"));
            assertThat(lookout.isHinted()).isTrue();
            assertThat(lookout.await(Duration.ofSeconds(50))).containsExactly(watched);
            assertThat(lookout.await(Duration.ZERO)).isEmpty();

            Files.createFile(watched.resolve("b"));
            assertThat(lookout.await(Duration.ofSeconds(50))).containsExactly(watched);
        }
    }

    @Test
    void withHintsItStillLooksNowAndThen() throws IOException {
        try (Lookout lookout = lookout(true)) {
            lookout.looked(true);
            assertThat(lookout.pace()).isEqualTo(Duration.ofSeconds(5));
            assertThat(lookout.delay()).isEqualTo(Duration.ofMillis(10));
        }
    }
}
