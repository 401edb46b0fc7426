package org.fjd.cli;

import java.util.List;
import java.util.Optional;
import org.fjd.recruit.BatchLauncher;
import org.fjd.recruit.BatchLauncher.Wish;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --via}. */
final class ViaOption {

    private static final String DASHES = "--";

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--via",
            paramLabel = "NAME",
            description = {
                "The batch system that is asked for workers: slurm,",
                "or one of which .fjd/fjd.conf has a section [via NAME]."
            })
    private Optional<String> name = Optional.empty();

    Optional<String> name() {
        return name;
    }

    /** The words behind {@code --}, which are for the batch system's own command. */
    List<String> behindDashes() {
        List<String> all = spec.root().commandLine().getParseResult().originalArgs();
        int at = all.indexOf(DASHES);
        return at < 0 ? List.of() : all.subList(at + 1, all.size());
    }

    /**
     * The words before {@code --}.
     *
     * @param words all that are no options of fjd's
     * @param most how many there may be
     */
    List<String> beforeDashes(List<String> words, int most) {
        List<String> before = words.subList(0, words.size() - behindDashes().size());
        if (before.size() > most) {
            throw usage(
                    "%s is one word too many. Options for the batch system's own command go behind '--'."
                            .formatted(Text.oneLine(before.get(most))));
        }
        return before;
    }

    /** What asks it; refuses the name of one that is not there. */
    BatchLauncher launcher(Spool spool, Wish wish) {
        try {
            return new BatchLauncher(spool, Machine.here(), Hiring.program(), wish);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
