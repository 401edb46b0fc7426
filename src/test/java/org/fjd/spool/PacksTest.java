package org.fjd.spool;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;
import org.fjd.spool.PackedFile.Place;
import org.fjd.spool.Restoration.Restored;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes into packs, is read of them, and comes back. */
class PacksTest {

    private static final Instant THEN = Instant.parse("2020-01-01T00:00:00Z");
    private static final String FIRST = PackReader.FIRST_LINE;
    private static final String DIGEST = Digests.of("job".getBytes(UTF_8));

    private Spool spool;
    private Packs packs;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
        packs = spool.packs();
    }

    private Path file(String path, String content) throws IOException {
        Path file = Files.writeString(spool.root().resolve(path), content);
        return Files.setLastModifiedTime(file, FileTime.from(THEN));
    }

    private List<PackEntry> pack(String name, Path... jobs) throws IOException {
        try (PackWriter writer = packs.write(name)) {
            for (Path job : jobs) {
                writer.add(Place.DONE, job);
            }
            List<PackEntry> entries = writer.publish();
            for (PackEntry entry : entries) {
                assertThat(packs.remove(entry)).isTrue();
            }
            return entries;
        }
    }

    private Map<String, String> packed() throws IOException {
        Map<String, String> packed = new TreeMap<>();
        packs.read(
                (entry, content) ->
                        packed.put(
                                entry.path().toString(),
                                new String(content.readAllBytes(), UTF_8)));
        return packed;
    }

    private Path archived(String name, byte[] bytes) throws IOException {
        Files.createDirectories(packs.directory());
        return Files.write(packs.directory().resolve(name), bytes);
    }

    private static byte[] zipped(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(UTF_8));
        }
        return bytes.toByteArray();
    }

    private static String header(long size, String name) {
        return "== done %d %s %s %s\n".formatted(size, THEN, DIGEST, name);
    }

    @Test
    void whatWasPackedIsReadBackWhateverItIsCalledAndSays() throws IOException {
        pack("1", file("done/a.conf", "== done 3\n"), file("done/b%0A\nc.conf", ""));
        pack("2", file("done/d.conf", "d"));

        assertThat(packed())
                .hasSize(3)
                .containsEntry("/spool/archive/1.gz/done/a.conf", "== done 3\n")
                .containsEntry("/spool/archive/1.gz/done/b%0A\nc.conf", "")
                .containsEntry("/spool/archive/2.gz/done/d.conf", "d");
        assertThat(Spools.names(spool, "done")).isEmpty();
        assertThat(packs.list())
                .extracting(p -> p.getFileName().toString())
                .containsExactly("1.gz", "2.gz");
        assertThat(packs.originals())
                .extracting(job -> job.value())
                .containsExactlyInAnyOrder("a", "b%0A\nc", "d");
    }

    @Test
    void whatIsNoPackIsLeftAlone() throws IOException {
        archived("note", zipped("mine"));
        assertThat(packs.list()).isEmpty();
        assertThat(packs.contain(packs.directory().resolve("1.gz/done/a.conf"))).isTrue();
        assertThat(packs.contain(spool.root().resolve("done/a.conf"))).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello%          | it does not begin as one",
                "hello           | a header line in it has no end",
                "FIRST odd%      | a header line in it is none",
                "FIRST == done   | a header line in it has no end",
                "FIRST HEADERjobs% | a file in it does not have the size that its header tells",
                "FIRST HEADERjob%HEADERyob% | the content of a file in it is not what was packed",
            })
    void aDamagedPackIsToldWithWhatIsWrong(String text, String wrong) throws IOException {
        String content =
                text.replace("FIRST ", FIRST)
                        .replace("HEADER", header(3, "a.conf"))
                        .replace('%', '\n');
        Path pack = archived("1.gz", zipped(content));

        assertThatExceptionOfType(PackException.class)
                .isThrownBy(() -> Packs.contents(pack))
                .withMessage(
                        pack
                                + " is no pack of fjd, or damaged: "
                                + wrong
                                + ". Put a copy of it there; zcat shows what is left.");
    }

    @Test
    void aPackThatIsCutOffIsNoWholeOne() throws IOException {
        byte[] whole = zipped(FIRST + header(3, "a.conf") + "job\n");
        Path pack = archived("1.gz", whole);
        assertThat(Packs.contents(pack)).hasSize(1);
        for (int size = 0; size < whole.length; size++) {
            Files.write(pack, Arrays.copyOf(whole, size));
            assertThatExceptionOfType(PackException.class)
                    .as("%d bytes", size)
                    .isThrownBy(() -> Packs.contents(pack))
                    .withMessageContaining("damaged: it is no whole gzip file");
        }
    }

    @Test
    void aHeaderLineHasAnEnd() throws IOException {
        String name = "x".repeat(5000) + ".conf";
        Path pack = archived("1.gz", zipped(FIRST + header(3, name) + "job\n"));
        assertThatExceptionOfType(PackException.class)
                .isThrownBy(() -> Packs.contents(pack))
                .withMessageContaining("a header line in it has no end");
    }

    @Test
    void whoReadsTellsOfADamagedPackOnceAndGoesOn() throws IOException {
        List<String> told = new ArrayList<>();
        spool.tellTo(told::add);
        Path pack = archived("1.gz", zipped(FIRST + header(3, "a.conf") + "job\nodd\n"));
        pack("2", file("done/d.conf", "d"));

        assertThat(packs.read((entry, content) -> {})).isFalse();
        assertThat(packed()).hasSize(2);
        assertThat(told)
                .singleElement()
                .asString()
                .startsWith(pack + " is no pack")
                .endsWith("'fjd fsck' looks at all packs.");
        assertThatExceptionOfType(PackException.class)
                .isThrownBy(() -> packs.readPacks((entry, content) -> {}));
        Files.delete(pack);
        assertThat(packs.read((entry, content) -> {})).isTrue();
    }

    @Test
    void aFileInSeveralPacksIsShownOnce() throws IOException {
        byte[] same = zipped(FIRST + header(3, "a.conf") + "job\n");
        archived("1.gz", same);
        archived("2.gz", same);
        List<PackEntry> shown = new ArrayList<>();
        packs.readPacks((entry, content) -> shown.add(entry));
        assertThat(shown).hasSize(1);
        assertThat(packed()).hasSize(1);
    }

    @Test
    void whatIsNoPlainFileOrChangedLaterThanWasSeenIsNotPacked() throws IOException {
        Path directory = Files.createDirectory(spool.root().resolve("done/d.conf"));
        Path young = file("done/a.conf", "job");
        try (PackWriter writer = packs.write("1")) {
            assertThat(writer.add(Place.DONE, directory)).isEmpty();
            assertThat(writer.add(Place.DONE, young, THEN.minusNanos(1))).isEmpty();
            assertThat(writer.add(Place.DONE, spool.root().resolve("done/gone.conf"))).isEmpty();
            assertThat(writer.count()).isZero();
            assertThat(writer.add(Place.DONE, young, THEN)).isPresent();
            assertThat(writer.count()).isOne();
        }
        assertThat(Spools.names(spool, "done")).as("not published").contains("a.conf", "d.conf");
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
        assertThat(packs.list()).isEmpty();
    }

    @Test
    void aRejectedFileAndItsReasonArePackedTogetherOrNotAtAll() throws IOException {
        Path job = file("failed/a.conf", "bad [");
        Path reason = file("failed/a.reason", "It is bad.");
        try (PackWriter writer = packs.write("1")) {
            assertThat(writer.addRejected(job, reason, THEN.minusNanos(1))).isEmpty();
            Path gone = spool.root().resolve("failed/b.conf");
            assertThat(writer.addRejected(gone, reason, THEN)).isEmpty();
            assertThat(writer.addRejected(job, gone, THEN)).isEmpty();
            assertThat(Spools.names(spool, "failed")).containsExactly("a.conf", "a.reason");

            assertThat(writer.addRejected(job, reason, THEN)).isPresent();
            assertThat(writer.count()).isEqualTo(2);
            assertThat(writer.publish())
                    .extracting(entry -> entry.file().name())
                    .containsExactly("a.conf", "a.reason");
        }
        assertThat(Spools.names(spool, "failed")).isEmpty();
    }

    @Test
    void aPackWhoseDraftIsGoneIsNotPublishedAndItsFilesComeBack() throws IOException {
        PackWriter writer = packs.write("1");
        writer.add(Place.DONE, file("done/a.conf", "job"));
        packs.settleAll();

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(writer::publish)
                .withMessageStartingWith(spool.root() + "/.fjd/tmp/1.gz is gone: another fjd");
        writer.close();
        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
    }

    private static Restored add(Restoration restoration, PackEntry entry, String content)
            throws IOException {
        return restoration.add(entry, new ByteArrayInputStream(content.getBytes(UTF_8)));
    }

    @Test
    void whatIsRestoredLiesInItsPlaceAndNoLongerCountsInAnyPack() throws IOException {
        Path job = file("done/a.conf", "job");
        PackEntry entry = pack("1", job).get(0);
        Files.copy(entry.pack(), packs.directory().resolve("2.gz"));
        try (Restoration restoration = packs.restoration()) {
            assertThat(add(restoration, entry, "job")).isEqualTo(Restored.PUBLISHED);
            assertThat(packed()).as("on its way").hasSize(1);
        }
        assertThat(job).hasContent("job");
        assertThat(Files.getLastModifiedTime(job)).isEqualTo(FileTime.from(THEN));
        Files.delete(job);
        assertThat(packed()).isEmpty();
        assertThat(Spools.names(spool, ".fjd/packed")).isEmpty();
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
    }

    @Test
    void whatLiesThereIsNotReplaced() throws IOException {
        Path job = file("done/a.conf", "job");
        PackEntry entry = pack("1", job).get(0);
        try (Restoration restoration = packs.restoration()) {
            file("done/a.conf", "job");
            assertThat(add(restoration, entry, "job")).isEqualTo(Restored.THERE);
            file("done/a.conf", "other");
            assertThat(add(restoration, entry, "job")).isEqualTo(Restored.TAKEN);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(
                            () -> {
                                Files.delete(job);
                                add(restoration, entry, "jab");
                            })
                    .withMessageStartingWith(entry.pack() + " is damaged: a.conf in it is not");
        }
        assertThat(Spools.names(spool, "done")).isEmpty();
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
        assertThat(packed()).hasSize(1);
    }

    @Test
    void whatLiesInItsPlaceIsStruckWhereItIsWanted() throws IOException {
        Path job = file("done/a.conf", "job");
        pack("1", job);
        file("done/a.conf", "job");
        packs.strikePresent(file -> false);
        Path marks = packs.directory().resolve("struck");
        assertThat(marks).doesNotExist();
        packs.strikePresent(file -> true);
        Files.delete(job);
        assertThat(packed()).isEmpty();
    }

    @Test
    void onlyOneIsAtWorkUnlessItIsDead() throws Exception {
        Machine here = Machine.here();
        assertThat(packs.isBusy(here)).isFalse();
        Packing packing = packs.begin(here);
        assertThat(packs.isBusy(here)).isTrue();
        assertThat(packs.tryToBegin(here)).isEmpty();
        Path file = spool.root().resolve(".fjd/packing");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> packs.begin(here))
                .withMessageStartingWith(
                        "%s says that process %d on %s archives"
                                .formatted(file, here.pid(), here.host()));

        String dead = Files.readString(file).replaceAll("(?m)^start = .*$", "start = before");
        Files.writeString(file, dead);
        assertThat(packs.isBusy(here)).isFalse();
        packing.close();
        assertThat(file).as("no longer its own").exists();
        Packing next = packs.tryToBegin(here).orElseThrow();
        assertThat(packs.isBusy(here)).isTrue();
        next.close();
        assertThat(file).doesNotExist();
    }

    @Test
    void whoIsAtWorkMayBeUnreadable() throws IOException {
        Files.writeString(spool.root().resolve(".fjd/packing"), "odd");
        assertThat(packs.isBusy(Machine.here())).isFalse();
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> packs.begin(Machine.here()))
                .withMessageContaining("says that another process archives");
    }

    @Test
    void whatSomebodyElseHasSettledCountsAsPackedUnlessItIsStruck() throws IOException {
        Path job = file("done/a.conf", "job");
        PackEntry entry = pack("1", job).get(0);
        assertThat(packs.keep(entry)).isFalse();
        assertThat(packs.remove(entry)).isTrue();
        assertThat(packed()).hasSize(1);

        file("done/a.conf", "job");
        packs.strikePresent(file -> true);
        assertThat(packs.remove(entry)).isFalse();
    }

    @Test
    void whatWasTakenAndIsKeptLiesInItsPlaceAndIsStruck() throws IOException {
        Path job = file("done/a.conf", "job");
        PackEntry entry;
        try (PackWriter writer = packs.write("1")) {
            writer.add(Place.DONE, job);
            entry = writer.publish().get(0);
        }
        assertThat(packs.keep(entry)).isTrue();
        Files.delete(job);
        assertThat(packed()).isEmpty();
    }

    @Test
    void whatWasOnItsWayOutOfAPackWhenItsRestorerDiedIsStruckAndComesBack() throws IOException {
        Path job = file("done/a.conf", "job");
        pack("1", job);
        Path other = file("done/b.conf", "other");
        pack("2", other);
        Path way = spool.root().resolve(".fjd/packed/restored-x/done");
        Files.createDirectories(way);
        Files.move(file("done/a.conf", "job"), way.resolve("a.conf"));

        packs.settleAll();

        assertThat(job).hasContent("job");
        Files.delete(job);
        assertThat(packed().values()).containsExactly("other");
        assertThat(Spools.names(spool, ".fjd/packed")).isEmpty();
    }

    @Test
    void aNameMayBePublishedWhileAFileIsOnItsWayOutOfAPack() throws IOException {
        Path tmp = spool.root().resolve(".fjd/tmp");
        Files.createDirectories(tmp.resolve("restored-x"));
        Files.createDirectories(tmp.resolve("other"));
        Files.createFile(tmp.resolve("restored-x/a.conf"));
        Files.createFile(tmp.resolve("other/b.conf"));
        Path way = spool.root().resolve(".fjd/packed/1/done");
        Files.createFile(Files.createDirectories(way).resolve("c.conf"));

        assertThat(packs.isPublishing("a.conf")).isTrue();
        assertThat(packs.isPublishing("b.conf")).isFalse();
        assertThat(packs.isPublishing("c.conf")).isTrue();
    }
}
