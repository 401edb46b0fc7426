package org.fjd.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * Standard output, which remembers that it could not be written: who prints through it need not
 * look. After that it takes nothing more, so that it has no holes. Not buffered; thread-safe.
 */
final class StandardOutput extends OutputStream {

    /** Nothing more can be written to standard output. */
    static final class Closed extends IOException {
        private static final long serialVersionUID = 1;

        Closed(IOException cause) {
            super(cause);
        }
    }

    private static final int TYPE = 0170000;
    private static final Set<Integer> FOR_READERS = Set.of(0010000, 0140000);

    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private Optional<IOException> trouble = Optional.empty();

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) throws IOException {
        if (trouble.isPresent()) {
            throw new Closed(trouble.get());
        }
        try {
            out.write(bytes, from, length);
        } catch (IOException e) {
            trouble = Optional.of(e);
            throw new Closed(e);
        }
    }

    /** Why something was not printed; that nobody reads any more is no trouble. */
    synchronized Optional<String> trouble() {
        return trouble.filter(e -> !isForReader()).map(IOException::getMessage);
    }

    /** A pipe or a socket fails only when its reader is gone. */
    private static boolean isForReader() {
        try {
            Object mode = Files.getAttribute(Path.of("/dev/fd/1"), "unix:mode");
            return mode instanceof Integer bits && FOR_READERS.contains(bits & TYPE);
        } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
            return false;
        }
    }
}
