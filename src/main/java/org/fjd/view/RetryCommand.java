package org.fjd.view;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.fjd.job.JobName;
import org.fjd.spool.Wanted;

/**
 * The command line that retries a group of failed jobs.
 *
 * @param line a line for a shell
 * @param jobs how many failed jobs it retries: at least those of the group
 */
public record RetryCommand(String line, int jobs) {

    private static final int NAMED_AT_MOST = 5;

    /** That of one of the groups, as narrow as its options allow. */
    public static RetryCommand of(FailureGroup group, List<FailureGroup> all) {
        List<Job> failed = all.stream().flatMap(g -> g.jobs().stream()).toList();
        if (group.jobs().size() == failed.size()) {
            return new RetryCommand("fjd retry --failed", failed.size());
        }
        if (group.jobs().size() <= NAMED_AT_MOST) {
            String names =
                    group.jobs().stream()
                            .map(job -> word(pattern(job.name().value())))
                            .collect(Collectors.joining(" "));
            return new RetryCommand("fjd retry " + names, group.jobs().size());
        }
        String options =
                group.exit().isPresent()
                        ? "--exit " + group.exit().get()
                        : "--state " + group.state().word();
        long alike =
                all.stream().filter(g -> isChosen(g, group)).mapToLong(g -> g.jobs().size()).sum();
        String glob = glob(group.jobs().stream().map(Job::name).toList());
        if (alike == group.jobs().size() || glob.equals("*")) {
            return new RetryCommand("fjd retry " + options, (int) alike);
        }
        Predicate<JobName> named = Wanted.glob(glob).orElseThrow();
        long retried =
                all.stream()
                        .filter(g -> isChosen(g, group))
                        .flatMap(g -> g.jobs().stream())
                        .filter(job -> named.test(job.name()))
                        .count();
        return new RetryCommand("fjd retry %s %s".formatted(options, word(glob)), (int) retried);
    }

    private static boolean isChosen(FailureGroup other, FailureGroup group) {
        Optional<String> exit = group.exit();
        return exit.isPresent() ? exit.equals(other.exit()) : group.state() == other.state();
    }

    /** What the names have in common at their start, and a star. */
    private static String glob(List<JobName> names) {
        String common = names.get(0).value();
        for (JobName name : names) {
            int length = 0;
            while (length < Math.min(common.length(), name.value().length())
                    && common.charAt(length) == name.value().charAt(length)) {
                length++;
            }
            common = common.substring(0, length);
        }
        return pattern(common) + "*";
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
