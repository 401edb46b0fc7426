package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.job.JobName;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.Wanted;
import org.fjd.steer.Account;
import org.fjd.steer.Failure;
import org.fjd.steer.Retrier;
import org.fjd.steer.Steered;
import org.fjd.steer.Steered.Done;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mishap at each step of {@code fjd retry}: each file lies in one place, and nothing else. */
class RetrierDeathTest {

    private static final List<String> JOBS = List.of("a", "b", "rejected");

    /** More than it takes. */
    private static final int MOST = 100;

    enum Mishap {
        DIES_BEFORE,
        DIES_AFTER,
        NO_SPACE,
        REPLY_LOST
    }

    /** Ends whoever acts through it. */
    private static final class Death extends Error {
        private static final long serialVersionUID = 1;
    }

    private static final class Unlucky implements SteppedFileSystem.Performer {
        private final Mishap mishap;
        private final int at;
        private int changes;
        private boolean armed;

        Unlucky(Mishap mishap, int at) {
            this.mishap = mishap;
            this.at = at;
        }

        boolean happened() {
            return changes >= at;
        }

        @Override
        public <T> T perform(
                Operation.Kind kind, Path path, Path target, SteppedFileSystem.Effect<T> effect)
                throws IOException {
            if (!armed || !kind.changes() || ++changes != at) {
                if (happened() && mishap.name().startsWith("DIES")) {
                    throw new Death();
                }
                return effect.on(path, target);
            }
            if (mishap == Mishap.DIES_AFTER || mishap == Mishap.REPLY_LOST) {
                effect.on(path, target);
            }
            if (mishap == Mishap.REPLY_LOST || mishap == Mishap.NO_SPACE) {
                throw new FileSystemException(path.toString(), null, mishap.name());
            }
            throw new Death();
        }
    }

    private static Spool withFailedJobs() throws IOException {
        Spool spool = Spools.inMemory(new TestTime());
        for (String job : JOBS) {
            Files.writeString(spool.root().resolve("failed/" + job + ".conf"), text(job));
        }
        Files.writeString(spool.root().resolve("failed/rejected.reason"), "It is odd.");
        return spool;
    }

    private static String text(String job) {
        return Spools.JOB + "# " + job;
    }

    @ParameterizedTest
    @EnumSource
    void everyJobLiesInOnePlaceAndIsRetriedOrHasFailed(Mishap mishap) throws Exception {
        boolean isOver = false;
        for (int at = 1; !isOver; at++) {
            assertThat(at).isLessThan(MOST);
            Spool spool = withFailedJobs();
            Unlucky unlucky = new Unlucky(mishap, at);
            Path root =
                    new SteppedFileSystem(spool.root().getFileSystem(), unlucky).wrap(spool.root());
            Optional<Account> account = Optional.empty();
            try {
                Spool his = Spool.open(root, new TestTime());
                unlucky.armed = true;
                account =
                        Optional.of(
                                new Retrier(his, Machine.here(), () -> false)
                                        .retry(Wanted.ALL, Failure.ANY));
            } catch (Death e) {
                // as it was to be
            }
            isOver = !unlucky.happened();
            see(spool, account);
            Account again =
                    new Retrier(spool, Machine.here(), () -> false).retry(Wanted.ALL, Failure.ANY);
            see(spool, Optional.of(again));
            assertThat(spool.jobQueue().byName().keySet())
                    .containsExactlyInAnyOrderElementsOf(JOBS.stream().map(JobName::new).toList());
        }
    }

    private static void see(Spool spool, Optional<Account> account) throws IOException {
        List<Path> queued = spool.jobQueue().entries();
        for (String job : JOBS) {
            List<Path> files = new ArrayList<>(queued);
            files.addAll(spool.archive().failedJobs());
            files.removeIf(file -> !file.getFileName().toString().startsWith(job));
            assertThat(files).as(job + " in " + Spools.files(spool)).hasSize(1);
            assertThat(Files.readString(files.get(0))).isEqualTo(text(job));
            boolean isSaid =
                    account.stream()
                            .flatMap(a -> a.jobs().stream())
                            .filter(steered -> steered.done() == Done.RETRIED)
                            .map(Steered::job)
                            .anyMatch(Spools.name(job)::equals);
            assertThat(!isSaid || queued.containsAll(files)).as(job + " is queued").isTrue();
        }
    }
}
