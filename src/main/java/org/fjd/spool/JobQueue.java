package org.fjd.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.Defaults;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.job.Rejection;
import org.fjd.job.Run;

/**
 * {@code jobqueue/}, where users drop jobs, and {@code retryqueue/}, where fjd puts those that an
 * attempt did not settle.
 */
public final class JobQueue {

    private final Path dropped;
    private final Path retried;
    private final Path tmp;
    private final Pods pods;
    private final Moves moves;

    JobQueue(Path dropped, Path retried, Path tmp, Pods pods, Moves moves) {
        this.dropped = dropped;
        this.retried = retried;
        this.tmp = tmp;
        this.pods = pods;
        this.moves = moves;
    }

    /** The two directories. */
    public List<Path> directories() {
        return List.of(dropped, retried);
    }

    /** The job files in both queues, in no order. */
    public List<Path> entries() throws IOException {
        List<Path> entries = new ArrayList<>();
        for (Path entry : Listing.of(dropped)) {
            if (JobName.ofFileName(entry.getFileName().toString()).isPresent()) {
                entries.add(entry);
            }
        }
        for (Path entry : Listing.of(retried)) {
            if (JobName.ofRetryFileName(entry.getFileName().toString()).isPresent()) {
                entries.add(entry);
            }
        }
        return entries;
    }

    /** The job files in both queues, by the names of the jobs; one of those of the same name. */
    public Map<JobName, Path> byName() throws IOException {
        Map<JobName, Path> files = new HashMap<>();
        for (Path entry : entries()) {
            nameOf(entry).ifPresent(name -> files.put(name, entry));
        }
        return files;
    }

    /** The job whose file one of the {@link #entries} is, without a look at it. */
    public Optional<JobName> nameOf(Path entry) {
        String fileName = entry.getFileName().toString();
        return retried.equals(entry.getParent())
                ? JobName.ofRetryFileName(fileName)
                : JobName.ofFileName(fileName);
    }

    /**
     * Writes the draft of a job to be submitted. While it is there nobody else submits a job of
     * that name: so who has made it looks at the queue only then, and moves it.
     *
     * @return false if somebody is submitting a job of that name
     */
    public boolean draft(JobName name, byte[] content) throws IOException {
        Path draft = draft(name);
        try {
            write(draft, content);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (NoSuchFileException e) {
            Directories.createAll(tmp);
            write(draft, content);
        }
        return true;
    }

    private static void write(Path draft, byte[] content) throws IOException {
        SeekableByteChannel channel =
                Files.newByteChannel(
                        draft,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                        Directories.notForOthersToWrite(draft));
        try (channel) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
        } catch (IOException e) {
            Files.deleteIfExists(draft); // no space left, say
            throw e;
        }
    }

    /**
     * Removes a draft that is not to be submitted under this name, unless it is not, or no longer,
     * the caller's: who has tried to move it away may have done so, though that failed, and
     * somebody else may have made another one.
     *
     * @param content what the caller has written
     */
    public void discard(JobName name, byte[] content) throws IOException {
        try {
            if (Arrays.equals(JobReader.tail(draft(name), content.length + 1), content)) {
                Files.deleteIfExists(draft(name));
            }
        } catch (NoSuchFileException | Rejection e) {
            // gone, or nothing that the caller has written
        }
    }

    /** The names of the files in {@code jobqueue/}. */
    public Set<JobName> names() throws IOException {
        Set<JobName> names = new HashSet<>();
        for (Path entry : Listing.of(dropped)) {
            JobName.ofFileName(entry.getFileName().toString()).ifPresent(names::add);
        }
        return names;
    }

    /**
     * Moves a draft of the caller's into the queue, under a name that the {@link #names} did not
     * have when they were asked for after the draft was made. All that submit do so, and thus never
     * replace each other's jobs. Who drops a file by other means heeds no draft; so as not to
     * replace that one, it is looked for once more right before the move.
     *
     * @return where the job lies, or empty if there is a file of that name; the draft stays
     * @throws NoSuchFileException if the draft is gone
     */
    public Optional<Path> submit(JobName name) throws IOException {
        Path draft = draft(name);
        Path target = dropped.resolve(name.fileName());
        if (Entries.look(target).isPresent()) {
            return Optional.empty();
        }
        if (!submitted(draft, target)) {
            Directories.createAll(dropped);
            if (!submitted(draft, target)) {
                throw new NoSuchFileException(draft.toString());
            }
        }
        return Optional.of(target);
    }

    private boolean submitted(Path draft, Path target) throws IOException {
        try {
            return moves.submit(draft, target);
        } catch (IOException e) {
            if (Listing.has(draft)) {
                throw e;
            }
            // A draft is moved by its maker only: a dispatcher was quick, and the reply was lost.
            return true;
        }
    }

    private Path draft(JobName name) {
        return tmp.resolve(name.fileName());
    }

    /** A look at one of the {@link #entries}; empty if it is no longer there. */
    public Optional<QueuedJob> look(Path entry) throws IOException {
        BasicFileAttributes found;
        try {
            found =
                    Files.readAttributes(
                            entry, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
        return seen(entry, found);
    }

    /** What a look at one of the {@link #entries} is that found these attributes. */
    public Optional<QueuedJob> seen(Path entry, BasicFileAttributes found) {
        boolean isRetry = retried.equals(entry.getParent());
        return nameOf(entry)
                .map(
                        job ->
                                new QueuedJob(
                                        entry,
                                        job,
                                        isRetry,
                                        found.lastModifiedTime(),
                                        found.size(),
                                        found.isRegularFile()));
    }

    /**
     * What the text of a queued job says to who dispatches it; of one that can't be read, nothing:
     * its worker says what is wrong. Empty if it is no longer there.
     *
     * @param job what a look a moment ago found, so that it need not be looked at again
     * @param defaults what counts where it says nothing itself
     */
    public Optional<QueuedText> read(QueuedJob job, Defaults defaults) {
        return job.plain()
                ? read(() -> JobReader.tailOfPlain(job.path(), JobFile.MAX_BYTES), defaults)
                : Optional.of(QueuedText.UNREADABLE);
    }

    /** The same of a job in a pod. */
    public Optional<QueuedText> readAssigned(Path job, Defaults defaults) {
        return read(() -> JobReader.tail(job, JobFile.MAX_BYTES), defaults);
    }

    private interface Reading {
        byte[] content() throws IOException, Rejection;
    }

    private static Optional<QueuedText> read(Reading reading, Defaults defaults) {
        try {
            return Optional.of(QueuedText.of(reading.content(), defaults));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | Rejection e) {
            return Optional.of(QueuedText.UNREADABLE);
        }
    }

    /**
     * Assigns a job to a pod that the caller took.
     *
     * @return false if the job or the pod was no longer there; the pod is then to be let go
     * @throws IOException if the file system refused; the job is still queued
     */
    public boolean assign(QueuedJob job, Run run) throws IOException {
        Path pod = pods.path(run);
        return moves.move(
                job.path(),
                job.retried()
                        ? pod.resolve(job.name().fileName())
                        : pod.resolve(job.path().getFileName()));
    }

    /**
     * Queues an ended job again, under a run of whoever queues it, which never had a pod.
     *
     * @param read the file as it was read
     * @return false if it is no longer there, or another one is: its name may be reserved by now
     */
    public boolean retry(Path ended, Stamp read, JobName name, Run run) throws IOException {
        return Entries.look(ended).filter(read::isOf).isPresent() && putBack(ended, name, run);
    }

    /**
     * Queues a job again, for the run that has it and did not settle it.
     *
     * @return false if it was no longer there: the run was fenced, or its user took the file
     */
    public boolean putBack(Path job, JobName name, Run run) throws IOException {
        Path target = retried.resolve(name.retryFileName(run));
        if (moves.move(job, target)) {
            return true;
        }
        if (!Entries.isDirectory(retried)) {
            Directories.createAll(retried);
            if (moves.move(job, target)) {
                return true;
            }
        }
        Listing.requireAbsent(job);
        return false;
    }
}
