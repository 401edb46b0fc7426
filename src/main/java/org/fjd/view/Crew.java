package org.fjd.view;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.fjd.job.Claim;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;

/** The workers as one look at the roll found them. Immutable. */
final class Crew {

    /** Beats are five seconds apart; a file server may hang for a while. */
    static final Duration SILENT = Duration.ofSeconds(30);

    /** So much later than the last beat of a living worker it may be. */
    private static final Duration BEAT = Duration.ofSeconds(10);

    /** A worker, and when its record was written last. */
    private record Member(WorkerRecord record, Instant beat) {}

    private final Machine here;
    private final Duration lease;
    private final Map<String, Member> members;
    private final List<Run> idle;
    private final Instant now;

    private Crew(
            Machine here, Duration lease, Map<String, Member> members, List<Run> idle, Instant at) {
        this.here = here;
        this.lease = lease;
        this.members = members;
        this.idle = idle;
        this.now =
                serverTime(
                        at,
                        members.values().stream()
                                .filter(m -> isHere(m) && !isDead(m))
                                .map(Member::beat)
                                .max(Comparator.naturalOrder()));
    }

    static Crew of(Spool spool, Machine here) throws IOException {
        Map<String, Member> members = new HashMap<>();
        for (String name : spool.roll().names()) {
            Optional<WorkerRecord> record = spool.roll().read(name);
            Optional<Instant> beat = spool.roll().lastBeat(name);
            if (record.isPresent() && beat.isPresent()) {
                members.put(name, new Member(record.get(), beat.get()));
            }
        }
        return new Crew(
                here,
                spool.settings().lease(),
                members,
                spool.workerQueue().idle(),
                spool.time().now());
    }

    /**
     * The time by the clock that gives files theirs: this machine's, unless that can't be right.
     *
     * @param beat when a worker that lives here wrote last: a few seconds ago at most
     */
    static Instant serverTime(Instant here, Optional<Instant> beat) {
        return beat.filter(b -> here.isBefore(b) || here.isAfter(b.plus(BEAT))).orElse(here);
    }

    /** The time, to be compared with those of files. */
    Instant now() {
        return now;
    }

    /** How long ago a file was written, at least zero. */
    Duration age(Instant written) {
        Duration age = Duration.between(written, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    /** What is wrong with the worker that has a job; empty if nothing is. */
    Optional<Reason> trouble(String worker) {
        Member member = members.get(worker);
        if (member == null) {
            return Optional.of(new Reason.WorkerGone(worker));
        }
        String host = member.record().process().host();
        if (isDead(member)) {
            return Optional.of(
                    new Reason.WorkerDead(worker, host, member.record().process().pid()));
        }
        Duration silent = age(member.beat());
        return silent.compareTo(SILENT) > 0
                ? Optional.of(new Reason.WorkerSilent(worker, host, silent))
                : Optional.empty();
    }

    /** Whether there is nobody on the roll who lives and runs jobs. */
    boolean isEmpty() {
        return working().isEmpty();
    }

    /** How many are on the roll that will be struck off it. */
    int lost() {
        return (int) members.values().stream().filter(this::isLost).count();
    }

    /** How many do what. */
    Status.Workers tally() {
        Set<String> waiting = idle.stream().map(Run::worker).collect(Collectors.toSet());
        List<WorkerRecord> working = working().stream().map(Member::record).toList();
        int busy = 0;
        int atRest = 0;
        for (WorkerRecord worker : working) {
            if (worker.activity() instanceof WorkerRecord.Busy) {
                busy++;
            } else if (worker.activity() instanceof WorkerRecord.Idle
                    || waiting.contains(worker.name())) {
                atRest++; // its record may be a second old
            }
        }
        return new Status.Workers(
                busy,
                atRest,
                working.size() - busy - atRest,
                lost(),
                (int) working.stream().map(worker -> worker.process().host()).distinct().count());
    }

    /** All labels of those who work. */
    SortedSet<String> labels() {
        return working().stream()
                .flatMap(member -> member.record().labels().names().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that have what a claim requires, and the time, by their names. */
    Set<String> serving(Claim claim) {
        return working().stream()
                .filter(member -> claim.isServedBy(member.record().labels().names()))
                .filter(member -> claim.fitsInto(member.record().timeLeft()))
                .map(member -> member.record().name())
                .collect(Collectors.toSet());
    }

    /** The most time that anybody has left of those with the labels; empty if there are none. */
    Optional<Duration> mostTime(Claim claim) {
        return working().stream()
                .map(Member::record)
                .filter(record -> claim.isServedBy(record.labels().names()))
                .flatMap(record -> record.timeLeft().stream())
                .max(Comparator.naturalOrder());
    }

    /** How many pods of some workers wait for a job. */
    int idle(Set<String> workers) {
        return (int) idle.stream().filter(run -> workers.contains(run.worker())).count();
    }

    private List<Member> working() {
        List<Member> working = new ArrayList<>();
        for (Member member : members.values()) {
            boolean steering = member.record().activity() instanceof WorkerRecord.Steering;
            if (!steering && !isLost(member)) {
                working.add(member);
            }
        }
        return working;
    }

    private boolean isLost(Member member) {
        return isDead(member) || (!isHere(member) && age(member.beat()).compareTo(lease) > 0);
    }

    private boolean isHere(Member member) {
        return member.record().process().isOn(here);
    }

    private boolean isDead(Member member) {
        return member.record().process().isDead(here);
    }
}
