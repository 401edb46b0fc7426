package org.fjd.upkeep;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.JobName;
import org.fjd.job.Run;
import org.fjd.spool.Hire;
import org.fjd.spool.Morgue;
import org.fjd.spool.Spool;
import org.fjd.spool.Tree;
import org.fjd.upkeep.Garbage.Kind;

/**
 * Finds and removes what nobody needs any more; never a job file, nor a file that a job left. All
 * that it removes was not changed for a day, by the clock of the file system: whoever is at work is
 * quicker than that.
 */
public final class GarbageCollector {

    private static final Duration SAFE_AGE = Duration.ofDays(1);
    private static final Duration WORKER_LOG_AGE = Duration.ofDays(7);
    private static final String LOG = ".log";
    private static final Set<Kind> MAY_BE_DIRECTORIES =
            Set.of(Kind.EMPTY_STRAYS, Kind.DRAFT, Kind.HIRE);

    private final Spool spool;
    private final Tree tree;
    private final Optional<Duration> logsOlderThan;

    /**
     * A collector.
     *
     * @param logsOlderThan if given, logs of ended jobs and gone workers are garbage once they were
     *     not written for so long; at least a day
     */
    public GarbageCollector(Spool spool, Optional<Duration> logsOlderThan) {
        this.spool = spool;
        this.tree = spool.tree();
        this.logsOlderThan = logsOlderThan;
    }

    /** What is garbage now. */
    public List<Garbage> find() throws IOException {
        Instant now = tree.now();
        List<Garbage> found = new ArrayList<>();
        drafts(now, found);
        jobLogs(now, found);
        Set<String> workers = new HashSet<>(spool.roll().names());
        workerLogs(now, workers, found);
        requests(now, workers, found);
        reasons(now, found);
        hires(now.minus(SAFE_AGE), found);
        for (Path run : tree.list(tree.at(".fjd/strays"))) {
            strays(run, now, found);
        }
        return found;
    }

    /**
     * Removes garbage, unless it has changed since it was found.
     *
     * @return whether it is gone by this call
     */
    public boolean remove(Garbage garbage) throws IOException {
        return garbage.isDirectory()
                ? tree.removeIfEmpty(garbage.path())
                : tree.remove(garbage.path(), garbage.bytes(), garbage.modified());
    }

    private void drafts(Instant now, List<Garbage> found) throws IOException {
        draftsIn(tree.at(".fjd/tmp"), now.minus(SAFE_AGE), found);
    }

    /** What is in a directory is told of before the directory, and removed before it. */
    private void draftsIn(Path directory, Instant before, List<Garbage> found) throws IOException {
        for (Path entry : tree.list(directory)) {
            if (tree.look(entry).filter(BasicFileAttributes::isDirectory).isPresent()) {
                draftsIn(entry, before, found);
            }
            add(Kind.DRAFT, entry, before, found);
        }
    }

    private void jobLogs(Instant now, List<Garbage> found) throws IOException {
        Instant before = now.minus(SAFE_AGE);
        Instant old =
                now.minus(logsOlderThan.filter(a -> a.compareTo(SAFE_AGE) > 0).orElse(SAFE_AGE));
        List<Path> logs = tree.list(tree.at("logs"));
        // After the logs: who has one by now has its job file somewhere.
        Set<String> under = new HashSet<>();
        Set<String> ended = new HashSet<>();
        namesUnderWay(under);
        boolean allKnown = namesOfEnded(ended);
        namesUnderWay(under); // again, for those that were put back meanwhile
        for (Path log : logs) {
            Optional<LogName> name = LogName.parse(log.getFileName().toString());
            if (name.isEmpty() || under.contains(name.get().job())) {
                continue;
            }
            if (!ended.contains(name.get().job())) {
                if (allKnown) {
                    add(Kind.JOB_LOG, log, before, found);
                }
            } else if (logsOlderThan.isPresent()) {
                add(Kind.OLD_JOB_LOG, log, old, found);
            }
        }
    }

    private void namesUnderWay(Set<String> names) throws IOException {
        for (int look = 0; look < 2; look++) { // jobs move between queues and pods both ways
            for (Run run : spool.pods().runs()) {
                spool.pods().jobs(run).forEach(job -> addName(job, names));
            }
            for (Morgue.Entry entry : spool.morgue().entries()) {
                entry.jobs().forEach(job -> addName(job, names));
            }
            for (Path queued : spool.jobQueue().entries()) {
                spool.jobQueue().nameOf(queued).ifPresent(name -> addName(name, names));
            }
        }
    }

    /** Returns false if there may be others, in a pack that can't be read. */
    private boolean namesOfEnded(Set<String> names) throws IOException {
        for (Path directory : spool.archive().directories()) {
            tree.list(directory).forEach(job -> addName(job, names));
        }
        return spool.packs()
                .read((entry, content) -> entry.file().job().ifPresent(n -> addName(n, names)));
    }

    private static void addName(Path job, Set<String> names) {
        JobName.ofFileName(job.getFileName().toString()).ifPresent(name -> addName(name, names));
    }

    /** A job's, and that under which it ran if it is called {@code <job>~2} by now. */
    private static void addName(JobName name, Set<String> names) {
        names.add(name.value());
        names.add(name.value().replaceFirst("~[1-9]\\d*$", ""));
    }

    private void workerLogs(Instant now, Set<String> workers, List<Garbage> found)
            throws IOException {
        Duration age = logsOlderThan.orElse(WORKER_LOG_AGE);
        Instant before = now.minus(age.compareTo(SAFE_AGE) > 0 ? age : SAFE_AGE);
        for (Path log : tree.list(tree.at(".fjd/logs"))) {
            String name = log.getFileName().toString();
            boolean isOfWorker =
                    name.endsWith(LOG)
                            && workers.contains(name.substring(0, name.length() - LOG.length()));
            if (name.endsWith(LOG) && !isOfWorker) {
                add(Kind.WORKER_LOG, log, before, found);
            }
        }
    }

    private void requests(Instant now, Set<String> workers, List<Garbage> found)
            throws IOException {
        for (Path request : tree.list(spool.requests().directory())) {
            boolean isGone =
                    RequestName.parse(request.getFileName().toString())
                            .filter(name -> !workers.contains(name.worker()))
                            .isPresent();
            if (isGone) {
                add(Kind.REQUEST, request, now.minus(SAFE_AGE), found);
            }
        }
    }

    /** Those of which nobody can be asked any more, and what became of workers of none. */
    private void hires(Instant before, List<Garbage> found) throws IOException {
        List<Path> traces = tree.list(spool.hires().traces());
        Set<String> marks = new HashSet<>();
        for (Hire hire : spool.hires().list()) {
            marks.add(hire.mark());
            if (!spool.settings().knowsVia(hire.via())) {
                add(Kind.HIRE, spool.hires().file(hire), before, found);
            }
        }
        for (Path own : traces) {
            if (!marks.contains(own.getFileName().toString())) {
                for (Path trace : tree.list(own)) {
                    add(Kind.HIRE, trace, before, found);
                }
                add(Kind.HIRE, own, before, found);
            }
        }
    }

    /** By hand or by a crash, a job may leave without its reason. */
    private void reasons(Instant now, List<Garbage> found) throws IOException {
        List<Path> failed = tree.list(spool.archive().failed());
        for (Path entry : failed) {
            Optional<String> job =
                    JobName.ofReasonFileName(entry.getFileName().toString()).map(JobName::fileName);
            if (job.isPresent()
                    && !failed.contains(entry.resolveSibling(job.get()))
                    && !spool.packs().isPublishing(job.get())) {
                add(Kind.REASON, entry, now.minus(SAFE_AGE), found);
            }
        }
    }

    /** Deepest first, so that what becomes empty by that goes as well. */
    private boolean strays(Path directory, Instant now, List<Garbage> found) throws IOException {
        Optional<BasicFileAttributes> attributes = tree.look(directory);
        if (attributes.filter(BasicFileAttributes::isDirectory).isEmpty()) {
            return false;
        }
        boolean isEmpty = true;
        for (Path entry : tree.list(directory)) {
            isEmpty &= strays(entry, now, found);
        }
        return isEmpty && add(Kind.EMPTY_STRAYS, directory, now.minus(SAFE_AGE), found);
    }

    private boolean add(Kind kind, Path path, Instant before, List<Garbage> found)
            throws IOException {
        Optional<BasicFileAttributes> attributes = tree.look(path);
        boolean isOld =
                attributes
                        .filter(a -> a.lastModifiedTime().toInstant().isBefore(before))
                        .isPresent();
        if (isOld && (attributes.get().isRegularFile() || isRemovable(kind, attributes.get()))) {
            found.add(Garbage.of(kind, path, attributes.get()));
            return true;
        }
        return false;
    }

    private static boolean isRemovable(Kind kind, BasicFileAttributes attributes) {
        return attributes.isDirectory() && MAY_BE_DIRECTORIES.contains(kind);
    }
}
