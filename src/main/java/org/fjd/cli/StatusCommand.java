package org.fjd.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.fjd.job.Quoting;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Spool;
import org.fjd.view.Dispatching;
import org.fjd.view.Job;
import org.fjd.view.Status;
import org.fjd.view.Survey;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        description = {
            "Shows how a spool is: how many jobs are queued and have ended, how fast they end and"
                    + " how long the rest will take, the workers, the dispatcher, and what is"
                    + " running with its progress.",
            "Of what is packed nothing is counted. For one job: fjd why"
        },
        footer = {"  fjd status --watch"})
final class StatusCommand implements Callable<Integer> {

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;

    @Option(
            names = {"-w", "--watch"},
            description = "Go on showing it, until q or Ctrl-C is pressed.")
    private boolean watch;

    @Option(names = "--json", description = "Print JSON, for programs.")
    private boolean json;

    StatusCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (watch && json) {
            throw usage("--watch is for people, and --json for programs.");
        }
        if (watch && !console.isTerminal()) {
            throw usage("--watch needs a terminal. Leave it away, and ask again now and then.");
        }
        Spool opened = spool.openForReading();
        opened.settings().warnings().forEach(console::complain);
        Survey survey = new Survey(opened, Machine.here());
        if (watch) {
            if (!StatusScreen.show(opened, survey, console.isColoured())) {
                throw usage(
                        "--watch needs a terminal that it can draw on and read keys from, and this is none (TERM is %s). Leave it away, and ask again now and then."
                                .formatted(
                                        Quoting.quoted(
                                                System.getenv().getOrDefault("TERM", "dumb"))));
            }
        } else if (json) {
            console.printJson(json(opened, survey.look()));
        } else {
            console.print(
                    StatusText.lines(
                            opened.root(),
                            survey.look(),
                            console.width(),
                            OptionalInt.empty(),
                            console.isColoured()));
        }
        return ExitCode.OK;
    }

    private static Map<String, Object> json(Spool opened, Status status) throws IOException {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("spool", opened.root().toString());
        told.put("at", status.at().toString());
        status.paused().ifPresent(note -> told.put("paused", note));
        told.put("queued", status.counts().queued());
        told.put("with_workers", status.inPods().size());
        told.put("done", status.counts().done());
        told.put("failed", status.counts().failed());
        told.put("jobs_per_second", status.rate());
        status.left().ifPresent(left -> told.put("seconds_left", left.toSeconds()));
        Map<String, Object> workers = new LinkedHashMap<>();
        workers.put("busy", status.workers().busy());
        workers.put("idle", status.workers().idle());
        workers.put("starting", status.workers().starting());
        workers.put("lost", status.workers().lost());
        workers.put("hosts", status.workers().hosts());
        told.put("workers", workers);
        status.dispatching()
                .holder()
                .ifPresent(holder -> told.put("dispatcher", json(holder, status.dispatching())));
        List<Map<String, Object>> jobs = status.inPods().stream().map(StatusCommand::json).toList();
        told.put("jobs", jobs);
        return told;
    }

    private static Map<String, Object> json(ProcessId holder, Dispatching dispatching) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("host", holder.host());
        told.put("pid", holder.pid());
        dispatching.trouble().ifPresent(trouble -> told.put("trouble", trouble.word()));
        return told;
    }

    private static Map<String, Object> json(Job job) {
        Map<String, Object> told = new LinkedHashMap<>();
        told.put("job", job.name().value());
        told.put("state", job.state().word());
        told.put("since", job.since().toString());
        job.progress().ifPresent(progress -> told.put("progress", progress));
        job.currentRun().ifPresent(run -> told.put("worker", run.worker()));
        job.worker().ifPresent(worker -> told.put("host", worker.process().host()));
        return told;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
