package org.fjd.spool;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.fjd.ini.Section.Entry;
import org.fjd.job.Change;
import org.fjd.job.History;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.job.Outcome;
import org.fjd.job.Rejection;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.job.Values;

/** {@code done/} and {@code failed/}: where ended jobs lie. */
public final class Archive {

    private final Path done;
    private final Path failed;
    private final Packs packs;
    private final Moves moves;

    Archive(Path done, Path failed, Packs packs, Moves moves) {
        this.done = done;
        this.failed = failed;
        this.packs = packs;
        this.moves = moves;
    }

    /** The two directories. */
    public List<Path> directories() {
        return List.of(done, failed);
    }

    public Path failed() {
        return failed;
    }

    /** Which jobs have ended, and how; looked up afresh. */
    public Ends ends() {
        return new Ends(done, failed, packs);
    }

    /**
     * Appends a {@code [result]}. May be called again after an exception: the section is not
     * appended a second time.
     *
     * @return false if there is no longer a plain file
     */
    public boolean record(Path job, Outcome outcome) throws IOException {
        return append(job, Optional.empty(), outcome, outcome::asResult);
    }

    /**
     * Appends a {@code [result]}, and before it, in the same write, what the job said of its
     * results. May be called again after an exception.
     *
     * @param before the file as it was read, which need not be read again if it is still the same
     * @return false if there is no longer a plain file
     */
    public boolean record(Path job, Snapshot before, Outcome outcome, Values values)
            throws IOException {
        return append(
                job,
                Optional.of(before),
                outcome,
                history -> {
                    ByteArrayOutputStream sections = new ByteArrayOutputStream();
                    sections.writeBytes(values.bytes(history, outcome.run()));
                    sections.writeBytes(outcome.asResult(history));
                    return sections.toByteArray();
                });
    }

    /**
     * Appends an {@code [attempt.n]}. May be called again after an exception.
     *
     * @return false if there is no longer a plain file
     */
    public boolean note(Path job, Outcome outcome) throws IOException {
        return append(job, Optional.empty(), outcome, outcome::asAttempt);
    }

    /**
     * Appends a {@code [change.n]}. The modification time stays what it was, where the file system
     * lets it, since it gives the job its place in the queue.
     *
     * @param details who made the change and when
     * @return false if there is no longer a plain file
     */
    public boolean note(Path job, Change change, List<Entry> details) throws IOException {
        Optional<BasicFileAttributes> found = Entries.look(job);
        if (found.isEmpty()) {
            Listing.requireAbsent(job);
        }
        if (found.filter(BasicFileAttributes::isRegularFile).isEmpty()) {
            return false;
        }
        try {
            moves.append(job, change.bytes(history(job), details));
        } catch (NoSuchFileException e) {
            Listing.requireAbsent(job);
            return false;
        }
        setBack(job, found.get().lastModifiedTime());
        return true;
    }

    private static void setBack(Path job, FileTime modified) {
        BasicFileAttributeView view =
                Files.getFileAttributeView(
                        job, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        try {
            view.setTimes(modified, null, null);
        } catch (IOException e) {
            // only the order of the queue suffers
        }
    }

    private boolean append(
            Path job, Optional<Snapshot> before, Outcome outcome, Function<History, byte[]> section)
            throws IOException {
        try {
            History history = History.of(content(job, before));
            if (history.of(outcome.run()).filter(outcome::equals).isEmpty()) {
                moves.append(job, section.apply(history));
            }
            return true;
        } catch (NoSuchFileException e) {
            Listing.requireAbsent(job);
            return false;
        } catch (Rejection e) {
            return false;
        }
    }

    private static byte[] content(Path job, Optional<Snapshot> before)
            throws IOException, Rejection {
        if (before.isPresent()
                && Entries.look(job).filter(before.get().stamp()::isOf).isPresent()) {
            return before.get().content();
        }
        return JobReader.tail(job, JobFile.MAX_BYTES);
    }

    /**
     * Publishes a job whose file already says how it ended. The reason that may still stand beside
     * its name in {@code failed/} is of a file that its user has taken from there.
     */
    public Optional<Path> publish(Path job, JobName name, State state) throws IOException {
        return state == State.DONE
                ? moves.publish(job, done, name, Moves.Names.PLAIN)
                : moves.publish(job, failed, name, new Reasons.Names());
    }

    /**
     * Puts a file that can't be run into {@code failed/} as it is, with the reason beside it.
     *
     * @param job in a pod, or in one that was fenced, which is the caller's
     * @return where it now lies, or empty if it was no longer there
     */
    public Optional<Path> reject(Path job, JobName name, String reason) throws IOException {
        Path pod = Objects.requireNonNull(job.getParent());
        Optional<Path> where =
                moves.publish(job, failed, name.acceptable(), new Reasons.Drafting(pod, reason));
        if (where.isPresent()) {
            Reasons.follow(pod, where.get(), moves);
        } else {
            completeRejection(pod);
        }
        return where;
    }

    /**
     * Puts the reason where it belongs of a file that was rejected by who died right after that.
     */
    public void completeRejection(Path pod) throws IOException {
        Reasons.complete(pod, this, failed, moves);
    }

    /**
     * What a job file says of its past; nothing if it is no plain file.
     *
     * @throws NoSuchFileException if it is no longer there
     */
    public History history(Path job) throws IOException {
        try {
            return History.of(JobReader.tail(job, JobFile.MAX_BYTES));
        } catch (NoSuchFileException e) {
            Listing.requireAbsent(job);
            throw e;
        } catch (Rejection e) {
            return History.of(new byte[0]);
        }
    }

    /** The job files in {@code done/}, in no order. Some may be empty: a name that is reserved. */
    public List<Path> doneJobs() throws IOException {
        return jobs(done);
    }

    /** The job files in {@code failed/}, likewise. */
    public List<Path> failedJobs() throws IOException {
        return jobs(failed);
    }

    /**
     * What a run came to that settled its job, by the files of the job and of its namesakes.
     *
     * @param ended the files to look into, see {@link #doneJobs} and {@link #failedJobs}
     */
    public Optional<Outcome> result(JobName job, Run run, List<Path> ended) throws IOException {
        for (Path file : ended) {
            if (isCopy(file.getFileName().toString(), job)) {
                try {
                    Optional<Outcome> result = history(file).result();
                    if (result.filter(r -> r.run().equals(run)).isPresent()) {
                        return result;
                    }
                } catch (NoSuchFileException e) {
                    // taken back by its user at this moment
                }
            }
        }
        return Optional.empty();
    }

    /** Whether this is one of the names under which {@link Moves#publish} puts a job. */
    private static boolean isCopy(String fileName, JobName job) {
        if (!fileName.startsWith(job.value())) {
            return false;
        }
        return fileName.substring(job.value().length()).matches("(~\\d+)?\\.conf");
    }

    /**
     * Whether a file in {@code failed/} was rejected rather than run: it has a reason beside it
     * that is not of before its last result.
     */
    public boolean isRejected(Path job, History history) throws IOException {
        return Reasons.tellsOf(job, history, Reasons.written(job));
    }

    /** When the reason was written that stands beside a file in {@code failed/}, if any does. */
    public Optional<FileTime> reasonWritten(Path job) throws IOException {
        return Reasons.written(job);
    }

    /** Removes the reason that stood beside a file in {@code failed/}, if it is still that one. */
    public void forgetReason(Path job, FileTime written) throws IOException {
        if (reasonWritten(job).filter(written::equals).isPresent()) {
            Files.deleteIfExists(Reasons.beside(job));
        }
    }

    /** The job files in both directories, in no order. The cost is that of two listings. */
    public List<Path> entries() throws IOException {
        List<Path> entries = new ArrayList<>();
        for (Path directory : directories()) {
            for (Path entry : Listing.of(directory)) {
                if (JobName.ofFileName(entry.getFileName().toString()).isPresent()) {
                    entries.add(entry);
                }
            }
        }
        return entries;
    }

    /**
     * When a file of this archive ended, by its modification time; empty if it is no longer there,
     * or only reserves a name.
     */
    public Optional<FileTime> ended(Path entry) throws IOException {
        Optional<BasicFileAttributes> found = Entries.look(entry);
        if (found.isPresent() && found.get().size() == 0 && !Listing.has(Reasons.beside(entry))) {
            return Optional.empty();
        }
        return found.map(BasicFileAttributes::lastModifiedTime);
    }

    /** Whether a file of this archive is of a job that is done. */
    public boolean isDone(Path entry) {
        return done.equals(entry.getParent());
    }

    /** How many jobs lie in {@code done/}. The cost is that of a listing. */
    public int countDone() throws IOException {
        return count(done);
    }

    /** How many jobs lie in {@code failed/}. The cost is that of a listing. */
    public int countFailed() throws IOException {
        return count(failed);
    }

    /**
     * The ends recorded in {@code failed/}: one mark for each file there, and another one when a
     * file of the same name ended again.
     */
    public Set<String> failures() throws IOException {
        Map<String, FileTime> ended = new HashMap<>();
        Map<String, FileTime> reasons = new HashMap<>();
        Set<String> empty = new HashSet<>();
        for (Path entry : Listing.of(failed)) {
            String name = entry.getFileName().toString();
            try {
                BasicFileAttributes found =
                        Files.readAttributes(
                                entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                Optional<JobName> rejected = JobName.ofReasonFileName(name);
                if (rejected.isPresent()) {
                    reasons.put(rejected.get().value(), found.lastModifiedTime());
                } else {
                    JobName.ofFileName(name)
                            .ifPresent(job -> ended.put(job.value(), found.lastModifiedTime()));
                    if (found.size() == 0) {
                        empty.add(name);
                    }
                }
            } catch (NoSuchFileException e) {
                // taken back by its user at this moment
            }
        }
        Set<String> marks = new HashSet<>();
        ended.forEach(
                (job, time) -> {
                    FileTime reason = reasons.get(job);
                    if (reason != null || !empty.contains(job + ".conf")) {
                        marks.add(job + " " + time + " " + reason);
                    }
                });
        return marks;
    }

    private static int count(Path directory) throws IOException {
        return jobs(directory).size();
    }

    private static List<Path> jobs(Path directory) throws IOException {
        return Listing.of(directory).stream()
                .filter(e -> JobName.ofFileName(e.getFileName().toString()).isPresent())
                .toList();
    }
}
