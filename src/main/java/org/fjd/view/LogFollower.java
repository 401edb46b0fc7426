package org.fjd.view;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.fjd.job.Run;
import org.fjd.spool.Logs;
import org.fjd.spool.Lookout;
import org.fjd.spool.Packs;
import org.fjd.spool.Roll;
import org.fjd.spool.Sight;
import org.fjd.spool.Spool;

/**
 * Copies what a job or a worker prints, as it is. When it follows, it goes on from run to run until
 * the job has ended: a log that becomes shorter is copied anew from its start. For one thread.
 */
public final class LogFollower {

    private static final Duration PACE = Duration.ofMillis(200);
    private static final int CHUNK = 1 << 16;

    /** Where it is copied to. */
    public interface Sink {
        void write(byte[] bytes) throws IOException;
    }

    private final Sight sight;
    private final Packs packs;
    private final Roll roll;
    private final Logs workers;
    private final Catalogue catalogue;
    private final JobLog logs;
    private final Sink sink;
    private OptionalInt lines;
    private Optional<Path> log = Optional.empty();
    private long position;

    /**
     * A follower.
     *
     * @param lines with how many of the lines that are there to begin; if empty, with all
     */
    public LogFollower(Spool spool, OptionalInt lines, Sink sink) {
        this.sight = spool.sight();
        this.packs = spool.packs();
        this.roll = spool.roll();
        this.workers = spool.logs();
        this.catalogue = new Catalogue(spool);
        this.logs = new JobLog(spool);
        this.lines = lines;
        this.sink = sink;
    }

    /** Copies what is there of one log. */
    public void copy(Path file) throws IOException {
        turnTo(file);
        drain();
    }

    /**
     * Copies what is there of the log of a job that may be packed.
     *
     * @return false if it is neither there nor packed
     */
    public boolean copy(Job job, Path file) throws IOException {
        if (sight.look(file).isPresent() && logs.isOwn(job, file)) {
            copy(file);
            return true;
        }
        return PackedLog.copy(packs, PackedLog.path(job, file), lines, sink);
    }

    /** Copies what a job prints until it has ended, or is no longer in the spool. */
    public void follow(Job job, Lookout lookout) throws IOException, InterruptedException {
        Optional<Job> followed = Optional.of(job);
        while (followed.isPresent()) {
            Job now = followed.get();
            boolean ended = now.state().hasEnded();
            boolean there = ended || sight.look(now.file()).isPresent();
            Optional<Path> last = logs.last(now);
            if (last.isPresent() && ended && log.isEmpty()) {
                copy(now, last.get());
            } else if (last.isPresent()) {
                copy(last.get());
            }
            if (ended) {
                return;
            }
            if (there) {
                lookout.await(PACE);
            } else {
                followed = whatBecameOf(now);
            }
        }
    }

    /** Copies what a worker says until it is no longer on the roll. */
    public void follow(String worker, Lookout lookout) throws IOException, InterruptedException {
        boolean there = true;
        while (there) {
            there = roll.has(worker);
            copy(workers.ofWorker(worker));
            lookout.await(PACE);
        }
        copy(workers.ofWorker(worker)); // its last words come after it has left the roll
    }

    /** A job that ends beside a namesake gets another name: its run tells. */
    private Optional<Job> whatBecameOf(Job job) throws IOException {
        List<Job> family = catalogue.namesakes(job.name());
        Optional<Run> run = job.currentRun();
        if (run.isPresent()) {
            Optional<Job> same =
                    family.stream()
                            .filter(
                                    j ->
                                            run.equals(j.currentRun())
                                                    || j.history().of(run.get()).isPresent())
                            .findFirst();
            if (same.isPresent()) {
                return same;
            }
        }
        return family.stream()
                .filter(j -> !j.state().hasEnded())
                .findFirst()
                .or(() -> family.stream().max(Comparator.comparing(Job::since)));
    }

    private void turnTo(Path file) throws IOException {
        if (!log.equals(Optional.of(file))) {
            log = Optional.of(file);
            position = lines.isPresent() ? startOfLast(lines.getAsInt(), file) : 0;
            lines = OptionalInt.empty();
        }
    }

    private void drain() throws IOException {
        Path file = log.orElseThrow();
        long size = size(file);
        if (size < position) {
            position = 0;
        }
        while (position < size) {
            byte[] bytes = sight.read(file, position, CHUNK).orElse(new byte[0]);
            if (bytes.length == 0) {
                return;
            }
            sink.write(bytes);
            position += bytes.length;
        }
    }

    private long startOfLast(int count, Path file) throws IOException {
        long end = size(file);
        int newlines = 0;
        while (end > 0) {
            long start = Math.max(0, end - CHUNK);
            byte[] bytes = sight.read(file, start, (int) (end - start)).orElse(new byte[0]);
            for (int i = bytes.length - 1; i >= 0; i--) {
                boolean endsLastLine = start + i == size(file) - 1;
                if (bytes[i] == '\n' && !endsLastLine && ++newlines == count) {
                    return start + i + 1;
                }
            }
            end = start;
        }
        return count == 0 ? size(file) : 0;
    }

    private long size(Path file) throws IOException {
        return sight.look(file)
                .filter(BasicFileAttributes::isRegularFile)
                .map(BasicFileAttributes::size)
                .orElse(0L);
    }
}
