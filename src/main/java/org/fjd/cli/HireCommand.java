package org.fjd.cli;

import java.nio.file.Path;
import java.util.ArrayList;
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
    private Optional<String> given = Optional.empty();

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
        Labels labels = label.labels();
        if (via.name().isPresent()) {
            return hireVia(via.name().get(), labels);
        }
        Optional<Integer> number = given.map(this::number);
        int count = number.orElse(Runtime.getRuntime().availableProcessors());
        if (!options.isEmpty() && via.behindDashes().isEmpty()) {
            throw usage(
                    "%s is one word too many: recruiter hire takes only N. Leave it out."
                            .formatted(Text.oneLine(options.get(0))));
        }
        if (!options.isEmpty() || idleExit.duration().isPresent()) {
            throw usage("Options behind '--' and --idle-exit are for workers hired --via.");
        }
        Spool opened = spool.openOrMake();
        Path bin = Path.of(System.getProperty("fjd.home", ".")).resolve("bin");
        if (on.isGiven()) {
            List<Host> hosts = on.hosts(opened, console);
            return Remote.run(
                    ssh -> hire(hosts, number, labels, new RemoteRecruiter(opened, bin, ssh)));
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

    private int hireVia(String name, Labels labels) throws Exception {
        List<String> words = new ArrayList<>();
        given.ifPresent(words::add);
        words.addAll(options);
        List<String> behind = via.behindDashes();
        if (via.beforeDashes(words, 1).isEmpty()) {
            throw usage(
                    behind.isEmpty()
                            ? "Say how many: recruiter hire 8 --via " + name + "."
                            : "Say how many before the '--': recruiter hire 8 --via %s -- %s."
                                    .formatted(name, Text.oneLine(String.join(" ", behind))));
        }
        if (on.isGiven()) {
            throw usage("--on is for hosts, and --via for a batch system.");
        }
        if (timeout.isGiven()) {
            throw usage("--timeout is for hosts, not for --via %s.".formatted(name));
        }
        int count = number(words.get(0));
        Wish wish = new Wish(name, labels, idleExit.duration(), options);
        return new ViaHiring(console).hire(spool.openOrMake(), via, count, wish);
    }

    private int number(String word) {
        if (!word.matches("\\d{1,9}")) {
            throw usage("N %s is wrong. Write a whole number.".formatted(Text.oneLine(word)));
        }
        int count = Integer.parseInt(word);
        if (count < 1 || count > MOST) {
            throw usage("N is " + count + ", but must be from 1 to " + MOST + ".");
        }
        return count;
    }

    private int hire(
            List<Host> hosts, Optional<Integer> number, Labels labels, RemoteRecruiter recruiter)
            throws Exception {
        AtomicBoolean failed = new AtomicBoolean();
        try {
            recruiter.hire(
                    hosts,
                    number,
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
