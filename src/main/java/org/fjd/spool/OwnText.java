package org.fjd.spool;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/** Reads files that decide what is run: only who may decide that may have written them. */
final class OwnText {

    private static final int MAX_BYTES = 1 << 20;

    private OwnText() {}

    /**
     * The text of such a file; empty if a fresh listing does not have it.
     *
     * @throws UnusableSpoolException if it is no plain file, belongs to anybody but this user and
     *     root, may be written by everybody, is larger than 1 MiB or is not UTF-8
     */
    static Optional<String> read(Path file) throws IOException {
        if (!Listing.has(file)) {
            return Optional.empty();
        }
        if (!Entries.isPlainFile(file)) {
            throw new UnusableSpoolException(
                    file + " is not a plain file. Put a copy of the file there.");
        }
        refuseIfOthers(file);
        if (Owners.isOpenToAll(file)) {
            throw new UnusableSpoolException(
                    "%s can be written to by everybody, so anybody could have programs run as you. Take that right away: chmod o-w %s"
                            .formatted(file, file));
        }
        try (InputStream in =
                Files.newInputStream(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS)) {
            byte[] content = in.readNBytes(MAX_BYTES + 1);
            if (content.length > MAX_BYTES) {
                throw new UnusableSpoolException(
                        file + " is larger than 1 MiB, the most that is read of such a file.");
            }
            return Optional.of(
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString());
        } catch (CharacterCodingException e) {
            throw new UnusableSpoolException(file + " can't be read: it is not UTF-8.");
        }
    }

    /** Refuses what is neither one's own nor the administrator's. */
    static void refuseIfOthers(Path own) throws IOException {
        Optional<String> other = Owners.other(own);
        if (other.isPresent()) {
            throw new UnusableSpoolException(
                    "%s belongs to %s, who could have programs run as you. Use a spool of your own."
                            .formatted(own, other.get()));
        }
    }
}
