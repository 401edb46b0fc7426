package org.fjd.recruit;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.fjd.job.Durations;
import org.fjd.recruit.BatchLauncher.Wish;
import org.fjd.recruit.Launcher.Failure;
import org.fjd.recruit.WaitingList.Look;
import org.fjd.recruit.WaitingList.Missing;
import org.fjd.recruit.WaitingList.Pending;
import org.fjd.spool.Hire;
import org.fjd.spool.Liveness;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;

/**
 * Asks a batch system for as many workers as there are jobs that could run now, within bounds.
 * Those that have nothing to do leave by themselves. What it knows of earlier requests it sees in
 * the spool. For one thread.
 */
public final class Autoscaler {

    private static final Duration LONGEST_PACE = Duration.ofSeconds(10);
    private static final Duration SHORTEST_PACE = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(500);
    private static final Duration COMES_UP_WITHIN = Duration.ofSeconds(60);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofMinutes(10);
    private static final int MOST_FAILURES = 5;
    private static final int LOOKS_WHILE_IDLE = 3;
    private static final int SHOWN_LOGS = 3;

    /**
     * Within what the number of workers is kept.
     *
     * @param min so many are there at least, and do not leave when they are idle
     * @param max so many at most are there or asked for
     */
    public record Bounds(int min, int max) {}

    /** What an autoscaler has to tell. Called from its thread. */
    public interface Events {

        /** It asked for workers. */
        void asked(Hire hire);

        /**
         * A request failed.
         *
         * @param pause how long none is made; empty if it gives up
         */
        void failed(Failure why, Optional<Duration> pause);

        /**
         * Workers that were started never came up.
         *
         * @param logs where the workers of the request have printed something
         * @param pause how long no request is made; empty if it gives up
         */
        void died(Hire hire, int workers, List<Path> logs, Optional<Duration> pause);

        /** The spool could not be used; it is tried again. */
        void trouble(IOException why);
    }

    /** A request of which not all workers have come up. */
    private static final class Asked {
        final Hire hire;
        final boolean isOwn;
        final Set<String> enlisted = new HashSet<>();
        int dead;
        int missing;
        long missingSince;

        Asked(Hire hire, boolean isOwn) {
            this.hire = hire;
            this.isOwn = isOwn;
        }
    }

    private final Spool spool;
    private final BatchLauncher launcher;
    private final BatchLauncher ofThoseWhoStay;
    private final WaitingList waiting;
    private final Recruiter recruiter;
    private final Wish wish;
    private final Bounds bounds;
    private final Events events;
    private final Demand demand;
    private final Liveness liveness;
    private final Duration pace;
    private final List<Asked> asked = new ArrayList<>();
    private Optional<Duration> longestStay = Optional.empty();
    private boolean staysSeen;
    private int failures;
    private long notBefore;

    public Autoscaler(
            Spool spool,
            Machine here,
            BatchLauncher launcher,
            WaitingList waiting,
            Bounds bounds,
            Events events) {
        this.spool = spool;
        this.launcher = launcher;
        this.ofThoseWhoStay = launcher.ofThoseWhoStay();
        this.waiting = waiting;
        this.recruiter = new Recruiter(spool, here);
        this.wish = launcher.wish();
        this.bounds = bounds;
        this.events = events;
        this.demand = new Demand(spool);
        this.liveness = new Liveness(here, spool.settings().lease(), spool.time());
        this.notBefore = spool.time().nanos();
        // Who comes up is seen before it may be idle for too long.
        Duration third = wish.idleExit().orElse(LONGEST_PACE).dividedBy(LOOKS_WHILE_IDLE);
        Duration shorter = Durations.shorter(third, LONGEST_PACE);
        this.pace = shorter.compareTo(SHORTEST_PACE) < 0 ? SHORTEST_PACE : shorter;
    }

    /**
     * Looks and asks until told to stop, or until too many requests in a row have failed.
     *
     * @param stop asked twice a second
     * @return whether it gave up
     */
    public boolean run(BooleanSupplier stop) throws InterruptedException {
        while (!stop.getAsBoolean() && !hasGivenUp()) {
            try {
                tick();
            } catch (IOException e) {
                events.trouble(e);
            }
            long looked = spool.time().nanos();
            while (!stop.getAsBoolean()
                    && !hasGivenUp()
                    && spool.time().nanos() - looked < pace.toNanos()) {
                spool.time().pause(Durations.shorter(STEP, pace));
            }
        }
        return hasGivenUp();
    }

    boolean hasGivenUp() {
        return failures >= MOST_FAILURES;
    }

    /** One look, and what is to be asked for by it. */
    void tick() throws IOException, InterruptedException {
        List<WorkerRecord> living = living();
        Look look = waiting.look(wish.via(), living);
        if (!look.troubles().isEmpty()) {
            if (spool.time().nanos() - notBefore >= 0) {
                failed(look.troubles().get(0));
            }
            return;
        }
        int starting = judge(living, look);
        int own = (int) living.stream().filter(this::isOwn).count();
        ask(living, own, look.workers().size() + starting);
    }

    private List<WorkerRecord> living() throws IOException {
        List<WorkerRecord> enlisted = recruiter.list();
        liveness.look(Duration.ZERO); // not where the list could not be read
        List<WorkerRecord> living = new ArrayList<>();
        for (WorkerRecord worker : enlisted) {
            if (!liveness.isLost(worker.name(), worker.process(), worker.beat())) {
                living.add(worker);
            }
        }
        return living;
    }

    private boolean isOwn(WorkerRecord worker) {
        return worker.hire().filter(mark -> Hire.isOf(wish.via(), mark)).isPresent();
    }

    /**
     * Sees who came up.
     *
     * @return how many are started and not yet on the roll
     */
    private int judge(List<WorkerRecord> living, Look look) throws IOException {
        Set<Hire> waiting = look.workers().stream().map(Pending::hire).collect(Collectors.toSet());
        Map<Hire, Integer> missed = new HashMap<>();
        look.missing().forEach(missing -> missed.put(missing.hire(), missing.workers()));
        adopt(look);
        int starting = 0;
        for (Asked one : List.copyOf(asked)) {
            for (WorkerRecord worker : living) {
                boolean ofThis = worker.hire().equals(Optional.of(one.hire.mark()));
                if (ofThis && one.enlisted.add(worker.name())) {
                    failures = 0;
                    if (one.isOwn) {
                        noteStay(worker.timeLeft());
                    }
                }
            }
            int missing = missed.getOrDefault(one.hire, 0) - one.dead;
            if (missing > 0 && isMissedTooLong(one, missing)) {
                one.dead += missing;
                missing = 0;
                died(one);
            }
            if (!waiting.contains(one.hire) && !missed.containsKey(one.hire)) {
                asked.remove(one);
            }
            starting += Math.max(0, missing);
        }
        return starting;
    }

    /** Requests of others, and of its own kind before it, count as its own do. */
    private void adopt(Look look) {
        for (Missing missing : look.missing()) {
            Hire hire = missing.hire();
            if (!missing.isLost() && asked.stream().noneMatch(one -> one.hire.equals(hire))) {
                asked.add(new Asked(hire, false));
            }
        }
    }

    private boolean isMissedTooLong(Asked one, int missing) {
        long now = spool.time().nanos();
        if (missing != one.missing) {
            one.missing = missing;
            one.missingSince = now;
        }
        return now - one.missingSince > COMES_UP_WITHIN.toNanos();
    }

    /** What jobs are expected to take longer than that, no worker of this kind will run. */
    private void noteStay(Optional<Duration> left) {
        boolean longer =
                !staysSeen
                        || left.isEmpty()
                        || longestStay.filter(l -> l.compareTo(left.get()) < 0).isPresent();
        if (longer && !(staysSeen && longestStay.isEmpty())) {
            longestStay = left;
        }
        staysSeen = true;
    }

    private void ask(List<WorkerRecord> living, int own, int coming)
            throws IOException, InterruptedException {
        if (hasGivenUp() || spool.time().nanos() - notBefore < 0) {
            return;
        }
        int toStay = bounds.min() - own - coming;
        if (toStay > 0 && !hire(toStay, ofThoseWhoStay)) {
            return;
        }
        int there = own + coming + Math.max(0, toStay);
        int room = bounds.max() - there;
        if (room <= 0) {
            return;
        }
        List<WorkerRecord> idle =
                living.stream().filter(w -> !(w.activity() instanceof WorkerRecord.Busy)).toList();
        int expected = coming + Math.max(0, toStay);
        int unserved = demand.unserved(idle, wish.labels(), longestStay, expected + room);
        int lacking = Math.min(unserved - expected, room);
        if (lacking > 0) {
            hire(lacking, launcher);
        }
    }

    private boolean hire(int count, BatchLauncher kind) throws IOException, InterruptedException {
        try {
            Hire hire = kind.ask(count);
            asked.add(new Asked(hire, true));
            events.asked(hire);
            return true;
        } catch (BatchException e) {
            failed(e.failure());
            return false;
        }
    }

    private void failed(Failure why) {
        events.failed(why, pauseAfterFailure());
    }

    private void died(Asked one) throws IOException {
        List<Path> logs =
                spool.tree().list(spool.tree().at(".fjd/logs")).stream()
                        .filter(log -> isOf(one.hire, log.getFileName().toString()))
                        .sorted()
                        .limit(SHOWN_LOGS)
                        .toList();
        events.died(one.hire, one.dead, logs, pauseAfterFailure());
    }

    private static boolean isOf(Hire hire, String log) {
        return (".fjd/logs/" + log).startsWith(BatchLauncher.logOf(hire.mark()));
    }

    private Optional<Duration> pauseAfterFailure() {
        failures++;
        if (hasGivenUp()) {
            return Optional.empty();
        }
        Duration pause =
                Durations.shorter(FIRST_PAUSE.multipliedBy(1L << (failures - 1)), LONGEST_PAUSE);
        notBefore = spool.time().nanos() + pause.toNanos();
        return Optional.of(pause);
    }
}
