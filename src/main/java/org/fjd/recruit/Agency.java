package org.fjd.recruit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.Durations;
import org.fjd.job.Labels;
import org.fjd.job.ShellWords;
import org.fjd.recruit.BatchSystem.Awaited;
import org.fjd.recruit.BatchSystem.Submitted;
import org.fjd.spool.Hire;
import org.fjd.spool.Hires.Traces;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.UnusableSpoolException;
import org.fjd.spool.WorkerRecord;

/**
 * Hires workers via batch systems. A request is written down in the spool for as long as some of
 * its workers have not come up. For one thread.
 */
public final class Agency {

    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final Duration STARTS_WITHIN = Duration.ofMinutes(10);
    private static final Duration KEPT = Duration.ofDays(1);
    private static final int AT_ONCE = 8;

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
     * Workers of a request that were started, as nothing tells otherwise, and have not come up.
     *
     * @param hire the request
     * @param workers how many
     * @param isLost whether that was too long ago for them to come up
     */
    public record Missing(Hire hire, int workers, boolean isLost) {}

    /**
     * Who was asked for and has not come up.
     *
     * @param workers those that have not been started, the oldest requests first
     * @param missing those that have been
     * @param troubles why no more can be told of other requests
     */
    public record Look(
            List<Pending> workers, List<Missing> missing, List<BatchException> troubles) {}

    /**
     * What became of pending workers that are not wanted any more.
     *
     * @param workers how many are cancelled
     * @param starting those that could not be, since they have been started
     * @param troubles what kept it from cancelling others
     */
    public record Cancelled(int workers, List<Missing> starting, List<BatchException> troubles) {

        /** Where nobody was to be cancelled. */
        public static final Cancelled NOBODY = new Cancelled(0, List.of(), List.of());
    }

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
     * Sees whether a batch system could be asked.
     *
     * @throws IllegalArgumentException if there is none of that name; the message says what to do
     * @throws BatchException if its section can't be used
     */
    public void require(String via) throws BatchException {
        Optional<String> why = BatchSystem.whyUnknown(spool, via);
        if (why.isPresent()) {
            throw new IllegalArgumentException(why.get());
        }
        BatchSystem.of(spool, via, commands);
    }

    /**
     * Asks for workers. They come when the batch system starts them.
     *
     * @throws BatchException if it is not willing to, or did not say so in time; the request is
     *     written down if it gave it a number
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
        spool.hires().expect(mark);
        Optional<Hire> hire = Optional.empty();
        try {
            Submitted submitted =
                    system.submit(count, command(system, wish, mark), logOf(mark), wish.options());
            hire =
                    submitted
                            .id()
                            .map(id -> new Hire(wish.via(), id, mark, count, here.user(), now));
            if (hire.isPresent()) {
                spool.hires().add(hire.get());
            }
            if (submitted.trouble().isPresent()) {
                throw submitted.trouble().get();
            }
            return hire.orElseThrow();
        } catch (BatchException e) {
            if (hire.isEmpty()) {
                spool.hires().forget(mark);
            }
            throw e;
        }
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

    /**
     * What has not come up, as the batch systems tell; requests of which nobody is awaited are
     * forgotten.
     *
     * @param workers who is on the roll, as it was before
     */
    public Look look(List<WorkerRecord> workers) throws IOException, InterruptedException {
        return look(workers, spool.hires().list());
    }

    /** As {@link #look(List)}, of one batch system only. */
    Look look(String via, List<WorkerRecord> workers) throws IOException, InterruptedException {
        List<Hire> hires =
                spool.hires().list().stream().filter(hire -> hire.via().equals(via)).toList();
        return look(workers, hires);
    }

    private Look look(List<WorkerRecord> workers, List<Hire> hires)
            throws IOException, InterruptedException {
        List<Pending> pending = new ArrayList<>();
        List<Missing> missing = new ArrayList<>();
        Map<String, BatchException> troubles = new LinkedHashMap<>();
        Map<Hire, Answer> answers = ask(hires);
        for (Hire hire : hires) {
            Optional<Answer> answer = Optional.ofNullable(answers.get(hire));
            Optional<BatchException> trouble = answer.flatMap(Answer::trouble);
            if (trouble.isPresent()) {
                troubles.putIfAbsent(trouble.get().reason(), trouble.get());
            } else {
                List<Awaited> awaited = answer.map(Answer::awaited).orElse(List.of());
                awaited.forEach(a -> pending.add(new Pending(hire, a.task(), a.reason())));
                settle(hire, awaited.size(), workers).ifPresent(missing::add);
            }
        }
        return new Look(pending, missing, List.copyOf(troubles.values()));
    }

    private record Answer(Hire hire, List<Awaited> awaited, Optional<BatchException> trouble) {}

    /** Those of which all have been started long ago are not asked for. */
    private Map<Hire, Answer> ask(List<Hire> hires) throws IOException, InterruptedException {
        Map<Hire, Answer> answers = new HashMap<>();
        List<Hire> asked = new ArrayList<>();
        for (Hire hire : hires) {
            if (!isOlderThan(STARTS_WITHIN, spool.hires().traces(hire))) {
                asked.add(hire);
            }
        }
        if (asked.isEmpty()) {
            return answers;
        }
        try {
            requireOwn();
            Everywhere.each(
                    asked,
                    AT_ONCE,
                    hire -> () -> answer(hire),
                    answer -> answers.put(answer.hire(), answer));
        } catch (BatchException e) {
            asked.forEach(hire -> answers.put(hire, new Answer(hire, List.of(), Optional.of(e))));
        }
        return answers;
    }

    private Answer answer(Hire hire) throws InterruptedException {
        try {
            return new Answer(hire, system(hire).pending(hire), Optional.empty());
        } catch (BatchException e) {
            return new Answer(hire, List.of(), Optional.of(e));
        }
    }

    /** Who of a request is neither pending nor known to have come up; forgets it if nobody is. */
    private Optional<Missing> settle(Hire hire, int pending, List<WorkerRecord> workers)
            throws IOException {
        Traces traces = spool.hires().traces(hire);
        Set<String> came = new HashSet<>(traces.came());
        for (WorkerRecord worker : workers) {
            if (worker.hire().equals(Optional.of(hire.mark()))) {
                came.add(worker.name());
            }
        }
        int missing = hire.count() - pending - traces.cancelled() - came.size();
        if (pending > 0) {
            if (traces.started().isPresent()) {
                spool.hires().notStarted(hire);
            }
        } else if (missing <= 0 || isOlderThan(KEPT, traces)) {
            spool.hires().remove(hire);
            return Optional.empty();
        } else if (traces.started().isEmpty()) {
            spool.hires().started(hire);
        }
        boolean isLost = pending == 0 && isOlderThan(STARTS_WITHIN, traces);
        return missing > 0 ? Optional.of(new Missing(hire, missing, isLost)) : Optional.empty();
    }

    private boolean isOlderThan(Duration age, Traces traces) {
        return traces.started()
                .filter(at -> at.isBefore(spool.tree().now().minus(age)))
                .isPresent();
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
        if (!spool.settings().knowsVia(hire.via())) {
            throw new BatchException(
                    "There is no section [via %s] in .fjd/fjd.conf any more, so nobody can ask what is pending there. Write it again; else 'fjd gc' forgets the request when it is a day old."
                            .formatted(hire.via()));
        }
        return BatchSystem.of(spool, hire.via(), commands);
    }

    /**
     * Cancels workers that are pending, of the youngest requests first.
     *
     * @param most how many; a request whose batch system can only cancel all of it is left alone
     *     where these would be more
     * @param workers who is on the roll, as it was before
     */
    public Cancelled cancel(int most, List<WorkerRecord> workers)
            throws IOException, InterruptedException {
        Look look = look(workers);
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
                cancelled += cancel(hire, tasks, most - cancelled, workers, troubles);
            } catch (BatchException e) {
                troubles.add(e);
            }
        }
        List<Missing> starting =
                look.missing().stream().filter(missing -> !missing.isLost()).toList();
        return new Cancelled(cancelled, starting, troubles);
    }

    private int cancel(
            Hire hire,
            List<String> tasks,
            int most,
            List<WorkerRecord> workers,
            List<BatchException> troubles)
            throws IOException, BatchException, InterruptedException {
        BatchSystem system = system(hire);
        if (tasks.size() > most && !system.cancelsSingly()) {
            return 0;
        }
        List<String> last = tasks.subList(Math.max(0, tasks.size() - most), tasks.size());
        Optional<BatchException> failure = system.cancel(hire, last);
        List<String> left = system.pending(hire).stream().map(Awaited::task).toList();
        List<String> gone =
                failure.isEmpty()
                        ? last
                        : last.stream().filter(task -> !left.contains(task)).toList();
        spool.hires().cancelled(hire, gone);
        settle(hire, left.size(), workers);
        if (gone.size() < last.size()) {
            failure.ifPresent(troubles::add);
        }
        return gone.size();
    }
}
