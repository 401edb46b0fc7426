package org.fjd.view;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.fjd.job.JobName;
import org.fjd.job.Quoting;
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
        List<Job> there = new ArrayList<>(present);
        there.addAll(toRestore);
        RetryCommand retry = of(state, exit, group, there);
        return new RetryCommand(restore(state, toRestore) + " && " + retry.line(), retry.jobs());
    }

    /** What restores just these: by a pattern only if that means no others, else by their names. */
    private String restore(JobState state, List<Job> group) {
        String glob = glob(group);
        long meant = packed.stream().filter(j -> j.state() == state && means(glob, j)).count();
        return group.size() > NAMED_AT_MOST && meant == group.size()
                ? RetryCommand.restore(List.of(glob)) + " --state " + state.word()
                : RetryCommand.restore(names(group));
    }

    private static RetryCommand of(
            JobState state, Optional<String> exit, List<Job> group, List<Job> there) {
        if (group.size() == there.size()) {
            return new RetryCommand("fjd retry --failed", there.size());
        }
        if (group.size() <= NAMED_AT_MOST) {
            return new RetryCommand("fjd retry " + Quoting.arguments(names(group)), group.size());
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
