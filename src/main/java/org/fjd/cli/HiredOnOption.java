package org.fjd.cli;

import java.util.Optional;
import org.fjd.spool.HostName;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --hired-on}. */
final class HiredOnOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--hired-on",
            paramLabel = "NAME",
            description =
                    "Given by 'hire --on' to the hosts: what this one is called in hosts.conf.")
    private Optional<String> name = Optional.empty();

    Optional<String> name() {
        if (name.isPresent() && !HostName.isValid(name.get())) {
            throw new ParameterException(
                    spec.commandLine(), "--hired-on is for " + HostName.FORM + ".");
        }
        return name;
    }
}
