package org.fjd.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.fjd.spool.Machine;
import org.fjd.spool.Spools;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SurveyTest {

    private Shelves shelves;
    private Survey survey;

    @BeforeEach
    void make() throws IOException {
        shelves = new Shelves();
        survey = new Survey(shelves.spool, Machine.here());
    }

    private Instant ago(Duration age) {
        return shelves.time.now().minus(age);
    }

    private void end(String place, String name, Duration age) throws IOException {
        Path file = place.equals("done") ? shelves.done(name) : shelves.failed(name, "failed");
        shelves.write(place + "/" + file.getFileName(), Spools.JOB, ago(age));
    }

    private void busy(String worker, String job, Duration age) throws IOException {
        shelves.busy(worker, job, ago(age));
        Files.setLastModifiedTime(
                shelves.at(".fjd/workers/" + worker), FileTime.from(shelves.time.now()));
    }

    @Test
    void anEmptySpool() throws IOException {
        Status status = survey.look();

        assertThat(status.counts()).isEqualTo(new Status.Counts(0, 0, 0, 0));
        assertThat(status.inPods()).isEmpty();
        assertThat(status.workers()).isEqualTo(new Status.Workers(0, 0, 0, 0, 0));
        assertThat(status.dispatching().trouble()).contains(new Reason.NoDispatcher());
        assertThat(status.paused()).isEmpty();
        assertThat(status.rate()).isZero();
        assertThat(status.left()).isEmpty();
    }

    @Test
    void jobsAreCountedWhereTheyLie() throws IOException {
        shelves.write("jobqueue/a.conf", Spools.JOB);
        shelves.write("retryqueue/b@w.1.conf", Spools.JOB);
        shelves.write("jobpods/w.2/late.conf", Spools.JOB);
        shelves.write("jobpods/x.1/early.conf", Spools.JOB);
        busy("x", "early", Duration.ofMinutes(5));
        busy("w", "late", Duration.ofMinutes(1));
        end("done", "d", Duration.ofHours(30));
        end("failed", "f", Duration.ofHours(30));
        shelves.write("failed/f.reason", "why");

        Status status = survey.look();

        assertThat(status.counts()).isEqualTo(new Status.Counts(2, 0, 1, 1));
        assertThat(status.inPods())
                .extracting(job -> job.name().value())
                .containsExactly("early", "late");
        assertThat(status.workers()).isEqualTo(new Status.Workers(2, 0, 0, 0, 1));
    }

    @Test
    void whatIsHeldOrNotToStartYetIsNotCountedAsLeft() throws IOException {
        for (int i = 0; i < 12; i++) {
            end("done", "d" + i, Duration.ofSeconds(i));
        }
        shelves.write("jobqueue/a.conf", Spools.JOB);
        shelves.write("jobqueue/held.conf", Spools.JOB + "hold = yes\n");
        shelves.write("jobqueue/late.conf", Spools.JOB + "not-before = 2999-01-01T00:00Z\n");
        shelves.write("jobqueue/due.conf", Spools.JOB + "not-before = 2001-01-01T00:00Z\n");
        shelves.write("retryqueue/b@w.1.conf", Spools.JOB + "hold = yes\n");

        assertThat(survey.look().counts()).isEqualTo(new Status.Counts(5, 3, 12, 0));
    }

    private void queue(String name, String... entries) throws IOException {
        shelves.write("jobqueue/" + name + ".conf", Spools.JOB + String.join("\n", entries) + "\n");
    }

    @Test
    void whatNeedsWhatIsNotThereIsNotCountedAsLeft() throws IOException {
        end("done", "d", Duration.ofSeconds(3));
        end("done", "e", Duration.ofSeconds(1));
        end("failed", "f", Duration.ofSeconds(1));
        queue("a");
        queue("limited", "limit = nix");
        queue("labelled", "requires = gpu");
        queue("lost", "after = nowhere");
        assertThat(survey.look().counts().kept()).as("nobody knows who will come").isEqualTo(2);

        busy("w", "run", Duration.ofMinutes(1));
        survey = new Survey(shelves.spool, Machine.here());
        assertThat(survey.look().counts().kept()).isEqualTo(3);
    }

    @Test
    void whatWaitsForSuchAJobIsNotCountedAsLeft() throws IOException {
        end("done", "d", Duration.ofSeconds(3));
        end("done", "e", Duration.ofSeconds(1));
        end("failed", "f", Duration.ofSeconds(1));
        shelves.write("jobpods/x.1/run.conf", Spools.JOB);
        busy("x", "run", Duration.ofMinutes(1));
        queue("held", "hold = yes");
        queue("second", "after = first");
        queue("first", "after = held");
        assertThat(kept()).isEqualTo(3);
        assertThat(left(survey.look())).as("of the one that runs").contains(Duration.ofSeconds(2));

        queue("free");
        queue("third", "after = free run d");
        queue("doomed", "after = nowhere f");
        queue("circle1", "after = circle2");
        queue("circle2", "after = circle1");
        assertThat(kept()).as("those start, and some fail at once").isEqualTo(3);
    }

    private static Optional<Duration> left(Status seen) {
        Dispatching fine = new Dispatching(Optional.empty(), Optional.empty());
        return new Status(
                        seen.at(),
                        seen.paused(),
                        seen.counts(),
                        0.5,
                        seen.inPods(),
                        seen.workers(),
                        fine)
                .left();
    }

    private int kept() throws IOException {
        return new Survey(shelves.spool, Machine.here()).look().counts().kept();
    }

    @Test
    void aSeatThatIsJustBeingTakenIsNoTrouble() throws IOException {
        shelves.write(".fjd/seat/1", "", ago(Duration.ofSeconds(1)));
        assertThat(survey.look().dispatching())
                .isEqualTo(new Dispatching(Optional.empty(), Optional.empty()));

        shelves.write(".fjd/seat/1", "", ago(Duration.ofSeconds(31)));
        assertThat(survey.look().dispatching().trouble()).contains(new Reason.NoDispatcher());
    }

    @Test
    void theFirstLookGoesByTheTimesOfTheFiles() throws IOException {
        for (int i = 0; i < 12; i++) {
            end("done", "d" + i, Duration.ofSeconds(i));
        }
        Status status = survey.look();

        assertThat(status.rate()).as("11 after the first one").isEqualTo(1);
    }

    @Test
    void timesOfAClockThatIsAheadAreNotTakenForThePresent() throws IOException {
        for (int i = 0; i < 12; i++) {
            end("done", "d" + i, Duration.ofHours(-30));
        }

        assertThat(survey.look().rate()).isZero();
    }

    @Test
    void whatEndsIsNoticedAtTheNextLook() throws IOException {
        survey.look();
        for (int i = 0; i < 30; i++) {
            end("done", "d" + i, Duration.ZERO);
        }
        shelves.time.pass(Duration.ofMinutes(1));

        Status status = survey.look();

        assertThat(status.counts().done()).isEqualTo(30);
        assertThat(status.rate()).isEqualTo(0.5);
    }

    @Test
    void aWorkerThatIsSilentForLongerThanTheLeaseIsLost() throws IOException {
        busy("w", "run", Duration.ofMinutes(1));
        shelves.time.pass(shelves.spool.settings().lease().plusSeconds(1));

        assertThat(survey.look().workers()).isEqualTo(new Status.Workers(0, 0, 0, 1, 0));
    }

    @Test
    void aPauseIsTold() throws IOException {
        shelves.spool.pause().pause("ada, at noon: maintenance");

        assertThat(survey.look().paused()).contains("ada, at noon: maintenance");
    }

    @Test
    void itDoesNotChangeAnything() throws IOException {
        shelves.write("jobpods/w.2/run.conf", Spools.JOB);
        shelves.busy("w", "run", ago(Duration.ofMinutes(1)));
        end("done", "d", Duration.ZERO);
        Map<String, String> before = shelves.everything();

        survey.look();

        assertThat(shelves.everything()).isEqualTo(before);
    }

    @Test
    void itLooksSoonAgainWhereLookingIsCheap() throws IOException {
        survey.look();

        assertThat(survey.pace()).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void andSeldomWhereItIsNot() throws IOException {
        everyLookTakes(Duration.ofMillis(50));

        survey.look();

        assertThat(survey.pace()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void theQueueIsReadMoreSeldomThanItIsCounted() throws IOException {
        end("done", "d", Duration.ofSeconds(5));
        end("done", "e", Duration.ofSeconds(3));
        shelves.write("jobqueue/a.conf", Spools.JOB + "hold = yes\n");
        everyLookTakes(Duration.ofMillis(50));
        assertThat(survey.look().counts()).isEqualTo(new Status.Counts(1, 1, 2, 0));

        shelves.write("jobqueue/b.conf", Spools.JOB + "hold = yes\n");
        shelves.time.pass(Duration.ofSeconds(10));
        assertThat(survey.look().counts()).isEqualTo(new Status.Counts(2, 1, 2, 0));
        shelves.time.pass(Duration.ofSeconds(20));
        assertThat(survey.look().counts()).isEqualTo(new Status.Counts(2, 2, 2, 0));
    }

    @Test
    void aDefaultThatHoldsJobsCountsAsSoonAsItIsThere() throws IOException {
        end("done", "d", Duration.ofSeconds(5));
        end("done", "e", Duration.ofSeconds(3));
        shelves.write("jobqueue/a.conf", Spools.JOB);
        assertThat(survey.look().counts()).isEqualTo(new Status.Counts(1, 0, 2, 0));
        shelves.write(".fjd/fjd.conf", "[control]\nhold = yes\n");
        shelves.time.pass(Duration.ofSeconds(30));
        assertThat(survey.look().counts()).isEqualTo(new Status.Counts(1, 1, 2, 0));
    }

    private void everyLookTakes(Duration duration) {
        new Runnable() {
            @Override
            public void run() {
                shelves.time.pass(duration);
                shelves.time.atNextReading(this);
            }
        }.run();
    }
}
