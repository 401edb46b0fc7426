package org.fjd.story;

import java.io.IOException;
import java.net.URI;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path of a {@link SteppedFileSystem}. It remembers what it was asked, for most of what a story
 * does with paths it does again and again. For one thread at a time.
 */
final class SteppedPath implements Path {

    private final SteppedFileSystem fileSystem;
    private final Path base;
    private final Map<String, Path> resolved = new HashMap<>();
    private @Nullable String text;
    private @Nullable Path fileName;
    private @Nullable Path parent;

    SteppedPath(SteppedFileSystem fileSystem, Path base) {
        this.fileSystem = fileSystem;
        this.base = base;
    }

    static Path base(Path path) {
        return ((SteppedPath) path).base;
    }

    private Path wrap(Path path) {
        return new SteppedPath(fileSystem, path);
    }

    private @Nullable Path wrapIfAny(@Nullable Path path) {
        return path == null ? null : wrap(path);
    }

    @Override
    public SteppedFileSystem getFileSystem() {
        return fileSystem;
    }

    @Override
    public boolean isAbsolute() {
        return base.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return wrapIfAny(base.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        if (fileName == null) {
            fileName = wrapIfAny(base.getFileName());
        }
        return fileName;
    }

    @Override
    public @Nullable Path getParent() {
        if (parent == null) {
            parent = wrapIfAny(base.getParent());
        }
        return parent;
    }

    @Override
    public int getNameCount() {
        return base.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return wrap(base.getName(index));
    }

    @Override
    public Path subpath(int beginIndex, int endIndex) {
        return wrap(base.subpath(beginIndex, endIndex));
    }

    @Override
    public boolean startsWith(Path other) {
        return base.startsWith(base(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return base.endsWith(base(other));
    }

    @Override
    public Path normalize() {
        return wrap(base.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return resolve(other.toString());
    }

    @Override
    public Path resolve(String other) {
        return resolved.computeIfAbsent(other, name -> wrap(base.resolve(name)));
    }

    @Override
    public Path relativize(Path other) {
        return wrap(base.relativize(base(other)));
    }

    @Override
    public URI toUri() {
        return base.toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return isAbsolute() ? this : wrap(base.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        return wrap(base.toRealPath(options));
    }

    @Override
    public WatchKey register(
            WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers) {
        throw new UnsupportedOperationException();
    }

    @Override
    public int compareTo(Path other) {
        return base.compareTo(base(other));
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof SteppedPath path
                && path.fileSystem == fileSystem
                && path.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    @Override
    public String toString() {
        if (text == null) {
            text = base.toString();
        }
        return text;
    }
}
