package org.fjd.story;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.WatchService;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Set;

/**
 * Another file system as one party sees it: each operation is handed to a {@link Performer}, which
 * decides when it happens, whether, and what is reported of it.
 */
final class SteppedFileSystem extends FileSystem {

    private final FileSystem base;
    private final SteppedProvider provider;

    SteppedFileSystem(FileSystem base, Performer performer) {
        this.base = base;
        this.provider = new SteppedProvider(base.provider(), performer);
    }

    /** Performs the operations of a party. */
    interface Performer {

        /**
         * Performs one.
         *
         * @param path on what
         * @param target where to, if it is moved; else the same
         */
        <T> T perform(Operation.Kind kind, Path path, Path target, Effect<T> effect)
                throws IOException;
    }

    /** What an operation does, on paths of the base, to which the performer may hold others. */
    interface Effect<T> {
        T on(Path path, Path target) throws IOException;
    }

    /** A path of the base as the party knows it. */
    Path wrap(Path path) {
        return new SteppedPath(this, path);
    }

    @Override
    public FileSystemProvider provider() {
        return provider;
    }

    @Override
    public void close() {}

    @Override
    public boolean isOpen() {
        return base.isOpen();
    }

    @Override
    public boolean isReadOnly() {
        return base.isReadOnly();
    }

    @Override
    public String getSeparator() {
        return base.getSeparator();
    }

    @Override
    public Iterable<Path> getRootDirectories() {
        throw new UnsupportedOperationException();
    }

    @Override
    public Iterable<FileStore> getFileStores() {
        return base.getFileStores();
    }

    /** No numbers of users: who a test runs as does not matter in stories. */
    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic");
    }

    @Override
    public Path getPath(String first, String... more) {
        return wrap(base.getPath(first, more));
    }

    @Override
    public PathMatcher getPathMatcher(String syntaxAndPattern) {
        PathMatcher matcher = base.getPathMatcher(syntaxAndPattern);
        return path -> matcher.matches(SteppedPath.base(path));
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return base.getUserPrincipalLookupService();
    }

    @Override
    public WatchService newWatchService() {
        throw new UnsupportedOperationException();
    }
}
