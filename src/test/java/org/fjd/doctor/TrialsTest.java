package org.fjd.doctor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.doctor.Finding.Verdict;
import org.fjd.spool.Scratch;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each trial finds the fault for which it is there. */
class TrialsTest {

    private final TestTime time = new TestTime();
    private Scratch sound;

    @BeforeEach
    void scratch() throws IOException {
        sound = Spools.inMemory(time).scratch();
    }

    @AfterEach
    void clear() throws IOException {
        sound.close();
    }

    private Trials trials(Scratch scratch) {
        return new Trials(scratch, time, () -> false);
    }

    private static void assertUnfit(Finding finding, String what) {
        assertThat(finding.verdict()).as(finding.what()).isEqualTo(Verdict.UNFIT);
        assertThat(finding.what()).contains(what);
        assertThat(finding.remedy()).isPresent();
    }

    @Test
    void aSoundFileSystemPassesThemAll() throws Exception {
        Trials trials = trials(new Ground(sound));
        for (Finding finding :
                List.of(
                        trials.moves(),
                        trials.creation(),
                        trials.replacing(),
                        trials.appends(),
                        trials.directories())) {
            assertThat(finding.verdict()).as(finding.what()).isEqualTo(Verdict.GOOD);
        }
        assertThat(trials.hints()).isTrue();
    }

    @Test
    void aMoveThatCopiesIsFound() throws Exception {
        Scratch copying =
                new Ground(sound) {
                    @Override
                    public boolean take(String from, String to) throws IOException {
                        Optional<byte[]> text = read(from);
                        text.ifPresent(bytes -> copy(to, bytes));
                        return text.isPresent();
                    }

                    private void copy(String to, byte[] text) {
                        try {
                            create(to, text);
                        } catch (IOException e) {
                            throw new IllegalStateException(e);
                        }
                    }
                };
        assertUnfit(trials(copying).moves(), "200 were moved twice or stayed where they were");
    }

    @Test
    void aMoveThatLosesTheFileIsFound() throws Exception {
        Scratch losing =
                new Ground(sound) {
                    @Override
                    public boolean take(String from, String to) throws IOException {
                        return remove(from);
                    }
                };
        assertUnfit(trials(losing).moves(), "and 200 were lost");
        assertUnfit(
                new Trials(losing, time, () -> false).directories(), "200 were lost, or are there");
    }

    @Test
    void aMoveThatBothAreToldOfIsFound() throws Exception {
        Scratch believing =
                new Ground(sound) {
                    @Override
                    public boolean take(String from, String to) throws IOException {
                        return super.take(from, to) || read(to).isPresent();
                    }
                };
        assertUnfit(trials(believing).moves(), "200 were moved twice");
    }

    @Test
    void creationThatReplacesIsFound() throws Exception {
        Scratch replacing =
                new Ground(sound) {
                    @Override
                    public boolean create(String name, byte[] content) throws IOException {
                        super.create(name, content);
                        return true;
                    }
                };
        assertUnfit(trials(replacing).creation(), "200 were not created by exactly one");
    }

    @Test
    void creationThatReplacesOnlyLaterIsFound() throws Exception {
        Scratch forgetful =
                new Ground(sound) {
                    @Override
                    public boolean create(String name, byte[] content) throws IOException {
                        return super.create(name, content) || content.length == 0;
                    }
                };
        assertUnfit(trials(forgetful).creation(), "200 were not created by exactly one");
    }

    @Test
    void aReplacementWithAGapIsFound() throws Exception {
        Scratch gap =
                new Ground(sound) {
                    @Override
                    public Optional<byte[]> read(String name) throws IOException {
                        return name.equals("replacing/text") ? Optional.empty() : super.read(name);
                    }
                };
        assertUnfit(trials(gap).replacing(), "looks found none");
    }

    @Test
    void aReplacementThatShowsPartOfATextIsFound() throws Exception {
        Scratch torn =
                new Ground(sound) {
                    @Override
                    public Optional<byte[]> read(String name) throws IOException {
                        return super.read(name).map(text -> Arrays.copyOf(text, text.length - 9));
                    }
                };
        assertUnfit(trials(torn).replacing(), "found part of a text");
    }

    @Test
    void aReplacementThatMixesTextsIsFound() throws Exception {
        Scratch mixed =
                new Ground(sound) {
                    @Override
                    public Optional<byte[]> read(String name) throws IOException {
                        return super.read(name).map(TrialsTest::mixed);
                    }
                };
        assertUnfit(trials(mixed).replacing(), "found part of a text");
    }

    private static byte[] mixed(byte[] text) {
        byte[] mixed = text.clone();
        mixed[mixed.length - 2] ^= 1;
        return mixed;
    }

    @Test
    void aListingThatMissesTheReplacedFileIsPoorOnly() throws Exception {
        Scratch unlisted =
                new Ground(sound) {
                    @Override
                    public List<String> list(String directory) {
                        return List.of();
                    }
                };
        assertThat(trials(unlisted).replacing().verdict()).isEqualTo(Verdict.POOR);
    }

    @Test
    void aReadThatMeetsAnErrorNowAndThenIsPoorOnly() throws Exception {
        Scratch stale =
                new Ground(sound) {
                    private int reads;

                    @Override
                    public Optional<byte[]> read(String name) throws IOException {
                        if (reads++ == 0) {
                            throw new IOException("Stale file handle");
                        }
                        return super.read(name);
                    }
                };
        Finding finding = trials(stale).replacing();
        assertThat(finding.verdict()).isEqualTo(Verdict.POOR);
        assertThat(finding.what()).contains("and 1 looks met an error");
    }

    @Test
    void anAppendThatIsLostOrTornIsFound() throws Exception {
        Scratch losing =
                new Ground(sound) {
                    @Override
                    public synchronized void append(String name, byte[] section)
                            throws IOException {
                        if (!new String(section, 0, 16, UTF_8).equals("round 2 rival 1 ")) {
                            super.append(name, section);
                        }
                    }
                };
        assertUnfit(trials(losing).appends(), "of 400 lines");
        sound.remove("appends");
        Scratch tearing =
                new Ground(sound) {
                    @Override
                    public synchronized void append(String name, byte[] section)
                            throws IOException {
                        boolean isTorn =
                                new String(section, 0, 16, UTF_8).equals("round 2 rival 1 ");
                        super.append(
                                name,
                                isTorn ? Arrays.copyOf(section, section.length / 2) : section);
                    }
                };
        assertUnfit(trials(tearing).appends(), "of 400 lines");
    }

    @Test
    void aFullDirectoryThatCanBeRemovedIsFound() throws Exception {
        Scratch careless =
                new Ground(sound) {
                    @Override
                    public boolean remove(String name) throws IOException {
                        for (String entry : list(name)) {
                            super.remove(name + "/" + entry);
                        }
                        return super.remove(name);
                    }
                };
        assertUnfit(trials(careless).directories(), "can be removed with a file in it");
    }

    @Test
    void aRenameThatLeavesWhatSlippedInIsFound() throws Exception {
        Scratch leaving =
                new Ground(sound) {
                    @Override
                    public synchronized boolean take(String from, String to) throws IOException {
                        if (from.startsWith("pod.")) {
                            make(to);
                            return true;
                        }
                        return super.take(from, to);
                    }
                };
        assertUnfit(trials(leaving).directories(), "200 were lost, or are there twice");
    }

    @Test
    void slowOperationsAreToldByTheirNames() throws Exception {
        Scratch slow =
                new Ground(sound) {
                    private int moves;

                    @Override
                    public boolean take(String from, String to) throws IOException {
                        time.pass(Duration.ofMillis(++moves == 2 ? 900 : 300));
                        return super.take(from, to);
                    }
                };
        Map<Operation, Spread> speed = trials(slow).speed();
        assertThat(speed).containsOnlyKeys(Operation.values());
        assertThat(speed.get(Operation.MOVE))
                .as("at least three rounds, however long they take")
                .isEqualTo(new Spread(3, Duration.ofMillis(300), Duration.ofMillis(900)));
        assertThat(speed.get(Operation.LIST).worst()).isZero();
    }

    @Test
    void whoIsStoppedTriesNothingMore() throws Exception {
        Trials stopped = new Trials(sound, time, () -> true);
        assertThat(stopped.moves().what()).startsWith("Of 0 files");
        assertThat(stopped.speed()).isEmpty();
    }
}
