package org.fjd.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.fjd.ini.Ini;
import org.fjd.job.Defaults;
import org.fjd.job.JobFile;
import org.fjd.job.JobName;
import org.fjd.job.Rejection;

/**
 * Reads job files that anybody may have put there: only plain files of a trusted owner, through no
 * link, and never more than the largest size allowed. For one thread.
 */
public final class JobReader {

    private final boolean trustsAll;
    private final Set<String> trusted;
    private final Defaults defaults;
    private Optional<Integer> self = Optional.empty();

    /**
     * @param root what the paths of files with defaults count from
     * @param ofSpool the defaults of all jobs, as they are when it is asked
     */
    JobReader(Path root, Supplier<Ini> ofSpool, Set<String> trusted) {
        this(root, ofSpool, trusted, false);
    }

    private JobReader(Path root, Supplier<Ini> ofSpool, Set<String> trusted, boolean trustsAll) {
        this.trustsAll = trustsAll;
        this.trusted = trusted;
        this.defaults = new JobDefaults(root, ofSpool, this);
    }

    /** One that asks not whose a file is. */
    static JobReader ofAnybodys(Path root, Supplier<Ini> ofSpool) {
        return new JobReader(root, ofSpool, Set.of(), true);
    }

    /** What jobs ask for where their own files say nothing. */
    public Defaults defaults() {
        return defaults;
    }

    /**
     * The content of a job file.
     *
     * @throws Rejection if it is nothing that may be read or run
     * @throws java.nio.file.NoSuchFileException if it is no longer there
     */
    public byte[] read(Path file) throws IOException, Rejection {
        return snapshot(file).content();
    }

    /** As {@link #read}, with what tells whether the file has changed since. */
    public Snapshot snapshot(Path file) throws IOException, Rejection {
        Inode found = plain(file);
        if (!trustsAll) {
            requireTrustedOwner(file, found);
        }
        return new Snapshot(content(file, found), found.modified());
    }

    /**
     * What a job asks for, as its worker will understand it.
     *
     * @param content what was {@linkplain #read read}
     * @throws Rejection if its worker would reject it
     */
    public JobFile parse(JobName job, byte[] content) throws Rejection {
        Optional<String> objection = job.objection();
        if (objection.isPresent()) {
            throw new Rejection(objection.get());
        }
        return JobFile.parse(content, defaults);
    }

    private static byte[] content(Path file, Inode found) throws IOException, Rejection {
        if (found.size() > JobFile.MAX_BYTES) {
            throw tooLarge();
        }
        try (InputStream in =
                Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(JobFile.MAX_BYTES + 1);
            if (content.length > JobFile.MAX_BYTES) {
                throw tooLarge();
            }
            return content;
        } catch (AccessDeniedException e) {
            throw new Rejection("Its rights do not let the worker read it. Try: chmod u+r");
        }
    }

    /**
     * The last bytes of a file, at most as many as a job file may have. They are only looked at, so
     * its owner does not matter.
     *
     * @throws Rejection if it is not a plain file
     */
    static byte[] tail(Path file, int most) throws IOException, Rejection {
        plain(file);
        return tailOfPlain(file, most);
    }

    /** As {@link #tail}, of what a look a moment ago found to be a plain file. */
    static byte[] tailOfPlain(Path file, int most) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long from = Math.max(0, channel.size() - most);
            ByteBuffer tail = ByteBuffer.allocate((int) (channel.size() - from));
            channel.position(from);
            while (tail.hasRemaining() && channel.read(tail) >= 0) {}
            return Arrays.copyOf(tail.array(), tail.position());
        }
    }

    private static Inode plain(Path file) throws IOException, Rejection {
        Inode found = Inode.of(file);
        if (found.kind() != Inode.Kind.FILE) {
            throw new Rejection(
                    "It is %s, not a plain file. Put a copy of the file there."
                            .formatted(found.kind().words()));
        }
        return found;
    }

    private static Rejection tooLarge() {
        return new Rejection(
                "It is larger than %d KiB, the most a job file may have. Keep the data in a file of its own and name that in the job file."
                        .formatted(JobFile.MAX_BYTES / 1024));
    }

    private void requireTrustedOwner(Path file, Inode found) throws IOException, Rejection {
        Optional<Integer> owner = found.owner();
        if (self.isEmpty()) {
            self = Owners.self(file);
        }
        if (found.openToAll()) {
            throw new Rejection(
                    "Everybody may write it, so anybody could have changed it. Try: chmod o-w");
        }
        if (owner.isEmpty() || owner.equals(self)) {
            return;
        }
        String name = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
        if (!trusted.contains(name)) {
            throw new Rejection(
                    "It belongs to %s, and the worker runs only files of its own user. Copy it as that user, or add 'trust = %s' to .fjd/fjd.conf."
                            .formatted(name, name));
        }
    }
}
