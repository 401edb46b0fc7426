package org.fjd.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.fjd.job.Durations;
import org.fjd.job.ShellWords;
import org.fjd.submit.JobOptions;
import picocli.CommandLine.Option;

/** The options of {@code fjd submit} that become keys of the job file. */
final class JobOptionsMixin {

    private static final Pattern SEPARATORS = Pattern.compile("[,\\s]*");

    @Option(
            names = "--priority",
            paramLabel = "N",
            description = "Jobs of a higher priority go first (default: 0).")
    private Optional<String> priority = Optional.empty();

    @Option(
            names = "--after",
            paramLabel = "JOB",
            description = "Run it when this job is done. May be repeated.")
    private List<String> after = List.of();

    @Option(
            names = "--requires",
            paramLabel = "LABEL",
            description = "Run it on a worker with this label. May be repeated.")
    private List<String> requires = List.of();

    @Option(
            names = "--limit",
            paramLabel = "NAME",
            description = "Run it while this limit has room. May be repeated.")
    private List<String> limit = List.of();

    @Option(
            names = "--not-before",
            paramLabel = "TIME",
            description =
                    "The earliest start: '2026-12-31 22:00', or a duration from now, such as 30m.")
    private Optional<String> notBefore = Optional.empty();

    @Option(names = "--hold", description = "Keep it queued until it is released.")
    private boolean hold;

    @Option(
            names = "--retries",
            paramLabel = "N",
            description = "How often it is tried again when it fails (default: 0).")
    private Optional<String> retries = Optional.empty();

    @Option(
            names = "--retry-delay",
            paramLabel = "DURATION",
            description = "How long to wait before it is tried again (default: 0s).")
    private Optional<String> retryDelay = Optional.empty();

    @Option(
            names = "--retry-growth",
            paramLabel = "X",
            description = "Each further delay is X times the one before (default: 1).")
    private Optional<String> retryGrowth = Optional.empty();

    @Option(
            names = "--retry-on",
            paramLabel = "CODES",
            description = "Exits that are worth another try (default: all).")
    private List<String> retryOn = List.of();

    @Option(
            names = "--success",
            paramLabel = "CODES",
            description = "Exits that mean success: 0,3,10-20 (default: 0).")
    private List<String> success = List.of();

    @Option(
            names = "--expects",
            paramLabel = "FILE",
            description =
                    "A file that must be there, and not empty, when it has succeeded. May be"
                            + " repeated.")
    private List<String> expects = List.of();

    @Option(
            names = "--timeout",
            paramLabel = "DURATION",
            description = "How long it may run (default: for ever).")
    private Optional<String> timeout = Optional.empty();

    @Option(
            names = "--expected",
            paramLabel = "DURATION",
            description =
                    "How long it takes: no worker with less time left gets it (default: unknown).")
    private Optional<String> expected = Optional.empty();

    @Option(
            names = "--kill-after",
            paramLabel = "DURATION",
            description = "How long it has to end before it is killed (default: 5s).")
    private Optional<String> killAfter = Optional.empty();

    @Option(
            names = "--nice",
            paramLabel = "N",
            description = "By how much its niceness is raised, 0 to 19 (default: 0).")
    private Optional<String> nice = Optional.empty();

    @Option(
            names = "--env",
            paramLabel = "NAME=VALUE",
            description = "A variable of its environment. May be repeated.")
    private Map<String, String> environment = new LinkedHashMap<>();

    @Option(
            names = "--param",
            paramLabel = "NAME=VALUE",
            description = "A parameter, kept in [params] of its file. May be repeated.")
    private Map<String, String> params = new LinkedHashMap<>();

    @Option(
            names = "--directory",
            paramLabel = "DIR",
            description = "Where it runs (default: here).")
    private Optional<Path> directory = Optional.empty();

    @Option(
            names = "--stdout",
            paramLabel = "FILE",
            description = "Where its output is appended (default: its log).")
    private Optional<String> stdout = Optional.empty();

    @Option(
            names = "--stderr",
            paramLabel = "FILE",
            description = "Where its errors are appended (default: its log).")
    private Optional<String> stderr = Optional.empty();

    @Option(
            names = "--logfile",
            paramLabel = "FILE",
            description = "A file in which the job itself writes.")
    private Optional<String> logfile = Optional.empty();

    @Option(
            names = "--argument",
            paramLabel = "file|none",
            description =
                    "Whether the path of the job file is added as its last argument (default:"
                            + " none).")
    private Optional<String> argument = Optional.empty();

    @Option(
            names = "--defaults",
            paramLabel = "FILE",
            description = "A file that says what is not said here.")
    private Optional<Path> defaults = Optional.empty();

    /**
     * What they say.
     *
     * @param from the directory that paths count from
     * @param now what durations from now count from
     */
    JobOptions options(Path from, Instant now) {
        Map<String, String> control = new LinkedHashMap<>();
        argument.ifPresent(value -> control.put("argument", value));
        stdout.ifPresent(value -> control.put("stdout", value));
        stderr.ifPresent(value -> control.put("stderr", value));
        logfile.ifPresent(value -> control.put("logfile", value));
        priority.ifPresent(value -> control.put("priority", value));
        put(control, "after", after);
        put(control, "requires", requires);
        put(control, "limit", limit);
        notBefore.ifPresent(value -> control.put("not-before", instant(value, now)));
        if (hold) {
            control.put("hold", "true");
        }
        retries.ifPresent(value -> control.put("retries", value));
        retryDelay.ifPresent(value -> control.put("retry-delay", value));
        retryGrowth.ifPresent(value -> control.put("retry-growth", value));
        put(control, "retry-on", retryOn);
        put(control, "success", success);
        if (!expects.isEmpty()) {
            control.put("expects", ShellWords.join(expects));
        }
        timeout.ifPresent(value -> control.put("timeout", value));
        expected.ifPresent(value -> control.put("expected", value));
        killAfter.ifPresent(value -> control.put("kill-after", value));
        nice.ifPresent(value -> control.put("nice", value));
        return new JobOptions(
                from.resolve(directory.orElse(from)),
                defaults.map(from::resolve),
                control,
                environment,
                params);
    }

    /** Where one of the values says nothing, all together say nothing that could be relied on. */
    private static void put(Map<String, String> control, String key, List<String> values) {
        if (!values.isEmpty()) {
            boolean isWhole = values.stream().noneMatch(SEPARATORS.asMatchPredicate());
            control.put(key, isWhole ? String.join(" ", values) : "");
        }
    }

    /** The values of {@code --after} that stand for several jobs. */
    List<String> severalAfter() {
        return after.stream().filter(value -> value.strip().matches(".*[,\\s].*")).toList();
    }

    /** The key of an option for a path that was given none. */
    Optional<String> withoutPath() {
        if (isEmpty(directory)) {
            return Optional.of("directory");
        }
        return isEmpty(defaults) ? Optional.of("defaults") : Optional.empty();
    }

    private static boolean isEmpty(Optional<Path> path) {
        return path.filter(given -> given.toString().isBlank()).isPresent();
    }

    private static String instant(String text, Instant now) {
        return Durations.parse(text)
                .map(later -> now.plus(later).truncatedTo(ChronoUnit.MILLIS).toString())
                .orElse(text);
    }
}
