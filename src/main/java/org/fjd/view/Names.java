package org.fjd.view;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.fjd.job.JobName;

/**
 * Which jobs are meant, by their names: globs ({@code *}, {@code ?}, {@code [a-c]}, {@code {x,y}})
 * or whole names. A whole name means its namesakes too: {@code job} is also {@code job~2}, but not
 * the other way round. The path of a job file means its job. Thread-safe.
 */
public final class Names implements Predicate<JobName> {

    /** All of them. */
    public static final Names ALL = new Names(List.of());

    private static final Pattern NAMESAKE = Pattern.compile("(.+)~([2-9]|[1-9]\\d{1,8})");
    private static final Pattern GLOB = Pattern.compile(".*[*?\\[{].*", Pattern.DOTALL);

    private final List<Predicate<String>> patterns;

    private Names(List<Predicate<String>> patterns) {
        this.patterns = patterns;
    }

    /**
     * Jobs of whose names at least one pattern tells; all of them if there is none.
     *
     * @throws IllegalArgumentException if one is no pattern
     */
    public static Names of(List<String> patterns) {
        return new Names(patterns.stream().map(Names::pattern).toList());
    }

    /** What {@code job} is to {@code job~2}: itself, or the name it is a namesake of. */
    static String stem(String name) {
        Matcher namesake = NAMESAKE.matcher(name);
        return namesake.matches() ? namesake.group(1) : name;
    }

    private static Predicate<String> pattern(String text) {
        String last = text.substring(text.lastIndexOf('/') + 1);
        Optional<JobName> ofFile = JobName.ofRetryFileName(last).or(() -> JobName.ofFileName(last));
        String name = ofFile.map(JobName::value).orElse(text);
        if (name.isEmpty()) {
            throw new IllegalArgumentException("an empty name means no job");
        }
        Predicate<String> exact =
                candidate -> candidate.equals(name) || stem(candidate).equals(name);
        if (!GLOB.matcher(name).matches()) {
            return exact;
        }
        // A glob's own errors name the place, which a user of a shell has no use for.
        PathMatcher matcher;
        try {
            matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("'" + name + "' is no pattern for names", e);
        }
        return exact.or(candidate -> matches(matcher, candidate));
    }

    private static boolean matches(PathMatcher matcher, String name) {
        try {
            return matcher.matches(Path.of(name));
        } catch (InvalidPathException e) {
            return false; // a name that can't be written in this locale
        }
    }

    @Override
    public boolean test(JobName name) {
        return patterns.isEmpty() || patterns.stream().anyMatch(p -> p.test(name.value()));
    }
}
