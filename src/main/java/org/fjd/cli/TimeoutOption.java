package org.fjd.cli;

import java.time.Duration;
import org.fjd.job.Durations;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --timeout} of one host. */
final class TimeoutOption {

    private static final String NAME = "--timeout";
    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofDays(1);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = NAME,
            paramLabel = "DURATION",
            defaultValue = "60s",
            description = "For how long a host may not answer (default: 60s).")
    private String timeout = "60s";

    boolean isGiven() {
        return spec.commandLine().getParseResult().hasMatchedOption(NAME);
    }

    Duration duration() {
        return Durations.parse(timeout)
                .filter(d -> d.compareTo(SHORTEST) >= 0 && d.compareTo(LONGEST) <= 0)
                .orElseThrow(
                        () ->
                                new ParameterException(
                                        spec.commandLine(),
                                        "--timeout %s is not a duration from 1s to 1d: write 30s or 5m."
                                                .formatted(timeout)));
    }
}
