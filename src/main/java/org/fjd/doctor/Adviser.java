package org.fjd.doctor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.doctor.Diagnosis.Distance;
import org.fjd.doctor.Diagnosis.Proposal;
import org.fjd.job.Durations;
import org.fjd.spool.Settings;

/** Proposes settings that suit what was measured, where those that hold do not. */
final class Adviser {

    /** A lease is that many times what may hold up the news of one beat. */
    private static final int DELAYS_IN_A_LEASE = 20;

    /** A file must not change for that many times what news of a change takes. */
    private static final int DELAYS_TO_SETTLE = 2;

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final Settings settings;
    private final boolean remote;

    /**
     * @param remote whether the file system is of a type on which hints are not relied on
     */
    Adviser(Settings settings, boolean remote) {
        this.settings = settings;
        this.remote = remote;
    }

    List<Proposal> propose(boolean hints, Map<Operation, Spread> operations, List<Distance> hosts) {
        List<Proposal> proposals = new ArrayList<>();
        watch(hints, hosts).ifPresent(proposals::add);
        lease(operations, hosts).ifPresent(proposals::add);
        settle(hosts).ifPresent(proposals::add);
        return proposals;
    }

    private Optional<Proposal> watch(boolean hints, List<Distance> hosts) {
        if (!settings.watch().orElse(!remote)) {
            return Optional.empty();
        }
        Optional<Distance> deaf = hosts.stream().filter(host -> !host.hints()).findFirst();
        if (hints && deaf.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(
                new Proposal(
                        "watch",
                        settings.watch().map(watch -> watch ? "true" : "false"),
                        "false",
                        deaf.map(
                                        host ->
                                                "No hint came of what %s did, so fjd must look by itself."
                                                        .formatted(host.host()))
                                .orElse(
                                        "No hint came of what was done here, so fjd must look by"
                                                + " itself.")));
    }

    private Optional<Proposal> lease(Map<Operation, Spread> operations, List<Distance> hosts) {
        Duration delay = worst(hosts);
        Duration operation =
                operations.values().stream()
                        .map(Spread::worst)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        Duration needed = delay.plus(operation).multipliedBy(DELAYS_IN_A_LEASE);
        if (needed.compareTo(settings.lease()) <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Proposal(
                        "lease",
                        Optional.of(Durations.exact(settings.lease())),
                        Durations.exact(
                                roundedUp(needed, needed.compareTo(MINUTE) < 0 ? SECOND : MINUTE)),
                        "News took up to %s and an operation up to %s; a worker is to be called lost only after %d times both together."
                                .formatted(
                                        Words.of(delay), Words.of(operation), DELAYS_IN_A_LEASE)));
    }

    private Optional<Proposal> settle(List<Distance> hosts) {
        Duration delay =
                hosts.stream()
                        .flatMap(host -> host.text().stream())
                        .map(Spread::worst)
                        .max(Duration::compareTo)
                        .orElse(Duration.ZERO);
        Duration needed = delay.multipliedBy(DELAYS_TO_SETTLE);
        if (needed.compareTo(settings.settle()) <= 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Proposal(
                        "settle",
                        Optional.of(Durations.exact(settings.settle())),
                        Durations.exact(roundedUp(needed, SECOND)),
                        "What another host wrote was read here after up to %s, so a file that is being written there may look settled for so long."
                                .formatted(Words.of(delay))));
    }

    private static Duration worst(List<Distance> hosts) {
        return hosts.stream().map(Distance::worst).max(Duration::compareTo).orElse(Duration.ZERO);
    }

    private static Duration roundedUp(Duration duration, Duration unit) {
        long units = duration.plus(unit).minusNanos(1).dividedBy(unit);
        return unit.multipliedBy(units);
    }
}
