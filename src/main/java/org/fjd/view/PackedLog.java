package org.fjd.view;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.Set;
import org.fjd.spool.PackedFile.Place;
import org.fjd.spool.Packs;

/** What packed jobs have printed: a log lies in the same pack as its job. */
final class PackedLog {

    private static final int CHUNK = 1 << 16;

    private PackedLog() {}

    /**
     * The {@link org.fjd.spool.PackEntry#path} of a job's log; of no use if the job is not packed.
     */
    static Path path(Job job, Path log) {
        Path place = Objects.requireNonNull(job.file().getParent());
        return place.resolveSibling(Place.LOGS.word()).resolve(log.getFileName());
    }

    /** The last bytes of logs, as far as they are packed; the cost is that of reading all packs. */
    static Map<Path, byte[]> tails(Packs packs, Set<Path> wanted, int most) throws IOException {
        Map<Path, byte[]> tails = new HashMap<>();
        packs.read(
                (entry, content) -> {
                    if (wanted.contains(entry.path())) {
                        Tail tail = new Tail(most);
                        eachChunk(content, tail::add);
                        tails.put(entry.path(), tail.bytes);
                    }
                });
        return tails;
    }

    private static void eachChunk(InputStream content, LogFollower.Sink sink) throws IOException {
        for (byte[] next = content.readNBytes(CHUNK);
                next.length > 0;
                next = content.readNBytes(CHUNK)) {
            sink.write(next);
        }
    }

    /**
     * Copies a log.
     *
     * @param lines how many of its last lines; if empty, all
     * @return false if it is in no pack
     */
    static boolean copy(Packs packs, Path log, OptionalInt lines, LogFollower.Sink sink)
            throws IOException {
        long skipped = lines.isPresent() ? lines(packs, log) - lines.getAsInt() : 0;
        Copy copy = new Copy(skipped, sink);
        return pass(packs, log, copy::write);
    }

    private static long lines(Packs packs, Path log) throws IOException {
        Count count = new Count();
        pass(packs, log, count::add);
        return count.lines + (count.endsWithinLine ? 1 : 0);
    }

    private static boolean pass(Packs packs, Path log, LogFollower.Sink sink) throws IOException {
        boolean[] found = {false};
        packs.read(
                (entry, content) -> {
                    if (log.equals(entry.path())) {
                        found[0] = true;
                        eachChunk(content, sink);
                    }
                });
        return found[0];
    }

    /** Keeps the last bytes. */
    private static final class Tail {
        private final int most;
        private byte[] bytes = new byte[0];

        Tail(int most) {
            this.most = most;
        }

        void add(byte[] next) {
            byte[] both = Arrays.copyOf(bytes, bytes.length + next.length);
            System.arraycopy(next, 0, both, bytes.length, next.length);
            bytes = Arrays.copyOfRange(both, Math.max(0, both.length - most), both.length);
        }
    }

    /** Counts lines. */
    private static final class Count {
        private long lines;
        private boolean endsWithinLine;

        void add(byte[] bytes) {
            for (byte b : bytes) {
                lines += b == '\n' ? 1 : 0;
            }
            endsWithinLine = bytes[bytes.length - 1] != '\n';
        }
    }

    /** Copies all but the first lines. */
    private static final class Copy {
        private final LogFollower.Sink sink;
        private long skipped;

        Copy(long skipped, LogFollower.Sink sink) {
            this.skipped = skipped;
            this.sink = sink;
        }

        void write(byte[] bytes) throws IOException {
            int start = 0;
            while (skipped > 0 && start < bytes.length) {
                skipped -= bytes[start++] == '\n' ? 1 : 0;
            }
            if (start < bytes.length) {
                sink.write(Arrays.copyOfRange(bytes, start, bytes.length));
            }
        }
    }
}
