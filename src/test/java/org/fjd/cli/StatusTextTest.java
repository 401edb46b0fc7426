package org.fjd.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.view.Status;
import org.fjd.view.Survey;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {

    private static final OptionalInt ANY = OptionalInt.empty();

    private Spool spool;

    @BeforeEach
    void make() throws IOException {
        spool = Spools.inMemory(new TestTime());
    }

    private void running(int jobs) throws IOException {
        for (int i = 10; i < 10 + jobs; i++) {
            Path pod = Files.createDirectories(spool.root().resolve("jobpods/w.1" + i));
            Files.writeString(pod.resolve("job" + i + ".conf"), Spools.JOB);
            Files.writeString(pod.resolve("progress"), i + "/50 with \u001b[31mred\n");
        }
    }

    private List<String> lines(OptionalInt width, OptionalInt height) throws IOException {
        Status status = new Survey(spool, Machine.here()).look();
        return StatusText.lines(spool.root(), status, width, height, false);
    }

    @Test
    void anEmptySpoolSaysWhatToDo() throws IOException {
        assertThat(lines(ANY, ANY))
                .containsExactly(
                        spool.root().toString(),
                        "0 queued, 0 with workers, 0 done, 0 failed",
                        "There are no workers. Hire some: recruiter hire 4",
                        "There is no dispatcher. Start one: dispatcher");
    }

    @Test
    void aDispatcherThatHasNotSaidWhoItIsIsStarting() throws IOException {
        Files.createDirectories(spool.root().resolve(".fjd/seat"));
        Path seat = Files.createFile(spool.root().resolve(".fjd/seat/1"));
        Files.setLastModifiedTime(seat, FileTime.from(spool.time().now()));

        assertThat(lines(ANY, ANY)).contains("A dispatcher is starting");
    }

    @Test
    void withoutALimitAllJobsAreShown() throws IOException {
        running(40);

        assertThat(lines(ANY, ANY)).hasSize(4 + 2 + 40).last().asString().startsWith("job49 ");
    }

    @Test
    void whatAJobSaysDoesNotReachTheTerminalAsItIs() throws IOException {
        running(1);

        assertThat(lines(ANY, ANY)).noneMatch(line -> line.contains("\u001b"));
    }

    /** Four lines, a blank one and the names of the columns come before the jobs. */
    @ParameterizedTest
    @CsvSource({"46, job49", "45, and 2 more", "12, and 35 more"})
    void onlySoManyLinesAsThereIsRoomFor(int height, String last) throws IOException {
        running(40);

        List<String> lines = lines(ANY, OptionalInt.of(height));

        assertThat(lines).hasSize(height);
        assertThat(lines.get(height - 1)).startsWith(last);
    }

    @ParameterizedTest
    @CsvSource({
        "9, 4, and 37 more",
        "7, 3, and 38 more",
        "6, 3, and 39 more",
        "5, 1, and 38 more",
        "3, 1, and 40 more"
    })
    void inASmallTerminalWhatCanBeMissedGivesWayToJobs(int height, int head, String last)
            throws IOException {
        running(40);

        List<String> lines = lines(ANY, OptionalInt.of(height));

        assertThat(lines).hasSize(height);
        assertThat(lines.get(head)).startsWith("JOB ");
        assertThat(lines.get(height - 1)).startsWith(last);
        assertThat(lines).contains("0 queued, 40 with workers, 0 done, 0 failed");
        assertThat(lines.contains("There is no dispatcher. Start one: dispatcher"))
                .isEqualTo(head > 1);
    }

    @Test
    void aNarrowAndLowTerminalShowsTheNumbersAndJobsWithTheirProgress() throws IOException {
        running(2);

        assertThat(lines(OptionalInt.of(40), OptionalInt.of(9)))
                .containsSequence("0 queued, 2 with workers, 0 done, 0", "failed")
                .anyMatch(line -> line.matches("job10  assigned  .*  10/50 with .*"))
                .anyMatch(line -> line.startsWith("job11 "))
                .hasSizeLessThanOrEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({"2", "1", "0", "-1"})
    void whereThereIsRoomForNoJobThereIsNoTable(int height) throws IOException {
        running(40);

        assertThat(lines(ANY, OptionalInt.of(height)))
                .containsExactly("0 queued, 40 with workers, 0 done, 0 failed");
    }

    @ParameterizedTest
    @CsvSource({"120", "80", "40", "10", "1"})
    void noLineIsTooLong(int width) throws IOException {
        running(40);

        assertThat(lines(OptionalInt.of(width), ANY)).allMatch(line -> line.length() <= width);
    }

    @ParameterizedTest
    @CsvSource({
        "59, 60, 1.0 jobs/s",
        "60, 31, 30.0 jobs/min",
        "5400, 2, 0.7 jobs/h",
        "7200, 25, 12.0 jobs/h",
    })
    void ratesAreInAUnitThatSuits(int seconds, int ended, String line) throws IOException {
        for (int i = 0; i < ended; i++) {
            Path file = Files.writeString(spool.root().resolve("done/d" + i + ".conf"), Spools.JOB);
            Duration age = Duration.ofSeconds(seconds).multipliedBy(i).dividedBy(ended - 1);
            Files.setLastModifiedTime(file, FileTime.from(spool.time().now().minus(age)));
        }

        assertThat(lines(ANY, ANY)).element(2).isEqualTo(line);
    }
}
