package org.fjd.upkeep;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.spool.Hire;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GarbageCollectorTest {

    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
    }

    private Path old(String path) throws IOException {
        return aged(path, Duration.ofDays(20));
    }

    private Path aged(String path, Duration age) throws IOException {
        Path file = spool.root().resolve(path);
        Files.createDirectories(file.getParent());
        if (Files.notExists(file)) {
            Files.writeString(file, "1234567");
        }
        return Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
    }

    private List<String> collect(Optional<Duration> logsOlderThan) throws IOException {
        GarbageCollector collector = new GarbageCollector(spool, logsOlderThan);
        List<String> removed = new ArrayList<>();
        for (Garbage piece : collector.find()) {
            if (collector.remove(piece)) {
                removed.add(spool.root().relativize(piece.path()).toString());
                assertThat(piece.path()).doesNotExist();
            }
        }
        return removed;
    }

    private List<String> collect() throws IOException {
        return collect(Optional.empty());
    }

    @Test
    void nothingOfAFreshSpoolIsGarbage() throws IOException {
        assertThat(collect()).isEmpty();
    }

    @Test
    void whileAPackIsDamagedNoLogIsTakenForThatOfNoJob() throws IOException {
        old("logs/a.log");
        old(".fjd/tmp/draft");
        Path pack = aged("archive/1.gz", Duration.ZERO);
        assertThat(collect()).containsExactly(".fjd/tmp/draft");

        Files.delete(pack);
        assertThat(collect()).containsExactly("logs/a.log");
    }

    @Test
    void aRequestIsGarbageADayAfterwardsIfItsBatchSystemIsNoLongerKnown() throws IOException {
        hire("sge", "1");
        hire("sge", "2");
        hire("slurm", "3");
        aged(".fjd/hires/sge-2", Duration.ofHours(23));
        assertThat(collect()).containsExactly(".fjd/hires/sge-1");
        assertThat(collect()).containsExactly(".fjd/hired/sge-m-1/w1", ".fjd/hired/sge-m-1");
    }

    private void hire(String via, String id) throws IOException {
        Hire hire = new Hire(via, id, via + "-m-" + id, 1, "me", Instant.EPOCH);
        spool.hires().add(hire);
        old(".fjd/hires/" + via + "-" + id);
        old(".fjd/hired/" + hire.mark() + "/w1");
        old(".fjd/hired/" + hire.mark());
    }

    @Test
    void aReasonIsGarbageADayAfterItsJobWasTakenBack() throws IOException {
        old("failed/a.reason");
        aged("failed/b.reason", Duration.ofHours(23));
        old("failed/c.reason");
        old("failed/c.conf");

        assertThat(collect()).containsExactly("failed/a.reason");
    }

    @Test
    void draftsAreGarbageAfterADay() throws IOException {
        old(".fjd/tmp/a.conf");
        aged(".fjd/tmp/b.conf", Duration.ofHours(23));
        old(".fjd/tmp/restored-x/c.conf");
        old(".fjd/tmp/restored-x");
        old(".fjd/tmp/.nfs0001");

        assertThat(collect())
                .containsExactlyInAnyOrder(
                        ".fjd/tmp/a.conf", ".fjd/tmp/restored-x/c.conf", ".fjd/tmp/restored-x");
        assertThat(Spools.names(spool, ".fjd/tmp")).containsExactly(".nfs0001", "b.conf");
    }

    @Test
    void draftsAtAnyDepthAreGarbageAndNothingBehindALinkIs() throws IOException {
        old(".fjd/tmp/doctor-x/host.1/both/1");
        aged(".fjd/tmp/doctor-x/host.1/both/2", Duration.ofHours(23));
        old(".fjd/tmp/doctor-x/speed/1");
        old(".fjd/tmp/doctor-x/speed");
        Path elsewhere = old("elsewhere/file");
        Files.createSymbolicLink(
                spool.root().resolve(".fjd/tmp/link"), spool.root().resolve("elsewhere"));

        assertThat(collect())
                .containsExactlyInAnyOrder(
                        ".fjd/tmp/doctor-x/host.1/both/1",
                        ".fjd/tmp/doctor-x/speed/1",
                        ".fjd/tmp/doctor-x/speed");
        assertThat(elsewhere).exists();
    }

    @Test
    void logsOfJobsThatAreNowhereAreGarbageAndThoseOfAllOthersAreNot() throws IOException {
        for (String job : List.of("gone", "queued", "retried", "running", "done", "packed")) {
            old("logs/" + job + ".log");
            old("logs/" + job + "@w.3.log");
        }
        aged("logs/young.log", Duration.ofHours(1));
        old("logs/mine.txt");
        Spools.drop(spool, "queued");
        old("retryqueue/retried@w.1.conf");
        spool.pods().open(Spools.run("w", 2));
        QueuedJob job = spool.jobQueue().look(Spools.drop(spool, "running")).orElseThrow();
        spool.jobQueue().assign(job, Spools.run("w", 2));
        aged("failed/packed~2.conf", Duration.ofDays(9));
        aged("failed/packed~2.reason", Duration.ofDays(9));
        new Archiver(spool, Machine.here())
                .pack(new Archiver.Order(Duration.ofDays(7), java.util.Set.of(), false));
        aged("done/done.conf", Duration.ofDays(30));

        assertThat(collect()).containsExactlyInAnyOrder("logs/gone.log", "logs/gone@w.3.log");
        assertThat(collect(Optional.of(Duration.ofDays(30)))).isEmpty();
        assertThat(collect(Optional.of(Duration.ofDays(19))))
                .containsExactlyInAnyOrder(
                        "logs/done.log",
                        "logs/done@w.3.log",
                        "logs/packed.log",
                        "logs/packed@w.3.log");
        assertThat(Spools.names(spool, "failed")).isEmpty();
        assertThat(Spools.names(spool, "done")).containsExactly("done.conf");
    }

    @Test
    void logsOfAndRequestsToWorkersThatAreGoneAreGarbage() throws IOException {
        spool.roll().enlist(Spools.worker("here", ProcessId.self(Machine.here()), 1));
        for (String worker : List.of("here", "gone")) {
            old(".fjd/logs/" + worker + ".log");
            old(".fjd/requests/" + worker + ".fire");
            old(".fjd/requests/" + worker + ".fire-now");
            old(".fjd/requests/" + worker + ".7.cancel");
        }
        aged(".fjd/logs/late.log", Duration.ofDays(6));
        aged(".fjd/requests/late.fire", Duration.ofHours(2));
        old(".fjd/requests/note");

        assertThat(collect())
                .containsExactlyInAnyOrder(
                        ".fjd/logs/gone.log",
                        ".fjd/requests/gone.fire",
                        ".fjd/requests/gone.fire-now",
                        ".fjd/requests/gone.7.cancel");
    }

    @Test
    void emptyDirectoriesAmongTheStraysAreGarbageAndFilesThereNever() throws IOException {
        old(".fjd/strays/w.1/data");
        Files.createDirectories(spool.root().resolve(".fjd/strays/w.2/sub"));
        Files.createDirectories(spool.root().resolve(".fjd/strays/w.3"));
        old(".fjd/strays/w.1");
        old(".fjd/strays/w.2/sub");
        old(".fjd/strays/w.2");

        assertThat(collect()).contains(".fjd/strays/w.2/sub", ".fjd/strays/w.2");
        assertThat(Spools.names(spool, ".fjd/strays")).containsExactly("w.1", "w.3");
    }

    @Test
    void whatHasChangedSinceItWasFoundStays() throws IOException {
        Path draft = old(".fjd/tmp/a.conf");
        GarbageCollector collector = new GarbageCollector(spool, Optional.empty());
        List<Garbage> found = collector.find();
        assertThat(found).hasSize(1);
        Files.writeString(draft, "12345678");

        assertThat(collector.remove(found.get(0))).isFalse();
        assertThat(draft).exists();
    }
}
