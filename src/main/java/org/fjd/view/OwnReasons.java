package org.fjd.view;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.ini.Section;
import org.fjd.job.Conditions;
import org.fjd.job.History;
import org.fjd.job.JobFile;
import org.fjd.job.Rejection;
import org.fjd.spool.JobReader;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.QueuedText;
import org.fjd.spool.Spool;

/** What keeps queued jobs that stands in their own files. For one thread. */
final class OwnReasons {

    private final Scene scene;
    private final Spool spool;
    private final boolean own;
    private final JobReader reader;

    /**
     * What a job's file says.
     *
     * @param lasting what keeps it until somebody does something or its time comes, first what
     *     matters most
     * @param passing what keeps it for a moment
     * @param conditions when it may run
     */
    record Said(List<Reason> lasting, List<Reason> passing, Conditions conditions) {}

    OwnReasons(Scene scene) throws IOException {
        this.scene = scene;
        this.spool = scene.spool();
        this.own = spool.isOwn();
        this.reader = own ? spool.jobReader() : spool.anybodysJobReader();
    }

    /** What the file of a job says; empty if it is no longer there. */
    Optional<Said> of(QueuedJob job) throws IOException {
        Optional<QueuedText> text = spool.jobQueue().read(job, reader.defaults());
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Conditions conditions = text.get().conditions();
        List<Reason> lasting = new ArrayList<>();
        List<Reason> passing = new ArrayList<>();
        Duration age = scene.crew().age(job.modified().toInstant());
        Duration settle = job.settleTime(spool.settings().settle()).minus(age);
        if (!job.isWhole(text.get()) && isPositive(settle)) {
            passing.add(new Reason.Settling(settle, job.size() == 0));
        } else {
            unfit(job).ifPresent(lasting::add);
        }
        if (conditions.hold()) {
            lasting.add(held(job.path()));
        }
        Instant now = spool.time().now();
        if (conditions.isTooEarly(now)) {
            Instant until = conditions.notBefore().orElseThrow();
            lasting.add(new Reason.NotBefore(until, Duration.between(now, until)));
        }
        Duration delay = text.get().retryIn().minus(age);
        if (isPositive(delay)) {
            passing.add(new Reason.RetryDelay(delay));
        }
        return Optional.of(new Said(lasting, passing, conditions));
    }

    private static boolean isPositive(Duration duration) {
        return duration.compareTo(Duration.ZERO) > 0;
    }

    /** As its worker will find it. What only its owner may read is not judged by anybody else. */
    private Optional<Reason> unfit(QueuedJob job) throws IOException {
        if (!own
                && job.name().objection().isEmpty()
                && spool.sight().tail(job.path(), 1).isEmpty()) {
            return Optional.empty();
        }
        try {
            reader.parse(job.name(), reader.read(job.path()));
            return Optional.empty();
        } catch (Rejection e) {
            return Optional.of(new Reason.Unfit(e.reason()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private Reason held(Path file) throws IOException {
        Optional<Section> change =
                spool.sight().tail(file, JobFile.MAX_BYTES).map(History::of).stream()
                        .flatMap(history -> history.changes().stream())
                        .filter(section -> section.get("hold").isPresent())
                        .reduce((earlier, later) -> later);
        return new Reason.Held(
                change.flatMap(section -> section.get("by")),
                change.flatMap(section -> section.get("at")));
    }
}
