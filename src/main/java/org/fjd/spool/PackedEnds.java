package org.fjd.spool;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.fjd.job.JobName;

/**
 * Which jobs have ended in which packs. A pack never changes, so each is read once, and what was
 * found is kept for as long as there is memory for it. Thread-safe.
 */
final class PackedEnds {

    /** A job's file in a pack. */
    record End(PackedFile.Place place, String fileName, FileTime modified) {}

    private final Map<Path, SoftReference<Map<String, List<End>>>> known =
            new ConcurrentHashMap<>();
    private final PackDamage damage;

    PackedEnds(PackDamage damage) {
        this.damage = damage;
    }

    /**
     * The files of a job and of its copies in a pack, struck or not.
     *
     * @param original the job's name, without what makes it that of a copy
     */
    List<End> of(Path pack, String original) throws IOException {
        return of(pack).getOrDefault(original, List.of());
    }

    /** The names of the jobs in a pack, without what makes them those of copies. */
    Set<String> originals(Path pack) throws IOException {
        return of(pack).keySet();
    }

    private Map<String, List<End>> of(Path pack) throws IOException {
        SoftReference<Map<String, List<End>>> reference = known.get(pack);
        Map<String, List<End>> ends = reference == null ? null : reference.get();
        if (ends == null) {
            try {
                ends = read(pack);
            } catch (NoSuchFileException e) {
                return Map.of(); // taken away by its user at this moment
            } catch (PackException e) {
                damage.found(pack, e);
                return Map.of(); // others still run
            }
            known.put(pack, new SoftReference<>(ends));
        }
        return ends;
    }

    private static Map<String, List<End>> read(Path pack) throws IOException {
        Map<String, List<End>> ends = new HashMap<>();
        try (PackReader reader = new PackReader(pack)) {
            for (Optional<PackedFile> next = reader.next();
                    next.isPresent();
                    next = reader.next()) {
                PackedFile file = next.get();
                Optional<JobName> job = file.job();
                if (job.isPresent()) {
                    ends.computeIfAbsent(job.get().original().value(), name -> new ArrayList<>(1))
                            .add(
                                    new End(
                                            file.place(),
                                            file.name(),
                                            FileTime.from(file.modified())));
                }
            }
        }
        return ends;
    }
}
