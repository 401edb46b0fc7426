package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.fjd.story.Operation.Kind;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the judge excuses, and nothing else. */
class LedgerTest {

    private final Stage stage = new Stage(1, 1);
    private final Ground ground = Ground.inMemory(stage);
    private final Path root = ground.root();
    private final Path name = root.resolve("done/a.conf");
    private final Ledger ledger = new Ledger(root);
    private final Disk disk = new Disk(ground, stage, Sabotage.NONE, ledger, true, Story.NOBODY);
    private final Party late = party("worker1");
    private final Party other = party("worker2");
    private final Party user = party("user1");

    private Party party(String called) {
        Party.Host host =
                new Party.Host() {
                    @Override
                    public String name() {
                        return "alpha";
                    }

                    @Override
                    public boolean isAlive(long pid) {
                        return true;
                    }
                };
        return new Party(called, 1, host, stage, disk, List.of());
    }

    @BeforeEach
    void queueTwoJobs() throws IOException {
        for (String directory :
                List.of("done", "jobqueue", "jobpods/w.1", "jobpods/v.1", "../home")) {
            Files.createDirectories(root.resolve(directory));
        }
        for (String pod : List.of("w.1", "v.1")) {
            Path draft = Files.writeString(root.resolve("draft"), ledger.write("[control]\n"));
            move(user, draft, root.resolve("jobqueue/a.conf"));
            move(other, root.resolve("jobqueue/a.conf"), pod(pod));
        }
    }

    private Path pod(String run) {
        return root.resolve("jobpods").resolve(run).resolve("a.conf");
    }

    private void move(Party by, Path from, Path to) throws IOException {
        ledger.expect(Kind.MOVE, from, to);
        Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        ledger.note(by, Kind.MOVE, from, to);
    }

    private void reserve(Party by) throws IOException {
        ledger.expect(Kind.CREATE, name, name);
        Files.createFile(name);
        ledger.note(by, Kind.CREATE, name, name);
    }

    private void publish(Party by, String run) throws IOException {
        ledger.looked(by, name);
        move(by, pod(run), name);
    }

    private void takeAway() throws IOException {
        move(user, name, root.resolveSibling("home").resolve("a.conf"));
    }

    @Test
    void whoLookedBeforeItsReservationWasTakenAwayIsExcused() throws IOException {
        reserve(late);
        ledger.looked(late, name);
        takeAway();
        reserve(other);
        publish(other, "v.1");
        move(late, pod("w.1"), name);

        assertThat(ledger.complaints()).isEmpty();
        assertThat(ledger.owed()).containsOnlyKeys(1);
    }

    @Test
    void whoDidNotLookIsNot() throws IOException {
        reserve(late);
        takeAway();
        reserve(other);
        publish(other, "v.1");
        move(late, pod("w.1"), name);

        assertThat(ledger.complaints())
                .extracting(Complaint::kind)
                .containsExactly(Complaint.Kind.DESTROYED);
    }

    @Test
    void whoLookedAtTheReservationOfAnotherOneIsNot() throws IOException {
        reserve(late);
        takeAway();
        reserve(other);
        ledger.looked(other, name);
        publish(late, "w.1");
        move(other, pod("v.1"), name);

        assertThat(ledger.complaints())
                .extracting(Complaint::kind)
                .containsExactly(Complaint.Kind.DESTROYED);
    }

    private boolean isOutrun(Runnable beforeItsLook, Runnable afterIt) throws IOException {
        reserve(other);
        beforeItsLook.run();
        ledger.acts(late); // looks for a reason
        afterIt.run();
        ledger.acts(late);
        Files.deleteIfExists(name);
        reserve(late);
        return ledger.isOutrun(ledger.key(name));
    }

    private void takeItAway() {
        try {
            takeAway();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void whoReservesANameThatWasTakenFromAnotherSinceItLookedIsOutrun() throws IOException {
        assertThat(isOutrun(() -> {}, this::takeItAway)).isTrue();
    }

    @Test
    void whoLookedAfterThatIsNot() throws IOException {
        assertThat(isOutrun(this::takeItAway, () -> {})).isFalse();
    }

    private void enlist(Party worker) throws IOException {
        Path record = root.resolve(".fjd/workers/w");
        ledger.expect(Kind.CREATE, record, record);
        Files.createFile(record);
        ledger.note(worker, Kind.CREATE, record, record);
    }

    private void strike(Party by) throws IOException {
        Path record = root.resolve(".fjd/workers/w");
        ledger.acts(by);
        ledger.acts(by);
        ledger.expect(Kind.DELETE, record, record);
        Files.delete(record);
        ledger.note(by, Kind.DELETE, record, record);
    }

    private void makePod(Party by, String run) throws IOException {
        Path pod = root.resolve("jobpods").resolve(run);
        ledger.expect(Kind.MAKE, pod, pod);
        Files.createDirectory(pod);
        ledger.note(by, Kind.MAKE, pod, pod);
    }

    @Test
    void whatAWorkerMakesBeforeItNoticesThatItWasStruckOffMayBeTakenFromIt() throws IOException {
        Files.createDirectories(root.resolve(".fjd/workers"));
        enlist(late);
        makePod(late, "w.2");
        strike(other);
        makePod(late, "w.3");
        enlist(late);
        makePod(late, "w.4");

        assertThat(List.of("w.2", "w.3", "w.4"))
                .filteredOn(ledger::isExcused)
                .containsExactly("w.3");
    }
}
