package org.fjd.story;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Consumer;
import org.fjd.job.Change;
import org.fjd.spool.Lookout;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;
import org.fjd.steer.Account;
import org.fjd.steer.Failure;
import org.fjd.steer.Retrier;
import org.fjd.steer.Steerer;
import org.fjd.steer.Steerer.Extent;
import org.fjd.upkeep.Archiver;
import org.fjd.upkeep.Restorer;

/** A command that a user gives: a process of its own. */
final class Command {

    /** What it is to do. */
    enum Deed {
        HOLD,
        RELEASE,
        PRIORITY,
        CANCEL,
        CANCEL_QUEUED,
        CANCEL_WITHOUT_WAITING,
        RETRY,
        ARCHIVE,
        RESTORE;

        /** Some more often, as they must meet jobs that are queued yet. */
        private static final List<Deed> ANY =
                List.of(
                        HOLD,
                        HOLD,
                        HOLD,
                        RELEASE,
                        RELEASE,
                        PRIORITY,
                        PRIORITY,
                        CANCEL,
                        CANCEL,
                        CANCEL_QUEUED,
                        CANCEL_WITHOUT_WAITING,
                        RETRY,
                        RETRY,
                        ARCHIVE,
                        ARCHIVE,
                        RESTORE);

        boolean isOfQueued() {
            return compareTo(RETRY) < 0;
        }

        boolean cancels() {
            return name().startsWith("CANCEL");
        }
    }

    private static final Duration NEVER = Duration.ofDays(10_000);

    private final Party self;
    private final Deed deed;
    private final Optional<String> job;
    private final Duration delay;
    private final Duration age;
    private final Consumer<String> teller;

    private Command(
            Party self,
            Deed deed,
            Optional<String> job,
            Duration delay,
            Duration age,
            Consumer<String> teller) {
        this.self = self;
        this.deed = deed;
        this.job = job;
        this.delay = delay;
        this.age = age;
        this.teller = teller;
    }

    /** Any command. */
    static Command any(Party self, Random random, Consumer<String> teller) {
        Deed deed = Deed.ANY.get(random.nextInt(Deed.ANY.size()));
        Duration delay = Duration.ofMillis(random.nextInt(deed.isOfQueued() ? 3000 : 15_000));
        String name = "user1-" + random.nextInt(2);
        Optional<String> job = random.nextBoolean() ? Optional.empty() : Optional.of(name);
        return new Command(self, deed, job, delay, Duration.ZERO, teller);
    }

    /** Releases all jobs. */
    static Command release(Party self, Consumer<String> teller) {
        return new Command(
                self, Deed.RELEASE, Optional.empty(), Duration.ZERO, Duration.ZERO, teller);
    }

    /** Packs nothing, but completes what others were kept from. */
    static Command settle(Party self, Consumer<String> teller) {
        return new Command(self, Deed.ARCHIVE, Optional.empty(), Duration.ZERO, NEVER, teller);
    }

    Deed deed() {
        return deed;
    }

    void run() {
        try {
            self.time().pause(delay);
            teller.accept(self + ": " + deed + job.map(name -> " " + name).orElse(""));
            teller.accept(self + " says: " + act(Spool.open(self.root(), self.time())));
        } catch (IOException e) {
            teller.accept(self + " says: " + e);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private String act(Spool spool) throws IOException, InterruptedException {
        switch (deed) {
            case ARCHIVE -> {
                Archiver.Order order = new Archiver.Order(age, Set.of(), true);
                return new Archiver(spool, self.machine()).pack(order).toString();
            }
            case RESTORE -> {
                return new Restorer(spool, self.machine(), wanted(spool).withNamesakes(), Set.of())
                        .restore()
                        .toString();
            }
            case RETRY -> {
                Retrier retrier = new Retrier(spool, self.machine(), () -> false);
                return retrier.retry(wanted(spool), Failure.ANY).toString();
            }
            default -> {
                try (Lookout lookout = spool.lookout()) {
                    return steer(
                                    new Steerer(spool, self.machine(), lookout, () -> false),
                                    wanted(spool))
                            .toString();
                }
            }
        }
    }

    private Account steer(Steerer steerer, Wanted wanted) throws IOException, InterruptedException {
        return switch (deed) {
            case HOLD -> steerer.change(wanted, hold(true));
            case RELEASE -> steerer.change(wanted, hold(false));
            case PRIORITY -> steerer.change(wanted, new Change(Optional.of(3), Optional.empty()));
            case CANCEL -> steerer.cancel(wanted, Extent.BOTH, true);
            case CANCEL_QUEUED -> steerer.cancel(wanted, Extent.QUEUED, true);
            case CANCEL_WITHOUT_WAITING -> steerer.cancel(wanted, Extent.BOTH, false);
            default -> throw new AssertionError(deed);
        };
    }

    private static Change hold(boolean hold) {
        return new Change(Optional.empty(), Optional.of(hold));
    }

    private Wanted wanted(Spool spool) throws IOException {
        return job.isEmpty() ? Wanted.ALL : Wanted.of(spool, List.of(job.get()));
    }
}
