package org.fjd.spool;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, by which the content of a file is known again. */
final class Digests {

    private Digests() {}

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has it", e);
        }
    }

    static String of(byte[] content) {
        return hex(sha256().digest(content));
    }

    /** That of a file's content; links are not followed. */
    static String of(Path file) throws IOException {
        MessageDigest digest = sha256();
        try (InputStream in =
                new DigestInputStream(
                        Files.newInputStream(
                                file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS),
                        digest)) {
            in.transferTo(OutputStream.nullOutputStream());
        }
        return hex(digest.digest());
    }

    static String hex(byte[] digest) {
        return HexFormat.of().formatHex(digest);
    }
}
