package org.fjd.view;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.spool.PackEntry;
import org.fjd.spool.PackedFile;
import org.fjd.spool.Spool;
import org.fjd.view.JobState.Place;

/** The jobs that {@code fjd archive} has packed, with their content in memory. Thread-safe. */
final class PackSource implements Source {

    private final Spool spool;
    private final Asked asked;

    PackSource(Spool spool) {
        this.spool = spool;
        this.asked = new Asked(spool.anybodysJobReader().defaults());
    }

    @Override
    public List<Job> jobs(Predicate<JobName> wanted, Set<JobState> states) throws IOException {
        if (states.stream().noneMatch(s -> s.place() == Place.DONE || s.place() == Place.FAILED)) {
            return new ArrayList<>();
        }
        Look look = new Look(wanted);
        spool.packs().read(look::visit);
        return look.jobs();
    }

    /** One reading of all packs. */
    private final class Look {
        private final Predicate<JobName> wanted;
        private final Map<Path, byte[]> contents = new HashMap<>();
        private final Map<Path, PackEntry> jobs = new HashMap<>();
        private final Map<Path, Instant> reasons = new HashMap<>();

        Look(Predicate<JobName> wanted) {
            this.wanted = wanted;
        }

        void visit(PackEntry entry, InputStream content) throws IOException {
            PackedFile file = entry.file();
            Optional<JobName> rejected = JobName.ofReasonFileName(file.name());
            Path path = entry.path();
            Optional<Path> about = rejected.map(job -> path.resolveSibling(job.fileName()));
            boolean ofWanted =
                    about.isPresent()
                            ? jobs.containsKey(about.get())
                            : file.job().filter(wanted).isPresent();
            if (!ofWanted) {
                return;
            }
            if (file.size() <= JobFile.MAX_BYTES) {
                contents.put(path, content.readAllBytes());
            }
            if (about.isPresent()) {
                reasons.put(about.get(), file.modified());
            } else {
                jobs.put(path, entry);
            }
        }

        List<Job> jobs() {
            Job.Context context = new Job.Context(this::read, asked, spool.sight());
            List<Job> found = new ArrayList<>();
            jobs.forEach((path, entry) -> found.add(job(path, entry.file(), context)));
            return found;
        }

        private Job job(Path path, PackedFile file, Job.Context context) {
            JobName name = file.job().orElseThrow();
            Optional<Instant> rejected = Optional.ofNullable(reasons.get(path));
            Job.Extra extra =
                    rejected.isEmpty()
                            ? Job.Extra.NONE
                            : new Job.Extra(
                                    Optional.empty(),
                                    Optional.empty(),
                                    Optional.of(path.resolveSibling(name.reasonFileName())),
                                    rejected);
            return new Job(
                    name,
                    file.place() == PackedFile.Place.DONE ? Place.DONE : Place.FAILED,
                    path,
                    file.modified(),
                    extra,
                    context);
        }

        private Optional<byte[]> read(Path file, int most) {
            return Optional.ofNullable(contents.get(file))
                    .map(
                            all ->
                                    Arrays.copyOfRange(
                                            all, Math.max(0, all.length - most), all.length));
        }
    }
}
