package org.fjd.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fjd.job.Labels;
import org.fjd.recruit.Agency.Wish;
import org.fjd.recruit.Host;
import org.fjd.recruit.LocalLauncher;
import org.fjd.recruit.Recruiter;
import org.fjd.recruit.Recruiter.Failure;
import org.fjd.recruit.Recruiter.Hired;
import org.fjd.recruit.RemoteRecruiter;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "hire",
        mixinStandardHelpOptions = true,
        description = {
            "Starts workers and waits until each has announced itself: on this machine, or on other"
                    + " hosts by ssh, of which hosts.conf in the spool's directory tells.",
            "They outlive the terminal; 'recruiter fire' sends them home.",
            "With --via, asks a batch system for them, which starts them in its time."
        },
        exitCodeList = {
            ExitCode.OK + ":All workers came up.",
            ExitCode.FAILED + ":Some did not; the ends of their logs are shown."
        },
        footer = {
            "  recruiter hire 4",
            "  recruiter --spool /home/me/fits hire",
            "  recruiter hire 4 --on node1,node2   four on each",
            "  recruiter hire --on all             as hosts.conf says",
            "  recruiter hire 8 --via slurm -- --time=2:00:00 --partition=long"
        })
final class HireCommand implements Callable<Integer> {

    private static final int MOST = 1000;

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private LabelOption label;
    @Mixin private OnOption on;
    @Mixin private TimeoutOption timeout;
    @Mixin private HiredOnOption hiredOn;
    @Mixin private ViaOption via;
    @Mixin private IdleExitOption idleExit;

    @Parameters(
            index = "0",
            paramLabel = "N",
            arity = "0..1",
            description =
                    "How many workers on each host (default: the number of its processors, or what"
                            + " hosts.conf says).")
    private Optional<Integer> given = Optional.empty();

    @Parameters(
            index = "1..*",
            paramLabel = "-- OPTION",
            arity = "0..*",
            description = "With --via, behind '--': options for the batch system's own command.")
    private List<String> options = List.of();

    HireCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        int count = given.orElse(Runtime.getRuntime().availableProcessors());
        if (count < 1 || count > MOST) {
            throw usage("N is " + count + ", but must be from 1 to " + MOST + ".");
        }
        Labels labels = label.labels();
        if (via.name().isPresent()) {
            if (given.isEmpty()) {
                throw usage("Say how many: recruiter hire 8 --via " + via.name().get() + ".");
            }
            if (on.isGiven()) {
                throw usage("--on is for hosts, and --via for a batch system.");
            }
            Wish wish = new Wish(via.name().get(), labels, idleExit.duration(), options);
            return new ViaHiring(console).hire(spool.openOrMake(), count, wish);
        }
        if (!options.isEmpty() || idleExit.duration().isPresent()) {
            throw usage("Options behind '--' and --idle-exit are for workers hired --via.");
        }
        Spool opened = spool.openOrMake();
        Path bin = Path.of(System.getProperty("fjd.home", ".")).resolve("bin");
        if (on.isGiven()) {
            List<Host> hosts = on.hosts(opened, console);
            return Remote.run(ssh -> hire(hosts, labels, new RemoteRecruiter(opened, bin, ssh)));
        }
        Hired hired =
                new Recruiter(opened, Machine.here())
                        .hire(count, new LocalLauncher(bin.resolve("fjd"), labels, hiredOn.name()));
        if (!hired.workers().isEmpty()) {
            console.say(hired(hired.workers().size(), hiredOn.name().orElse("localhost")));
        }
        for (Failure failure : hired.failures()) {
            console.complain("A worker did not come up. The end of " + failure.log() + ":");
            failure.tail().forEach(line -> console.complain("    " + line));
        }
        return hired.failures().isEmpty() ? ExitCode.OK : ExitCode.FAILED;
    }

    private int hire(List<Host> hosts, Labels labels, RemoteRecruiter recruiter) throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        try {
            recruiter.hire(
                    hosts,
                    given,
                    labels,
                    timeout.duration(),
                    answer -> {
                        if (answer.workers() > 0) {
                            console.say(hired(answer.workers(), answer.host().name()));
                        }
                        Remote.complain(console, answer.host(), answer.complaints());
                        failed.compareAndSet(false, !answer.complaints().isEmpty());
                    });
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage() + ".");
        }
        return failed.get() ? ExitCode.FAILED : ExitCode.OK;
    }

    private static String hired(int workers, String host) {
        return "Hired %s on %s.".formatted(Sayings.count(workers, "worker"), host);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
