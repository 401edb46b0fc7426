package org.fjd.spool;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.fjd.job.Durations;
import org.jspecify.annotations.Nullable;

/**
 * Waits for something to happen in directories of the spool: until the file system hints at it, or
 * until it is time to look anyway. A hint is never proof and may never come: the caller lists the
 * directory after either.
 *
 * <p>On a network file system, which reports nothing that another host did, it only paces the
 * looks: soon after something moved, ever later while nothing does. For one thread.
 */
public final class Lookout implements AutoCloseable {

    /** Local file systems lose hints only when their queue overflows, which is itself a hint. */
    private static final Duration RARELY = Duration.ofSeconds(5);

    private static final Duration HINT_DELAY = Duration.ofMillis(10);
    private static final Duration SOONEST = Duration.ofMillis(20);

    /** The pace where a job may come any moment: a few times a second, then ever less often. */
    private static final Duration SOON = Duration.ofMillis(250);

    /** The pace where nothing has come for a minute, so that idle processes cost nearly nothing. */
    private static final Duration LATEST = Duration.ofSeconds(6);

    /** With what a network file system remembers of a directory for a while. */
    private static final Duration LOOKED_AT_DELAY = Duration.ofSeconds(1);

    private final Time time;
    private final @Nullable WatchService watcher;
    private final Map<WatchKey, Path> watched = new HashMap<>();
    private Duration pace = SOONEST;

    Lookout(Path root, Optional<Boolean> watch, Time time) {
        this.time = time;
        this.watcher = watch.orElseGet(() -> !isRemote(root)) ? newWatcher(root) : null;
    }

    private static @Nullable WatchService newWatcher(Path root) {
        try {
            return root.getFileSystem().newWatchService();
        } catch (IOException | UnsupportedOperationException e) {
            return null; // out of inotify instances, say: looking alone is enough
        }
    }

    /** Whether other hosts may change the file system without this one being told. */
    static boolean isRemote(Path root) {
        try {
            FileStore store = Files.getFileStore(root);
            String type = store.type().toLowerCase(Locale.ROOT);
            return type.startsWith("nfs")
                    || type.startsWith("fuse")
                    || type.startsWith("smb")
                    || Set.of(
                                    "cifs",
                                    "lustre",
                                    "gpfs",
                                    "beegfs",
                                    "ceph",
                                    "glusterfs",
                                    "afs",
                                    "9p",
                                    "virtiofs",
                                    "ocfs2",
                                    "gfs2",
                                    "pvfs2",
                                    "orangefs",
                                    "panfs",
                                    "wekafs",
                                    "vboxsf",
                                    "prl_fs",
                                    "webdav",
                                    "davfs")
                            .contains(type);
        } catch (IOException e) {
            return true;
        }
    }

    /** Asks for hints of new entries in a directory. A directory that is renamed stays watched. */
    public void watch(Path directory) throws IOException {
        if (watcher == null) {
            return;
        }
        try {
            watched.put(
                    directory.register(watcher, StandardWatchEventKinds.ENTRY_CREATE), directory);
        } catch (FileSystemException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
            // out of inotify watches: looking alone is enough
        }
    }

    /** Whether hints come at all; without them, looking is all there is. */
    public boolean isHinted() {
        return watcher != null;
    }

    /** How long news in the spool takes until it is noticed, as an order of magnitude. */
    public Duration delay() {
        return watcher == null ? LOOKED_AT_DELAY : HINT_DELAY;
    }

    /** How long to wait before a look for which there is no hint. */
    public Duration pace() {
        return watcher == null ? pace : RARELY;
    }

    /**
     * Adapts the pace.
     *
     * @param moved whether the last look found something to do
     */
    public void looked(boolean moved) {
        if (moved) {
            pace = SOONEST;
        } else if (pace.compareTo(SOON) < 0) {
            pace = Durations.shorter(pace.multipliedBy(2), SOON);
        } else {
            pace = Durations.shorter(pace.plus(pace.dividedBy(12)), LATEST);
        }
    }

    /**
     * Waits for a hint.
     *
     * @param longest for how long at most
     * @return the directories in which something may be new, as they were named to {@link #watch}
     */
    public Set<Path> await(Duration longest) throws InterruptedException {
        if (watcher == null) {
            time.pause(longest);
            return Set.of();
        }
        Set<Path> hinted = new HashSet<>();
        WatchKey key = watcher.poll(longest.toNanos(), TimeUnit.NANOSECONDS);
        while (key != null) {
            key.pollEvents();
            Path directory = watched.get(key);
            if (directory != null) {
                hinted.add(directory);
            }
            if (!key.reset()) {
                watched.remove(key);
            }
            key = watcher.poll();
        }
        return hinted;
    }

    @Override
    public void close() throws IOException {
        if (watcher != null) {
            watcher.close();
        }
    }
}
