package org.fjd.recruit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.fjd.job.Labels;
import org.fjd.recruit.BatchLauncher.Wish;
import org.fjd.recruit.Launcher.Failure;
import org.fjd.recruit.Launcher.Launched;
import org.fjd.spool.Hire;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchLauncherTest {

    private static final Pattern MARK = Pattern.compile("fake-\\w+-\\w+");

    private final FakeBatch batch = new FakeBatch();
    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        open(FakeBatch.SETTINGS);
    }

    private void open(String settings) throws IOException {
        spool = FakeBatch.spool(new TestTime(), settings);
    }

    private Hire hire(int count) throws Exception {
        return hire(count, FakeBatch.WISH);
    }

    private Hire hire(int count, Wish wish) throws Exception {
        Launched launched = batch.launcher(spool, wish).launch(Optional.of(count));
        assertThat(launched.failures()).isEmpty();
        return launched.request().orElseThrow();
    }

    private void failsWith(String reason, String... words) throws Exception {
        failsWith(FakeBatch.WISH, reason, words);
    }

    private void failsWith(Wish wish, String reason, String... words) throws Exception {
        failsWith(batch, wish, reason, words);
    }

    private void failsWith(Commands commands, Wish wish, String reason, String... words)
            throws Exception {
        assertThat(
                        new BatchLauncher(spool, Machine.here(), Path.of("/fjd"), wish, commands)
                                .launch(Optional.of(3)))
                .isEqualTo(
                        new Launched(
                                wish.via(),
                                0,
                                Optional.empty(),
                                List.of(new Failure(reason, List.of(words)))));
    }

    private void isNotThere(String via, String message) {
        Wish wish = new Wish(via, Labels.NONE, Optional.empty(), List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> batch.launcher(spool, wish))
                .withMessage(message);
    }

    @Test
    void itAsksAndWritesDownWhatItAskedFor() throws Exception {
        Hire hire = hire(3);
        assertThat(hire.id()).isEqualTo("101");
        assertThat(hire.count()).isEqualTo(3);
        assertThat(hire.mark()).matches(MARK);
        assertThat(batch.calls)
                .containsExactly(
                        List.of(
                                "submit",
                                "3",
                                ".fjd/logs/hire-" + hire.mark(),
                                """
                                cd '/the spool'\\''s' && log=.fjd/logs/hire-MARK-$(uname -n)-$$.log \
                                && exec /opt/fjd/bin/fjd worker --spool '/the spool'\\''s' --hire MARK \
                                --log "$log" >>"$log" 2>&1"""
                                        .replace("MARK", hire.mark())));
        assertThat(Spools.names(spool, ".fjd/hires")).containsExactly("fake-101");
        assertThat(spool.hires().list()).containsExactly(hire);
        assertThat(Spools.text(spool, ".fjd/hires/fake-101"))
                .contains("via = fake\n", "id = 101\n", "count = 3\n", "by = ", "at = 2030-");
    }

    @Test
    void noTwoRequestsHaveTheSameMarkThoughTheClockStandsStill() throws Exception {
        assertThat(hire(1).mark()).isNotEqualTo(hire(1).mark());
    }

    @Test
    void norWhenItGoesOnByLessThanAMillisecond() throws Exception {
        TestTime time = new TestTime();
        spool = FakeBatch.spool(time, FakeBatch.SETTINGS);
        time.pass(Duration.ofDays(1)); // past what other tests have taken
        Set<String> marks = new HashSet<>();
        for (int i = 0; i < 4; i++) {
            assertThat(marks.add(hire(1).mark())).isTrue();
            time.pass(Duration.ofNanos(300_000));
        }
    }

    @Test
    void theWorkersAreToldTheirTerms() throws Exception {
        open(FakeBatch.SETTINGS + "ends-at = ${END:-$(end)}\n");
        hire(
                1,
                new Wish(
                        "fake",
                        new Labels(Set.of("gpu")),
                        Optional.of(Duration.ofMinutes(5)),
                        List.of("--time=2:00", "a b")));
        assertThat(batch.lastCall().get(3))
                .contains(" --label gpu --idle-exit 300s --ends-at \"${END:-$(end)}\" --log");
        assertThat(batch.lastCall().subList(4, 6)).containsExactly("--time=2:00", "a b");
    }

    @Test
    void slurmIsKnownAndMayBeOverriddenKeyByKey() throws Exception {
        open("[via slurm]\nsubmit = submit {count} {log} {command} -q {options}\n");
        Wish wish = new Wish("slurm", Labels.NONE, Optional.empty(), List.of("-x"));
        Hire hire = hire(2, wish);
        assertThat(batch.lastCall().subList(4, 6)).containsExactly("-q", "-x");
        assertThat(batch.lastCall().get(3)).contains("--ends-at \"${SLURM_JOB_END_TIME:-");
        new WaitingList(spool, batch).look(List.of());
        assertThat(batch.lastCall())
                .startsWith("squeue", "--noheader")
                .endsWith("--jobs=101,101", "--format=%K %r");
        assertThat(hire.via()).isEqualTo("slurm");
    }

    @Test
    void slurmDoesNotStartAWorkerAgainOfItsOwnAccord() throws Exception {
        Wish wish = new Wish("slurm", Labels.NONE, Optional.empty(), List.of("-x"));
        failsWith(
                wish,
                "The command 'submit' of [via slurm] can't be run.",
                "no such program: sbatch");
        assertThat(batch.lastCall()).containsSubsequence("--no-requeue", "-x");
    }

    @ParameterizedTest
    @CsvSource({
        "'', ''",
        "'\n', ''",
        "N/A, ''",
        "Unknown, ''",
        "2030-01-01T00:00:00, 1893456000",
    })
    void anEndThatSlurmDoesNotKnowIsNone(String printed, String end) throws Exception {
        String text = BatchSystem.of(spool, "slurm", batch).endsAt().orElseThrow();
        Process shell =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "unset SLURM_JOB_END_TIME; export TZ=UTC\n"
                                        + "squeue() { printf %s \"$printed\"; }\n"
                                        + "printed=$1; printf %s \""
                                        + text
                                        + "\"",
                                "sh",
                                printed)
                        .redirectErrorStream(true)
                        .start();
        assertThat(shell.getInputStream().readAllBytes()).asString(US_ASCII).isEqualTo(end);
    }

    @Test
    void whatTheBatchSystemSaysOfItsRefusalIsPassedOn() throws Exception {
        batch.refuse(Optional.of(1), "error: invalid partition");
        failsWith(
                "fake was not willing to give workers: its command exited with 1.",
                "error: invalid partition");
        batch.refuse(Optional.empty(), "");
        failsWith(
                "The command 'submit' of [via fake] did not end in time. Workers may come up nevertheless: 'recruiter list' shows them.",
                "");
        assertThat(Spools.names(spool, ".fjd/hired")).isEmpty();
    }

    @Test
    void theNumberThatASubmissionPrintedBeforeItsTimeWasOverIsWrittenDown() throws Exception {
        Commands printing = argv -> new Commands.Said(Optional.empty(), List.of("7;x"), List.of());
        failsWith(
                printing,
                FakeBatch.WISH,
                "The command 'submit' of [via fake] did not end in time. It printed the number 7, which is written down. Workers may come up nevertheless: 'recruiter list' shows them.",
                "7;x");
        assertThat(spool.hires().list()).extracting(Hire::id).containsExactly("7");
        assertThat(Spools.names(spool, ".fjd/hired")).hasSize(1);
    }

    @Test
    void aNumberThatCannotBeWrittenDownIsTold() throws Exception {
        Path inTheWay = spool.root().resolve(".fjd/hires");
        Files.deleteIfExists(inTheWay);
        Files.writeString(inTheWay, "");
        Launched launched = batch.launcher(spool, FakeBatch.WISH).launch(Optional.of(3));
        assertThat(launched.request()).isEmpty();
        assertThat(launched.failures())
                .singleElement()
                .extracting(Failure::reason)
                .asString()
                .startsWith(
                        "The command 'submit' of [via fake] printed the number 101, which could not be written down: "
                                + inTheWay)
                .contains(": do that by hand, ");
    }

    @Test
    void aNameThatNoBatchSystemMayHaveIsNotSaidToBeMissing() throws Exception {
        open("[via p-b-s]\nsubmit = a\npending = b\ncancel = c\n");
        isNotThere(
                "p-b-s",
                "p-b-s can't be the name of a batch system: at most 32 letters, digits and _ can. Give its section [via …] in .fjd/fjd.conf such a name.");
    }

    @Test
    void whatCannotBeMeantIsRefusedBeforeAnythingIsAskedFor() throws Exception {
        isNotThere(
                "none",
                "There is no section [via none] in .fjd/fjd.conf. Write one, or take slurm.");
        open("[via fake]\nsubmit = a\n");
        failsWith("[via fake] in .fjd/fjd.conf has no pending. Write that command line there.");
        open("[via fake]\nsubmti = a\n");
        failsWith(
                "[via fake] in .fjd/fjd.conf has a key submti that is not known. Did you mean 'submit'?");
        open("[via fake]\nsubmit = {x}\npending = b\ncancel = c\n");
        failsWith(
                "[via fake] in .fjd/fjd.conf: submit can't be used. There is no {x} for it. There is {command} {count} {log} {options} {spool}.");
        open("[via fake]\nsubmit = a\npending = b\ncancel = c\n");
        failsWith(
                new Wish("fake", Labels.NONE, Optional.empty(), List.of("-x")),
                "The key submit of [via fake] in .fjd/fjd.conf has no {options}, so there is no place for -x.");
        assertThat(batch.calls).isEmpty();
        failsWith("The command 'submit' of [via fake] can't be run.", "no such program: a");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4711",
                "4711;cluster of mine",
                "Welcome to cluster 2\n4711\n7 nodes are down",
                "Done.\n4711\n4711",
            })
    void theNumberOfARequestStandsAloneOnItsLine(String printed) throws Exception {
        Commands printing = printing(printed);
        BatchLauncher launcher =
                new BatchLauncher(spool, Machine.here(), Path.of("/fjd"), FakeBatch.WISH, printing);
        assertThat(launcher.ask(1).id()).isEqualTo("4711");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "-1",
                "a/b",
                "../x",
                "$(x)",
                "Submitted",
                "Submitted batch job 77",
                "job.7/x made",
                "7 nodes are down",
                "7\n8"
            })
    void whatIsNoNumberOfARequestIsNotTakenForOne(String printed) throws Exception {
        failsWith(
                printing(printed),
                FakeBatch.WISH,
                "The command 'submit' of [via fake] in .fjd/fjd.conf must print the number of the request, such as 4711, alone on a line, else nobody can ask for it. Workers may come up nevertheless. It printed:",
                printed.split("\n"));
        assertThat(spool.hires().list()).isEmpty();
    }

    private static Commands printing(String text) {
        return argv -> new Commands.Said(Optional.of(0), List.of(text.split("\n")), List.of());
    }

    @Test
    void whatIsRefusedLeavesNothingBehind() throws Exception {
        batch.refuse(Optional.of(1), "no");
        failsWith("fake was not willing to give workers: its command exited with 1.", "no");
        assertThat(Spools.names(spool, ".fjd/hired")).isEmpty();
        spool.hires().came("fake-a-b", "w1"); // of which nobody knows
        assertThat(Spools.names(spool, ".fjd/hired")).isEmpty();
    }
}
