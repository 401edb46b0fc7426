package org.fjd.chaos;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.fjd.chaos.Crew.Kind;
import org.fjd.chaos.Crew.Member;

/** What happens to the processes, at random moments, and the record of whom it happened to. */
final class Mishaps {

    enum Mishap {
        WORKER_KILLED(60),
        DISPATCHER_KILLED(5),
        SUBMITTER_KILLED(13),
        WORKER_STOPPED(15),
        DISPATCHER_STOPPED(4),
        SUBMITTER_STOPPED(3);

        final int weight;

        Mishap(int weight) {
            this.weight = weight;
        }
    }

    private static final double MEAN_PAUSE = 0.6;
    private static final int LONGEST_PAUSE = 4;
    private static final int MOST_STALLS = 6;
    private static final int SHORTEST_STALL = 3;
    private static final int LONGEST_STALL = 45;
    private static final int FIRST_STALLS = 30;
    private static final Duration LEASE = Duration.ofSeconds(10);

    /** Since a stall takes its time, some come first: else in a short run none would be long. */
    private static final List<Mishap> FIRST = Collections.nCopies(4, Mishap.WORKER_STOPPED);

    /** Somebody who is stopped until then; a submitter as a group, of a negative number. */
    private record Stall(
            Mishap what,
            long pid,
            Optional<Site> site,
            Optional<String> worker,
            long begin,
            long end) {

        boolean isOver() {
            return end - System.nanoTime() <= 0;
        }
    }

    private final Crew crew;
    private final Submitters submitters;
    private final Random chance;
    private final Map<Mishap, Integer> counts = new EnumMap<>(Mishap.class);
    private final Set<String> struck = new HashSet<>();
    private final List<Stall> stalls = new ArrayList<>();
    private final Deque<Mishap> first = new ArrayDeque<>(FIRST);
    private int outlasted;
    private int struckOff;
    private long next;

    Mishaps(Crew crew, Submitters submitters, Random chance) {
        this.crew = crew;
        this.submitters = submitters;
        this.chance = chance;
        this.next = System.nanoTime();
    }

    int kills() {
        return count(Mishap.WORKER_KILLED)
                + count(Mishap.DISPATCHER_KILLED)
                + count(Mishap.SUBMITTER_KILLED);
    }

    int stalls() {
        return count(Mishap.WORKER_STOPPED)
                + count(Mishap.DISPATCHER_STOPPED)
                + count(Mishap.SUBMITTER_STOPPED);
    }

    int count(Mishap mishap) {
        return counts.getOrDefault(mishap, 0);
    }

    /** How many that were stopped woke after more than the lease. */
    int outlasted() {
        return outlasted;
    }

    /** How many stopped workers were struck off the roll before they woke. */
    int struckOff() {
        return struckOff;
    }

    boolean isOver() {
        return stalls.isEmpty();
    }

    /** The workers that were killed or stopped. */
    Set<String> struck() {
        return struck;
    }

    /** Wakes those whose time has come, and strikes if it is time. */
    void tend(List<Member> members, boolean mayStrike) throws IOException, InterruptedException {
        wake();
        if (mayStrike && next - System.nanoTime() <= 0) {
            strike(members);
            double pause = Math.min(LONGEST_PAUSE, -Math.log(1 - chance.nextDouble()) * MEAN_PAUSE);
            next = System.nanoTime() + (long) (pause * 1e9);
        }
    }

    /** Lets nobody be stopped for longer than so much from now. */
    void wakeWithin(Duration longest) {
        long latest = System.nanoTime() + longest.toNanos();
        stalls.replaceAll(
                s ->
                        new Stall(
                                s.what(),
                                s.pid(),
                                s.site(),
                                s.worker(),
                                s.begin(),
                                Math.min(s.end(), latest)));
    }

    /** Wakes those whose time has come. */
    void wake() throws IOException, InterruptedException {
        for (Stall stall : List.copyOf(stalls)) {
            if (stall.isOver()) {
                wake(stall);
            }
        }
    }

    private void wake(Stall stall) throws IOException, InterruptedException {
        if (System.nanoTime() - stall.begin() > LEASE.toNanos()) {
            outlasted++;
        }
        if (stall.worker().isPresent() && !crew.isOnTheRoll(stall.worker().get())) {
            struckOff++;
        }
        Proc.signal("CONT", stall.pid());
        stalls.remove(stall);
    }

    private void strike(List<Member> members) throws IOException, InterruptedException {
        Mishap mishap = first.isEmpty() ? any() : first.getFirst();
        boolean happened =
                switch (mishap) {
                    case WORKER_KILLED -> kill(members, Kind.WORKER);
                    case DISPATCHER_KILLED -> kill(members, Kind.DISPATCHER);
                    case SUBMITTER_KILLED -> killSubmitter();
                    case WORKER_STOPPED -> stop(mishap, leastStopped(members));
                    case DISPATCHER_STOPPED -> stop(mishap, members);
                    case SUBMITTER_STOPPED -> stopSubmitter();
                };
        if (happened) {
            counts.merge(mishap, 1, Integer::sum);
            first.pollFirst();
        }
    }

    private Mishap any() {
        int all = 0;
        for (Mishap mishap : Mishap.values()) {
            all += mishap.weight;
        }
        int left = chance.nextInt(all);
        for (Mishap mishap : Mishap.values()) {
            left -= mishap.weight;
            if (left < 0) {
                return mishap;
            }
        }
        throw new AssertionError(left);
    }

    private boolean kill(List<Member> members, Kind kind) throws IOException, InterruptedException {
        Optional<Member> victim = anyAwake(members, kind);
        if (victim.isPresent()) {
            signal("KILL", victim.get());
        }
        return victim.isPresent();
    }

    private boolean stop(Mishap mishap, List<Member> members)
            throws IOException, InterruptedException {
        boolean isDispatcher = mishap == Mishap.DISPATCHER_STOPPED;
        Optional<Member> victim = anyAwake(members, isDispatcher ? Kind.DISPATCHER : Kind.WORKER);
        boolean isEnough = isDispatcher && stalls.stream().anyMatch(s -> s.what() == mishap);
        if (stalls.size() >= MOST_STALLS || isEnough || victim.isEmpty()) {
            return false;
        }
        signal("STOP", victim.get());
        long pid = victim.get().process().pid();
        Optional<Site> site = Optional.of(victim.get().site());
        stalls.add(stall(mishap, pid, site, crew.nameOf(victim.get())));
        return true;
    }

    /**
     * The members of the machine on which the fewest are stopped: whoever reaps judges those on its
     * own machine by their process, and strikes only others off who are stopped.
     */
    private List<Member> leastStopped(List<Member> members) {
        return members.stream()
                .map(Member::site)
                .min(Comparator.comparingLong(this::stoppedAt))
                .map(site -> members.stream().filter(m -> m.site().equals(site)).toList())
                .orElse(List.of());
    }

    private long stoppedAt(Site site) {
        return stalls.stream().filter(s -> s.site().equals(Optional.of(site))).count();
    }

    /** Whoever is stopped stays so, or else few would ever be past the lease. */
    private Optional<Member> anyAwake(List<Member> members, Kind kind) {
        return any(
                members.stream()
                        .filter(member -> member.kind() == kind)
                        .filter(member -> member.process().isAlive())
                        .filter(member -> !isStopped(member.process().pid()))
                        .toList());
    }

    /** The name of a worker is asked for on both sides of its death: it may just be enlisting. */
    private void signal(String signal, Member victim) throws IOException, InterruptedException {
        crew.nameOf(victim).ifPresent(struck::add);
        Proc.signal(signal, victim.process().pid());
        crew.nameOf(victim).ifPresent(struck::add);
    }

    private boolean killSubmitter() throws IOException, InterruptedException {
        Optional<Long> victim = anySubmitterAwake();
        if (victim.isPresent()) {
            submitters.kill(victim.get());
        }
        return victim.isPresent();
    }

    private boolean stopSubmitter() throws IOException, InterruptedException {
        Optional<Long> victim = anySubmitterAwake();
        if (stalls.size() >= MOST_STALLS || victim.isEmpty() || !submitters.stop(victim.get())) {
            return false;
        }
        stalls.add(
                stall(Mishap.SUBMITTER_STOPPED, -victim.get(), Optional.empty(), Optional.empty()));
        return true;
    }

    private Optional<Long> anySubmitterAwake() {
        return any(submitters.groups().stream().filter(group -> !isStopped(-group)).toList());
    }

    private boolean isStopped(long pid) {
        return stalls.stream().anyMatch(stall -> stall.pid() == pid);
    }

    private Stall stall(Mishap what, long pid, Optional<Site> site, Optional<String> worker) {
        int seconds = SHORTEST_STALL + chance.nextInt(LONGEST_STALL - SHORTEST_STALL);
        long longest = Duration.ofSeconds(first.isEmpty() ? seconds : FIRST_STALLS).toNanos();
        long now = System.nanoTime();
        return new Stall(what, pid, site, worker, now, now + longest);
    }

    private <T> Optional<T> any(List<T> choice) {
        return choice.isEmpty()
                ? Optional.empty()
                : Optional.of(choice.get(chance.nextInt(choice.size())));
    }
}
