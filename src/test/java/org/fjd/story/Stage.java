package org.fjd.story;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Where strands, threads of which one goes on at a time, take turns in an order that a seed
 * decides. Its clock goes on by each step, and jumps where all sleep.
 */
final class Stage {

    /** Thrown in the strands of a party that was killed: none of its code may catch it. */
    static final class Killed extends Error {
        private static final long serialVersionUID = 1;

        Killed() {
            super(null, null, false, false);
        }
    }

    /** A story that does not come to rest. */
    static final class Endless extends Error {
        private static final long serialVersionUID = 1;

        Endless(String message) {
            super(message);
        }
    }

    private static final ExecutorService THREADS =
            Executors.newCachedThreadPool(
                    code -> {
                        Thread thread = new Thread(code, "strand");
                        thread.setDaemon(true);
                        return thread;
                    });

    private static final long STEP = 200_000;
    private static final long MOST_STEPS = 300_000;

    /** One thread of one party; without a party it is the story's own. */
    final class Strand {
        private final Optional<Party> party;
        private final Semaphore turn = new Semaphore(0);
        private long sleepsUntil;
        private boolean interrupted;

        private Strand(Optional<Party> party) {
            this.party = party;
        }

        private boolean isKilled() {
            return party.filter(Party::isDead).isPresent();
        }

        private boolean isReady() {
            return wakesAt() <= nanos && party.filter(p -> p.isHeldBack(this)).isEmpty();
        }

        private long wakesAt() {
            long sleep = interrupted ? 0 : sleepsUntil;
            return Math.max(sleep, party.map(Party::stoppedUntil).orElse(0L));
        }

        /** Wakes it up with an {@link InterruptedException}, if it sleeps. */
        void interrupt() {
            interrupted = true;
        }
    }

    private final Random order;
    private final int haste;
    private final List<Strand> strands = new ArrayList<>();
    private Strand current;
    private long nanos;
    private long steps;
    private boolean ended;
    private boolean closing;
    private @Nullable Throwable crash;

    /**
     * @param haste one step in so many gives the turn to somebody else
     */
    Stage(long seed, int haste) {
        this.order = new Random(seed);
        this.haste = haste;
        this.current = new Strand(Optional.empty());
        strands.add(current);
    }

    long nanos() {
        return nanos;
    }

    Strand current() {
        return current;
    }

    /** Has a party do something, in a strand of its own, from its next turn on. */
    Strand start(Party party, Runnable code) {
        Strand strand = new Strand(Optional.of(party));
        strands.add(strand);
        THREADS.execute(
                () -> {
                    strand.turn.acquireUninterruptibly();
                    try {
                        live(strand);
                        code.run();
                    } catch (Killed e) {
                        // its party is no more
                    } catch (Throwable e) {
                        crash = crash == null ? e : crash;
                    }
                    strands.remove(strand);
                    party.ended(strand);
                    pass(next());
                });
        return strand;
    }

    /** Before each step of a strand: others may come first. */
    void step() {
        Strand self = current;
        nanos += STEP;
        count(self);
        if (order.nextInt(haste) == 0) {
            giveWay(self);
        }
    }

    private void count(Strand self) {
        if (++steps > MOST_STEPS && self.party.isPresent()) {
            ended = true;
        }
        live(self);
    }

    /** Lets the others go on for that long. */
    void sleep(Duration duration) throws InterruptedException {
        Strand self = current;
        count(self);
        self.sleepsUntil = nanos + Math.max(0, duration.toNanos());
        giveWay(self);
        if (self.interrupted) {
            self.interrupted = false;
            throw new InterruptedException();
        }
    }

    /** Lets the others go on while the current party is stopped. */
    void giveWay() {
        giveWay(current);
    }

    private void giveWay(Strand self) {
        Strand next = next();
        if (next != self) {
            pass(next);
            self.turn.acquireUninterruptibly();
        }
        live(self);
    }

    private void live(Strand self) {
        if (self.party.isPresent()) {
            if (ended || self.isKilled()) {
                throw new Killed();
            }
        } else if (crash != null) {
            throw new AssertionError("a party crashed: " + crash, crash);
        } else if (ended) {
            throw new Endless("no rest after " + steps + " steps");
        }
    }

    /** Ends all strands, so that their threads can serve another story. */
    void close() {
        ended = true;
        closing = true;
        if (strands.size() > 1) {
            pass(strands.get(1));
            conductor().turn.acquireUninterruptibly();
        }
    }

    private Strand conductor() {
        return strands.get(0);
    }

    private void pass(Strand next) {
        current = next;
        next.turn.release();
    }

    private Strand next() {
        if (closing) {
            return strands.get(strands.size() - 1);
        }
        if (ended || crash != null) {
            return conductor();
        }
        for (Strand strand : strands) {
            if (strand.isKilled()) {
                return strand; // only to end
            }
        }
        List<Strand> ready = ready();
        if (ready.isEmpty()) {
            long earliest = strands.stream().mapToLong(Strand::wakesAt).min().orElseThrow();
            nanos = Math.max(nanos, earliest);
            ready = ready();
        }
        return ready.get(order.nextInt(ready.size()));
    }

    private List<Strand> ready() {
        List<Strand> ready = new ArrayList<>(strands.size());
        for (Strand strand : strands) {
            if (strand.isReady()) {
                ready.add(strand);
            }
        }
        return ready;
    }
}
