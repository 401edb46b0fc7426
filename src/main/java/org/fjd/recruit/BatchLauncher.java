package org.fjd.recruit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.fjd.job.Durations;
import org.fjd.job.Labels;
import org.fjd.job.ShellWords;
import org.fjd.recruit.BatchSystem.Submitted;
import org.fjd.spool.Hire;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;

/**
 * Asks a batch system for workers. A request is written down in the spool for as long as some of
 * its workers have not come up; the {@link WaitingList} tells of them.
 */
public final class BatchLauncher implements Launcher {

    private static final AtomicReference<Instant> LAST = new AtomicReference<>(Instant.EPOCH);

    /**
     * Whom to ask, and for what workers.
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

    private final Spool spool;
    private final Machine here;
    private final Path program;
    private final Wish wish;
    private final Commands commands;

    /**
     * @param program the launcher script {@code fjd}, at the same path on all hosts
     * @throws IllegalArgumentException if there is no batch system of that name; the message says
     *     what to do
     */
    public BatchLauncher(Spool spool, Machine here, Path program, Wish wish) {
        this(spool, here, program, wish, LocalCommands.ofBatchSystems(spool));
    }

    BatchLauncher(Spool spool, Machine here, Path program, Wish wish, Commands commands) {
        this.spool = spool;
        this.here = here;
        this.program = program;
        this.wish = wish;
        this.commands = commands;
        Optional<String> why = BatchSystem.whyUnknown(spool, wish.via());
        if (why.isPresent()) {
            throw new IllegalArgumentException(why.get());
        }
    }

    /** One whose workers do not leave when they are idle. */
    BatchLauncher ofThoseWhoStay() {
        return new BatchLauncher(spool, here, program, wish.thatStays(), commands);
    }

    Wish wish() {
        return wish;
    }

    /** Why the batch system can't be asked, if its section can't be used. */
    public Optional<Failure> trouble() {
        try {
            system();
            return Optional.empty();
        } catch (BatchException e) {
            return Optional.of(e.failure());
        }
    }

    private BatchSystem system() throws BatchException {
        return BatchSystem.of(spool, wish.via(), commands);
    }

    /**
     * Asks for as many. They come when the batch system starts them.
     *
     * @throws IOException if the spool is not this user's, or can't be written to
     * @throws java.util.NoSuchElementException if it is not said how many
     */
    @Override
    public Launched launch(Optional<Integer> count) throws IOException, InterruptedException {
        try {
            Hire hire = ask(count.orElseThrow());
            return new Launched(wish.via(), hire.count(), Optional.of(hire), List.of());
        } catch (BatchException e) {
            return new Launched(wish.via(), 0, Optional.empty(), List.of(e.failure()));
        }
    }

    /**
     * The same.
     *
     * @throws BatchException if it is not willing to, or did not say so in time; the request is
     *     written down if it gave it a number. Also if that can't be
     * @throws IOException if the spool is not this user's, or can't be written to
     */
    Hire ask(int count) throws IOException, BatchException, InterruptedException {
        spool.requireOwn();
        BatchSystem system = system();
        Instant now = spool.time().now();
        String mark = Hire.markOf(wish.via(), here.pid(), unique(now));
        spool.hires().expect(mark);
        Optional<Hire> hire = Optional.empty();
        try {
            Submitted submitted =
                    system.submit(count, command(system, mark), logOf(mark), wish.options());
            hire =
                    submitted
                            .id()
                            .map(id -> new Hire(wish.via(), id, mark, count, here.user(), now));
            if (hire.isPresent()) {
                writeDown(hire.get(), submitted);
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

    /** If it can't be, who asked is to know its number, and not to ask on and on. */
    private void writeDown(Hire hire, Submitted submitted) throws BatchException {
        try {
            spool.hires().add(hire);
        } catch (IOException e) {
            throw new BatchException(
                    "The command 'submit' of [via %s] printed the number %s, which could not be written down: %s. Workers may come up nevertheless. What is not written down fjd can't cancel: do that by hand, and free space or mend .fjd/hires before you ask again."
                            .formatted(wish.via(), hire.id(), Trouble.describe(e)),
                    submitted.trouble().map(late -> late.failure().words()).orElse(List.of()));
        }
    }

    /** Two requests of this process never have the same instant, whatever the clock says. */
    private static Instant unique(Instant now) {
        Instant millis = now.truncatedTo(ChronoUnit.MILLIS); // as in marks
        return LAST.updateAndGet(last -> millis.isAfter(last) ? millis : last.plusMillis(1));
    }

    /** How the logs of a request's workers begin, from the spool, until they come up. */
    static String logOf(String mark) {
        return ".fjd/logs/hire-" + mark;
    }

    /** A line for sh that becomes a worker, whose log is renamed when it has a name. */
    private String command(BatchSystem system, String mark) {
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
}
