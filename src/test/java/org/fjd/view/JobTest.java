package org.fjd.view;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.view.Shelves.section;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.fjd.ini.Section;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Spools;
import org.fjd.view.JobState.Place;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class JobTest {

    private static final String LOST = section("attempt.1", "lost", "w.1");
    private static final String FAILED = section("result", "failed", "w.2", "exit = 3");

    private final List<Integer> reads = new ArrayList<>();

    private Job job(Place place, String content) throws IOException {
        byte[] bytes = content.getBytes(UTF_8);
        Origin origin =
                (file, most) -> {
                    reads.add(most);
                    return Optional.of(
                            Arrays.copyOfRange(
                                    bytes, Math.max(0, bytes.length - most), bytes.length));
                };
        Shelves shelves = new Shelves();
        Asked asked = new Asked(shelves.spool.anybodysJobReader().defaults());
        return new Job(
                JobName.ofFileName("j.conf").orElseThrow(),
                place,
                Path.of("j.conf"),
                Instant.EPOCH,
                Job.Extra.NONE,
                new Job.Context(origin, asked, shelves.spool.sight()));
    }

    @Test
    void ofAShortFileOneReadingTellsAllThatItsEndSays() throws IOException {
        Job job = job(Place.FAILED, Spools.JOB + LOST + FAILED);

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.outcome().map(Outcome::state)).contains(State.FAILED);
        assertThat(job.detail("exit")).contains("3");
        assertThat(job.attempt()).isEqualTo(3);
        assertThat(reads).containsExactly(Origin.TAIL);
    }

    @ParameterizedTest
    @EnumSource
    void aShortFileThatTellsOfNoRunIsNotReadAgain(Place place) throws IOException {
        Job job = job(place, Spools.JOB);

        assertThat(job.outcome()).isEmpty();
        assertThat(job.attempt()).isEqualTo(1);
        assertThat(reads).containsExactly(Origin.TAIL);
    }

    @Test
    void theAttemptsOfALongFileAreCountedInAllOfIt() throws IOException {
        Job job = job(Place.FAILED, Spools.JOB + LOST + filler(Origin.TAIL) + FAILED);

        assertThat(job.outcome().map(Outcome::run)).contains(new Run("w", 2));
        assertThat(reads).containsExactly(Origin.TAIL);
        assertThat(job.attempt()).isEqualTo(3);
        assertThat(reads).hasSize(2);
    }

    @Test
    void aFileAsLongAsTheEndThatIsReadMayBeLonger() throws IOException {
        String rest = LOST + filler(0);
        Job job = job(Place.QUEUE, rest + "#".repeat(Origin.TAIL - rest.length()));

        assertThat(job.attempt()).isEqualTo(2);
        assertThat(reads).hasSize(2);
    }

    @Test
    void whatWasCancelledWhileItWasQueuedHasNoWorker() throws IOException {
        String cancelled = "\n[result]\nstate = cancelled\nrun = c.1\nby = me@x\nwhole = yes\n";

        Job never = job(Place.FAILED, Spools.JOB + cancelled);
        assertThat(never.state()).isEqualTo(JobState.CANCELLED);
        assertThat(never.attempt()).isEqualTo(1);
        assertThat(never.lastRun()).isEmpty();
        assertThat(Selection.workerOf(never)).isEmpty();

        Job after = job(Place.FAILED, Spools.JOB + LOST + cancelled);
        assertThat(after.attempt()).isEqualTo(2);
        assertThat(after.lastRun()).contains(new Run("w", 1));
    }

    /** A section of its user's, at least so long. */
    private static String filler(int length) {
        return "\n[params]\ntext = " + "x".repeat(length) + "\n";
    }

    @Test
    void whatACopyReadsOnlyTheCopyRemembers() throws IOException {
        Job job = job(Place.FAILED, Spools.JOB + FAILED);

        Job copy = job.copy();
        assertThat(copy.detail("exit")).contains("3");
        assertThat(copy.state()).isEqualTo(JobState.FAILED);
        assertThat(reads).hasSize(1);
        assertThat(job.detail("exit")).contains("3");
        assertThat(reads).hasSize(2);
    }

    @Test
    void aCopyRemembersWhatItsOriginalHadRead() throws IOException {
        Job job = job(Place.FAILED, Spools.JOB + FAILED);

        job.state();
        job.outcome();
        Job copy = job.copy();
        copy.state();
        copy.outcome();
        assertThat(reads).hasSize(1);
    }

    @Test
    void oneReadingHasPastParamsAndValues() throws IOException {
        Job job =
                job(
                        Place.DONE,
                        Spools.JOB
                                + "[params]\nseed = 1\n"
                                + "\n[values]\nscore = 2\nrun = w.1\nwhole = yes\n"
                                + section("result", "done", "w.1"));

        Reading reading = job.read();
        assertThat(reading.history().attempt()).isEqualTo(2);
        assertThat(reading.sections().section("params").flatMap(s -> s.get("seed"))).contains("1");
        assertThat(reading.values().entries()).containsExactly(new Section.Entry("score", "2"));
        assertThat(reads).hasSize(1);
    }
}
