package org.fjd.view;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fjd.job.JobName;
import org.fjd.job.Quoting;
import org.fjd.spool.Packs;
import org.fjd.spool.Wanted;

/**
 * Finds for groups of failed jobs the commands that retry them, and as few others as possible. For
 * one thread.
 */
final class Retries {

    private static final int NAMED_AT_MOST = 5;

    private static final Narrowing ALL = new Narrowing("--failed", job -> true);

    private final Lookback lookback;
    private final Packs packs;
    private final List<Job> present;
    private final List<Job> packed;

    /** Options of the command, and which jobs they mean. */
    private record Narrowing(String options, Predicate<Job> chosen) {}

    /**
     * @param failed all jobs that failed
     */
    Retries(Scene scene, List<Job> failed) {
        this.lookback = new Lookback(scene);
        this.packs = scene.spool().packs();
        this.present = failed.stream().filter(job -> !isPacked(job)).toList();
        this.packed = failed.stream().filter(this::isPacked).toList();
    }

    private boolean isPacked(Job job) {
        return packs.contain(job.file());
    }

    /** That of jobs that have a state and an exit code in common. */
    RetryCommand of(JobState state, Optional<String> exit, List<Job> group) throws IOException {
        Lookback.Past past = lookback.of(group);
        Set<JobName> caused = Set.copyOf(past.before().cause());
        List<Job> causes =
                past.order().stream().filter(job -> caused.contains(job.name())).toList();
        List<Job> there = new ArrayList<>(present);
        List<String> lines = new ArrayList<>();
        List<Job> toRestore = group.stream().filter(this::isPacked).toList();
        if (!toRestore.isEmpty()) {
            lines.add(restore(state, toRestore));
            there.addAll(toRestore);
        }
        List<Job> causesToRestore = causes.stream().filter(this::isPacked).toList();
        if (!causesToRestore.isEmpty()) {
            lines.add(RetryCommand.restore(names(causesToRestore)));
            causesToRestore.stream().filter(job -> !wasCancelled(job)).forEach(there::add);
        }
        if (!past.before().isNothing() && past.order().size() <= NAMED_AT_MOST) {
            lines.add(RetryCommand.retry(names(past.order())));
            return new RetryCommand(joined(lines), past.order().size(), past.before());
        }
        Narrowing narrowing = narrowing(state, exit, group, there);
        List<Job> others = notChosen(causes, narrowing);
        if (others.size() > NAMED_AT_MOST) {
            narrowing = ALL;
            others = notChosen(causes, narrowing);
        }
        if (!others.isEmpty()) {
            lines.add(RetryCommand.retry(names(others)));
        }
        lines.add("fjd retry " + narrowing.options());
        int jobs = (int) there.stream().filter(narrowing.chosen()).count();
        return new RetryCommand(joined(lines), jobs + others.size(), past.before());
    }

    private static String joined(List<String> lines) {
        return String.join(" && ", lines);
    }

    /** What was cancelled is retried by its name only. */
    private static boolean wasCancelled(Job job) {
        return job.state() == JobState.CANCELLED;
    }

    private static List<Job> notChosen(List<Job> causes, Narrowing narrowing) {
        return causes.stream()
                .filter(job -> wasCancelled(job) || !narrowing.chosen().test(job))
                .toList();
    }

    /** What restores just these: by a pattern only if that means no others, else by their names. */
    private String restore(JobState state, List<Job> group) {
        String glob = glob(group);
        long meant = packed.stream().filter(j -> j.state() == state && means(glob, j)).count();
        return group.size() > NAMED_AT_MOST && meant == group.size()
                ? RetryCommand.restore(List.of(glob)) + " --state " + state.word()
                : RetryCommand.restore(names(group));
    }

    private static Narrowing narrowing(
            JobState state, Optional<String> exit, List<Job> group, List<Job> there) {
        if (group.size() == there.size()) {
            return ALL;
        }
        if (group.size() <= NAMED_AT_MOST) {
            Set<Job> named = Set.copyOf(group);
            return new Narrowing(Quoting.arguments(names(group)), named::contains);
        }
        Narrowing best = ALL;
        long fewest = there.size();
        for (Narrowing narrowing : narrowings(state, exit, group)) {
            long jobs = there.stream().filter(narrowing.chosen()).count();
            if (jobs < fewest) {
                best = narrowing;
                fewest = jobs;
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
        String glob = glob(group);
        Narrowing byName = new Narrowing(Quoting.arguments(List.of(glob)), job -> means(glob, job));
        return Stream.concat(byEnd.stream(), byEnd.stream().map(end -> both(end, byName))).toList();
    }

    private static Narrowing both(Narrowing one, Narrowing other) {
        return new Narrowing(
                one.options() + " " + other.options(), one.chosen().and(other.chosen()));
    }

    private static boolean means(String glob, Job job) {
        return Wanted.glob(glob).filter(means -> means.test(job.name())).isPresent();
    }

    private static List<String> names(List<Job> jobs) {
        return jobs.stream().map(job -> job.name().value()).toList();
    }

    /** A pattern that means them, and what else begins as all of them do. */
    private static String glob(List<Job> jobs) {
        String common = common(jobs.stream().map(Job::name).toList());
        return common.replaceAll("[*?\\[{\\\\]", "\\\\$0") + "*";
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
        boolean isSplit = !common.isEmpty() && Character.isHighSurrogate(last(common));
        return isSplit ? common.substring(0, common.length() - 1) : common;
    }

    private static char last(String text) {
        return text.charAt(text.length() - 1);
    }
}
