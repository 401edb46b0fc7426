package org.fjd.steer;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;
import org.fjd.job.JobName;
import org.fjd.spool.Spool;

/**
 * Which jobs somebody means, as people type it: {@code job}, {@code job.conf}, the path of the
 * job's file in this spool, or a glob of any of the first two. A path stands for the job, wherever
 * that lies by now. Immutable.
 */
public final class Wanted {

    /**
     * One word as typed.
     *
     * @param names the jobs that it may name, the likeliest first
     * @param glob what it matches, if it is a glob
     */
    private record Word(String text, List<JobName> names, Optional<PathMatcher> glob) {

        Set<JobName> of(Set<JobName> there, FileSystem fileSystem) {
            Optional<JobName> named = names.stream().filter(there::contains).findFirst();
            Set<JobName> found = new TreeSet<>();
            named.ifPresent(found::add);
            if (named.isEmpty() && glob.isPresent()) {
                for (JobName job : there) {
                    if (matches(glob.get(), fileSystem, job)) {
                        found.add(job);
                    }
                }
            }
            return found;
        }

        private static boolean matches(PathMatcher glob, FileSystem fileSystem, JobName job) {
            return glob.matches(fileSystem.getPath(job.value()))
                    || glob.matches(fileSystem.getPath(job.fileName()));
        }
    }

    /**
     * The jobs among those that are there which are meant.
     *
     * @param missing the words that mean none of them
     */
    record Choice(Set<JobName> jobs, List<String> missing) {}

    private final Optional<List<Word>> words;
    private final FileSystem fileSystem;

    private Wanted(Optional<List<Word>> words, FileSystem fileSystem) {
        this.words = words;
        this.fileSystem = fileSystem;
    }

    /** All jobs for which the command is meant. */
    public static Wanted all(Spool spool) {
        return new Wanted(Optional.empty(), spool.root().getFileSystem());
    }

    /** The jobs that these words mean. */
    public static Wanted of(Spool spool, List<String> typed) throws IOException {
        List<Word> words = new ArrayList<>();
        for (String text : new LinkedHashSet<>(typed)) {
            words.add(word(spool, text));
        }
        return new Wanted(Optional.of(words), spool.root().getFileSystem());
    }

    Choice choose(Set<JobName> there) {
        if (words.isEmpty()) {
            return new Choice(new TreeSet<>(there), List.of());
        }
        Set<JobName> jobs = new TreeSet<>();
        List<String> missing = new ArrayList<>();
        for (Word word : words.get()) {
            Set<JobName> found = word.of(there, fileSystem);
            jobs.addAll(found);
            if (found.isEmpty()) {
                missing.add(word.text());
            }
        }
        return new Choice(jobs, missing);
    }

    /**
     * As {@link #choose}, but for single names only: who types a glob means what can be steered.
     */
    Choice chooseNamed(Set<JobName> there, List<String> of) {
        Set<JobName> jobs = new TreeSet<>();
        List<String> missing = new ArrayList<>();
        for (Word word : words.orElse(List.of())) {
            if (of.contains(word.text())) {
                Optional<JobName> named = word.names().stream().filter(there::contains).findFirst();
                named.ifPresentOrElse(jobs::add, () -> missing.add(word.text()));
            }
        }
        return new Choice(jobs, missing);
    }

    private static Word word(Spool spool, String text) throws IOException {
        if (text.indexOf('/') >= 0) {
            return new Word(text, names(spool, text), Optional.empty());
        }
        List<JobName> names =
                Stream.of(
                                JobName.ofFileName(text + ".conf"),
                                JobName.ofFileName(text),
                                JobName.ofRetryFileName(text))
                        .flatMap(Optional::stream)
                        .toList();
        return new Word(text, names, glob(spool.root().getFileSystem(), text));
    }

    private static Optional<PathMatcher> glob(FileSystem fileSystem, String text) {
        try {
            boolean isGlob = text.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
            return isGlob
                    ? Optional.of(fileSystem.getPathMatcher("glob:" + text))
                    : Optional.empty();
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }

    /** What a path names, if it leads to a place of this spool where jobs lie. */
    private static List<JobName> names(Spool spool, String text) throws IOException {
        Path root = spool.root();
        try {
            for (Path path :
                    List.of(
                            root.getFileSystem().getPath(text).toAbsolutePath(),
                            root.resolve(text))) {
                Optional<JobName> name = name(root, path);
                if (name.isPresent()) {
                    return List.of(name.get());
                }
            }
        } catch (InvalidPathException e) {
            return List.of();
        }
        return List.of();
    }

    private static Optional<JobName> name(Path root, Path path) throws IOException {
        Path parent = path.getParent();
        if (parent == null || path.getFileName() == null) {
            return Optional.empty();
        }
        String place;
        try {
            Path real = parent.toRealPath();
            place = real.startsWith(root) ? root.relativize(real).toString() : "";
        } catch (NoSuchFileException e) {
            // a pod that is no more, say
            Path plain = parent.normalize();
            place = plain.startsWith(root) ? root.relativize(plain).toString() : "";
        }
        String fileName = path.getFileName().toString();
        if (place.equals("retryqueue")) {
            return JobName.ofRetryFileName(fileName);
        }
        return place.matches("jobqueue|done|failed|jobpods/[^/]+")
                ? JobName.ofFileName(fileName)
                : Optional.empty();
    }
}
