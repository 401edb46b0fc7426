package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.fjd.job.JobName;
import org.fjd.spool.Machine;
import org.fjd.spool.PackedFile;
import org.fjd.spool.PackedFile.Place;
import org.fjd.spool.Packing;
import org.fjd.spool.Packs;
import org.fjd.spool.Restoration;
import org.fjd.spool.Restoration.Restored;
import org.fjd.spool.Spool;

/** Brings packed jobs back to where they lay, with their reasons and logs. */
public final class Restorer {

    /**
     * What was brought back.
     *
     * @param jobs the files of jobs that lie in their directories again
     * @param refused files in the way: others that have the name of a packed one
     * @param earlier jobs that stay packed because a namesake was packed that ended later
     */
    public record Result(List<Path> jobs, List<Path> refused, List<PackedFile> earlier) {}

    private final Spool spool;
    private final Machine here;
    private final Predicate<JobName> wanted;
    private final Set<String> names = new HashSet<>();
    private final List<Path> jobs = new ArrayList<>();
    private final List<Path> refused = new ArrayList<>();
    private final List<PackedFile> earlier = new ArrayList<>();
    private final Map<Path, PackedFile> latest = new HashMap<>();

    /**
     * Who restores.
     *
     * @param wanted which jobs
     */
    public Restorer(Spool spool, Machine here, Predicate<JobName> wanted) {
        this.spool = spool;
        this.here = here;
        this.wanted = wanted;
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
        try (packing) {
            packs.settleAll();
            // What another one is about to pack is not in a pack yet, and is left to that.
            packs.readPacks((entry, content) -> choose(entry.file()));
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
        return new Result(List.copyOf(jobs), List.copyOf(refused), List.copyOf(earlier));
    }

    private void choose(PackedFile file) {
        if (!isWanted(file)) {
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
        }
    }

    /** Reasons and logs follow their jobs in a pack, and go with them. */
    private boolean isWanted(PackedFile file) {
        if (file.job().isPresent()) {
            return wanted.test(file.job().get());
        }
        if (file.place() == Place.LOGS) {
            return LogName.parse(file.name())
                    .filter(log -> names.stream().anyMatch(log::isOf))
                    .isPresent();
        }
        return names.contains(file.name().replaceFirst("\\.reason$", ""));
    }
}
