package org.fjd.doctor;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of a spool as it is mounted here.
 *
 * @param findings in the order in which they were found
 * @param mount how it is mounted, where the system tells
 * @param type the type of its file system
 * @param remote whether that is known as one that other hosts may change
 * @param room how much fits
 * @param operations how long operations take
 * @param hints whether hints of the file system came of changes made here
 * @param hosts what was measured with other hosts, of those that answered
 * @param proposals which settings would suit it better
 */
public record Diagnosis(
        List<Finding> findings,
        Optional<Mount> mount,
        String type,
        boolean remote,
        Room room,
        Map<Operation, Spread> operations,
        boolean hints,
        List<Distance> hosts,
        List<Proposal> proposals) {

    /** Keeps copies. */
    public Diagnosis {
        findings = List.copyOf(findings);
        operations = Map.copyOf(operations);
        hosts = List.copyOf(hosts);
        proposals = List.copyOf(proposals);
    }

    /** Whether nothing was found that makes it unfit. */
    public boolean isFit() {
        return findings.stream().noneMatch(f -> f.verdict() == Finding.Verdict.UNFIT);
    }

    /**
     * What was measured with another host.
     *
     * @param host its name
     * @param news until it saw a new name made here, in its listing
     * @param newsBack until a new name made there was seen here
     * @param text until what it appended to a file was read here
     * @param hints whether a hint came of what it did
     * @param clock its clock and that of here
     */
    public record Distance(
            String host,
            Optional<Spread> news,
            Optional<Spread> newsBack,
            Optional<Spread> text,
            boolean hints,
            Optional<Offset> clock) {

        /** The longest that anything took to be seen on the other side. */
        Duration worst() {
            return List.of(news, newsBack, text).stream()
                    .flatMap(Optional::stream)
                    .map(Spread::worst)
                    .max(Duration::compareTo)
                    .orElse(Duration.ZERO);
        }
    }

    /**
     * By how much a clock is ahead of that of here.
     *
     * @param ahead negative if it is behind
     * @param inexact by how much that may be wrong, at most
     */
    public record Offset(Duration ahead, Duration inexact) {

        /** From the least and the most that it may be. */
        static Offset between(Duration least, Duration most) {
            Duration half = most.minus(least).dividedBy(2).abs();
            return new Offset(least.plus(most).dividedBy(2), half);
        }
    }

    /**
     * A better value of a setting.
     *
     * @param key its key in {@code [fjd]} of {@code .fjd/fjd.conf}
     * @param now what holds now; empty if the file system's type decides
     * @param value what it should be, as it is to be written
     * @param why in a sentence
     */
    public record Proposal(String key, Optional<String> now, String value, String why) {}
}
