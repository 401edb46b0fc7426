package org.fjd.doctor;

import static org.fjd.doctor.Finding.good;
import static org.fjd.doctor.Finding.poor;
import static org.fjd.doctor.Finding.unfit;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.fjd.doctor.Diagnosis.Distance;
import org.fjd.doctor.Diagnosis.Offset;
import org.fjd.doctor.Diagnosis.Proposal;
import org.fjd.doctor.Finding.Check;
import org.fjd.spool.Scratch;
import org.fjd.spool.Spool;
import org.fjd.spool.Time;
import org.fjd.spool.Trouble;
import org.fjd.spool.UnusableSpoolException;

/**
 * Examines a spool as it is mounted here, in a directory of its own below {@code .fjd/tmp}; touches
 * no job. For one thread, but for {@link #stop}.
 */
public final class Doctor {

    /** Above that the loop that looks for silent workers is as good as blind. */
    private static final Duration UNUSABLY_SLOW = Duration.ofSeconds(2);

    /** As src/bench/operations counts them. */
    private static final int OPERATIONS_OF_A_JOB = 25;

    private static final Duration SLOW = Duration.ofMillis(50);
    private static final Duration ODD_CLOCK = Duration.ofSeconds(30);
    private static final Duration TICK = Duration.ofMillis(10);
    private static final int PROBE_BYTES = 4096;

    /** Makes the directory for trials. */
    interface Ground {
        Scratch open() throws IOException;
    }

    private final Spool spool;
    private final Ground ground;
    private final Time time;
    private final List<Finding> findings = new ArrayList<>();
    private Consumer<Finding> listener = finding -> {};
    private volatile boolean stopped;

    public Doctor(Spool spool) {
        this(spool, spool::scratch);
    }

    Doctor(Spool spool, Ground ground) {
        this.spool = spool;
        this.ground = ground;
        this.time = spool.time();
    }

    /** Has it end soon, and leave nothing behind. May be called by any thread. */
    public void stop() {
        stopped = true;
    }

    /**
     * Examines it, for some seconds; with other hosts for longer, one after the other.
     *
     * @param others shells on other hosts that share it
     * @param patience for how long another host may not answer
     * @param told of each finding at once
     * @return empty if it was stopped
     * @throws UnusableSpoolException if nothing can be written there
     */
    public Optional<Diagnosis> examine(
            List<FarShell> others, Duration patience, Consumer<Finding> told)
            throws IOException, InterruptedException {
        findings.clear();
        listener = told;
        Surroundings around = new Surroundings(spool);
        around.settings().ifPresent(this::tell);
        around.rights().forEach(this::tell);
        String type = around.type();
        boolean remote = around.isRemote();
        Optional<Mount> mount = around.mount();
        MountSense.of(type, remote, mount).forEach(this::tell);
        Room room = around.room();
        tell(Surroundings.judge(room));
        try (Scratch scratch = opened()) {
            Trials trials = new Trials(scratch, time, () -> stopped);
            attempt(Check.MOVES, trials::moves);
            attempt(Check.CREATION, trials::creation);
            attempt(Check.REPLACING, trials::replacing);
            attempt(Check.APPENDS, trials::appends);
            attempt(Check.DIRECTORIES, trials::directories);
            boolean hints = trials.hints();
            tell(judgeHints(hints, remote));
            Map<Operation, Spread> speed = trials.speed();
            tell(judge(speed));
            clock(scratch).ifPresent(this::tell);
            List<Distance> hosts = visits(scratch, others, patience);
            return stopped
                    ? Optional.empty()
                    : Optional.of(
                            new Diagnosis(
                                    findings,
                                    mount,
                                    type,
                                    remote,
                                    room,
                                    speed,
                                    hints,
                                    hosts,
                                    new Adviser(spool.settings(), remote)
                                            .propose(hints, speed, hosts)));
        }
    }

    /** Writes what is proposed into the settings, and nothing else. */
    public void set(List<Proposal> proposals) throws IOException {
        spool.set(proposals.stream().collect(Collectors.toMap(Proposal::key, Proposal::value)));
    }

    private void tell(Finding finding) {
        findings.add(finding);
        listener.accept(finding);
    }

    private Scratch opened() throws IOException {
        Scratch scratch;
        try {
            scratch = ground.open();
        } catch (IOException e) {
            throw unwritable(e);
        }
        try {
            scratch.create("probe", new byte[PROBE_BYTES]);
            return scratch;
        } catch (IOException e) {
            scratch.close();
            throw unwritable(e);
        }
    }

    private static UnusableSpoolException unwritable(IOException e) {
        return new UnusableSpoolException(
                "Nothing can be written to the spool: %s. Make room there, or get the right to write, and try again."
                        .formatted(Trouble.describe(e)));
    }

    private interface Trial {
        Finding run() throws IOException, InterruptedException;
    }

    private void attempt(Check check, Trial trial) throws InterruptedException {
        if (stopped) {
            return;
        }
        try {
            tell(trial.run());
        } catch (IOException e) {
            tell(
                    unfit(
                            check,
                            "An operation that fjd needs failed. " + Trouble.describe(e),
                            "Mend that, or use another file system."));
        }
    }

    private static Finding judgeHints(boolean hints, boolean remote) {
        if (hints) {
            return good(
                    Check.HINTS,
                    "Hints of the file system come for what is done on this host"
                            + (remote ? "; not for other hosts, as a rule." : "."));
        }
        return remote
                ? good(Check.HINTS, "No hints of the file system come; fjd looks by itself.")
                : poor(
                        Check.HINTS,
                        "No hints of the file system come, so fjd waits in vain for them and is"
                                + " late.",
                        "Set watch = false (fjd doctor --set).");
    }

    private static Finding judge(Map<Operation, Spread> speed) {
        Optional<Map.Entry<Operation, Spread>> slowest =
                speed.entrySet().stream()
                        .max(Map.Entry.comparingByValue((a, b) -> a.worst().compareTo(b.worst())));
        if (slowest.isEmpty()) {
            return good(Check.SPEED, "Nothing was measured.");
        }
        Duration ofJob =
                speed.values().stream()
                        .map(Spread::median)
                        .reduce(Duration.ZERO, Duration::plus)
                        .multipliedBy(OPERATIONS_OF_A_JOB)
                        .dividedBy(speed.size());
        String what =
                "The file system takes about %s for a job; the slowest operation took %s (%s)."
                        .formatted(
                                Words.of(ofJob),
                                Words.of(slowest.get().getValue().worst()),
                                slowest.get().getKey().word());
        if (slowest.get().getValue().worst().compareTo(UNUSABLY_SLOW) >= 0) {
            return poor(
                    Check.SPEED,
                    what
                            + " While it takes 2 s and longer, no worker of another host is called"
                            + " lost.",
                    "Find out what keeps the file server busy.");
        }
        return ofJob.dividedBy(OPERATIONS_OF_A_JOB).compareTo(SLOW) > 0
                ? poor(Check.SPEED, what, "Have jobs take some seconds or longer.")
                : good(Check.SPEED, what);
    }

    /** This host's clock, and that which stamps files. */
    private Optional<Finding> clock(Scratch scratch) throws IOException {
        Instant before = time.now();
        scratch.create("clock", new byte[1]);
        Instant after = time.now();
        return scratch.modified("clock")
                .map(
                        at ->
                                Offset.between(
                                        Duration.between(after, at),
                                        Duration.between(before, at).plus(grain(at))))
                .map(offset -> judge("The clock that stamps files is", offset));
    }

    /** By how much a stamp may be too old: kernels stamp by their last tick, some by the second. */
    private static Duration grain(Instant stamp) {
        return stamp.equals(stamp.truncatedTo(ChronoUnit.SECONDS)) ? Duration.ofSeconds(1) : TICK;
    }

    private static Finding judge(String whose, Offset offset) {
        if (offset.ahead().abs().compareTo(offset.inexact()) <= 0) {
            return good(
                    Check.CLOCK,
                    "%s the same as that of here, to within %s."
                            .formatted(
                                    whose, Words.of(offset.ahead().abs().plus(offset.inexact()))));
        }
        boolean isOdd = offset.ahead().abs().compareTo(ODD_CLOCK) > 0;
        return good(
                Check.CLOCK,
                "%s %s %s that of here, to within %s.%s"
                        .formatted(
                                whose,
                                Words.of(offset.ahead().abs()),
                                offset.ahead().isNegative() ? "behind" : "ahead of",
                                Words.of(offset.inexact()),
                                isOdd
                                        ? " fjd compares no clocks; what people read will look odd."
                                        : ""));
    }

    private List<Distance> visits(Scratch scratch, List<FarShell> others, Duration patience)
            throws IOException, InterruptedException {
        List<Distance> hosts = new ArrayList<>();
        for (FarShell far : others) {
            if (!stopped) {
                String directory = "host." + (others.indexOf(far) + 1);
                Visit visit =
                        new Visit(
                                scratch, directory, far, patience, time, () -> stopped, this::tell);
                visit.pay().ifPresent(hosts::add);
            }
        }
        for (Distance host : hosts) {
            host.clock()
                    .map(offset -> judge("The clock of " + host.host() + " is", offset))
                    .ifPresent(this::tell);
        }
        return hosts;
    }
}
