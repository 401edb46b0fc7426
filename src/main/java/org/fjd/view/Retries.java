package org.fjd.view;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fjd.job.JobName;
import org.fjd.spool.Wanted;

/** Finds for groups of failed jobs the commands that retry them, and as few others as possible. */
final class Retries {

    private static final int NAMED_AT_MOST = 5;

    private final Path archive;
    private final List<Job> present;
    private final List<Job> packed;

    /** Options of the command, and which jobs they mean. */
    private record Narrowing(String options, Predicate<Job> chosen) {}

    /**
     * @param failed all jobs that failed
     * @param archive where packs are
     */
    Retries(List<Job> failed, Path archive) {
        this.archive = archive;
        this.present = failed.stream().filter(job -> !isPacked(job)).toList();
        this.packed = failed.stream().filter(this::isPacked).toList();
    }

    private boolean isPacked(Job job) {
        return job.file().startsWith(archive);
    }

    /** That of jobs that have a state and an exit code in common. */
    RetryCommand of(JobState state, Optional<String> exit, List<Job> group) {
        List<Job> toRestore = group.stream().filter(this::isPacked).toList();
        if (toRestore.isEmpty()) {
            return of(state, exit, group, present);
        }
        List<String> words = toRestore.size() <= NAMED_AT_MOST ? names(toRestore) : glob(toRestore);
        List<Job> there = new ArrayList<>(present);
        packed.stream()
                .filter(job -> words.stream().anyMatch(w -> means(w, job)))
                .forEach(there::add);
        RetryCommand retry = of(state, exit, group, there);
        return new RetryCommand(
                "fjd archive --restore %s && %s".formatted(typed(words), retry.line()),
                retry.jobs());
    }

    private static RetryCommand of(
            JobState state, Optional<String> exit, List<Job> group, List<Job> there) {
        if (group.size() == there.size()) {
            return new RetryCommand("fjd retry --failed", there.size());
        }
        if (group.size() <= NAMED_AT_MOST) {
            return new RetryCommand("fjd retry " + typed(names(group)), group.size());
        }
        RetryCommand best = new RetryCommand("fjd retry --failed", there.size());
        for (Narrowing narrowing : narrowings(state, exit, group)) {
            int jobs = (int) there.stream().filter(narrowing.chosen()).count();
            if (jobs < best.jobs()) {
                best = new RetryCommand("fjd retry " + narrowing.options(), jobs);
            }
        }
        return best;
    }

    /** The simplest first. */
    private static List<Narrowing> narrowings(
            JobState state, Optional<String> exit, List<Job> group) {
        List<Narrowing> byEnd = new ArrayList<>();
        Narrowing byState = new Narrowing("--state " + state.word(), job -> job.state() == state);
        if (exit.isPresent() && exit.get().matches("\\d{1,3}") && state != JobState.REJECTED) {
            Narrowing byExit =
                    new Narrowing("--exit " + exit.get(), job -> exit.equals(job.detail("exit")));
            byEnd.add(byExit);
            byEnd.add(byState);
            byEnd.add(both(byExit, byState));
        } else {
            byEnd.add(byState);
        }
        String glob = glob(group).get(0);
        Narrowing byName = new Narrowing(word(glob), job -> means(glob, job));
        return Stream.concat(byEnd.stream(), byEnd.stream().map(end -> both(end, byName))).toList();
    }

    private static Narrowing both(Narrowing one, Narrowing other) {
        return new Narrowing(
                one.options() + " " + other.options(), one.chosen().and(other.chosen()));
    }

    private static boolean means(String word, Job job) {
        return Wanted.glob(word)
                .map(glob -> glob.test(job.name()))
                .orElseGet(() -> word.equals(job.name().value()));
    }

    private static List<String> names(List<Job> jobs) {
        return jobs.stream().map(job -> pattern(job.name().value())).toList();
    }

    private static List<String> glob(List<Job> jobs) {
        return List.of(pattern(common(jobs.stream().map(Job::name).toList())) + "*");
    }

    private static String typed(List<String> words) {
        return words.stream().map(Retries::word).collect(Collectors.joining(" "));
    }

    /** What the names have in common at their start. */
    private static String common(List<JobName> names) {
        String common = names.get(0).value();
        for (JobName name : names) {
            int length = 0;
            while (length < Math.min(common.length(), name.value().length())
                    && common.charAt(length) == name.value().charAt(length)) {
                length++;
            }
            common = common.substring(0, length);
        }
        return common;
    }

    /** A name in which what is odd on a command line stands as a question mark. */
    private static String pattern(String name) {
        String plain =
                name.codePoints()
                        .mapToObj(Character::toString)
                        .map(c -> isPlain(c) ? c : "?")
                        .collect(Collectors.joining());
        return plain.startsWith("-") ? "?" + plain.substring(1) : plain;
    }

    private static boolean isPlain(String character) {
        String name = "x" + character;
        return new JobName(name).quoted().equals(name);
    }

    private static String word(String pattern) {
        return pattern.matches("[A-Za-z0-9._+@%,=:-][A-Za-z0-9._+@%,=:~-]*")
                ? pattern
                : "'" + pattern + "'";
    }
}
