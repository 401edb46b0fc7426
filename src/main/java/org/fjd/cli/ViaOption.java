package org.fjd.cli;

import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --via}. */
final class ViaOption {

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
}
