package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.dispatch.Dispatcher;
import org.fjd.dispatch.Heard;
import org.fjd.job.Change;
import org.fjd.job.History;
import org.fjd.job.Outcome;
import org.fjd.job.State;
import org.fjd.spool.FakeMachine;
import org.fjd.spool.Machine;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.Wanted;
import org.fjd.steer.Account;
import org.fjd.steer.Steered.Done;
import org.fjd.steer.Steerer;
import org.fjd.steer.Steerer.Extent;
import org.fjd.story.Stage.Killed;
import org.fjd.work.Staff;
import org.fjd.work.Staff.Fate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A mishap at each step of a command that changes or cancels jobs; then others go on. */
class SteererDeathTest {

    private static final String JOB = Spools.JOB + "\n[submitted]\nby = ann\nwhole = yes\n";
    private static final Duration PACE = Duration.ofSeconds(3);

    /** More than any command here takes. */
    private static final int MOST = 200;

    enum Mishap {
        DIES_BEFORE,
        DIES_WITHIN,
        DIES_AFTER,
        NO_SPACE,
        REPLY_LOST,
        /** It is taken for dead and its pod is taken away; then it goes on. */
        FENCED
    }

    private interface Deed {
        Account with(Steerer steerer, Spool spool) throws Exception;
    }

    private final TestTime time = new TestTime();

    /** Has the mishap happen at one change of the file system, and says whether it came to that. */
    private final class Unlucky implements SteppedFileSystem.Performer {
        private final Mishap mishap;
        private final int at;
        private final Spool spool;
        private int changes;
        private boolean armed;

        Unlucky(Mishap mishap, int at, Spool spool) {
            this.spool = spool;
            this.mishap = mishap;
            this.at = at;
        }

        boolean happened() {
            return changes >= at;
        }

        @Override
        public <T> T perform(
                Operation.Kind kind, Path path, Path target, SteppedFileSystem.Effect<T> effect)
                throws IOException {
            if (!armed || !kind.changes() || ++changes != at) {
                if (changes >= at && mishap.name().startsWith("DIES")) {
                    throw new Killed();
                }
                return effect.on(path, target);
            }
            switch (mishap) {
                case DIES_BEFORE -> throw new Killed();
                case DIES_WITHIN -> {
                    if (effect instanceof SteppedProvider.Writing writing) {
                        writing.half();
                    }
                    throw new Killed();
                }
                case DIES_AFTER -> {
                    effect.on(path, target);
                    throw new Killed();
                }
                case NO_SPACE ->
                        throw new FileSystemException(path.toString(), null, "No space left");
                case FENCED -> {
                    reap(spool);
                    return effect.on(path, target);
                }
                case REPLY_LOST -> {
                    effect.on(path, target);
                    throw new FileSystemException(path.toString(), null, "Input/output error");
                }
            }
            throw new AssertionError(mishap);
        }
    }

    /** A process of this machine that is dead as soon as anybody else looks. */
    private static Machine machine(long pid) {
        Machine here = Machine.here();
        return new FakeMachine(
                here.host(), here.identity(), "ann", pid, other -> Optional.of("before"));
    }

    /**
     * Plays the deed with a mishap at one step after the other, and checks what is left each time.
     */
    private void atEachStep(Mishap mishap, Deed deed, Check check) throws Exception {
        int at = 1;
        for (; at < MOST; at++) {
            Spool spool = Spools.inMemory(time);
            Spools.drop(spool, "a", JOB);
            Spools.drop(spool, "b", JOB);
            Unlucky unlucky = new Unlucky(mishap, at, spool);
            Path root =
                    new SteppedFileSystem(spool.root().getFileSystem(), unlucky).wrap(spool.root());
            Optional<Account> account = Optional.empty();
            try {
                Spool his = Spool.open(root, time);
                unlucky.armed = true;
                Steerer steerer = new Steerer(his, machine(4_711_000L), his.lookout(), () -> false);
                account = Optional.of(deed.with(steerer, his));
            } catch (Killed e) {
                // as it was to be
            }
            if (!unlucky.happened()) {
                assertThat(account.orElseThrow().isComplete()).isTrue();
                break;
            }
            check.after(spool, account);
        }
        assertThat(at).as("steps").isBetween(12, MOST - 1);
    }

    private interface Check {
        void after(Spool spool, Optional<Account> account) throws Exception;
    }

    /** Has a dispatcher reap what is left; a record that nobody can read lasts for a lease. */
    private void reap(Spool spool) throws IOException {
        Dispatcher dispatcher = new Dispatcher(spool, Machine.here(), true, new Heard());
        try {
            int more = 3;
            for (int i = 0; i < 60 && more > 0; i++) {
                time.pass(PACE);
                dispatcher.tick(PACE);
                more -= Spools.names(spool, ".fjd/workers").isEmpty() ? 1 : 0;
            }
            dispatcher.leave();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        assertThat(Spools.names(spool, ".fjd/workers")).isEmpty();
        assertThat(Spools.names(spool, ".fjd/morgue")).isEmpty();
        assertThat(Spools.names(spool, "jobpods")).isEmpty();
    }

    /** Has a worker and a dispatcher do what is queued. */
    private void work(Spool spool) throws Exception {
        time.pass(Duration.ofSeconds(1));
        Dispatcher dispatcher = new Dispatcher(spool, Machine.here(), true, new Heard());
        Staff staff =
                Staff.enlist(
                        spool,
                        Machine.here(),
                        (job, run) -> new Fate(Duration.ofMillis(5), 0),
                        line -> {});
        String worker = spool.roll().names().get(0);
        for (int i = 0; i < 30; i++) {
            boolean last = i == 29;
            time.atNextPause(
                    () -> {
                        try {
                            dispatcher.hint();
                            dispatcher.tick(PACE);
                            if (last) {
                                spool.requests().ask(worker, Leave.WHEN_DONE);
                            }
                        } catch (IOException | InterruptedException e) {
                            throw new AssertionError(e);
                        }
                    });
        }
        staff.run(heart -> new Thread(() -> {}));
    }

    /** The one file of a job, wherever it is. */
    private static Path only(Spool spool, String job) throws IOException {
        List<Path> found = new ArrayList<>();
        for (String directory : List.of("jobqueue", "retryqueue", "done", "failed")) {
            for (String name : Spools.names(spool, directory)) {
                Path file = spool.root().resolve(directory).resolve(name);
                if (name.startsWith(job) && Files.size(file) > 0) {
                    found.add(file);
                }
            }
        }
        assertThat(found).as("files of " + job + " in " + Spools.files(spool)).hasSize(1);
        assertThat(Files.readString(found.get(0))).startsWith(JOB);
        return found.get(0);
    }

    private static List<Outcome> results(Path file) throws IOException {
        History history = Spools.history(file);
        return history.outcomes().stream()
                .filter(outcome -> outcome.state() != State.LOST)
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void aChangedJobIsQueuedOnceAndEndsOnce(Mishap mishap) throws Exception {
        Change change = new Change(Optional.of(5), Optional.empty());
        atEachStep(
                mishap,
                (steerer, spool) -> steerer.change(Wanted.of(spool, List.of("a", "b")), change),
                (spool, account) -> {
                    reap(spool);
                    for (String job : List.of("a", "b")) {
                        Path file = only(spool, job);
                        assertThat(file.getParent().getFileName().toString()).endsWith("queue");
                        if (isSaid(account, job, Done.REPRIORITIZED)) {
                            assertThat(Spools.history(file).change().priority()).contains(5);
                        }
                    }
                    work(spool);
                    for (String job : List.of("a", "b")) {
                        Path file = only(spool, job);
                        assertThat(file.getParent().getFileName()).hasToString("done");
                        assertThat(results(file))
                                .extracting(Outcome::state)
                                .containsExactly(State.DONE);
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void aCancelledJobEndsOnce(Mishap mishap) throws Exception {
        atEachStep(
                mishap,
                (steerer, spool) ->
                        steerer.cancel(Wanted.of(spool, List.of("a", "b")), Extent.QUEUED, true),
                (spool, account) -> {
                    reap(spool);
                    for (String job : List.of("a", "b")) {
                        Path file = only(spool, job);
                        boolean failed = file.getParent().endsWith("failed");
                        assertThat(results(file)).hasSize(failed ? 1 : 0);
                        if (isSaid(account, job, Done.CANCELLED)) {
                            assertThat(failed).isTrue();
                        }
                    }
                    work(spool);
                    for (String job : List.of("a", "b")) {
                        assertThat(results(only(spool, job))).hasSize(1);
                    }
                });
    }

    private static boolean isSaid(Optional<Account> account, String job, Done done) {
        return account.stream()
                .flatMap(a -> a.jobs().stream())
                .anyMatch(s -> s.job().value().equals(job) && s.done() == done);
    }
}
