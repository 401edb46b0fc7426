package org.fjd.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.fjd.job.Durations;
import org.fjd.view.JobState;
import org.fjd.view.Names;
import org.fjd.view.Selection;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Which jobs a command is about. */
final class SelectionOptions {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Parameters(
            paramLabel = "NAME-PATTERN",
            arity = "0..*",
            description =
                    "Names of jobs, or globs such as 'fit*' (default: all). A name means its"
                            + " namesakes too: job is also job~2.")
    private List<String> patterns = List.of();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            description =
                    "Only jobs in these states: running, assigned, queued, held, failed,"
                            + " timed-out, cancelled, lost, rejected, done.")
    private List<String> states = List.of();

    @Option(
            names = "--since",
            paramLabel = "AGE",
            description =
                    "Only what was queued, started or ended at most so long ago: 30s, 2h, 1d.")
    private Optional<String> since = Optional.empty();

    @Option(
            names = "--older-than",
            paramLabel = "AGE",
            description = "Only what was queued, started or ended longer ago.")
    private Optional<String> olderThan = Optional.empty();

    @Option(
            names = "--worker",
            paramLabel = "WORKER",
            description = "Only jobs that this worker runs, or was the last to run.")
    private Optional<String> worker = Optional.empty();

    /** The selection. */
    Selection selection() {
        return new Selection(
                names(), states(), age("--since", since), age("--older-than", olderThan), worker);
    }

    /** The selection, but of these states if none is asked for. */
    Selection selection(Set<JobState> otherwise) {
        Selection chosen = selection();
        return new Selection(
                chosen.names(),
                states.isEmpty() ? otherwise : chosen.states(),
                chosen.since(),
                chosen.olderThan(),
                chosen.worker());
    }

    boolean asksForStates() {
        return !states.isEmpty();
    }

    Names names() {
        try {
            return Names.of(patterns);
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage() + ".");
        }
    }

    /** Whether more is asked for than names. */
    boolean isNarrowed() {
        return asksForStates() || since.isPresent() || olderThan.isPresent() || worker.isPresent();
    }

    /**
     * What to say where there is no such job; empty if no names are asked for.
     *
     * @param narrowed whether there may be jobs of these names that are not wanted
     */
    Optional<String> nothingNamed(Path where, boolean narrowed) {
        List<String> quoted = new ArrayList<>();
        for (String pattern : patterns) {
            quoted.add("'" + Text.oneLine(pattern) + "'");
        }
        return quoted.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        (narrowed
                                        ? "No job named %s at %s is of the kind asked for."
                                        : "No job named %s at %s.")
                                .formatted(String.join(", ", quoted), where));
    }

    private Set<JobState> states() {
        EnumSet<JobState> wanted = EnumSet.noneOf(JobState.class);
        for (String word : states) {
            wanted.add(
                    JobState.ofWord(word.strip())
                            .orElseThrow(
                                    () ->
                                            usage(
                                                    "--state %s: there is no such state."
                                                            .formatted(Text.oneLine(word)))));
        }
        return wanted;
    }

    private Optional<Duration> age(String option, Optional<String> text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Optional<Duration> age = Durations.parse(text.get());
        if (age.isEmpty()) {
            throw usage(
                    "%s %s is not an age: write 30s, 5m, 2h or 1d."
                            .formatted(option, Text.oneLine(text.get())));
        }
        return age;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
