package org.fjd.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.view.Shelves.section;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.fjd.job.Run;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.Spools;
import org.fjd.upkeep.Archiver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LogFollowerTest {

    private final ByteArrayOutputStream copied = new ByteArrayOutputStream();
    private Shelves shelves;

    /** Something that others do to the spool. */
    private interface Act {
        void run() throws IOException;
    }

    @BeforeEach
    void make() throws IOException {
        shelves = new Shelves();
    }

    private void follow(Act... acts) throws Exception {
        for (Act act : acts) {
            shelves.time.atNextPause(
                    () -> {
                        try {
                            act.run();
                        } catch (IOException e) {
                            throw new AssertionError(e);
                        }
                    });
        }
        try (Lookout lookout = shelves.spool.lookout()) {
            follower(OptionalInt.empty()).follow(shelves.job("j"), lookout);
        }
    }

    private LogFollower follower(OptionalInt lines) {
        return new LogFollower(shelves.spool, lines, copied::write);
    }

    private String copied() {
        return copied.toString(StandardCharsets.UTF_8);
    }

    private void end(String from, String state, String run, String log) throws IOException {
        Path file = shelves.at(from);
        Files.writeString(
                file, Files.readString(file) + section("result", state, run, "log = " + log));
        Files.move(file, shelves.at((state.equals("done") ? "done" : "failed") + "/j.conf"));
    }

    @Test
    void itGoesOnFromTheQueueToTheEnd() throws Exception {
        shelves.write("jobqueue/j.conf", Spools.JOB);
        follow(
                () -> {
                    Files.createDirectories(shelves.at("jobpods/w.1"));
                    Files.move(shelves.at("jobqueue/j.conf"), shelves.at("jobpods/w.1/j.conf"));
                },
                () -> shelves.write("logs/j.log", "one\n"),
                () -> shelves.write("logs/j.log", "one\ntwo"),
                () -> {
                    shelves.write("logs/j.log", "one\ntwo\nthree\n");
                    end("jobpods/w.1/j.conf", "done", "w.1", "logs/j.log");
                });
        assertThat(copied()).isEqualTo("one\ntwo\nthree\n");
    }

    @Test
    void itGoesOnFromRunToRun() throws Exception {
        shelves.write("jobpods/w.1/j.conf", Spools.JOB);
        shelves.write("logs/j.log", "first\n");
        follow(
                () -> {
                    Path file = shelves.at("jobpods/w.1/j.conf");
                    Files.writeString(
                            file,
                            Spools.JOB + section("attempt.1", "failed", "w.1", "log = logs/j.log"));
                    Files.move(file, shelves.at("retryqueue/j@w.1.conf"));
                },
                () -> {
                    Files.createDirectories(shelves.at("jobpods/w.2"));
                    Files.move(
                            shelves.at("retryqueue/j@w.1.conf"), shelves.at("jobpods/w.2/j.conf"));
                    shelves.write("logs/j@w.2.log", "second\n");
                },
                () -> end("jobpods/w.2/j.conf", "failed", "w.2", "logs/j@w.2.log"));
        assertThat(copied()).isEqualTo("first\nsecond\n");
    }

    @Test
    void aLogThatIsTruncatedIsCopiedAnew() throws Exception {
        shelves.write("jobpods/w.1/j.conf", Spools.JOB);
        shelves.write("logs/j.log", "a long first line\n");
        follow(
                () -> shelves.write("logs/j.log", "x\n"),
                () -> end("jobpods/w.1/j.conf", "done", "w.1", "logs/j.log"));
        assertThat(copied()).isEqualTo("a long first line\nx\n");
    }

    @Test
    void aJobThatIsWithdrawnHasNoMoreToSay() throws Exception {
        shelves.write("jobqueue/j.conf", Spools.JOB);
        follow(() -> Files.delete(shelves.at("jobqueue/j.conf")));
        assertThat(copied()).isEmpty();
    }

    @Test
    void oneThatEndsBesideANamesakeIsKnownByItsRun() throws Exception {
        shelves.write("jobpods/w.5/j.conf", Spools.JOB);
        shelves.write("logs/j@w.5.log", "mine\n");
        shelves.write("logs/j.log", "of another\n");
        follow(
                () -> {
                    shelves.done("j", "log = logs/j.log");
                    Path file = shelves.at("jobpods/w.5/j.conf");
                    Files.writeString(
                            file,
                            Spools.JOB + section("result", "done", "w.5", "log = logs/j@w.5.log"));
                    Files.move(file, shelves.at("done/j~2.conf"));
                });
        assertThat(copied()).isEqualTo("mine\n");
    }

    @ParameterizedTest
    @CsvSource({"0, ''", "1, three", "2, two three", "3, one two three", "9, one two three"})
    void itBeginsWithTheLastLines(int lines, String words) throws IOException {
        for (String last : List.of("", "\n")) {
            copied.reset();
            Path log = shelves.write("logs/j.log", "one\ntwo\nthree" + last);
            follower(OptionalInt.of(lines)).copy(log);
            String expected = words.isEmpty() ? "" : words.replace(' ', '\n') + last;
            assertThat(copied()).isEqualTo(expected);
        }
    }

    @Test
    void lastLinesAreFoundInALongLog() throws IOException {
        Path log =
                shelves.write("logs/j.log", "x".repeat(200_000) + "\n" + "y".repeat(70_000) + "\n");
        follower(OptionalInt.of(1)).copy(log);
        assertThat(copied()).isEqualTo("y".repeat(70_000) + "\n");
    }

    @Test
    void attemptsAreCountedAsTheJobIsTold() throws IOException {
        shelves.write(
                "jobpods/w.4/j.conf",
                Spools.JOB
                        + section("attempt.1", "failed", "w.1", "log = logs/j.log")
                        + section("attempt.2", "returned", "w.2", "log = logs/j@w.2.log")
                        + section("attempt.3", "lost", "w.3"));
        shelves.write("logs/j.log", "");
        assertThat(new JobLog(shelves.spool).runs(shelves.job("j")))
                .containsExactly(
                        new JobLog.OfRun(run(1), 1, log("j.log")),
                        new JobLog.OfRun(run(2), 2, log("j@w.2.log")),
                        new JobLog.OfRun(run(3), 2, java.util.Optional.empty()),
                        new JobLog.OfRun(run(4), 3, java.util.Optional.empty()));
    }

    private static Run run(long number) {
        return new Run("w", number);
    }

    private java.util.Optional<Path> log(String name) {
        return java.util.Optional.of(shelves.at("logs").resolve(name));
    }

    @ParameterizedTest
    @CsvSource({"-1, onetwothree", "0, ''", "1, three", "2, twothree", "9, onetwothree"})
    void theLogOfAPackedJobIsReadFromItsPack(int lines, String expected) throws Exception {
        shelves.failedWithLog("j", "one\ntwo\nthree\n", "exit = 1");
        shelves.failedWithLog("other", "another\n", "exit = 1");
        pack();
        shelves.write("logs/other.log", "a namesake's\n");
        OptionalInt last = lines < 0 ? OptionalInt.empty() : OptionalInt.of(lines);

        assertThat(follower(last).copy(shelves.job("j"), shelves.at("logs/j.log"))).isTrue();
        assertThat(copied().replace("\n", "")).isEqualTo(expected);
    }

    @Test
    void theLastLineOfAPackedLogNeedsNoEnd() throws Exception {
        shelves.failedWithLog("j", "one\ntwo", "exit = 1");
        pack();

        follower(OptionalInt.of(1)).copy(shelves.job("j"), shelves.at("logs/j.log"));
        assertThat(copied()).isEqualTo("two");
    }

    @Test
    void aLogThatIsNowhereIsNotCopied() throws Exception {
        shelves.failedWithLog("j", "one\n", "exit = 1");
        Path log = shelves.at("logs/j.log");
        Files.delete(log);
        assertThat(follower(OptionalInt.empty()).copy(shelves.job("j"), log)).isFalse();

        pack();
        assertThat(follower(OptionalInt.empty()).copy(shelves.job("j"), log)).isFalse();
    }

    private void pack() throws IOException {
        new Archiver(shelves.spool, Machine.here())
                .pack(new Archiver.Order(Duration.ZERO, Set.of(), true));
    }
}
