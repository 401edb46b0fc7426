package org.fjd.story;

import static org.fjd.story.SteppedPath.base;

import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.fjd.story.Operation.Kind;
import org.fjd.story.SteppedFileSystem.Effect;
import org.fjd.story.SteppedFileSystem.Performer;
import org.jspecify.annotations.Nullable;

/** Hands each operation of a {@link SteppedFileSystem} to its {@link Performer}. */
final class SteppedProvider extends FileSystemProvider {

    private final FileSystemProvider provider;
    private final Performer performer;

    SteppedProvider(FileSystemProvider provider, Performer performer) {
        this.provider = provider;
        this.performer = performer;
    }

    private <T> T perform(Kind kind, Path path, Effect<T> effect) throws IOException {
        return performer.perform(kind, base(path), base(path), effect);
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        boolean creates =
                options.contains(StandardOpenOption.CREATE_NEW)
                        || options.contains(StandardOpenOption.CREATE);
        boolean writes = options.contains(StandardOpenOption.WRITE);
        SeekableByteChannel channel =
                perform(
                        creates ? Kind.CREATE : writes ? Kind.EDIT : Kind.OPEN,
                        path,
                        (on, to) -> provider.newByteChannel(on, options, attributes));
        return new Channel(base(path), channel);
    }

    /** What is done with it, to force a file to the disk, is no step. */
    @Override
    public FileChannel newFileChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        return perform(
                Kind.OPEN, path, (on, to) -> provider.newFileChannel(on, options, attributes));
    }

    /** Reads and writes are steps; an open file stays open wherever it is moved meanwhile. */
    private final class Channel implements SeekableByteChannel {

        private final Path path;
        private final SeekableByteChannel channel;

        Channel(Path path, SeekableByteChannel channel) {
            this.path = path;
            this.channel = channel;
        }

        @Override
        public int read(ByteBuffer buffer) throws IOException {
            return performer.perform(Kind.READ, path, path, (on, to) -> channel.read(buffer));
        }

        @Override
        public int write(ByteBuffer buffer) throws IOException {
            return performer.perform(Kind.WRITE, path, path, new Writing(buffer, channel));
        }

        @Override
        public long position() throws IOException {
            return channel.position();
        }

        @Override
        public SeekableByteChannel position(long newPosition) throws IOException {
            channel.position(newPosition);
            return this;
        }

        @Override
        public long size() throws IOException {
            return channel.size();
        }

        @Override
        public SeekableByteChannel truncate(long size) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** A write, of which a part may be made instead of the whole. */
    record Writing(ByteBuffer buffer, SeekableByteChannel channel) implements Effect<Integer> {

        @Override
        public Integer on(Path path, Path target) throws IOException {
            return channel.write(buffer);
        }

        /** Writes something else, as if it were all. */
        int instead(byte[] content) throws IOException {
            int all = buffer.remaining();
            buffer.position(buffer.limit());
            channel.write(ByteBuffer.wrap(content));
            return all;
        }

        /** Writes the first half only, and says so. */
        int half() throws IOException {
            int half = buffer.remaining() / 2;
            ByteBuffer part = buffer.slice().limit(half);
            buffer.position(buffer.position() + half);
            return channel.write(part);
        }

        byte[] content() {
            byte[] content = new byte[buffer.remaining()];
            buffer.duplicate().get(content);
            return content;
        }
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
            Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
        List<Path> entries =
                perform(
                        Kind.LIST,
                        directory,
                        (on, to) -> {
                            List<Path> found = new ArrayList<>();
                            try (DirectoryStream<Path> stream =
                                    provider.newDirectoryStream(on, entry -> true)) {
                                stream.forEach(found::add);
                            }
                            return found;
                        });
        List<Path> wrapped = new ArrayList<>();
        for (Path entry : entries) {
            Path found = directory.resolve(entry.getFileName().toString());
            if (filter.accept(found)) {
                wrapped.add(found);
            }
        }
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                return wrapped.iterator();
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
        perform(
                Kind.MAKE,
                directory,
                (on, to) -> {
                    provider.createDirectory(on, attributes);
                    return on;
                });
    }

    @Override
    public void delete(Path path) throws IOException {
        perform(
                Kind.DELETE,
                path,
                (on, to) -> {
                    provider.delete(on);
                    return on;
                });
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        performer.perform(
                Kind.MOVE,
                base(source),
                base(target),
                (on, to) -> {
                    provider.move(on, to, options);
                    return to;
                });
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        perform(
                Kind.LOOK,
                path,
                (on, to) -> {
                    provider.checkAccess(on, modes);
                    return on;
                });
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
            Path path, Class<A> type, LinkOption... options) throws IOException {
        return perform(Kind.LOOK, path, (on, to) -> provider.readAttributes(on, type, options));
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
            throws IOException {
        return perform(
                Kind.LOOK, path, (on, to) -> provider.readAttributes(on, attributes, options));
    }

    @Override
    public <V extends FileAttributeView> @Nullable V getFileAttributeView(
            Path path, Class<V> type, LinkOption... options) {
        return provider.getFileAttributeView(base(path), type, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return provider.getFileStore(base(path));
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return provider.isSameFile(base(path), base(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return provider.isHidden(base(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public String getScheme() {
        return "stepped";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }
}
