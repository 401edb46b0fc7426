package org.fjd.recruit;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.fjd.job.Labels;
import org.fjd.recruit.Agency.Cancelled;
import org.fjd.recruit.Agency.Look;
import org.fjd.recruit.Agency.Missing;
import org.fjd.recruit.Agency.Pending;
import org.fjd.recruit.Agency.Wish;
import org.fjd.spool.Hire;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AgencyTest {

    private static final Wish WISH = new Wish("fake", Labels.NONE, Optional.empty(), List.of());
    private static final Pattern MARK = Pattern.compile("fake-\\w+-\\w+");

    private final TestTime time = new TestTime();
    private final FakeBatch batch = new FakeBatch();
    private Spool spool;
    private Agency agency;

    @BeforeEach
    void open() throws IOException {
        open(FakeBatch.SETTINGS);
    }

    private void open(String settings) throws IOException {
        FileSystem fileSystem =
                Jimfs.newFileSystem(
                        Configuration.unix().toBuilder()
                                .setAttributeViews("basic", "posix")
                                .build());
        Path root = Files.createDirectories(fileSystem.getPath("/the spool's"));
        spool = Spools.at(root, time, settings);
        agency = new Agency(spool, Machine.here(), Path.of("/opt/fjd/bin/fjd"), batch);
    }

    private Look look() throws Exception {
        return agency.look(List.of());
    }

    private Cancelled cancel(int most) throws Exception {
        return agency.cancel(most, List.of());
    }

    private static WorkerRecord onTheRoll(String name, Hire hire) {
        return new WorkerRecord(
                name,
                Spools.elsewhere(1),
                "u",
                Instant.EPOCH,
                1,
                new WorkerRecord.Idle(),
                Labels.NONE,
                Optional.empty(),
                Optional.of(hire.mark()),
                Optional.empty());
    }

    private void startedBefore(Hire hire, Duration age) throws IOException {
        Files.setLastModifiedTime(
                spool.root().resolve(".fjd/hired/" + hire.mark() + "/@started"),
                FileTime.from(Instant.now().minus(age)));
    }

    private void failsWith(String reason, String... words) {
        failsWith(WISH, reason, words);
    }

    private void failsWith(Wish wish, String reason, String... words) {
        assertThatExceptionOfType(BatchException.class)
                .isThrownBy(() -> agency.hire(3, wish))
                .satisfies(e -> assertThat(e.reason()).isEqualTo(reason))
                .satisfies(e -> assertThat(e.words()).containsExactly(words));
    }

    @Test
    void itAsksAndWritesDownWhatItAskedFor() throws Exception {
        Hire hire = agency.hire(3, WISH);
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
        assertThat(agency.hire(1, WISH).mark()).isNotEqualTo(agency.hire(1, WISH).mark());
    }

    @Test
    void theWorkersAreToldTheirTerms() throws Exception {
        open(FakeBatch.SETTINGS + "ends-at = ${END:-$(end)}\n");
        agency.hire(
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
        Hire hire = agency.hire(2, wish);
        assertThat(batch.lastCall().subList(4, 6)).containsExactly("-q", "-x");
        assertThat(batch.lastCall().get(3)).contains("--ends-at \"${SLURM_JOB_END_TIME:-");
        look();
        assertThat(batch.lastCall())
                .startsWith("squeue", "--noheader")
                .endsWith("--jobs=101,101", "--format=%K %r");
        assertThat(hire.via()).isEqualTo("slurm");
    }

    @Test
    void slurmDoesNotStartAWorkerAgainOfItsOwnAccord() {
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
        agency =
                new Agency(
                        spool,
                        Machine.here(),
                        Path.of("/fjd"),
                        argv -> new Commands.Said(Optional.empty(), List.of("7;x"), List.of()));
        failsWith(
                "The command 'submit' of [via fake] did not end in time. It printed the number 7, which is written down. Workers may come up nevertheless: 'recruiter list' shows them.",
                "7;x");
        assertThat(spool.hires().list()).extracting(Hire::id).containsExactly("7");
        assertThat(Spools.names(spool, ".fjd/hired")).hasSize(1);
    }

    @Test
    void aNameThatNoBatchSystemMayHaveIsNotSaidToBeMissing() throws Exception {
        open("[via p-b-s]\nsubmit = a\npending = b\ncancel = c\n");
        failsWith(
                new Wish("p-b-s", Labels.NONE, Optional.empty(), List.of()),
                "p-b-s can't be the name of a batch system: at most 32 letters, digits and _ can. Give its section [via …] in .fjd/fjd.conf such a name.");
    }

    @Test
    void whatCannotBeMeantIsRefusedBeforeAnythingIsAskedFor() throws Exception {
        failsWith(
                new Wish("none", Labels.NONE, Optional.empty(), List.of()),
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
            strings = {"", "-1", "a/b", "../x", "$(x)", "Submitted batch job 77", "job.7/x made"})
    void whatIsNoNumberOfARequestIsNotTakenForOne(String printed) throws Exception {
        agency =
                new Agency(
                        spool,
                        Machine.here(),
                        Path.of("/fjd"),
                        argv -> new Commands.Said(Optional.of(0), List.of(printed), List.of()));
        failsWith(
                "The command 'submit' of [via fake] in .fjd/fjd.conf must print the number of the request as its first word, such as 4711, else nobody can ask for it. Workers may come up nevertheless. It printed:",
                printed);
        assertThat(spool.hires().list()).isEmpty();
    }

    @Test
    void itTellsWhatIsPendingThenWhatHasBeenStartedUntilAllHaveComeUp() throws Exception {
        Hire hire = agency.hire(2, WISH);
        batch.start(1);
        assertThat(look())
                .isEqualTo(
                        new Look(
                                List.of(new Pending(hire, "2", "Resources are  short")),
                                List.of(new Missing(hire, 1, false)),
                                List.of()));
        batch.start(1);
        assertThat(look())
                .isEqualTo(new Look(List.of(), List.of(new Missing(hire, 2, false)), List.of()));
        spool.hires().came(hire.mark(), "w1"); // and has left again
        assertThat(look().missing()).containsExactly(new Missing(hire, 1, false));
        assertThat(agency.look(List.of(onTheRoll("w2", hire))))
                .isEqualTo(new Look(List.of(), List.of(), List.of()));
        assertThat(spool.hires().list()).isEmpty();
        assertThat(Spools.names(spool, ".fjd/hired")).isEmpty();
    }

    @Test
    void whoIsOnTheRollAndHasLeftItsNameCountsOnce() throws Exception {
        Hire hire = agency.hire(2, WISH);
        batch.start(2);
        spool.hires().came(hire.mark(), "w1");
        assertThat(agency.look(List.of(onTheRoll("w1", hire))).missing())
                .containsExactly(new Missing(hire, 1, false));
    }

    @Test
    void whoHasNotComeUpTenMinutesAfterNothingWasPendingNeverWill() throws Exception {
        Hire hire = agency.hire(2, WISH);
        batch.start(2);
        look();
        startedBefore(hire, Duration.ofMinutes(9));
        assertThat(look().missing()).containsExactly(new Missing(hire, 2, false));
        startedBefore(hire, Duration.ofMinutes(11));
        int calls = batch.calls.size();
        assertThat(look().missing()).containsExactly(new Missing(hire, 2, true));
        assertThat(batch.calls).as("it is not asked any more").hasSize(calls);
        startedBefore(hire, Duration.ofHours(25));
        assertThat(look()).isEqualTo(new Look(List.of(), List.of(), List.of()));
        assertThat(spool.hires().list()).isEmpty();
    }

    @Test
    void whoIsPendingAgainIsNotMissing() throws Exception {
        Hire hire = agency.hire(2, WISH);
        spool.hires().started(hire);
        startedBefore(hire, Duration.ofMinutes(9));
        assertThat(look().workers()).hasSize(2);
        batch.start(2);
        look();
        assertThat(spool.hires().traces(hire).started())
                .hasValueSatisfying(
                        at -> assertThat(at).isAfter(Instant.now().minus(Duration.ofMinutes(1))));
    }

    @Test
    void whoCouldNotBeCancelledSinceItIsBeingStartedIsToldOf() throws Exception {
        Hire hire = agency.hire(3, WISH);
        batch.start(1);
        assertThat(cancel(9))
                .isEqualTo(new Cancelled(2, List.of(new Missing(hire, 1, false)), List.of()));
        assertThat(look().missing()).containsExactly(new Missing(hire, 1, false));
    }

    @Test
    void whatIsRefusedLeavesNothingBehind() throws Exception {
        batch.refuse(Optional.of(1), "no");
        failsWith("fake was not willing to give workers: its command exited with 1.", "no");
        assertThat(Spools.names(spool, ".fjd/hired")).isEmpty();
        spool.hires().came("fake-a-b", "w1"); // of which nobody knows
        assertThat(Spools.names(spool, ".fjd/hired")).isEmpty();
    }

    @Test
    void whatCannotBeToldIsKeptAndComplainedOf() throws Exception {
        agency.hire(2, WISH);
        batch.refuse(Optional.of(1), "down");
        Look look = look();
        assertThat(look.workers()).isEmpty();
        assertThat(look.troubles())
                .extracting(BatchException::words)
                .containsExactly(List.of("down"));
        assertThat(spool.hires().list()).hasSize(1);
        assertThat(cancel(9).troubles()).hasSize(1);
    }

    @Test
    void asManyAreCancelledAsAskedForTheYoungestFirst() throws Exception {
        agency.hire(3, WISH);
        time.pass(Duration.ofMinutes(1));
        agency.hire(3, WISH);
        assertThat(cancel(4)).isEqualTo(new Cancelled(4, List.of(), List.of()));
        assertThat(look().workers()).extracting(Pending::task).containsExactly("1", "2");
        assertThat(Spools.names(spool, ".fjd/hires")).containsExactly("fake-101");
        assertThat(cancel(Integer.MAX_VALUE)).isEqualTo(new Cancelled(2, List.of(), List.of()));
        assertThat(Spools.names(spool, ".fjd/hires")).isEmpty();
    }

    @Test
    void whatCanOnlyBeCancelledWholeIsNotWhereThatIsTooMuch() throws Exception {
        open(FakeBatch.SETTINGS.replace(" {tasks}", " 1,2,3"));
        agency.hire(3, WISH);
        assertThat(cancel(2)).isEqualTo(new Cancelled(0, List.of(), List.of()));
        assertThat(batch.pending()).isEqualTo(3);
        assertThat(cancel(3)).isEqualTo(new Cancelled(3, List.of(), List.of()));
        assertThat(batch.pending()).isZero();
    }

    @Test
    void aRequestThatCannotBeReadIsLeftAlone() throws Exception {
        agency.hire(1, WISH);
        Files.writeString(spool.root().resolve(".fjd/hires/fake-7"), "[hire]\nvia = fake\n");
        Files.writeString(
                spool.root().resolve(".fjd/hires/fake-8"),
                Spools.text(spool, ".fjd/hires/fake-101")); // another's name
        Files.createDirectory(spool.root().resolve(".fjd/hires/fake-9"));
        assertThat(spool.hires().list()).extracting(Hire::id).containsExactly("101");
        assertThat(cancel(9).workers()).isEqualTo(1);
    }
}
