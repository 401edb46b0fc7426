package org.fjd.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.fjd.job.Durations;
import org.fjd.job.Quoting;
import org.fjd.recruit.Canceller;
import org.fjd.recruit.Canceller.Cancelled;
import org.fjd.recruit.Recruiter;
import org.fjd.recruit.Recruiter.Fired;
import org.fjd.recruit.WaitingList;
import org.fjd.recruit.WaitingList.Missing;
import org.fjd.spool.HostName;
import org.fjd.spool.Machine;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.WorkerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "fire",
        mixinStandardHelpOptions = true,
        description = {
            "Sends workers home, wherever they run: each finishes its present job and leaves.",
            "Those that a batch system has not started yet are cancelled first.",
            "Returns when they are gone."
        },
        exitCodeList = {
            ExitCode.OK + ":They are gone, or give no sign of life.",
            ExitCode.FAILED
                    + ":Some are still there after --wait, or there were fewer, or some are being"
                    + " started by a batch system, or it did not cancel those that it has not."
        },
        footer = {
            "  recruiter fire                 all, each after its job",
            "  recruiter fire 2               two, idle ones first",
            "  recruiter fire --now           all, and their jobs are queued again",
            "  recruiter fire --wait 10m      for ten minutes at most",
            "  recruiter fire --on node1      all that are there",
            "  recruiter fire 1 --on all      one on each host"
        })
final class FireCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private OnOption on;

    @Parameters(
            paramLabel = "N|WORKER",
            arity = "0..*",
            description = "How many workers, idle ones first; or which (default: all).")
    private List<String> whom = List.of();

    @Option(
            names = "--now",
            description =
                    "End the running jobs and return them to the queue, not counting the attempt.")
    private boolean now;

    @Option(
            names = "--wait",
            paramLabel = "DURATION",
            description =
                    "How long to wait for them, such as 30s or 5m (default: until they are gone).")
    private Optional<String> wait = Optional.empty();

    FireCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Optional<Duration> longest = Optional.empty();
        if (wait.isPresent()) {
            longest = Durations.parse(wait.get());
            if (longest.isEmpty()) {
                throw usage("--wait " + wait.get() + " is not a duration: write 30s, 5m or 2h.");
            }
        }
        Spool opened = spool.open();
        Recruiter recruiter = new Recruiter(opened, Machine.here());
        Optional<Integer> most = number();
        boolean any = (whom.isEmpty() || most.isPresent()) && !on.isGiven();
        Cancelled cancelled =
                any
                        ? cancel(opened, most.orElse(Integer.MAX_VALUE), recruiter.list())
                        : Cancelled.NOBODY;
        Optional<Integer> wanted = most.map(n -> n - cancelled.workers());
        List<String> missing = new ArrayList<>();
        List<WorkerRecord> chosen =
                on.isGiven()
                        ? chooseOnHosts(recruiter.list(), wanted, missing)
                        : choose(recruiter.list(), wanted, missing);
        Fired fired = recruiter.fire(chosen, now ? Leave.NOW : Leave.WHEN_DONE, longest);
        if (cancelled.workers() == 0 || !chosen.isEmpty()) {
            console.say("Fired %s.".formatted(Sayings.count(fired.gone().size(), "worker")));
        }
        for (String worker : fired.lost()) {
            console.complain(
                    worker
                            + " gives no sign of life. A dispatcher will strike it off the roll and"
                            + " queue its job again.");
        }
        for (WorkerRecord worker : fired.busy()) {
            console.complain(
                    "%s is still %s. It leaves after that; 'recruiter fire --now' does not wait."
                            .formatted(
                                    worker.name(),
                                    Sayings.activity(worker.activity(), opened.time().now())));
        }
        missing.forEach(console::complain);
        boolean moreWanted = most.isEmpty() || !missing.isEmpty();
        List<Missing> starting = moreWanted ? cancelled.starting() : List.of();
        starting.forEach(
                one ->
                        console.complain(
                                "%s of %s %s may come up yet: 'recruiter list' shows them, then fire again."
                                        .formatted(
                                                Sayings.count(one.workers(), "worker"),
                                                one.hire().via(),
                                                one.hire().id())));
        boolean allGone =
                fired.busy().isEmpty()
                        && missing.isEmpty()
                        && starting.isEmpty()
                        && cancelled.troubles().isEmpty();
        return allGone ? ExitCode.OK : ExitCode.FAILED;
    }

    private Cancelled cancel(Spool opened, int most, List<WorkerRecord> workers)
            throws IOException, InterruptedException {
        Cancelled cancelled = new Canceller(opened, new WaitingList(opened)).cancel(most, workers);
        cancelled.troubles().forEach(trouble -> Hiring.complain(console, trouble));
        if (cancelled.workers() > 0) {
            console.say(
                    "Cancelled %s not yet started."
                            .formatted(Sayings.count(cancelled.workers(), "worker")));
        }
        return cancelled;
    }

    private Optional<Integer> number() {
        return whom.size() == 1 && whom.get(0).matches("\\d{1,9}")
                ? Optional.of(Integer.valueOf(whom.get(0)))
                : Optional.empty();
    }

    private List<WorkerRecord> choose(
            List<WorkerRecord> workers, Optional<Integer> wanted, List<String> missing) {
        if (whom.isEmpty()) {
            return workers;
        }
        if (wanted.isPresent()) {
            return choose(workers, wanted.get(), "here", missing);
        }
        List<WorkerRecord> chosen = new ArrayList<>();
        for (String name : whom) {
            chosen.add(
                    workers.stream()
                            .filter(worker -> worker.name().equals(name))
                            .findFirst()
                            .orElseThrow(
                                    () ->
                                            usage(
                                                    "There is no worker %s here. 'recruiter list' names them."
                                                            .formatted(name))));
        }
        return chosen;
    }

    /** By what the roll says of each, so that a host need not answer. */
    private List<WorkerRecord> chooseOnHosts(
            List<WorkerRecord> workers, Optional<Integer> wanted, List<String> missing) {
        if (!whom.isEmpty() && wanted.isEmpty()) {
            throw usage("Name workers, or hosts with --on, not both.");
        }
        Map<String, List<WorkerRecord>> byHost =
                workers.stream()
                        .collect(
                                Collectors.groupingBy(
                                        WorkerRecord::hostName, TreeMap::new, Collectors.toList()));
        Set<String> names = new TreeSet<>(on.names());
        if (names.remove(HostName.ALL)) {
            names.addAll(byHost.keySet());
        }
        List<WorkerRecord> chosen = new ArrayList<>();
        for (String name : names) {
            List<WorkerRecord> there = byHost.getOrDefault(name, List.of());
            if (there.isEmpty()) {
                missing.add(
                        "There were no workers on %s%s"
                                .formatted(
                                        Quoting.quoted(name),
                                        byHost.isEmpty()
                                                ? "."
                                                : ", but on: "
                                                        + String.join(", ", byHost.keySet())));
            } else if (wanted.isPresent()) {
                chosen.addAll(choose(there, wanted.get(), "on " + name, missing));
            } else {
                chosen.addAll(there);
            }
        }
        return chosen;
    }

    private static List<WorkerRecord> choose(
            List<WorkerRecord> workers, int count, String where, List<String> missing) {
        if (workers.size() < count) {
            missing.add(
                    "There were only %s %s, not %d."
                            .formatted(Sayings.count(workers.size(), "worker"), where, count));
        }
        return Recruiter.choose(workers, count);
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
