package org.fjd.spool;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fjd.job.JobName;

/**
 * Which jobs somebody means, as people type it: {@code job}, {@code job.conf}, the path of the
 * job's file in this spool, or a glob of any of the first two. A path stands for the job, wherever
 * that lies by now. A job that is called just so comes first, whatever characters its name has; a
 * word is a glob only if there is none. Immutable.
 */
public final class Wanted {

    /** All jobs. */
    public static final Wanted ALL = new Wanted(List.of(), false);

    private static final String GLOB = "*?[{";

    /**
     * One word as typed.
     *
     * @param names the jobs that it may name, the likeliest first
     * @param glob what it matches, if it is a glob
     */
    private record Word(String text, List<JobName> names, Optional<Predicate<JobName>> glob) {

        Set<JobName> of(Collection<JobName> there, Map<JobName, Set<JobName>> called) {
            for (JobName name : names) {
                if (called.containsKey(name)) {
                    return called.get(name);
                }
            }
            return glob.isEmpty()
                    ? Set.of()
                    : there.stream().filter(glob.get()).collect(Collectors.toSet());
        }
    }

    /**
     * The jobs among those that are there which are meant.
     *
     * @param missing the words that mean none of them
     */
    public record Choice(Set<JobName> jobs, List<String> missing) {}

    private final List<Word> words;
    private final Set<JobName> names;
    private final boolean namesakes;

    private Wanted(List<Word> words, boolean namesakes) {
        this.words = words;
        this.names = words.stream().flatMap(w -> w.names().stream()).collect(Collectors.toSet());
        this.namesakes = namesakes;
    }

    /**
     * The jobs that these words mean; all of them if there is none.
     *
     * @throws IOException if the file system does not tell where a path leads
     */
    public static Wanted of(Spool spool, List<String> typed) throws IOException {
        List<Word> words = new ArrayList<>();
        for (String text : new LinkedHashSet<>(typed)) {
            words.add(word(spool, text));
        }
        return new Wanted(words, false);
    }

    /** The same, but a job's name means its namesakes too: {@code job} is also {@code job~2}. */
    public Wanted withNamesakes() {
        return new Wanted(words, true);
    }

    public boolean isAll() {
        return words.isEmpty();
    }

    /** False for a job that no word means, whichever others are there. */
    public boolean mayMean(JobName job) {
        return isAll()
                || names.contains(job)
                || (namesakes && names.contains(job.original()))
                || words.stream().anyMatch(w -> w.glob().filter(g -> g.test(job)).isPresent());
    }

    /** Those that are meant among the jobs that are there. */
    public Choice choose(Set<JobName> there) {
        return isAll() ? new Choice(new TreeSet<>(there), List.of()) : choose(there, words);
    }

    /**
     * As {@link #choose}, but for single names only: who types a glob means what can be dealt with.
     *
     * @param of the words that are asked about
     */
    public Choice chooseNamed(Set<JobName> there, List<String> of) {
        return choose(
                there,
                words.stream()
                        .filter(word -> of.contains(word.text()))
                        .map(word -> new Word(word.text(), word.names(), Optional.empty()))
                        .toList());
    }

    /**
     * As {@link #choose}.
     *
     * @param of the words that are asked about
     */
    public Choice chooseOf(Set<JobName> there, List<String> of) {
        return choose(there, words.stream().filter(word -> of.contains(word.text())).toList());
    }

    private Choice choose(Set<JobName> there, List<Word> asked) {
        Map<JobName, Set<JobName>> called = called(there);
        Set<JobName> jobs = new TreeSet<>();
        List<String> missing = new ArrayList<>();
        for (Word word : asked) {
            Set<JobName> found = word.of(there, called);
            jobs.addAll(found);
            if (found.isEmpty()) {
                missing.add(word.text());
            }
        }
        return new Choice(jobs, missing);
    }

    /** Who answers to the names that were typed. */
    private Map<JobName, Set<JobName>> called(Set<JobName> there) {
        Map<JobName, Set<JobName>> called = new HashMap<>();
        for (JobName job : there) {
            call(called, job, job);
            if (namesakes) {
                call(called, job.original(), job);
            }
        }
        return called;
    }

    private void call(Map<JobName, Set<JobName>> called, JobName name, JobName job) {
        if (names.contains(name)) {
            called.computeIfAbsent(name, any -> new HashSet<>()).add(job);
        }
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
        return new Word(text, names, glob(text));
    }

    /** The jobs whose names, or names of files, match a glob; empty if the text is none. */
    public static Optional<Predicate<JobName>> glob(String text) {
        if (text.chars().noneMatch(c -> GLOB.indexOf(c) >= 0)) {
            return Optional.empty();
        }
        try {
            FileSystem names = FileSystems.getDefault();
            PathMatcher glob = names.getPathMatcher("glob:" + text);
            return Optional.of(job -> matches(glob, job.value()) || matches(glob, job.fileName()));
        } catch (PatternSyntaxException e) {
            return Optional.empty(); // the name of a job, if anything
        }
    }

    private static boolean matches(PathMatcher glob, String name) {
        try {
            return glob.matches(Path.of(name));
        } catch (InvalidPathException e) {
            return false; // a name that can't be written in this locale
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
        return place.matches("jobqueue|done|failed|jobpods/[^/]+|\\.fjd/morgue/[^/]+")
                ? JobName.ofFileName(fileName)
                : Optional.empty();
    }
}
