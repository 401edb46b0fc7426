package org.fjd.submit;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A file that somebody is writing, as text. What is no UTF-8 becomes U+FFFD, but not a character of
 * which only the first bytes are there. For one thread.
 */
final class GrowingText {

    private static final int CHUNK = 1 << 16;

    private final Path file;
    private final CharsetDecoder decoder =
            StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPLACE)
                    .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final ByteBuffer bytes = ByteBuffer.allocate(CHUNK);
    private final CharBuffer text = CharBuffer.allocate(CHUNK);
    private long position;

    GrowingText(Path file) {
        this.file = file;
    }

    /** Passes on what is new. Nothing is new in a file that is not there. */
    void pass(Consumer<CharSequence> output) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(
                        file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            channel.position(position);
            int read = channel.read(bytes);
            while (read > 0) {
                position += read;
                bytes.flip();
                decoder.decode(bytes, text, false);
                bytes.compact();
                output.accept(text.flip());
                text.clear();
                read = channel.read(bytes);
            }
        } catch (NoSuchFileException e) {
            // not yet made, or removed by its user
        }
    }
}
