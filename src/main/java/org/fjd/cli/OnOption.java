package org.fjd.cli;

import java.io.IOException;
import java.util.List;
import org.fjd.recruit.Host;
import org.fjd.recruit.Hosts;
import org.fjd.spool.Spool;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code --on}. */
final class OnOption {

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--on",
            paramLabel = "HOST",
            split = ",",
            preprocessor = NoEmptyWord.class,
            description = {
                "On which hosts, by their names in hosts.conf, or 'all'.",
                "Several: --on node1,node2"
            })
    private List<String> names = List.of();

    boolean isGiven() {
        return !names.isEmpty();
    }

    /** As they were given, without repetitions. */
    List<String> names() {
        return names.stream().distinct().toList();
    }

    /** What {@code hosts.conf} says of them; of keys in it that are not known is told. */
    List<Host> hosts(Spool spool, Console console) throws IOException {
        return hosts(Hosts.read(spool), names(), spec, console);
    }

    static List<Host> hosts(Hosts hosts, List<String> names, CommandSpec spec, Console console) {
        hosts.warnings().forEach(console::complain);
        try {
            return hosts.named(names);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage() + ".", e);
        }
    }
}
