package org.fjd.cli;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a report shows.
 *
 * @param version of fjd
 * @param spool its path
 * @param host where the report was made
 * @param made when, by that host's clock
 * @param rows the jobs, in the order in which they are shown at first
 * @param workers those on the roll
 * @param groups failed jobs by what went wrong, the largest group first
 * @param badHosts hosts on which everything fails
 */
record Report(
        String version,
        String spool,
        String host,
        Instant made,
        List<Row> rows,
        List<Staff> workers,
        List<Group> groups,
        List<BadHost> badHosts) {

    /**
     * A run of a job: by which worker, how it ended, from when to when by the clock of its host.
     *
     * @param ended empty while it goes on
     */
    record Span(String worker, String state, Instant started, Optional<Instant> ended) {}

    /**
     * A job.
     *
     * @param worker that of the present run or, if there is none, of the last
     * @param started the start of that run, by the clock of its host
     * @param wall how long it took, in milliseconds
     * @param reason why it ended so, in a line
     * @param group which failure group it belongs to, from 1; 0 for none
     * @param runs those before that run
     */
    record Row(
            String name,
            String state,
            Optional<String> exit,
            Optional<String> host,
            Optional<String> worker,
            Optional<Instant> submitted,
            Optional<Instant> started,
            Optional<Instant> ended,
            Optional<Long> wall,
            Optional<String> reason,
            int group,
            Map<String, String> params,
            Map<String, String> values,
            List<Span> runs) {}

    /** A worker on the roll, and what it was doing. */
    record Staff(String worker, String host, Instant since, String state) {}

    /**
     * Jobs that failed in the same way.
     *
     * @param example the name of one, as it is written on a command line
     * @param mend what is to be mended before they are retried
     * @param retry the command that retries them
     * @param retries how many jobs it retries
     */
    record Group(
            int count,
            String state,
            Optional<String> exit,
            Optional<String> host,
            List<String> lines,
            String example,
            Optional<String> mend,
            String retry,
            int retries) {}

    record BadHost(String host, int failed) {}
}
