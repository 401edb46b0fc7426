package org.fjd.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.PackEntry;
import org.fjd.spool.PackWriter;
import org.fjd.spool.PackedFile;
import org.fjd.spool.PackedFile.Place;
import org.fjd.spool.Packs;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.Wanted;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ArchiverTest {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Instant LONG_AGO = Instant.parse("2020-01-01T00:00:00.123456789Z");

    private final TestTime time = new TestTime();
    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(time);
    }

    private Path put(String path, String content, Instant modified) throws IOException {
        return put(path, content.getBytes(StandardCharsets.UTF_8), modified);
    }

    private Path put(String path, byte[] content, Instant modified) throws IOException {
        Path file = spool.root().resolve(path);
        Files.write(file, content);
        return Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private Path ended(String name, State state) throws IOException {
        Path file = Spools.drop(spool, name);
        Outcome outcome =
                new Outcome(
                        state,
                        Spools.run("w", 1),
                        List.of(new org.fjd.ini.Section.Entry("log", "logs/" + name + ".log")));
        Path end = Spools.end(spool.archive(), file, Spools.name(name), outcome).orElseThrow();
        put("logs/" + name + ".log", "printed by " + name + "\n", LONG_AGO);
        return Files.setLastModifiedTime(end, FileTime.from(LONG_AGO));
    }

    private static Archiver.Order order(Ending... endings) {
        return new Archiver.Order(WEEK, Set.of(endings), false);
    }

    private Archiver.Result pack() throws IOException {
        return new Archiver(spool, Machine.here()).pack(order());
    }

    /** All that is packed and counts, with its content. */
    private Map<String, String> packed() throws IOException {
        Map<String, String> found = new HashMap<>();
        spool.packs()
                .read(
                        (entry, content) -> {
                            String name = entry.file().place().word() + "/" + entry.file().name();
                            String text =
                                    new String(content.readAllBytes(), StandardCharsets.UTF_8);
                            assertThat(found.put(name, text)).as(name + " once").isNull();
                        });
        return found;
    }

    private PackEntry packedAndPutBack(String pack, Path file) throws IOException {
        byte[] content = Files.readAllBytes(file);
        try (PackWriter writer = spool.packs().write(pack)) {
            writer.add(Place.DONE, file);
            PackEntry entry = writer.publish().get(0);
            put("done/" + file.getFileName(), content, LONG_AGO);
            return entry;
        }
    }

    private List<Path> restored(String name, Ending... endings) throws IOException {
        return new Restorer(spool, Machine.here(), Wanted.of(spool, List.of(name)), Set.of(endings))
                .restore()
                .jobs();
    }

    private List<String> lines(Path pack) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(pack))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }

    @Test
    void packsJobsThatEndedLongAgoSoThatTheyCanStillBeReadAndSearched() throws IOException {
        String text = Files.readString(ended("a", State.DONE));
        ended("b", State.FAILED);
        put("done/young.conf", "x", Instant.now());

        Archiver.Result result = pack();

        assertThat(result.jobs()).containsExactly(Spools.name("a"), Spools.name("b"));
        assertThat(result.kept()).isEmpty();
        assertThat(Spools.names(spool, "done")).containsExactly("young.conf");
        assertThat(Spools.names(spool, "failed")).isEmpty();
        assertThat(packed()).containsEntry("done/a.conf", text).containsKey("failed/b.conf");
        assertThat(lines(result.pack().orElseThrow()))
                .contains("state = done")
                .anyMatch(line -> line.matches("== done \\d+ 2020-01-01T\\S+ [0-9a-f]{64} a.conf"));
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
        assertThat(Spools.names(spool, ".fjd/packed")).isEmpty();
    }

    @Test
    void packsWhatIsAskedForAndOfARejectedJobTheReasonToo() throws IOException {
        ended("a", State.DONE);
        ended("b", State.FAILED);
        ended("c", State.LOST);
        put("failed/d.conf", "", LONG_AGO);
        put("failed/d.reason", "It is empty.\n", LONG_AGO);

        assertThat(new Archiver(spool, Machine.here()).preview(order(Ending.LOST, Ending.REJECTED)))
                .containsExactly(Spools.name("c"), Spools.name("d"));
        assertThat(packed()).isEmpty();
        new Archiver(spool, Machine.here()).pack(order(Ending.LOST, Ending.REJECTED));

        assertThat(packed()).containsOnlyKeys("failed/c.conf", "failed/d.conf", "failed/d.reason");
        assertThat(Spools.names(spool, "failed")).containsExactly("b.conf");
        assertThat(Spools.names(spool, "done")).containsExactly("a.conf");
    }

    @Test
    void aJobThatWasRejectedLatelyIsYoungThoughItsFileIsOld() throws IOException {
        put("failed/d.conf", "no ini", LONG_AGO);
        put("failed/d.reason", "It is not INI.\n", Instant.now());

        assertThat(pack().pack()).isEmpty();
        assertThat(spool.packs().list()).isEmpty();
    }

    @Test
    void leavesReservationsAndWhatIsNoPlainFile() throws IOException {
        put("done/a.conf", "", LONG_AGO);
        Files.createDirectory(spool.root().resolve("failed/b.conf"));
        Files.createSymbolicLink(
                spool.root().resolve("done/c.conf"), spool.root().resolve(".fjd/fjd.conf"));
        put("done/note", "mine", LONG_AGO);

        assertThat(pack().pack()).isEmpty();
        assertThat(Spools.names(spool, "done")).containsExactly("a.conf", "c.conf", "note");
    }

    @Test
    void packsLogsWhenAskedAndBringsThemBack() throws IOException {
        ended("a", State.DONE);
        new Archiver(spool, Machine.here()).pack(new Archiver.Order(WEEK, Set.of(), true));

        assertThat(packed()).containsEntry("logs/a.log", "printed by a\n");
        assertThat(Spools.names(spool, "logs")).isEmpty();

        assertThat(restored("a")).hasSize(1);
        assertThat(Spools.names(spool, "logs")).containsExactly("a.log");
        assertThat(packed()).isEmpty();
    }

    /** Its reason is on its way, or its user has put it there. */
    @Test
    void whatNothingTellsTheEndOfIsNotPacked() throws IOException {
        put("failed/a.conf", "no ini", LONG_AGO);
        pack();

        assertThat(Spools.text(spool, "failed/a.conf")).isEqualTo("no ini");
        assertThat(packed()).isEmpty();
    }

    @Test
    void bytesComeOutAsTheyWentInWhateverTheyAre() throws IOException {
        byte[] odd = new byte[70_000];
        for (int i = 0; i < odd.length; i++) {
            odd[i] = (byte) (i * 31 + i / 256);
        }
        String header =
                new PackedFile(Place.DONE, "b.conf", 3, LONG_AGO, "0".repeat(64)).toString();
        put("failed/a %\n\u00e4.conf", odd, LONG_AGO);
        put("failed/a %\n\u00e4.reason", "It is not INI.", LONG_AGO);
        put("done/b.conf", "== done 5 " + header + "\n== ", LONG_AGO);
        put("done/c.conf", "\r\n\r\n", LONG_AGO);
        pack();

        for (String name : List.of("a %\n\u00e4", "b", "c")) {
            assertThat(restored(name)).hasSize(1);
        }
        Path a = spool.root().resolve("failed/a %\n\u00e4.conf");
        assertThat(Files.readAllBytes(a)).isEqualTo(odd);
        assertThat(Files.getLastModifiedTime(a)).isEqualTo(FileTime.from(LONG_AGO));
        assertThat(Spools.text(spool, "done/b.conf")).endsWith("\n== ");
        assertThat(Spools.text(spool, "done/c.conf")).isEqualTo("\r\n\r\n");
        assertThat(packed()).isEmpty();
    }

    @Test
    void namesakesOfSeveralPacksAllCount() throws IOException {
        ended("a", State.DONE);
        pack();
        time.pass(Duration.ofSeconds(1));
        put("done/a.conf", Spools.JOB, LONG_AGO);
        pack();

        List<PackEntry> found = new ArrayList<>();
        spool.packs().read((entry, content) -> found.add(entry));
        assertThat(found).hasSize(2).extracting(entry -> entry.pack()).doesNotHaveDuplicates();
    }

    @Test
    void aFileThatIsPackedTwiceOrStillLiesInItsPlaceCountsOnce() throws IOException {
        Path a = ended("a", State.DONE);
        for (String name : List.of("1", "2")) {
            assertThat(spool.packs().remove(packedAndPutBack(name, a))).isTrue();
        }
        assertThat(packed()).isEmpty();

        pack();
        assertThat(packed()).containsOnlyKeys("done/a.conf");
        assertThat(spool.packs().list()).hasSize(3);

        restored("a");
        Files.delete(a);
        assertThat(packed()).as("restored from all packs").isEmpty();
    }

    @Test
    void whatIsChangedOrTakenBackBeforeItIsDeletedStays() throws IOException {
        Path changed = ended("a", State.DONE);
        Path takenBack = ended("b", State.FAILED);
        Packs packs = spool.packs();
        try (PackWriter writer = packs.write("1")) {
            assertThat(writer.add(Place.DONE, changed)).isPresent();
            Files.move(takenBack, spool.root().resolve("jobqueue/b.conf"));
            assertThat(writer.add(Place.FAILED, takenBack)).isEmpty();
            List<PackEntry> entries = writer.publish();
            Files.writeString(spool.root().resolve(".fjd/packed/1/done/a.conf"), "another");
            assertThat(packs.remove(entries.get(0))).isFalse();
        }

        assertThat(Spools.text(spool, "done/a.conf")).isEqualTo("another");
        assertThat(Spools.names(spool, "jobqueue")).containsExactly("b.conf");
        assertThat(packed()).isEmpty();
    }

    @Test
    void whatChangedWithoutASignIsPutBack() throws IOException {
        Path a = ended("a", State.DONE);
        PackEntry entry;
        try (PackWriter writer = spool.packs().write("1")) {
            writer.add(Place.DONE, a);
            entry = writer.publish().get(0);
        }
        byte[] other = Files.readAllBytes(spool.root().resolve(".fjd/packed/1/done/a.conf"));
        other[0] = 'X';
        put(".fjd/packed/1/done/a.conf", other, LONG_AGO);

        assertThat(spool.packs().remove(entry)).isFalse();
        assertThat(Files.readAllBytes(a)).isEqualTo(other);
        assertThat(packed()).isEmpty();
    }

    @Test
    void oneOfTwoThatPackTheSameTakesItAndTheJobCountsOnce() throws IOException {
        Path a = ended("a", State.DONE);
        List<PackEntry> entries = new ArrayList<>();
        for (String name : List.of("1", "2")) {
            entries.add(packedAndPutBack(name, a));
        }
        Files.delete(a);
        assertThat(packed()).containsOnlyKeys("done/a.conf");
        assertThat(spool.packs().remove(entries.get(1))).isTrue();
        assertThat(spool.packs().remove(entries.get(0))).isTrue();

        assertThat(packed()).containsOnlyKeys("done/a.conf");
    }

    @Test
    void completesWhatACrashLeftHalfWay() throws IOException {
        String text = Files.readString(ended("a", State.DONE));
        pack();
        String pack = spool.packs().list().get(0).getFileName().toString().replace(".gz", "");
        Path same = spool.root().resolve(".fjd/packed/" + pack + "/done/a.conf");
        Path unknown = spool.root().resolve(".fjd/packed/gone/failed/b.conf");
        Files.createDirectories(same.getParent());
        Files.createDirectories(unknown.getParent());
        Files.writeString(same, text);
        Files.setLastModifiedTime(same, FileTime.from(LONG_AGO));
        Files.writeString(unknown, "nobody has packed this");

        pack();

        assertThat(spool.packs().leftovers()).isEmpty();
        assertThat(packed()).containsOnlyKeys("done/a.conf");
        assertThat(Spools.text(spool, "failed/b.conf")).isEqualTo("nobody has packed this");
    }

    @Test
    void whatIsOnItsWayIntoAPackCountsAndComesBackIfThatIsNotPublished() throws IOException {
        Path a = ended("a", State.DONE);
        String text = Files.readString(a);
        try (PackWriter writer = spool.packs().write("1")) {
            writer.add(Place.DONE, a);
            assertThat(Spools.names(spool, "done")).isEmpty();
            assertThat(packed()).containsEntry("done/a.conf", text);
            assertThat(spool.archive().ends().of(Spools.name("a"))).hasValue(State.DONE);
        }
        assertThat(Spools.text(spool, "done/a.conf")).isEqualTo(text);
        assertThat(spool.packs().list()).isEmpty();
        assertThat(spool.packs().leftovers()).isEmpty();
    }

    @Test
    void whoPutsBackWhatIsOnItsWayKeepsThePackFromBeingPublished() throws IOException {
        Path a = ended("a", State.DONE);
        try (PackWriter writer = spool.packs().write("1")) {
            writer.add(Place.DONE, a);
            spool.packs().settleAll();
            assertThat(a).exists();
            assertThatThrownBy(writer::publish).hasMessageContaining("Try again");
        }
        assertThat(a).exists();
        assertThat(spool.packs().list()).isEmpty();
    }

    private Path packing(ProcessId process) throws IOException {
        String text =
                "[packing]\nhost = %s\nmachine = %s\npid = %d\nstart = %s\n"
                        .formatted(
                                process.host(), process.machine(), process.pid(), process.start());
        return Files.writeString(spool.root().resolve(".fjd/packing"), text);
    }

    @Test
    void onlyOneIsAtWorkUnlessItHasDied() throws Exception {
        ended("a", State.DONE);
        Machine here = Machine.here();
        ProcessId self = ProcessId.self(here);
        for (ProcessId other : List.of(Spools.elsewhere(4711), self)) {
            Path packing = packing(other);
            assertThatThrownBy(this::pack)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(packing.toString())
                    .hasMessageContaining("process " + other.pid() + " on " + other.host())
                    .hasMessageContaining("delete that file");
            assertThatThrownBy(() -> restored("a")).hasMessageContaining(packing.toString());
            assertThat(packing).exists();
        }
        Path packing =
                packing(new ProcessId(self.host(), self.machine(), self.pid(), "another start"));
        assertThat(pack().jobs()).hasSize(1);
        assertThat(packing).doesNotExist();
        assertThat(restored("a")).hasSize(1);
        assertThat(packing).doesNotExist();
    }

    @Test
    void whatALivingArchiveHasTakenIsNoFindingAndIsLeftToIt() throws Exception {
        Path a = ended("a", State.DONE);
        Path packing = packing(ProcessId.self(Machine.here()));
        try (PackWriter writer = spool.packs().write("1")) {
            writer.add(Place.DONE, a);
            assertThat(new Fsck(spool, Machine.here()).check(true))
                    .noneMatch(told -> told.finding().kind() == Finding.Kind.UNSETTLED);
            Files.delete(packing);
            packing(Spools.elsewhere(1));
            assertThat(new Fsck(spool, Machine.here()).check(true))
                    .filteredOn(told -> told.finding().kind() == Finding.Kind.UNSETTLED)
                    .hasSize(1)
                    .noneMatch(Fsck.Told::mended);
            assertThat(writer.publish()).hasSize(1);
        }
    }

    @Test
    void restoresOnlyThoseThatEndedSo() throws IOException {
        ended("fit1", State.FAILED);
        ended("fit2", State.DONE);
        ended("fit3", State.TIMED_OUT);
        put("failed/fit4.conf", "nonsense", LONG_AGO);
        put("failed/fit4.reason", "It is not INI.", LONG_AGO);
        ended("other", State.FAILED);
        pack();

        assertThat(restored("fit*", Ending.FAILED))
                .containsExactly(spool.root().resolve("failed/fit1.conf"));
        assertThat(restored("fit*", Ending.REJECTED, Ending.TIMED_OUT))
                .containsExactlyInAnyOrder(
                        spool.root().resolve("failed/fit3.conf"),
                        spool.root().resolve("failed/fit4.conf"));
        assertThat(spool.root().resolve("failed/fit4.reason")).hasContent("It is not INI.");
        assertThat(packed()).containsOnlyKeys("done/fit2.conf", "failed/other.conf");
    }

    @Test
    void aJobThatIsCalledJustSoIsRestoredAloneThoughItsNameLooksLikeAPattern() throws IOException {
        ended("fit*", State.DONE);
        ended("fit1", State.DONE);
        pack();

        assertThat(restored("fit*")).containsExactly(spool.root().resolve("done/fit*.conf"));
        assertThat(packed()).containsOnlyKeys("done/fit1.conf");
    }

    @Test
    void wordsThatMeanNothingPackedAreToldOf() throws IOException {
        ended("a", State.DONE);
        pack();
        Wanted wanted = Wanted.of(spool, List.of("nix", "a", "x*"));

        assertThat(new Restorer(spool, Machine.here(), wanted, Set.of()).restore().missing())
                .containsExactly("nix", "x*");
        assertThat(spool.root().resolve("done/a.conf")).exists();
    }

    @Test
    void restoresWithoutOverwriting() throws IOException {
        ended("a", State.DONE);
        pack();
        put("done/a.conf", "another", LONG_AGO);

        Restorer.Result refused =
                new Restorer(spool, Machine.here(), Wanted.ALL, Set.of()).restore();
        assertThat(refused.jobs()).isEmpty();
        assertThat(refused.refused()).containsExactly(spool.root().resolve("done/a.conf"));
        assertThat(Spools.text(spool, "done/a.conf")).isEqualTo("another");
        assertThat(packed()).containsOnlyKeys("done/a.conf");
        assertThat(Spools.names(spool, ".fjd/tmp")).isEmpty();
    }

    @Test
    void aLogThatStayedPackedIsRestoredAlone() throws IOException {
        put("done/a.conf", "content", LONG_AGO);
        put("logs/a.log", "own", LONG_AGO);
        Files.writeString(
                spool.root().resolve("done/a.conf"),
                "\n[result]\nstate = done\nrun = w.1\nlog = logs/a.log\nwhole = yes\n");
        Files.setLastModifiedTime(spool.root().resolve("done/a.conf"), FileTime.from(LONG_AGO));
        new Archiver(spool, Machine.here()).pack(new Archiver.Order(WEEK, Set.of(), true));
        Path log = spool.root().resolve("logs/a.log");
        put("logs/a.log", "another's", LONG_AGO);
        Wanted wanted = Wanted.of(spool, List.of("a"));
        assertThat(new Restorer(spool, Machine.here(), wanted, Set.of()).restore().refused())
                .containsExactly(log);
        assertThat(new Restorer(spool, Machine.here(), wanted, Set.of()).restore().refused())
                .as("once more")
                .containsExactly(log);

        Files.delete(log);
        Restorer.Result restored = new Restorer(spool, Machine.here(), wanted, Set.of()).restore();
        assertThat(restored.logs()).containsExactly(log);
        assertThat(restored.jobs()).isEmpty();
        assertThat(restored.missing()).isEmpty();
        assertThat(log).hasContent("own");
        assertThat(new Restorer(spool, Machine.here(), wanted, Set.of()).restore().missing())
                .containsExactly("a");
    }

    @Test
    void ofSeveralThatLayInOnePlaceTheLastIsRestored() throws IOException {
        for (int i = 0; i < 3; i++) {
            Instant ended = LONG_AGO.plusSeconds((i + 1) % 3);
            put("done/a.conf", "content " + i, ended);
            put("logs/a.log", "log " + i, ended);
            new Archiver(spool, Machine.here()).pack(new Archiver.Order(WEEK, Set.of(), true));
            time.pass(Duration.ofSeconds(1));
        }
        Restorer.Result restored =
                new Restorer(spool, Machine.here(), Wanted.ALL, Set.of()).restore();

        assertThat(restored.jobs()).containsExactly(spool.root().resolve("done/a.conf"));
        assertThat(restored.refused()).isEmpty();
        assertThat(restored.earlier())
                .extracting(PackedFile::modified)
                .containsExactlyInAnyOrder(LONG_AGO, LONG_AGO.plusSeconds(1));
        assertThat(Spools.text(spool, "done/a.conf")).isEqualTo("content 1");

        Files.delete(spool.root().resolve("done/a.conf"));
        assertThat(restored("a")).hasSize(1);
        assertThat(Spools.text(spool, "done/a.conf")).isEqualTo("content 0");
    }

    @Test
    void aDamagedPackIsToldAndNothingOfItIsTaken() throws IOException {
        ended("a", State.DONE);
        Path pack = pack().pack().orElseThrow();
        byte[] bytes = Files.readAllBytes(pack);
        for (int cut : new int[] {0, 5, bytes.length / 2, bytes.length - 1}) {
            Files.write(pack, java.util.Arrays.copyOf(bytes, cut));
            assertThatThrownBy(() -> Packs.contents(pack))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining(pack.toString());
        }
        bytes[bytes.length / 2] ^= 1;
        Files.write(pack, bytes);
        assertThatThrownBy(() -> Packs.contents(pack)).isInstanceOf(IOException.class);
    }

    @Test
    void aThousandJobsGoIntoOnePack() throws IOException {
        for (int i = 0; i < 1000; i++) {
            put("done/job" + i + ".conf", Spools.JOB + "# " + i, LONG_AGO.plusSeconds(i));
        }
        Archiver.Result result = pack();

        assertThat(result.jobs()).hasSize(1000).startsWith(new JobName("job0"));
        assertThat(packed()).hasSize(1000).containsEntry("done/job7.conf", Spools.JOB + "# 7");
        assertThat(result.packedBytes()).isPositive();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Files.copy(result.pack().orElseThrow(), out);
        assertThat(out.size()).isEqualTo((int) result.packedBytes());
    }
}
