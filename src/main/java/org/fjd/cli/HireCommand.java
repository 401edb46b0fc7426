package org.fjd.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fjd.job.Labels;
import org.fjd.recruit.BatchLauncher.Wish;
import org.fjd.recruit.Host;
import org.fjd.recruit.Launcher;
import org.fjd.recruit.LocalLauncher;
import org.fjd.recruit.Recruiter;
import org.fjd.recruit.Ssh;
import org.fjd.recruit.SshLauncher;
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
            ExitCode.OK + ":All workers came up; with --via, the batch system took the request.",
            ExitCode.FAILED
                    + ":Some did not, or a host or the batch system refused; shown are its words, or"
                    + " the ends of the logs of those on this machine."
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
        Optional<Integer> count = via.name().isPresent() ? countVia() : countHere();
        Spool opened = spool.openOrMake();
        if (on.isGiven()) {
            List<Host> hosts = on.hosts(opened, console);
            return Remote.run(ssh -> hire(opened, count, onHosts(opened, hosts, labels, ssh)));
        }
        Launcher launcher =
                via.name().isPresent()
                        ? via.launcher(
                                opened,
                                new Wish(via.name().get(), labels, idleExit.duration(), options))
                        : new LocalLauncher(
                                opened, Machine.here(), Hiring.program(), labels, hiredOn.name());
        return hire(opened, count, List.of(launcher));
    }

    private int hire(Spool opened, Optional<Integer> count, List<? extends Launcher> launchers)
            throws IOException, InterruptedException {
        AtomicBoolean failed = new AtomicBoolean();
        new Recruiter(opened, Machine.here())
                .hire(
                        launchers,
                        count,
                        launched -> {
                            Hiring.tell(console, launched);
                            failed.compareAndSet(false, !launched.failures().isEmpty());
                        });
        return failed.get() ? ExitCode.FAILED : ExitCode.OK;
    }

    private List<SshLauncher> onHosts(Spool opened, List<Host> hosts, Labels labels, Ssh ssh) {
        try {
            return hosts.stream()
                    .map(
                            host ->
                                    new SshLauncher(
                                            opened,
                                            Hiring.bin(),
                                            ssh,
                                            host,
                                            labels,
                                            timeout.duration()))
                    .toList();
        } catch (IllegalArgumentException e) {
            throw usage(e.getMessage() + ".");
        }
    }

    private Optional<Integer> countHere() {
        Optional<Integer> count = given.map(this::number);
        if (!options.isEmpty() && via.behindDashes().isEmpty()) {
            throw usage(
                    "%s is one word too many: recruiter hire takes only N. Leave it out."
                            .formatted(Text.oneLine(options.get(0))));
        }
        if (!options.isEmpty() || idleExit.duration().isPresent()) {
            throw usage("Options behind '--' and --idle-exit are for workers hired --via.");
        }
        return count;
    }

    private Optional<Integer> countVia() {
        String name = via.name().orElseThrow();
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
        return Optional.of(number(words.get(0)));
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

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
