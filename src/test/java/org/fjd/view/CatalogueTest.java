package org.fjd.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.fjd.view.Shelves.section;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.UnusableSpoolException;
import org.fjd.spool.Wanted;
import org.fjd.upkeep.Archiver;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogueTest {

    private static final Instant NOON = Instant.parse("2029-06-01T12:00:00Z");

    private Shelves shelves;

    @BeforeEach
    void make() throws IOException {
        shelves = new Shelves();
    }

    @Test
    void anEmptySpoolHasNoJobs() throws IOException {
        assertThat(shelves.states()).isEmpty();
    }

    @Test
    void eachPlaceIsAStateAndWhatRunsComesFirst() throws IOException {
        shelves.write("jobpods/w.1/r.conf", Spools.JOB);
        shelves.busy("w", "r", NOON);
        shelves.write("jobpods/x.1/a.conf", Spools.JOB);
        shelves.write(".fjd/morgue/y.1@z/m.conf", Spools.JOB);
        shelves.write("jobqueue/q.conf", Spools.JOB, NOON);
        shelves.write("jobqueue/h.conf", Spools.JOB + "hold = yes\n", NOON.plusSeconds(1));
        shelves.write(
                "retryqueue/t@w.9.conf",
                Spools.JOB + section("attempt.1", "lost", "w.9"),
                NOON.plusSeconds(2));
        shelves.failed("f", "failed", "exit = 3");
        shelves.done("d");

        assertThat(shelves.states())
                .containsExactlyInAnyOrder(
                        "r running",
                        "a assigned",
                        "m assigned",
                        "q queued",
                        "h held",
                        "t queued",
                        "f failed",
                        "d done");
        assertThat(shelves.states().subList(3, 8))
                .containsExactly("q queued", "h held", "t queued", "f failed", "d done");
    }

    @ParameterizedTest
    @CsvSource({
        "failed, failed",
        "timed-out, timed-out",
        "cancelled, cancelled",
        "lost, lost",
        "unheard-of, failed"
    })
    void theResultTellsHowAJobFailed(String recorded, String state) throws IOException {
        shelves.failed("f", recorded);
        assertThat(shelves.states()).containsExactly("f " + state);
    }

    @Test
    void aChangeHoldsAndReleases() throws IOException {
        String hold = "\n[change.1]\nhold = true\nwhole = yes\n";
        shelves.write("jobqueue/h.conf", Spools.JOB + hold);
        shelves.write(
                "jobqueue/r.conf", Spools.JOB + hold + "\n[change.2]\nhold = false\nwhole = yes\n");

        assertThat(shelves.states()).containsExactlyInAnyOrder("h held", "r queued");
    }

    @Test
    void theDefaultsOfTheSpoolMayHoldJobs() throws IOException {
        shelves.write(".fjd/fjd.conf", "[control]\nhold = yes\n");
        shelves.write("jobqueue/h.conf", Spools.JOB);
        shelves.write("jobqueue/q.conf", Spools.JOB + "hold = no\n");

        assertThat(shelves.states()).containsExactlyInAnyOrder("h held", "q queued");
    }

    @Test
    void aTornResultIsNone() throws IOException {
        shelves.write(
                "failed/t.conf",
                Spools.JOB + "\n[result]\nstate = timed-out\nrun = w.1\nexit = 3\n");

        Job job = shelves.job("t");
        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.detail("exit")).isEmpty();
    }

    @Test
    void aResultFarFromTheEndIsFoundToo() throws IOException {
        shelves.write(
                "failed/t.conf",
                Spools.JOB
                        + section("result", "timed-out", "w.1", "exit = 143")
                        + "# what the job adds\n".repeat(1000));

        assertThat(shelves.job("t").state()).isEqualTo(JobState.TIMED_OUT);
        assertThat(shelves.job("t").detail("exit")).contains("143");
    }

    @Test
    void aRejectedJobHasItsReason() throws IOException {
        shelves.write("failed/r.conf", "no job", NOON);
        shelves.write("failed/r.reason", "It is not INI.\n", NOON.plusSeconds(1));
        shelves.write("failed/empty.conf", "");
        shelves.write("failed/empty.reason", "It is empty.\n");
        Files.createDirectories(shelves.at("failed/dir.conf"));
        shelves.write("failed/dir.reason", "It is a directory.\n");

        assertThat(shelves.states())
                .containsExactlyInAnyOrder("r rejected", "empty rejected", "dir rejected");
        assertThat(shelves.job("r").rejection()).contains("It is not INI.");
        assertThat(shelves.job("r").since()).isEqualTo(NOON.plusSeconds(1));
    }

    @Test
    void aReasonOfOldDoesNotMakeALaterFailureARejection() throws IOException {
        shelves.write("failed/r.reason", "It is not INI.\n", NOON);
        Path mended = shelves.failed("r", "failed", "exit = 1");
        Files.setLastModifiedTime(
                mended, java.nio.file.attribute.FileTime.from(NOON.plusSeconds(9)));

        assertThat(shelves.states()).containsExactly("r failed");
        assertThat(shelves.job("r").rejection()).isEmpty();
    }

    @Test
    void reservationsAndOtherFilesAreNoJobs() throws IOException {
        shelves.write("done/reserved.conf", "");
        shelves.write("failed/reserved.conf", "");
        Files.createDirectories(shelves.at("failed/directory.conf"));
        shelves.write("jobqueue/notes.txt", "");
        shelves.write("jobqueue/.hidden.conf", Spools.JOB);
        shelves.write("retryqueue/not-by-fjd.conf", Spools.JOB);
        shelves.write("jobpods/w.1/values", "a = 1");

        assertThat(shelves.states()).isEmpty();
    }

    @Test
    void namesakesAreJobsOfTheirOwn() throws IOException {
        shelves.done("a");
        shelves.done("a~2");
        shelves.failed("a", "failed");
        shelves.write("jobqueue/a.conf", Spools.JOB);

        assertThat(Shelves.named(shelves.spool, "a")).hasSize(4);
        assertThat(Shelves.named(shelves.spool, "a~2")).hasSize(1);
        assertThat(Shelves.named(shelves.spool, "a~3")).isEmpty();
    }

    @Test
    void oddNamesAreKept() throws IOException {
        for (String name : List.of("a b", "ä", "x@y", "*", "-v", "a\u001b[2J", "~2")) {
            shelves.done(name);
        }
        assertThat(shelves.states()).hasSize(7);
        assertThat(Shelves.named(shelves.spool, "*")).hasSize(1);
        assertThat(Shelves.named(shelves.spool, "-v")).hasSize(1);
        assertThat(Shelves.named(shelves.spool, "~2")).hasSize(1);
    }

    @Test
    void aPodTellsRunWorkerProgressAndSince() throws IOException {
        shelves.write("jobpods/w.7/r.conf", Spools.JOB);
        shelves.write("jobpods/w.7/progress", "1/3 loading\n2/3 fitting\n\n");
        shelves.busy("w", "r", NOON);

        Job job = shelves.job("r");
        assertThat(job.currentRun()).contains(new Run("w", 7));
        assertThat(job.worker().orElseThrow().process().host()).isEqualTo("node1");
        assertThat(job.progress()).contains("2/3 fitting");
        assertThat(job.since()).isEqualTo(NOON);
    }

    @Test
    void aWorkerThatIsBusyWithAnotherJobHasNotBegunThisOne() throws IOException {
        shelves.write("jobpods/w.2/next.conf", Spools.JOB);
        shelves.busy("w", "present", NOON);

        assertThat(shelves.states()).containsExactly("next assigned");
    }

    @Test
    void ofThoseThatEndedTheLastComesFirst() throws IOException {
        for (int i = 1; i <= 3; i++) {
            Path file = shelves.done("d" + i);
            Files.setLastModifiedTime(
                    file, java.nio.file.attribute.FileTime.from(NOON.plusSeconds(i)));
            shelves.write("jobqueue/q" + i + ".conf", Spools.JOB, NOON.plusSeconds(i));
        }
        assertThat(shelves.catalogue().jobs())
                .extracting(job -> job.name().value())
                .containsExactly("q1", "q2", "q3", "d3", "d2", "d1");
    }

    @Test
    void whatCannotBeReadIsAbsentAndNoError() throws IOException {
        Files.createSymbolicLink(shelves.at("jobqueue/link.conf"), shelves.at("nowhere"));
        Files.createDirectories(shelves.at("jobqueue/dir.conf"));

        assertThat(shelves.states()).containsExactlyInAnyOrder("link queued", "dir queued");
        assertThat(shelves.job("link").sections().sections()).isEmpty();
    }

    @Test
    void aJobThatIsGoneWhenItIsReadHasNothingToSay() throws IOException {
        Path file = shelves.failed("f", "timed-out", "exit = 3");
        Job job = shelves.job("f");
        Files.delete(file);

        assertThat(job.state()).isEqualTo(JobState.FAILED);
        assertThat(job.outcome()).isEmpty();
        assertThat(job.values().entries()).isEmpty();
    }

    @Test
    void selectionsGoByStateAgeAndWorker() throws IOException {
        Instant now = NOON.plus(Duration.ofHours(2));
        shelves.write("jobqueue/old.conf", Spools.JOB, NOON);
        shelves.write("jobqueue/new.conf", Spools.JOB, now.minusSeconds(60));
        shelves.write("jobpods/w.2/mine.conf", Spools.JOB);
        Files.setLastModifiedTime(
                shelves.failed("other", "failed"), java.nio.file.attribute.FileTime.from(now));

        assertThat(selected(Set.of(JobState.QUEUED), "", "", "", now))
                .containsExactly("old", "new");
        assertThat(selected(Set.of(JobState.QUEUED), "PT1H", "", "", now)).containsExactly("new");
        assertThat(selected(Set.of(JobState.QUEUED), "", "PT1H", "", now)).containsExactly("old");
        assertThat(selected(Set.of(JobState.QUEUED), "", "PT2H", "", now)).isEmpty();
        assertThat(selected(Set.of(), "", "", "w", now)).containsExactly("mine", "other");
        assertThat(selected(Set.of(JobState.FAILED), "", "", "v", now)).isEmpty();
    }

    private List<String> selected(
            Set<JobState> states, String since, String older, String worker, Instant now)
            throws IOException {
        Selection selection =
                new Selection(
                        Wanted.ALL,
                        states,
                        Optional.of(since).filter(s -> !s.isEmpty()).map(Duration::parse),
                        Optional.of(older).filter(s -> !s.isEmpty()).map(Duration::parse),
                        Optional.of(worker).filter(s -> !s.isEmpty()));
        return selection.from(shelves.catalogue(), now).jobs().stream()
                .map(job -> job.name().value())
                .toList();
    }

    @Test
    void anOverviewHasTheFirstOfEachKindAndCountsAll() throws IOException {
        for (int i = 1; i <= 5; i++) {
            shelves.done("d" + i);
            shelves.write("jobqueue/q" + i + ".conf", Spools.JOB);
        }
        shelves.failed("f", "lost");

        Overview overview = Overview.of(shelves.catalogue().jobs(), 2);
        assertThat(overview.shown()).hasSize(5);
        assertThat(
                        List.of(
                                overview.inPods(),
                                overview.queued(),
                                overview.failed(),
                                overview.done()))
                .containsExactly(0, 5, 1, 5);
    }

    @Test
    void aPackThatIsDamagedKeepsNobodyFromSeeingTheRest() throws IOException {
        shelves.failed("a", "failed", "exit = 3");
        pack();
        Path pack = spoolPacks().get(0);
        byte[] whole = Files.readAllBytes(pack);
        shelves.time.pass(Duration.ofSeconds(1));
        shelves.done("b");
        pack();
        shelves.done("c");
        for (int cut : new int[] {0, 5, whole.length / 2, whole.length - 1}) {
            Files.write(pack, Arrays.copyOf(whole, cut));
            List<String> told = new ArrayList<>();
            Spool spool = Spool.openForReading(shelves.spool.root(), shelves.time);
            spool.tellTo(told::add);

            for (int look = 0; look < 2; look++) {
                assertThat(new Catalogue(spool).jobs())
                        .extracting(job -> job.name().value())
                        .contains("b", "c");
            }
            assertThat(told)
                    .singleElement()
                    .asString()
                    .startsWith(pack + " is no pack of fjd, or damaged: ")
                    .contains("Put a copy of it there", "fjd fsck");
        }
    }

    private List<Path> spoolPacks() throws IOException {
        return shelves.spool.packs().list();
    }

    @Test
    void lookingChangesNothing() throws IOException {
        Files.delete(shelves.at("logs"));
        Files.delete(shelves.at("workerqueue"));
        shelves.failedWithLog("f", "Error: x\n", "exit = 1");
        shelves.write("jobqueue/q.conf", Spools.JOB);
        Files.delete(shelves.at(".fjd/morgue"));
        Map<String, String> before = shelves.everything();

        shelves.states();
        Failures.of(Spool.openForReading(shelves.spool.root(), shelves.time));
        ValueTable.of(shelves.catalogue().jobs());

        assertThat(shelves.everything()).isEqualTo(before);
    }

    @Test
    void aDirectoryThatIsNoSpoolIsRefused() throws IOException {
        Path other = Files.createDirectories(shelves.spool.root().resolveSibling("other"));
        assertThatThrownBy(() -> Spool.openForReading(other, shelves.time))
                .isInstanceOf(UnusableSpoolException.class)
                .hasMessageContainingAll("/other", "--spool");
        assertThat(Spools.names(other)).isEmpty();

        Files.createDirectories(other.resolve("jobqueue"));
        assertThat(new Catalogue(Spool.openForReading(other, shelves.time)).jobs()).isEmpty();
    }

    @Test
    void packedJobsAreThereAsIfTheyStillLayInTheirDirectories() throws Exception {
        shelves.done("d");
        shelves.failed("f", "failed", "exit = 3");
        shelves.write("failed/r.conf", "odd");
        shelves.write("failed/r.reason", "It is odd.\n");
        List<String> before = shelves.states();
        pack();
        assertThat(Spools.names(shelves.spool, "done")).isEmpty();
        assertThat(Spools.names(shelves.spool, "failed")).isEmpty();

        assertThat(shelves.states()).containsExactlyElementsOf(before);
        assertThat(Shelves.named(shelves.spool, "f").get(0).detail("exit")).hasValue("3");
        assertThat(Shelves.named(shelves.spool, "r").get(0).rejection()).hasValue("It is odd.");
    }

    @Test
    void aJobThatIsInAPackAndInItsDirectoryIsThereOnce() throws Exception {
        shelves.done("d");
        byte[] file = Files.readAllBytes(shelves.spool.root().resolve("done/d.conf"));
        var time = Files.getLastModifiedTime(shelves.spool.root().resolve("done/d.conf"));
        pack();
        Path again = Files.write(shelves.spool.root().resolve("done/d.conf"), file);
        Files.setLastModifiedTime(again, time);

        assertThat(Shelves.named(shelves.spool, "d")).hasSize(1);
    }

    private void pack() throws IOException {
        new Archiver(shelves.spool, Machine.here())
                .pack(new Archiver.Order(Duration.ZERO, Set.of(), false));
    }
}
