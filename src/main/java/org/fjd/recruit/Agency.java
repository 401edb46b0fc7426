package org.fjd.recruit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Durations;
import org.fjd.job.Labels;
import org.fjd.job.ShellWords;
import org.fjd.recruit.BatchSystem.Awaited;
import org.fjd.spool.Hire;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.UnusableSpoolException;

/**
 * Hires workers via batch systems. A request is written down in the spool for as long as some of
 * its workers have not been started. For one thread.
 */
public final class Agency {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);

    /**
     * What is asked for.
     *
     * @param via the batch system, as in {@code [via slurm]}
     * @param labels what the workers are said to have
     * @param idleExit after what time without a job they leave
     * @param options for the batch system's own command
     */
    public record Wish(
            String via, Labels labels, Optional<Duration> idleExit, List<String> options) {

        /** Keeps a copy. */
        public Wish {
            options = List.copyOf(options);
        }

        Wish thatStays() {
            return new Wish(via, labels, Optional.empty(), options);
        }
    }

    /**
     * A worker that has not been started.
     *
     * @param hire the request
     * @param task how the batch system calls it within the request
     * @param reason why it has not been started, in the batch system's words; they may hold
     *     anything
     */
    public record Pending(Hire hire, String task, String reason) {}

    /**
     * What is pending.
     *
     * @param workers those that have not been started, the oldest requests first
     * @param troubles why no more can be told of other requests
     */
    public record Look(List<Pending> workers, List<BatchException> troubles) {}

    /**
     * What became of pending workers that are not wanted any more.
     *
     * @param workers how many are cancelled
     * @param troubles what kept it from cancelling others
     */
    public record Cancelled(int workers, List<BatchException> troubles) {}

    private final Spool spool;
    private final Machine here;
    private final Path program;
    private final Commands commands;
    private Instant last = Instant.EPOCH;

    /**
     * @param program the launcher script {@code fjd}, at the same path on all hosts
     */
    public Agency(Spool spool, Machine here, Path program) {
        this(spool, here, program, new LocalCommands(spool.root(), TIMEOUT));
    }

    Agency(Spool spool, Machine here, Path program, Commands commands) {
        this.spool = spool;
        this.here = here;
        this.program = program;
        this.commands = commands;
    }

    /**
     * Asks for workers. They come when the batch system starts them.
     *
     * @throws BatchException if it is not willing to
     * @throws IOException if the spool is not this user's, or can't be written to
     */
    public Hire hire(int count, Wish wish)
            throws IOException, BatchException, InterruptedException {
        spool.requireOwn();
        BatchSystem system = BatchSystem.of(spool, wish.via(), commands);
        Instant now = spool.time().now();
        Instant instant = now.isAfter(last) ? now : last.plusMillis(1);
        last = instant;
        String mark = Hire.markOf(wish.via(), here.pid(), instant);
        String id = system.submit(count, command(system, wish, mark), logOf(mark), wish.options());
        Hire hire = new Hire(wish.via(), id, mark, count, here.user(), now);
        spool.hires().add(hire);
        return hire;
    }

    /** How the logs of a request's workers begin, from the spool, until they come up. */
    static String logOf(String mark) {
        return ".fjd/logs/hire-" + mark;
    }

    /** A line for sh that becomes a worker, whose log is renamed when it has a name. */
    private String command(BatchSystem system, Wish wish, String mark) {
        String root = spool.root().toString();
        List<String> words = new ArrayList<>();
        words.addAll(List.of(program.toString(), "worker", "--spool", root, "--hire", mark));
        wish.labels().names().forEach(label -> words.addAll(List.of("--label", label)));
        wish.idleExit()
                .ifPresent(idle -> words.addAll(List.of("--idle-exit", Durations.exact(idle))));
        String end = system.endsAt().map(text -> " --ends-at \"" + text + "\"").orElse("");
        return "cd %s && log=%s-$(uname -n)-$$.log && exec %s%s --log \"$log\" >>\"$log\" 2>&1"
                .formatted(
                        ShellWords.join(List.of(root)), logOf(mark), ShellWords.join(words), end);
    }

    /** What is pending, as the batch systems tell; what is written down of others is removed. */
    public Look pending() throws IOException, InterruptedException {
        List<Pending> workers = new ArrayList<>();
        List<BatchException> troubles = new ArrayList<>();
        for (Hire hire : spool.hires().list()) {
            try {
                requireOwn();
                List<Awaited> awaited = system(hire).pending(hire);
                if (awaited.isEmpty()) {
                    spool.hires().remove(hire);
                }
                awaited.forEach(a -> workers.add(new Pending(hire, a.task(), a.reason())));
            } catch (BatchException e) {
                troubles.add(e);
            }
        }
        return new Look(workers, troubles);
    }

    /** Else another user's settings would say what is run. */
    private void requireOwn() throws IOException, BatchException {
        try {
            spool.requireOwn();
        } catch (UnusableSpoolException e) {
            throw new BatchException(String.valueOf(e.getMessage()));
        }
    }

    private BatchSystem system(Hire hire) throws BatchException {
        return BatchSystem.of(spool, hire.via(), commands);
    }

    /**
     * Cancels workers that are pending, of the youngest requests first.
     *
     * @param most how many; a request whose batch system can only cancel all of it is left alone
     *     where these would be more
     */
    public Cancelled cancel(int most) throws IOException, InterruptedException {
        Look look = pending();
        List<BatchException> troubles = new ArrayList<>(look.troubles());
        List<Hire> hires = new ArrayList<>(spool.hires().list());
        Collections.reverse(hires);
        int cancelled = 0;
        for (Hire hire : hires) {
            List<String> tasks =
                    look.workers().stream()
                            .filter(worker -> worker.hire().equals(hire))
                            .map(Pending::task)
                            .toList();
            if (tasks.isEmpty() || cancelled >= most) {
                continue;
            }
            try {
                cancelled += cancel(hire, tasks, most - cancelled, troubles);
            } catch (BatchException e) {
                troubles.add(e);
            }
        }
        return new Cancelled(cancelled, troubles);
    }

    private int cancel(Hire hire, List<String> tasks, int most, List<BatchException> troubles)
            throws IOException, BatchException, InterruptedException {
        BatchSystem system = system(hire);
        if (tasks.size() > most && !system.cancelsSingly()) {
            return 0;
        }
        List<String> last = tasks.subList(Math.max(0, tasks.size() - most), tasks.size());
        Optional<BatchException> failure = system.cancel(hire, last);
        List<String> left = system.pending(hire).stream().map(Awaited::task).toList();
        if (left.isEmpty()) {
            spool.hires().remove(hire);
        }
        if (failure.isEmpty()) {
            return last.size();
        }
        int gone = (int) last.stream().filter(task -> !left.contains(task)).count();
        if (gone < last.size()) {
            troubles.add(failure.get());
        }
        return gone;
    }
}
