package org.fjd.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fjd.job.Outcome;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.upkeep.Finding.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FsckTest {

    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00Z");
    private static final Machine HERE = Machine.here();

    private final TestTime time = new TestTime();
    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
    }

    private Path put(String path, String content) throws IOException {
        Path file = spool.root().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
        return Files.setLastModifiedTime(file, FileTime.from(LONG_AGO));
    }

    private List<Fsck.Told> check(boolean fix) throws Exception {
        return new Fsck(spool, HERE).check(fix);
    }

    private List<Kind> kinds() throws Exception {
        return check(false).stream().map(told -> told.finding().kind()).toList();
    }

    /** Told, not mended unless asked, mended when asked, and gone then. No byte is lost. */
    private void isFoundAndMended(Kind kind) throws Exception {
        assertThat(kinds()).contains(kind);
        assertThat(kinds()).as("told without a change").contains(kind);
        Map<String, Long> before = contents();
        assertThat(check(true))
                .filteredOn(told -> told.finding().kind() == kind)
                .isNotEmpty()
                .allMatch(Fsck.Told::mended);
        assertThat(kinds()).doesNotContain(kind);
        assertThat(contents()).as("no content is lost").isEqualTo(before);
    }

    private void isFoundAndLeftToOthers(Kind kind) throws Exception {
        assertThat(kinds()).contains(kind);
        Map<String, Long> before = contents();
        assertThat(check(true))
                .filteredOn(told -> told.finding().kind() == kind)
                .isNotEmpty()
                .allMatch(told -> !told.mended() && told.isProblem());
        assertThat(contents()).isEqualTo(before);
    }

    /** How many files there are of each content that is not empty. */
    private Map<String, Long> contents() throws IOException {
        try (Stream<Path> all = Files.walk(spool.root())) {
            return all.filter(Files::isRegularFile)
                    .map(FsckTest::read)
                    .filter(text -> !text.isEmpty())
                    .collect(Collectors.groupingBy(text -> text, Collectors.counting()));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path ended(String name, State state) throws IOException {
        Outcome outcome = new Outcome(state, Spools.run("w", 1), List.of());
        return Spools.end(spool.archive(), Spools.drop(spool, name), Spools.name(name), outcome)
                .orElseThrow();
    }

    private void enlist(String worker, ProcessId process) throws IOException {
        spool.roll().enlist(Spools.worker(worker, process, 1));
    }

    @Test
    void nothingIsWrongInASpoolThatIsAtRestAndNoTimeIsSpent() throws Exception {
        ended("a", State.DONE);
        ended("b", State.FAILED);
        put("failed/c.conf", "");
        put("failed/c.reason", "It is empty.");
        spool.pause().pause("at rest");
        Spools.drop(spool, "d");
        put("retryqueue/e@w.1.conf", Spools.JOB);
        enlist("w", Spools.elsewhere(1));
        spool.pods().open(Spools.run("w", 2));
        spool.workerQueue().announce(Spools.run("w", 2));
        Instant before = time.now();

        assertThat(check(true)).isEmpty();
        assertThat(time.now()).isEqualTo(before);
    }

    @Test
    void anEmptyReservation() throws Exception {
        put("done/a.conf", "");
        Path directory = Files.createDirectory(spool.root().resolve("failed/b.conf"));
        Files.setLastModifiedTime(directory, FileTime.from(LONG_AGO));
        isFoundAndMended(Kind.RESERVATION);
        assertThat(Spools.names(spool, "done")).isEmpty();
        assertThat(Spools.names(spool, "failed")).isEmpty();
    }

    @Test
    void aReservationIsLeftWhileItIsYoungOrItsJobMayStillCome() throws Exception {
        Files.createFile(spool.root().resolve("done/young.conf"));
        enlist("w", Spools.elsewhere(1));
        put("jobpods/w.1/a.conf", Spools.JOB);
        put("done/a~2.conf", "");
        enlist("reaper", Spools.elsewhere(2));
        put(".fjd/morgue/x.1@reaper/b.conf", Spools.JOB);
        put("failed/b.conf", "");
        put(".fjd/tmp/restored-1/c.conf", Spools.JOB);
        put("failed/c.conf", "");

        assertThat(kinds()).containsOnly(Kind.GARBAGE);
    }

    @Test
    void aReasonWithoutItsFile() throws Exception {
        put("failed/a.reason", "It is empty.");
        isFoundAndMended(Kind.REASON);
        assertThat(Spools.names(spool, ".fjd/strays/fsck")).containsExactly("a.reason");
    }

    @Test
    void anEndedFileThatDoesNotSayHowItEnded() throws Exception {
        put("done/a.conf", Spools.JOB);
        isFoundAndLeftToOthers(Kind.NO_RESULT);
    }

    @Test
    void anEndedFileInTheWrongDirectory() throws Exception {
        Files.move(ended("a", State.FAILED), spool.root().resolve("done/a.conf"));
        isFoundAndLeftToOthers(Kind.WRONG_DIRECTORY);
    }

    @Test
    void twoResultsOfOneRun() throws Exception {
        Path file = ended("a", State.DONE);
        String result = "\n[result.2]\nstate = done\nrun = w.1\nexit = 0\nwhole = yes\n";
        Files.writeString(file, Files.readString(file) + result);
        isFoundAndLeftToOthers(Kind.TWO_RESULTS);
    }

    @Test
    void aSecondResultThatTheFirstWordVoidsAndOneOfAnotherRunAreInOrder() throws Exception {
        Path file = ended("a", State.DONE);
        Files.writeString(
                file,
                Files.readString(file)
                        + "\n[result.2]\nstate = lost\nrun = w.1\nwhole = yes\n"
                        + "\n[result.3]\nstate = done\nrun = w.2\nwhole = yes\n");
        assertThat(check(false)).isEmpty();
    }

    @Test
    void aTornSectionIsToldAndNothingIsWrong() throws Exception {
        Path file = ended("a", State.DONE);
        Files.writeString(file, "[control]\n\n[attempt.1]\nstate = lo" + Files.readString(file));
        assertThat(check(false))
                .singleElement()
                .matches(told -> told.finding().kind() == Kind.TORN && !told.isProblem());
    }

    @Test
    void aFileInTheRetryQueueWithAnotherName() throws Exception {
        put("retryqueue/a.conf", Spools.JOB);
        isFoundAndMended(Kind.RETRY_NAME);
        assertThat(Spools.names(spool, ".fjd/strays/fsck")).containsExactly("a.conf");
    }

    @Test
    void whatIsNoPlainFileInAQueueOrAmongTheEnded() throws Exception {
        Files.createDirectory(spool.root().resolve("jobqueue/a.conf"));
        Files.createSymbolicLink(
                spool.root().resolve("done/b.conf"), spool.root().resolve("nowhere"));
        isFoundAndLeftToOthers(Kind.ODD_KIND);
        assertThat(check(false)).hasSize(2);
    }

    @Test
    void aNameThatNoWorkerTakes() throws Exception {
        put("jobqueue/" + "a".repeat(200) + ".conf", Spools.JOB);
        isFoundAndLeftToOthers(Kind.NAME);
    }

    @Test
    void whatEverybodyMayWrite() throws Exception {
        Path job = Spools.drop(spool, "a");
        Files.setPosixFilePermissions(job, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(
                spool.root().resolve("done"), PosixFilePermissions.fromString("rwxrwxrwx"));
        isFoundAndMended(Kind.OPEN_TO_ALL);
        assertThat(Files.getPosixFilePermissions(job))
                .isEqualTo(PosixFilePermissions.fromString("rw-rw-r--"));
    }

    @Test
    void aJobInAPodWhoseWorkerIsGone() throws Exception {
        put("jobpods/w.1/a.conf", Spools.JOB);
        isFoundAndLeftToOthers(Kind.ABANDONED_JOB);
    }

    @Test
    void aPodWithoutWorkerAndWithoutJob() throws Exception {
        spool.pods().open(Spools.run("w", 1));
        isFoundAndMended(Kind.ABANDONED_POD);
        assertThat(spool.pods().runs()).isEmpty();
    }

    @Test
    void anAnnouncementWithoutPod() throws Exception {
        enlist("w", Spools.elsewhere(1));
        spool.workerQueue().announce(Spools.run("w", 1));
        isFoundAndMended(Kind.ANNOUNCEMENT);
        assertThat(spool.workerQueue().idle()).isEmpty();
    }

    @Test
    void aTakenAnnouncementOfAWorkerThatIsGone() throws Exception {
        enlist("here", Spools.elsewhere(1));
        put(".fjd/taken/here.1", "");
        assertThat(check(false)).isEmpty();
        put(".fjd/taken/w.1", "");
        isFoundAndMended(Kind.TAKEN);
        assertThat(spool.workerQueue().taken()).containsExactly(Spools.run("here", 1));
    }

    @Test
    void anEntryOfTheMorgueThatNobodyWorksOn() throws Exception {
        put(".fjd/morgue/w.1@nobody/a.conf", Spools.JOB);
        isFoundAndLeftToOthers(Kind.MORGUE);
    }

    @Test
    void anEntryOfTheMorgueWhoseReaperLivesIsInOrder() throws Exception {
        ProcessId reaper = ProcessId.self(HERE);
        put(
                ".fjd/morgue/w.1@%s-%d-%s/a.conf"
                        .formatted(reaper.host(), reaper.pid(), reaper.start()),
                Spools.JOB);
        assertThat(kinds()).containsExactly(Kind.MORGUE);
        spool.seat(reaper)
                .hold(new org.fjd.spool.Liveness(HERE, spool.settings().lease(), spool.time()));
        assertThat(check(false)).isEmpty();
    }

    @Test
    void aRecordThatCanNotBeRead() throws Exception {
        put(".fjd/workers/w", "not a record");
        isFoundAndLeftToOthers(Kind.RECORD);
    }

    @Test
    void aWorkerOnTheRollWhoseProcessIsGone() throws Exception {
        ProcessId self = ProcessId.self(HERE);
        enlist("alive", self);
        enlist("dead", new ProcessId(self.host(), self.machine(), self.pid(), "another start"));
        isFoundAndLeftToOthers(Kind.DEAD_WORKER);
        assertThat(check(false)).hasSize(1);
    }

    @Test
    void aSeatThatWasTakenOverAndOneWhoseHolderIsGone() throws Exception {
        put(".fjd/seat/1", "");
        ProcessId self = ProcessId.self(HERE);
        spool.seat(self)
                .hold(new org.fjd.spool.Liveness(HERE, spool.settings().lease(), spool.time()));
        assertThat(kinds()).as("one that names nobody").containsExactly(Kind.SEAT);
        String seat = "[dispatcher]\nhost = h\nmachine = %s\npid = %d\nstart = %s\nbeat = 1\n";
        put(".fjd/seat/2", seat.formatted(self.machine(), self.pid(), self.start()));
        isFoundAndMended(Kind.SEAT);
        put(".fjd/seat/2", seat.formatted(self.machine(), self.pid(), "another"));
        isFoundAndLeftToOthers(Kind.SEAT);
    }

    @Test
    void aRequestToAWorkerThatIsGone() throws Exception {
        enlist("w", Spools.elsewhere(1));
        put(".fjd/requests/w.fire", "");
        put(".fjd/requests/w.3.cancel", "");
        assertThat(check(false)).isEmpty();
        put(".fjd/requests/gone.fire-now", "");
        isFoundAndMended(Kind.REQUEST);
        assertThat(Spools.names(spool, ".fjd/requests")).containsExactly("w.3.cancel", "w.fire");
    }

    @Test
    void filesWhereFjdKeepsNoneAreToldAndNothingIsWrong() throws Exception {
        List<String> places =
                List.of(
                        "jobqueue/note",
                        "jobpods/note",
                        "workerqueue/note",
                        "done/note",
                        "failed/note",
                        "archive/note",
                        ".fjd/note",
                        ".fjd/taken/note",
                        ".fjd/morgue/note",
                        ".fjd/seat/note",
                        ".fjd/requests/note");
        for (String place : places) {
            put(place, "mine");
        }
        assertThat(check(true))
                .hasSize(places.size())
                .allMatch(told -> told.finding().kind() == Kind.MISPLACED && !told.isProblem());
    }

    @Test
    void whatGcWouldRemoveAndWhatJobsLeftIsToldAndNothingIsWrong() throws Exception {
        put(".fjd/tmp/a.conf", "draft");
        put(".fjd/logs/w.log", "worker w");
        put(".fjd/strays/w.1/data", "left");
        assertThat(kinds()).containsExactlyInAnyOrder(Kind.STRAYS, Kind.GARBAGE, Kind.GARBAGE);
    }

    @Test
    void ofARequestToABatchSystemThatIsNoLongerKnownItIsToldWhoRemovesIt() throws Exception {
        put(
                ".fjd/hires/gone-7",
                "[hire]\nvia = gone\nid = 7\nmark = gone-a-b\ncount = 1\nby = u\nat = 2020-01-01T00:00:00Z\n");
        assertThat(check(false))
                .extracting(Fsck.Told::finding)
                .filteredOn(finding -> finding.kind() == Kind.GARBAGE)
                .singleElement()
                .satisfies(
                        finding -> {
                            assertThat(finding.what())
                                    .isEqualTo(
                                            "1 here: what was asked of a batch system that is no longer known.");
                            assertThat(finding.remedy()).isEqualTo("'fjd gc' removes it.");
                        });
    }

    @Test
    void settingsThatCanNotBeRead() throws Exception {
        put(".fjd/fjd.conf", "[fjd]\nlease = never\n");
        spool = Spool.openToCheck(spool.root(), time);
        isFoundAndLeftToOthers(Kind.SETTINGS);
    }

    @Test
    void directoriesThatAreMissingOrInTheWay() throws Exception {
        Files.delete(spool.root().resolve("retryqueue"));
        assertThat(kinds()).containsExactly(Kind.MISSING_DIRECTORY);
        put("retryqueue", "in the way");
        isFoundAndLeftToOthers(Kind.DIRECTORY);
    }

    @Test
    void aDamagedPack() throws Exception {
        put("archive/2020-01-01-x.gz", "no gzip");
        isFoundAndLeftToOthers(Kind.PACK);
    }

    @Test
    void whatWasBeingArchived() throws Exception {
        put(".fjd/packed/x/done/a.conf", Spools.JOB);
        isFoundAndMended(Kind.UNSETTLED);
        assertThat(Spools.text(spool, "done/a.conf")).isEqualTo(Spools.JOB);
    }

    @Test
    void whatPassesBetweenTwoLooksDoesNotCount() throws Exception {
        Path passing = put("retryqueue/a.conf", Spools.JOB);
        put("done/b.conf", "");
        time.atNextPause(
                () -> {
                    try {
                        Files.delete(passing);
                        put("done/b.conf", read(ended("c", State.DONE)));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                });
        assertThat(check(true)).isEmpty();
    }
}
