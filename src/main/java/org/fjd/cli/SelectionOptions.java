package org.fjd.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.fjd.job.Durations;
import org.fjd.spool.Spool;
import org.fjd.spool.Wanted;
import org.fjd.view.Catalogue;
import org.fjd.view.JobState;
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
                    "Names of jobs, paths of their files, or patterns such as 'fit*' (default:"
                            + " all). A name means its namesakes too: job is also job~2.")
    private List<String> patterns = List.of();

    @Option(
            names = "--state",
            paramLabel = "STATE",
            split = ",",
            preprocessor = NoEmptyWord.class,
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
    Selection selection(Spool spool) throws IOException {
        return kind().named(Wanted.of(spool, patterns));
    }

    private Selection kind() {
        return new Selection(
                Wanted.ALL,
                states(),
                age("--since", since),
                age("--older-than", olderThan),
                worker);
    }

    /** The selection, but of these states if none is asked for. */
    Selection selection(Spool spool, Set<JobState> otherwise) throws IOException {
        Selection chosen = selection(spool);
        return states.isEmpty() ? chosen.ofStates(otherwise) : chosen;
    }

    boolean asksForStates() {
        return !states.isEmpty();
    }

    /**
     * Says which words mean no job, or if none of those that they mean is of the kind asked for,
     * and returns what to exit with.
     */
    int complain(Catalogue.Found found, Spool spool, Console console) {
        if (!found.missing().isEmpty()) {
            console.complain(Sayings.noSuchJob(found.missing(), spool));
            return ExitCode.UNKNOWN;
        }
        if (found.jobs().isEmpty() && !patterns.isEmpty()) {
            console.complain(Sayings.noSuchJob(patterns, "that is of the kind asked for"));
            return ExitCode.FAILED;
        }
        return ExitCode.OK;
    }

    private Set<JobState> states() {
        EnumSet<JobState> wanted = EnumSet.noneOf(JobState.class);
        for (String word : states) {
            wanted.add(
                    JobState.ofWord(word.strip())
                            .orElseThrow(
                                    () ->
                                            usage(
                                                    "--state %s: there is no such state. There are: %s."
                                                            .formatted(
                                                                    Text.oneLine(word),
                                                                    Arrays.stream(JobState.values())
                                                                            .map(JobState::word)
                                                                            .collect(
                                                                                    Collectors
                                                                                            .joining(
                                                                                                    ", "))))));
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
