package org.fjd.cli;

import java.time.Duration;
import java.util.Optional;
import org.fjd.job.Durations;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --idle-exit}. */
final class IdleExitOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--idle-exit",
            paramLabel = "DURATION",
            description = "A worker leaves when it had nothing to do for so long, such as 5m.")
    private Optional<String> text = Optional.empty();

    Optional<Duration> duration() {
        Optional<Duration> duration = text.flatMap(Durations::parse).filter(d -> !d.isZero());
        if (text.isPresent() && duration.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--idle-exit " + text.get() + " is not a duration: write 30s, 5m or 2h.");
        }
        return duration;
    }
}
