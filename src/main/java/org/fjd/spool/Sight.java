package org.fjd.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What lies in a spool, for who only looks: listings, attributes and contents. Nothing is made,
 * changed or locked, links are not followed, and pipes are not opened. Thread-safe.
 */
public final class Sight {

    private static final Set<OpenOption> READ =
            Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);

    private final Path dropped;
    private final Path retried;
    private final Path done;
    private final Path failed;

    Sight(Path dropped, Path retried, Path done, Path failed) {
        this.dropped = dropped;
        this.retried = retried;
        this.done = done;
        this.failed = failed;
    }

    /** All that lies in {@code jobqueue/}, in no order. */
    public List<Path> dropped() throws IOException {
        return Listing.of(dropped);
    }

    /** All that lies in {@code retryqueue/}, in no order. */
    public List<Path> retried() throws IOException {
        return Listing.of(retried);
    }

    /** All that lies in {@code done/}, in no order. */
    public List<Path> done() throws IOException {
        return Listing.of(done);
    }

    /** All that lies in {@code failed/}, in no order; also the reasons beside jobs. */
    public List<Path> failed() throws IOException {
        return Listing.of(failed);
    }

    /** What an entry is; empty if it is not there, or may not be looked at. */
    public Optional<BasicFileAttributes> look(Path entry) throws IOException {
        try {
            return Entries.look(entry);
        } catch (AccessDeniedException e) {
            return Optional.empty();
        }
    }

    /**
     * The last bytes of a plain file.
     *
     * @param most how many at most
     * @return empty if there is no such file, it is not a plain one, or it may not be read
     */
    public Optional<byte[]> tail(Path file, int most) throws IOException {
        if (look(file).filter(BasicFileAttributes::isRegularFile).isEmpty()) {
            return Optional.empty();
        }
        return read(file, -1, most);
    }

    /**
     * Bytes of a file that was seen to be a plain one.
     *
     * @param from the offset of the first, or -1 for the last ones of the file
     * @param most how many at most
     * @return none past its end; empty if there is no such file, or it may not be read
     */
    public Optional<byte[]> read(Path file, long from, int most) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file, READ)) {
            long size = channel.size();
            long start = from < 0 ? Math.max(0, size - most) : Math.min(from, size);
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(most, size - start));
            if (start > 0) {
                channel.position(start);
            }
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {}
            return Optional.of(
                    bytes.hasRemaining()
                            ? Arrays.copyOf(bytes.array(), bytes.position())
                            : bytes.array());
        } catch (NoSuchFileException | AccessDeniedException e) {
            return Optional.empty();
        }
    }
}
