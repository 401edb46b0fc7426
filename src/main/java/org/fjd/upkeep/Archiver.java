package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.JobName;
import org.fjd.spool.Machine;
import org.fjd.spool.PackEntry;
import org.fjd.spool.PackWriter;
import org.fjd.spool.PackedFile;
import org.fjd.spool.PackedFile.Place;
import org.fjd.spool.Packing;
import org.fjd.spool.Packs;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;

/**
 * Packs ended jobs. Nothing is deleted before it was read back from its pack, forced to the disk;
 * see {@link Packs}. One may be at work at once.
 */
public final class Archiver {

    /**
     * What is to be packed.
     *
     * @param olderThan jobs that ended longer ago, by the clock of the file system
     * @param endings jobs that ended so; if empty, all
     * @param logs whether their logs are packed as well
     */
    public record Order(Duration olderThan, Set<Ending> endings, boolean logs) {

        /** Keeps a copy of the endings. */
        public Order {
            endings = Set.copyOf(endings);
        }
    }

    /**
     * What was packed.
     *
     * @param pack where; empty if there was nothing to pack
     * @param jobs which jobs are in it and no longer in their directories
     * @param logs how many logs are
     * @param kept files that stay, because they were changed or taken back meanwhile, or are too
     *     large
     * @param bytes the size of what was packed
     * @param packedBytes the size of the pack
     */
    public record Result(
            Optional<Path> pack,
            List<JobName> jobs,
            int logs,
            List<Path> kept,
            long bytes,
            long packedBytes) {}

    private final Spool spool;
    private final Machine here;
    private final Tree tree;
    private final Packs packs;

    public Archiver(Spool spool, Machine here) {
        this.spool = spool;
        this.here = here;
        this.tree = spool.tree();
        this.packs = spool.packs();
    }

    /** The names of the jobs that {@link #pack} would pack now, the oldest first. */
    public List<JobName> preview(Order order) throws IOException {
        return chosen(order).stream().map(EndedJob::name).toList();
    }

    /**
     * Packs jobs, and first of all completes what an earlier call was kept from.
     *
     * @throws IOException also if another one archives or restores
     */
    public Result pack(Order order) throws IOException {
        Packing packing = packs.begin(here);
        try (packing) {
            packs.settleAll();
            return packChosen(order);
        }
    }

    private Result packChosen(Order order) throws IOException {
        List<EndedJob> jobs = chosen(order);
        List<Path> kept = new ArrayList<>();
        List<PackEntry> entries;
        try (PackWriter writer = packs.write(name())) {
            Set<Path> logs = new HashSet<>();
            for (EndedJob job : jobs) {
                add(writer, job, order.logs(), logs, kept);
            }
            if (writer.count() == 0) {
                return new Result(Optional.empty(), List.of(), 0, kept, 0, 0);
            }
            entries = writer.publish();
        }
        return remove(entries, kept);
    }

    private List<EndedJob> chosen(Order order) throws IOException {
        Instant before = tree.now().minus(order.olderThan());
        List<EndedJob> jobs =
                new EndedJobs(tree)
                        .before(
                                before,
                                e -> order.endings().isEmpty() || order.endings().contains(e));
        return jobs.stream()
                .sorted(Comparator.comparing(EndedJob::ended).thenComparing(EndedJob::name))
                .toList();
    }

    private static void add(
            PackWriter writer, EndedJob job, boolean withLogs, Set<Path> logs, List<Path> kept)
            throws IOException {
        Optional<PackedFile> added =
                job.reason().isPresent()
                        ? writer.addRejected(job.file(), job.reason().get(), job.ended())
                        : writer.add(job.place(), job.file(), job.ended());
        if (added.isEmpty()) {
            kept.add(job.file());
            return;
        }
        for (Path log : withLogs ? job.logs() : List.<Path>of()) {
            if (logs.add(log)) {
                writer.add(Place.LOGS, log);
            }
        }
    }

    /** Deletes what was packed; of a job that is put back, the reason is too. */
    private Result remove(List<PackEntry> entries, List<Path> kept) throws IOException {
        List<JobName> jobs = new ArrayList<>();
        int logs = 0;
        long bytes = 0;
        boolean jobStays = false;
        for (PackEntry entry : entries) {
            PackedFile file = entry.file();
            boolean isJob = file.job().isPresent();
            boolean removed = false;
            if (isJob || !jobStays) {
                removed = packs.remove(entry);
            } else {
                packs.keep(entry);
            }
            jobStays = isJob ? !removed : jobStays;
            if (!removed) {
                kept.add(tree.at(file.place().word()).resolve(file.name()));
                continue;
            }
            bytes += file.size();
            logs += file.place() == Place.LOGS ? 1 : 0;
            file.job().ifPresent(jobs::add);
        }
        packs.sweep();
        Path pack = entries.get(0).pack();
        long packedBytes = tree.look(pack).map(found -> found.size()).orElse(0L);
        return new Result(Optional.of(pack), jobs, logs, kept, bytes, packedBytes);
    }

    /** As for workers: host, process and instant make it a name that no other pack had. */
    private String name() {
        Instant now = spool.time().now();
        return "%s-%s-%d-%s"
                .formatted(
                        now.atZone(ZoneOffset.UTC).toLocalDate(),
                        here.host(),
                        here.pid(),
                        Long.toString(now.toEpochMilli(), 36));
    }
}
