package org.fjd.upkeep;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.History;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.spool.Machine;
import org.fjd.spool.PackEntry;
import org.fjd.spool.PackedFile;
import org.fjd.spool.PackedFile.Place;
import org.fjd.spool.Packing;
import org.fjd.spool.Packs;
import org.fjd.spool.Restoration;
import org.fjd.spool.Restoration.Restored;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;

/** Brings packed jobs back to where they lay, with their reasons and logs. */
public final class Restorer {

    /**
     * What was brought back.
     *
     * @param jobs the files of jobs that lie in their directories again
     * @param logs logs that lie there again, and were packed still though no job of the name was
     * @param refused files in the way: others that have the name of a packed one
     * @param earlier jobs that stay packed because a namesake was packed that ended later
     * @param missing the words that mean no packed job, as they were typed
     */
    public record Result(
            List<Path> jobs,
            List<Path> logs,
            List<Path> refused,
            List<PackedFile> earlier,
            List<String> missing) {}

    /** What is packed, and how a job among it has ended, in the order in which it was packed. */
    private static final class Contents {
        private final boolean withEndings;
        private final Map<PackEntry, Ending> endings = new LinkedHashMap<>();
        private final Set<JobName> jobs = new HashSet<>();
        private final Set<JobName> withLogs = new HashSet<>();
        private Optional<PackEntry> lastJob = Optional.empty();

        Contents(boolean withEndings) {
            this.withEndings = withEndings;
        }

        void add(PackEntry entry, InputStream content) throws IOException {
            PackedFile file = entry.file();
            Optional<JobName> job = file.job();
            if (job.isPresent()) {
                jobs.add(job.get());
                lastJob = Optional.of(entry);
                boolean isRead = withEndings && file.size() <= JobFile.MAX_BYTES;
                History history = History.of(isRead ? content.readAllBytes() : new byte[0]);
                endings.put(entry, Ending.of(history, file.place() == Place.DONE));
            } else {
                endings.put(entry, Ending.DONE);
                if (file.place() == Place.LOGS) {
                    LogName.parse(file.name())
                            .ifPresent(log -> withLogs.add(new JobName(log.job())));
                }
                // A reason follows its job.
                lastJob.filter(before -> isReasonOf(entry, before))
                        .ifPresent(rejected -> endings.put(rejected, Ending.REJECTED));
            }
        }

        private static boolean isReasonOf(PackEntry reason, PackEntry job) {
            return reason.pack().equals(job.pack())
                    && reason.file().name().equals(job.file().job().orElseThrow().reasonFileName());
        }
    }

    private final Spool spool;
    private final Machine here;
    private final Wanted wanted;
    private final Set<Ending> wantedEndings;
    private final Set<JobName> chosen = new HashSet<>();
    private final Set<String> names = new HashSet<>();
    private final Set<String> namesOfLogsOnly = new HashSet<>();
    private final List<Path> jobs = new ArrayList<>();
    private final List<Path> logs = new ArrayList<>();
    private final List<Path> refused = new ArrayList<>();
    private final List<PackedFile> earlier = new ArrayList<>();
    private final Map<Path, PackedFile> latest = new HashMap<>();

    /**
     * Who restores.
     *
     * @param wanted which jobs
     * @param endings only those that ended so; if empty, all
     */
    public Restorer(Spool spool, Machine here, Wanted wanted, Set<Ending> endings) {
        this.spool = spool;
        this.here = here;
        this.wanted = wanted;
        this.wantedEndings = Set.copyOf(endings);
    }

    /**
     * Restores them, of several that lay in the same place the one that ended last; nothing is
     * overwritten. To be called once.
     *
     * @throws IOException also if another one archives or restores
     */
    public Result restore() throws IOException {
        Packs packs = spool.packs();
        Packing packing = packs.begin(here);
        Contents contents = new Contents(!wantedEndings.isEmpty());
        List<String> missing;
        try (packing) {
            packs.settleAll();
            // What another one is about to pack is not in a pack yet, and is left to that.
            packs.readPacks(contents::add);
            Wanted.Choice choice = wanted.choose(contents.jobs);
            chosen.addAll(choice.jobs());
            missing = choice.missing();
            if (wantedEndings.isEmpty()) {
                Wanted.Choice byLogs = wanted.chooseOf(contents.withLogs, missing);
                byLogs.jobs().forEach(job -> namesOfLogsOnly.add(job.value()));
                missing = byLogs.missing();
            }
            contents.endings.forEach(this::choose);
            names.clear();
            try (Restoration restoration = packs.restoration()) {
                packs.readPacks(
                        (entry, content) -> {
                            PackedFile file = entry.file();
                            if (isWanted(file) && file.equals(latest.get(path(file)))) {
                                note(file, restoration.add(entry, content));
                            }
                        });
            }
            packs.strikePresent(this::isWanted);
        }
        return new Result(
                List.copyOf(jobs),
                List.copyOf(logs),
                List.copyOf(refused),
                List.copyOf(earlier),
                missing);
    }

    private void choose(PackEntry entry, Ending ending) {
        PackedFile file = entry.file();
        boolean isOther =
                file.job().isPresent()
                        && !wantedEndings.isEmpty()
                        && !wantedEndings.contains(ending);
        if (isOther || !isWanted(file)) {
            return;
        }
        file.job().ifPresent(job -> names.add(job.value()));
        PackedFile before = latest.get(path(file));
        boolean isLater = before == null || !file.modified().isBefore(before.modified());
        PackedFile superseded = isLater ? before : file;
        if (isLater) {
            latest.put(path(file), file);
        }
        if (superseded != null && superseded.job().isPresent()) {
            earlier.add(superseded);
        }
    }

    private Path path(PackedFile file) {
        return spool.root().resolve(file.place().word()).resolve(file.name());
    }

    private void note(PackedFile file, Restored restored) {
        Path path = path(file);
        if (restored == Restored.TAKEN) {
            refused.add(path);
        } else if (file.job().isPresent()) {
            jobs.add(path);
            names.add(file.job().get().value());
        } else if (file.place() == Place.LOGS && isOf(file, namesOfLogsOnly)) {
            logs.add(path);
        }
    }

    private static boolean isOf(PackedFile log, Set<String> names) {
        return LogName.parse(log.name())
                .filter(name -> names.stream().anyMatch(name::isOf))
                .isPresent();
    }

    /** Reasons and logs follow their jobs in a pack, and go with them. */
    private boolean isWanted(PackedFile file) {
        if (file.job().isPresent()) {
            return chosen.contains(file.job().get());
        }
        if (file.place() == Place.LOGS) {
            return isOf(file, names) || isOf(file, namesOfLogsOnly);
        }
        return names.contains(file.name().replaceFirst("\\.reason$", ""));
    }
}
