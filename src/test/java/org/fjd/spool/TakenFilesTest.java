package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is given back of an archiving that died, where namesakes ended meanwhile. */
class TakenFilesTest {

    private static final String BATCH = ".fjd/packed/2029-12-31-node1-1-x/";

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
}
