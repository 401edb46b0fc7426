package org.fjd.chaos;

import java.io.IOException;
import java.util.ArrayList;
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
        WORKER_KILLED(66),
        DISPATCHER_KILLED(6),
        SUBMITTER_KILLED(16),
        WORKER_STOPPED(10),
        DISPATCHER_STOPPED(1),
        SUBMITTER_STOPPED(1);

        final int weight;

        Mishap(int weight) {
            this.weight = weight;
        }
    }

    private static final double MEAN_PAUSE = 0.9;
    private static final int LONGEST_PAUSE = 4;
    private static final int MOST_STALLS = 3;
    private static final int SHORTEST_STALL = 15;
    private static final int LONGEST_STALL = 70;

    /** Somebody who is stopped until then. */
    private record Stall(long pid, Optional<String> worker, long end) {}

    private final Crew crew;
    private final Submitters submitters;
    private final Random chance;
    private final Map<Mishap, Integer> counts = new EnumMap<>(Mishap.class);
    private final Set<String> struck = new HashSet<>();
    private final List<Stall> stalls = new ArrayList<>();
    private int outlasted;
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

    /** How many stopped workers were struck off the roll before they woke. */
    int outlasted() {
        return outlasted;
    }

    /** The workers that were killed or stopped. */
    Set<String> struck() {
        return struck;
    }

    /** Wakes those whose time has come, and strikes if it is time. */
    void tend(List<Member> members, boolean mayStrike) throws IOException, InterruptedException {
        for (Stall stall : List.copyOf(stalls)) {
            if (stall.end() - System.nanoTime() <= 0) {
                wake(stall);
            }
        }
        if (mayStrike && next - System.nanoTime() <= 0) {
            strike(members);
            double pause = Math.min(LONGEST_PAUSE, -Math.log(1 - chance.nextDouble()) * MEAN_PAUSE);
            next = System.nanoTime() + (long) (pause * 1e9);
        }
    }

    void wakeAll() throws IOException, InterruptedException {
        for (Stall stall : List.copyOf(stalls)) {
            wake(stall);
        }
    }

    private void wake(Stall stall) throws IOException, InterruptedException {
        if (stall.worker().isPresent() && !crew.isOnTheRoll(stall.worker().get())) {
            outlasted++;
        }
        Proc.signal("CONT", stall.pid());
        stalls.remove(stall);
    }

    private void strike(List<Member> members) throws IOException, InterruptedException {
        Mishap mishap = any();
        boolean happened =
                switch (mishap) {
                    case WORKER_KILLED -> kill(members, Kind.WORKER);
                    case DISPATCHER_KILLED -> kill(members, Kind.DISPATCHER);
                    case SUBMITTER_KILLED -> killSubmitter();
                    case WORKER_STOPPED -> stop(members, Kind.WORKER);
                    case DISPATCHER_STOPPED -> stop(members, Kind.DISPATCHER);
                    case SUBMITTER_STOPPED -> stopSubmitter();
                };
        if (happened) {
            counts.merge(mishap, 1, Integer::sum);
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

    private boolean stop(List<Member> members, Kind kind) throws IOException, InterruptedException {
        Optional<Member> victim = anyAwake(members, kind);
        if (stalls.size() >= MOST_STALLS || victim.isEmpty()) {
            return false;
        }
        signal("STOP", victim.get());
        long pid = victim.get().process().pid();
        stalls.add(new Stall(pid, crew.nameOf(victim.get()), stallEnd()));
        return true;
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
        Optional<Long> victim = any(submitters.groups());
        if (victim.isPresent()) {
            stalls.removeIf(stall -> stall.pid() == -victim.get());
            submitters.kill(victim.get());
        }
        return victim.isPresent();
    }

    private boolean stopSubmitter() throws IOException, InterruptedException {
        Optional<Long> victim =
                any(submitters.groups().stream().filter(group -> !isStopped(-group)).toList());
        if (stalls.size() >= MOST_STALLS || victim.isEmpty() || !submitters.stop(victim.get())) {
            return false;
        }
        stalls.add(new Stall(-victim.get(), Optional.empty(), stallEnd()));
        return true;
    }

    private boolean isStopped(long pid) {
        return stalls.stream().anyMatch(stall -> stall.pid() == pid);
    }

    private long stallEnd() {
        int seconds = SHORTEST_STALL + chance.nextInt(LONGEST_STALL - SHORTEST_STALL);
        return System.nanoTime() + seconds * 1_000_000_000L;
    }

    private <T> Optional<T> any(List<T> choice) {
        return choice.isEmpty()
                ? Optional.empty()
                : Optional.of(choice.get(chance.nextInt(choice.size())));
    }
}
