package org.fjd.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.fjd.spool.PackedFile.Place;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files on their way into a pack: what is given back, where namesakes ended meanwhile. */
class TakenFilesTest {

    private static final String PACK = "2029-12-31-node1-1-x";
    private static final String BATCH = ".fjd/packed/" + PACK + "/";
    private static final FileTime THEN = FileTime.from(Instant.parse("2029-01-01T00:00:00Z"));

    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
    }

    private void file(String path, String content) throws IOException {
        Path file = spool.root().resolve(path);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content);
    }

    private Map<String, String> contents(String... directories) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (String directory : directories) {
            for (String name : Spools.names(spool, directory)) {
                String path = directory + "/" + name;
                contents.put(path, Spools.text(spool, path));
            }
        }
        return contents;
    }

    @Test
    void aRejectedJobTakesItsReasonToItsNewName() throws IOException {
        file(BATCH + "failed/a.conf", "old [");
        file(BATCH + "failed/a.reason", "old reason");
        file("failed/a.conf", "new [");
        file("failed/a.reason", "new reason");

        spool.packs().settleAll();

        assertThat(contents("failed", ".fjd/packed", ".fjd/strays"))
                .containsOnly(
                        Map.entry("failed/a.conf", "new ["),
                        Map.entry("failed/a.reason", "new reason"),
                        Map.entry("failed/a~2.conf", "old ["),
                        Map.entry("failed/a~2.reason", "old reason"));
    }

    @Test
    void soDoesAnEmptyOne() throws IOException {
        file(BATCH + "failed/a.conf", "");
        file(BATCH + "failed/a.reason", "It is empty.");
        file("failed/a.conf", "new");

        spool.packs().settleAll();

        assertThat(contents("failed", ".fjd/packed", ".fjd/strays"))
                .containsOnly(
                        Map.entry("failed/a.conf", "new"),
                        Map.entry("failed/a~2.conf", ""),
                        Map.entry("failed/a~2.reason", "It is empty."));
    }

    @Test
    void aJobThatFailedIsNotGivenAReasonThatWasLeftByAnother() throws IOException {
        file(
                BATCH + "failed/a.conf",
                Spools.JOB + "[result]\nstate = failed\nrun = w.1\nwhole = yes\n");
        file("failed/a.reason", "of one that its user has taken");
        Files.setLastModifiedTime(
                spool.root().resolve("failed/a.reason"), FileTime.from(Instant.EPOCH));

        spool.packs().settleAll();

        assertThat(contents("failed")).containsOnlyKeys("failed/a.conf");
    }

    @Test
    void aRejectedJobKeepsTheReasonThatWasNotTakenYet() throws IOException {
        file(BATCH + "failed/a.conf", "old [");
        file("failed/a.reason", "old reason");
        Files.setLastModifiedTime(
                spool.root().resolve("failed/a.reason"), FileTime.from(Instant.EPOCH));

        spool.packs().settleAll();

        assertThat(contents("failed", ".fjd/packed", ".fjd/strays"))
                .containsOnly(
                        Map.entry("failed/a.conf", "old ["),
                        Map.entry("failed/a.reason", "old reason"));
    }

    @Test
    void aLogLiesBesideThatOfANamesakeThatRanMeanwhile() throws IOException {
        file(BATCH + "logs/a.log", "old");
        file("logs/a.log", "new");

        spool.packs().settleAll();

        assertThat(contents("logs", ".fjd/packed", ".fjd/strays"))
                .containsOnly(Map.entry("logs/a.log", "new"), Map.entry("logs/a~2.log", "old"));
    }

    private Path fileOfThen(String path, String content) throws IOException {
        file(path, content);
        return Files.setLastModifiedTime(spool.root().resolve(path), THEN);
    }

    private TakenFiles taken() {
        return new TakenFiles(spool.root(), spool.tree(), new Moves(false));
    }

    private Optional<Path> takeAfter(Path job, String change) throws IOException {
        BasicFileAttributes found = Files.readAttributes(job, BasicFileAttributes.class);
        fileOfThen("done/a.conf", change);
        return taken().take(PACK, Place.DONE, job, found);
    }

    @Test
    void whatIsAsItWasWhenItWasLookedAtIsTaken() throws IOException {
        assertThat(takeAfter(fileOfThen("done/a.conf", "old"), "old"))
                .hasValueSatisfying(taken -> assertThat(taken).hasContent("old"));
        assertThat(contents("done")).isEmpty();
    }

    @Test
    void whatHasAnotherSizeThanWhenItWasLookedAtLiesInItsPlaceAgain() throws IOException {
        assertThat(takeAfter(fileOfThen("done/a.conf", "old"), "another")).isEmpty();
        assertThat(contents("done")).containsOnly(Map.entry("done/a.conf", "another"));
        assertThat(spool.packs().leftovers()).isEmpty();
    }

    @Test
    void whatHasAnotherTimeThanWhenItWasLookedAtLiesInItsPlaceAgain() throws IOException {
        file("done/a.conf", "old");
        assertThat(takeAfter(spool.root().resolve("done/a.conf"), "new")).isEmpty();
        assertThat(contents("done")).containsOnly(Map.entry("done/a.conf", "new"));
        assertThat(spool.packs().leftovers()).isEmpty();
    }

    @Test
    void whatWasRestoredByAnotherOneIsNotThereTwice() throws IOException {
        fileOfThen(BATCH + "done/a.conf", "same");
        fileOfThen("done/a.conf", "same");

        spool.packs().settleAll();

        assertThat(contents("done", ".fjd/packed", ".fjd/strays"))
                .containsOnly(Map.entry("done/a.conf", "same"));
    }

    @Test
    void whatIsOnlyLikeTheOneInItsPlaceIsNotTakenForIt() throws IOException {
        fileOfThen(BATCH + "done/a.conf", "mine");
        fileOfThen("done/a.conf", "ours");

        spool.packs().settleAll();

        assertThat(contents("done", ".fjd/packed", ".fjd/strays"))
                .containsOnly(Map.entry("done/a.conf", "ours"), Map.entry("done/a~2.conf", "mine"));
    }

    @Test
    void aReservationIsMadeAgainWhereNobodyHasItsName() throws IOException {
        file(BATCH + "done/a.conf", "");

        spool.packs().settleAll();

        assertThat(contents("done", ".fjd/packed")).containsOnly(Map.entry("done/a.conf", ""));
    }

    @Test
    void aReservationIsNotMadeAgainWhereItsJobHasCome() throws IOException {
        file(BATCH + "done/a.conf", "");
        file("done/a.conf", "job");

        spool.packs().settleAll();

        assertThat(contents("done", ".fjd/packed")).containsOnly(Map.entry("done/a.conf", "job"));
    }

    @Test
    void anEmptyRejectedJobIsNotTakenForAReservationThatWasMadeAtTheSameTime() throws IOException {
        fileOfThen(BATCH + "failed/a.conf", "");
        fileOfThen(BATCH + "failed/a.reason", "It is empty.");
        fileOfThen("failed/a.conf", "");

        spool.packs().settleAll();

        assertThat(contents("failed", ".fjd/packed", ".fjd/strays"))
                .containsOnly(
                        Map.entry("failed/a.conf", ""),
                        Map.entry("failed/a~2.conf", ""),
                        Map.entry("failed/a~2.reason", "It is empty."));
    }

    @Test
    void anEmptyLogComesBack() throws IOException {
        file(BATCH + "logs/a.log", "");

        spool.packs().settleAll();

        assertThat(contents("logs", ".fjd/packed", ".fjd/strays"))
                .containsOnly(Map.entry("logs/a.log", ""));
    }

    @Test
    void anEmptyFileOnItsWayCountsIfItWasRejected() throws IOException {
        file(BATCH + "done/a.conf", "");
        file("failed/a.reason", "of another one");
        file(BATCH + "failed/b.conf", "");
        file(BATCH + "failed/c.conf", "");
        file(BATCH + "failed/c.reason", "It is empty.");
        file(BATCH + "failed/d.conf", "");
        file("failed/d.reason", "It is empty.");
        file(BATCH + "logs/e.log", "");

        List<String> counted = new ArrayList<>();
        spool.packs().read((entry, content) -> counted.add(entry.file().name()));

        assertThat(counted).containsExactlyInAnyOrder("c.conf", "c.reason", "d.conf", "e.log");
    }

    private void pack(String content) throws IOException {
        Path job = fileOfThen("done/a.conf", content);
        try (PackWriter writer = spool.packs().write(PACK)) {
            writer.add(Place.DONE, job);
            writer.publish();
        }
    }

    private List<String> packed() throws IOException {
        List<String> contents = new ArrayList<>();
        spool.packs()
                .read((entry, content) -> contents.add(new String(content.readAllBytes(), UTF_8)));
        return contents;
    }

    @Test
    void whatIsPackedGoesAndCountsInItsPack() throws IOException {
        pack("job");

        spool.packs().settleAll();

        assertThat(spool.packs().leftovers()).isEmpty();
        assertThat(packed()).containsExactly("job");
    }

    @Test
    void whatIsNotWhatWasPackedIsPutBackAndCountsOnce() throws IOException {
        pack("job");
        fileOfThen(BATCH + "done/a.conf", "was");

        spool.packs().settleAll();

        assertThat(contents("done")).containsOnly(Map.entry("done/a.conf", "was"));
        assertThat(packed()).isEmpty();
    }

    @Test
    void whatLiesInItsPlaceDoesNotCountInItsPackToo() throws IOException {
        pack("job");
        spool.packs().settleAll();
        fileOfThen("done/a.conf", "job");

        assertThat(packed()).isEmpty();
    }

    /** Many, and made the wrong way round, as in some file systems they are listed so by chance. */
    @Test
    void aJobComesBeforeItsReason(@TempDir Path directory) throws IOException {
        spool = Spools.at(directory, new TestTime());
        for (int i = 40; i > 0; i--) {
            file(BATCH + "failed/" + i + ".reason", "It is odd.");
            file(BATCH + "failed/" + i + ".conf", "odd");
        }

        assertThat(spool.packs().leftovers()).hasSize(80).isSorted();
    }
}
