package org.fjd.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.fjd.doctor.Diagnosis;
import org.fjd.doctor.Doctor;
import org.fjd.doctor.FarShell;
import org.fjd.recruit.Host;
import org.fjd.recruit.Hosts;
import org.fjd.recruit.RemoteScript;
import org.fjd.recruit.Ssh;
import org.fjd.spool.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        mixinStandardHelpOptions = true,
        description = {
            "Checks for some seconds whether the file system keeps what fjd relies on, as it is"
                    + " mounted here and, with --with, by another host; says what that means, and"
                    + " proposes settings that suit it.",
            "Works in a directory of its own in .fjd/tmp, and touches no job."
        },
        exitCodeList = {
            ExitCode.OK + ":The spool is fit.",
            ExitCode.FAILED + ":Something makes it unfit, or a host could not be asked."
        },
        footer = {
            "  fjd doctor",
            "  fjd doctor --with node1,node2    see what these hosts see, by ssh",
            "  fjd doctor --with node1 --set"
        })
final class DoctorCommand implements Callable<Integer> {

    private static final Duration ENDS_WITHIN = Duration.ofSeconds(10);

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private TimeoutOption timeout;

    @Option(
            names = "--with",
            paramLabel = "HOST",
            split = ",",
            preprocessor = NoEmptyWord.class,
            description = {
                "Other hosts on which workers are to be: by their names in hosts.conf, or as ssh"
                        + " knows them; or 'all'.",
                "Several: --with node1,node2"
            })
    private List<String> names = List.of();

    @Option(
            names = "--set",
            description =
                    "Write what is proposed into .fjd/fjd.conf, and change nothing else there.")
    private boolean set;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    DoctorCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Spool opened = spool.openToCheck();
        if (set) {
            opened.requireSettable();
        }
        List<Host> hosts = names.isEmpty() ? List.of() : hosts(opened);
        Doctor doctor = new Doctor(opened);
        Shutdown shutdown = Shutdown.heldUpBy(doctor::stop, ENDS_WITHIN);
        try {
            return Remote.run(ssh -> examine(opened, doctor, hosts, ssh));
        } finally {
            shutdown.ended();
        }
    }

    private List<Host> hosts(Spool opened) throws IOException {
        Hosts conf = Hosts.read(opened);
        conf.warnings().forEach(console::complain);
        try {
            return conf.namedOrKnownToSsh(names.stream().distinct().toList());
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage() + ".");
        }
    }

    private int examine(Spool opened, Doctor doctor, List<Host> hosts, Ssh ssh)
            throws IOException, InterruptedException {
        RemoteScript remote = new RemoteScript(opened.root(), ssh, timeout.duration());
        List<FarShell> others =
                hosts.stream().map(host -> (FarShell) new Far(host, remote)).toList();
        Optional<Diagnosis> examined =
                doctor.examine(
                        others,
                        timeout.duration(),
                        finding -> {
                            if (!json) {
                                console.print(DoctorText.lines(finding));
                            }
                        });
        if (examined.isEmpty()) {
            return ExitCode.FAILED; // by Ctrl-C, of which the exit code tells
        }
        Diagnosis diagnosis = examined.get();
        boolean isSet = set && !diagnosis.proposals().isEmpty();
        if (isSet) {
            doctor.set(diagnosis.proposals());
        }
        if (json) {
            console.printJson(DoctorJson.of(opened, diagnosis, isSet));
        } else {
            console.print(DoctorText.lines(diagnosis, isSet));
            console.say(DoctorText.verdict(diagnosis, isSet));
        }
        return diagnosis.isFit() ? ExitCode.OK : ExitCode.FAILED;
    }

    /** A host of hosts.conf, or of ssh. */
    private record Far(Host target, RemoteScript remote) implements FarShell {

        @Override
        public String host() {
            return target.name();
        }

        @Override
        public List<String> run(String place, String script, Consumer<String> heard)
                throws InterruptedException {
            return remote.run(target, place, script, heard);
        }
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
