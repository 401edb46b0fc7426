package org.fjd.spool;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.apache.commons.io.input.BoundedInputStream;
import org.apache.commons.io.input.ProxyInputStream;

/** Reads a pack from its begin to its end. For one thread. */
final class PackReader implements AutoCloseable {

    /** What a pack begins with, so that who looks into it knows how it is to be read. */
    static final String FIRST_LINE =
            "fjd archive 1: == PLACE SIZE MODIFIED SHA-256 NAME, then that many bytes\n";

    private static final int LONGEST_LINE = 4096;
    private static final int BUFFER = 1 << 16;

    private final Path pack;
    private final InputStream in;
    private Optional<PackedFile> current = Optional.empty();
    private InputStream content = InputStream.nullInputStream();

    PackReader(Path pack) throws IOException {
        this.pack = pack;
        InputStream file = open(pack);
        try {
            this.in =
                    new BufferedInputStream(
                            new Unzipped(new GZIPInputStream(file, BUFFER)), BUFFER);
            if (!line().equals(FIRST_LINE.strip())) {
                throw damaged("it does not begin as one");
            }
        } catch (IOException e) {
            file.close();
            throw named(e);
        }
    }

    private InputStream open(Path pack) throws IOException {
        try {
            return Files.newInputStream(pack, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (IOException e) {
            throw named(e);
        }
    }

    private PackException named(IOException e) {
        if (e instanceof PackException known) {
            return known;
        }
        return e instanceof EOFException || e instanceof ZipException
                ? damaged("it is no whole gzip file")
                : new PackException(
                        "%s can't be read: %s. Put a copy of it there, or let it be read."
                                .formatted(pack, Trouble.describe(e)));
    }

    /** The next file; empty at the end of the pack. */
    Optional<PackedFile> next() throws IOException {
        if (current.isPresent()) {
            content.transferTo(java.io.OutputStream.nullOutputStream());
            if (in.read() != '\n') {
                throw damaged("a file in it does not have the size that its header tells");
            }
        }
        in.mark(1);
        if (in.read() < 0) {
            current = Optional.empty();
            return current;
        }
        in.reset();
        current = PackedFile.parse(line());
        if (current.isEmpty()) {
            throw damaged("a header line in it is none");
        }
        content =
                BoundedInputStream.builder()
                        .setInputStream(in)
                        .setMaxCount(current.get().size())
                        .setPropagateClose(false)
                        .get();
        return current;
    }

    /** The content of the file that {@link #next} gave last; need not be read. */
    InputStream content() {
        return content;
    }

    /**
     * Reads the content of the present file to its end.
     *
     * @throws IOException if it is not what was packed
     */
    void verify() throws IOException {
        var digest = Digests.sha256();
        byte[] buffer = new byte[BUFFER];
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            digest.update(buffer, 0, read);
        }
        if (!Digests.hex(digest.digest()).equals(current.orElseThrow().digest())) {
            throw damaged("the content of a file in it is not what was packed");
        }
    }

    /** Names the pack where its content can't be unzipped, whoever reads that. */
    private final class Unzipped extends ProxyInputStream {

        Unzipped(InputStream zipped) {
            super(zipped);
        }

        @Override
        protected void handleIOException(IOException e) throws IOException {
            throw named(e);
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0 || line.size() > LONGEST_LINE) {
                throw damaged("a header line in it has no end");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private PackException damaged(String how) {
        return new PackException(
                "%s is no pack of fjd, or damaged: %s. Put a copy of it there; zcat shows what is left."
                        .formatted(pack, how));
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
