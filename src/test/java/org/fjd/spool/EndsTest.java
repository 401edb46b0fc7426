package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.fjd.job.State;
import org.fjd.spool.PackedFile.Place;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How jobs ended, by what lies in {@code done/} and {@code failed/}, and by what is packed. */
class EndsTest {

    private static final Instant NOON = Instant.parse("2020-01-01T12:00:00Z");

    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
    }

    private Path ended(String file, String text, long second) throws IOException {
        Path path = Files.writeString(spool.root().resolve(file), text);
        return Files.setLastModifiedTime(path, FileTime.from(NOON.plusSeconds(second)));
    }

    private Path pack(String name, Place place, String job, long second) throws IOException {
        Path file = ended(place.word() + "/" + job + ".conf", Spools.JOB + "# " + name, second);
        try (PackWriter writer = spool.packs().write(name)) {
            writer.add(place, file);
            PackEntry entry = writer.publish().get(0);
            spool.packs().remove(entry);
            return entry.pack();
        }
    }

    private Optional<State> end(String job) throws IOException {
        return spool.archive().ends().of(Spools.name(job));
    }

    @Test
    void theLastOneOfANameDecides() throws IOException {
        ended("done/a.conf", "x", 1);
        assertThat(end("a")).hasValue(State.DONE);
        ended("failed/a~2.conf", "x", 2);
        assertThat(end("a")).hasValue(State.FAILED);
        ended("done/a~3.conf", "x", 2);
        assertThat(end("a")).as("both at once").hasValue(State.DONE);
        ended("done/a~3.conf", "x", 0);
        assertThat(end("a")).as("another done one is older").hasValue(State.FAILED);
    }

    @Test
    void whatIsAskedOfACopyIsOnlyToldOfThatCopy() throws IOException {
        ended("done/a.conf", "x", 1);
        ended("failed/a~2.conf", "x", 2);
        assertThat(end("a~2")).hasValue(State.FAILED);
        assertThat(end("a~3")).isEmpty();
        pack("1", Place.DONE, "a", 5);
        pack("2", Place.DONE, "a~3", 6);
        assertThat(end("a~2")).hasValue(State.FAILED);
        assertThat(end("a~3")).hasValue(State.DONE);
    }

    @Test
    void anEmptyFileIsNoEndUnlessItWasRejected() throws IOException {
        ended("done/a.conf", "", 1);
        ended("failed/b.conf", "", 1);
        assertThat(end("a")).isEmpty();
        assertThat(end("b")).isEmpty();
        ended("failed/b.reason", "It is empty.", 1);
        assertThat(end("b")).hasValue(State.FAILED);
    }

    @Test
    void aPackedOneCountsAsOneThatLiesThere() throws IOException {
        pack("1", Place.FAILED, "a", 5);
        assertThat(end("a")).hasValue(State.FAILED);
        assertThat(end("b")).isEmpty();
        ended("done/a.conf", "x", 4);
        assertThat(end("a")).hasValue(State.FAILED);
        ended("done/a.conf", "x", 6);
        assertThat(end("a")).hasValue(State.DONE);
        pack("2", Place.DONE, "b", 1);
        assertThat(end("b")).hasValue(State.DONE);
    }

    @Test
    void ofSeveralThatArePackedTheLastCountsInWhateverOrderTheyAreRead() throws IOException {
        pack("1", Place.DONE, "a", 5);
        pack("2", Place.DONE, "a~2", 3);
        ended("failed/a~3.conf", "x", 4);
        assertThat(end("a")).hasValue(State.DONE);
        ended("failed/a~3.conf", "x", 6);
        assertThat(end("a")).hasValue(State.FAILED);
    }

    @Test
    void aPackThatIsOlderThanTheLastEndIsNotLookedInto() throws IOException {
        Path pack = pack("1", Place.FAILED, "a", 9);
        ended("done/a.conf", "x", 5);
        Files.setLastModifiedTime(pack, FileTime.from(NOON.plusSeconds(4)));
        assertThat(end("a")).hasValue(State.DONE);
        Files.setLastModifiedTime(pack, FileTime.from(NOON.plusSeconds(5)));
        assertThat(end("a")).hasValue(State.FAILED);
    }

    @Test
    void whatIsOnItsWayIntoAPackCountsButForLogs() throws IOException {
        Path way = spool.root().resolve(".fjd/packed/1");
        for (String file : new String[] {"failed/a.conf", "done/b~2.conf", "logs/c.conf"}) {
            Files.createDirectories(way.resolve(file).getParent());
            Files.writeString(way.resolve(file), "x");
        }
        assertThat(end("a")).hasValue(State.FAILED);
        assertThat(end("b")).hasValue(State.DONE);
        assertThat(end("b~2")).hasValue(State.DONE);
        assertThat(end("c")).isEmpty();
    }

    @Test
    void whatIsStruckFromItsPackDoesNot() throws IOException {
        pack("1", Place.FAILED, "a", 5);
        Path marks = spool.packs().directory().resolve("struck/1/failed");
        Files.createFile(Files.createDirectories(marks).resolve("a.conf"));
        assertThat(end("a")).isEmpty();
    }

    @Test
    void thoseThatLieThereAreListedOnce() throws IOException {
        ended("done/a.conf", "x", 1);
        Ends ends = spool.archive().ends();
        assertThat(ends.of(Spools.name("a"))).hasValue(State.DONE);
        ended("failed/b.conf", "x", 1);
        assertThat(ends.of(Spools.name("b"))).isEmpty();
    }
}
