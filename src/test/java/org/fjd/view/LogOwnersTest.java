package org.fjd.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.view.Shelves.section;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.Spools;
import org.fjd.upkeep.Archiver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two jobs of one name may name one log, since the first one's was packed in between. */
class LogOwnersTest {

    private static final Instant FIRST = Instant.parse("2020-01-01T10:00:00Z");
    private static final Instant SECOND = Instant.parse("2020-01-01T11:00:00Z");

    private final ByteArrayOutputStream copied = new ByteArrayOutputStream();
    private Shelves shelves;

    @BeforeEach
    void make() throws IOException {
        shelves = new Shelves();
    }

    private Path end(String file, String state, String run, Instant ended) throws IOException {
        return shelves.write(
                file,
                Spools.JOB
                        + section(
                                "result",
                                state,
                                run,
                                "exit = 3",
                                "started = " + ended.minusSeconds(60),
                                "log = logs/j.log"),
                ended);
    }

    private void log(String content, Instant ended) throws IOException {
        shelves.write("logs/j.log", content, ended.minusMillis(10));
    }

    private void pack() throws IOException {
        new Archiver(shelves.spool, Machine.here())
                .pack(new Archiver.Order(Duration.ZERO, Set.of(), true));
    }

    private Job in(String place) throws IOException {
        return shelves.catalogue().jobs().stream()
                .filter(job -> job.file().toString().contains(place))
                .findFirst()
                .orElseThrow();
    }

    private List<String> lastLines(String place) throws IOException {
        Job job = in(place);
        return new JobLog(shelves.spool).withPacked(List.of(job)).lastLines(job, 9);
    }

    @Test
    void theOutputOfALaterNamesakeIsNotThatOfAJobThatNamesTheSameLog() throws IOException {
        end("failed/j.conf", "failed", "w.1", FIRST);
        end("done/j.conf", "done", "w.2", SECOND);
        log("second", SECOND);

        assertThat(lastLines("/failed/")).isEmpty();
        assertThat(lastLines("/done/")).containsExactly("second");
        assertThat(new JobLog(shelves.spool).runs(in("/failed/")))
                .containsExactly(new JobLog.OfRun(new Run("w", 1), 1, Optional.empty()));
        assertThat(Failures.of(shelves.spool).groups().get(0).lines()).isEmpty();
    }

    @Test
    void theOutputOfAnEarlierNamesakeIsNotThatOfALaterOne() throws IOException {
        end("failed/j.conf", "failed", "w.1", FIRST);
        end("done/j.conf", "done", "w.2", SECOND);
        log("first", FIRST);

        assertThat(lastLines("/failed/")).containsExactly("first");
        assertThat(lastLines("/done/")).isEmpty();
    }

    @Test
    void ofAPackedJobItsOwnLogIsShown() throws Exception {
        end("failed/j.conf", "failed", "w.1", FIRST);
        log("first", FIRST);
        pack();
        end("done/j.conf", "done", "w.2", SECOND);
        log("second", SECOND);

        assertThat(lastLines("/archive/")).containsExactly("first");
        new LogFollower(shelves.spool, OptionalInt.empty(), copied::write)
                .copy(in("/archive/"), shelves.at("logs/j.log"));
        assertThat(copied).hasToString("first");
    }

    @Test
    void theOutputOfOneThatRunsIsNotThatOfOneThatHasEnded() throws IOException {
        end("failed/j.conf", "failed", "w.1", FIRST);
        shelves.write("jobpods/w.2/j.conf", Spools.JOB);
        log("second", SECOND);

        assertThat(lastLines("/failed/")).isEmpty();
    }

    @Test
    void aLogThatOnlyOneJobNamesIsItsOwnWhateverTimesACopyOfTheSpoolHas() throws IOException {
        end("failed/j.conf", "failed", "w.1", FIRST);
        log("first", SECOND);
        assertThat(lastLines("/failed/")).containsExactly("first");
        Files.delete(shelves.at("logs/j.log"));
        assertThat(lastLines("/failed/")).isEmpty();
    }
}
