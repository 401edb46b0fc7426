package org.fjd.cli;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fjd.job.Labels;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.work.Worker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        description = {
            "Is a worker, in the foreground, until 'recruiter fire' sends it home.",
            "On SIGTERM or Ctrl-C it ends its job, returns it to the queue, and leaves."
        })
final class WorkerCommand implements Callable<Integer> {

    /** Longer than a job has between SIGTERM and SIGKILL. */
    private static final Duration LEAVES_WITHIN = Duration.ofSeconds(30);

    private final Console console;

    @Mixin private SpoolOption spool;
    @Mixin private LabelOption label;
    @Mixin private HiredOnOption hiredOn;

    WorkerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Labels labels = label.labels();
        Optional<String> on = hiredOn.name();
        Spool opened = spool.openOrMake();
        try (Lookout lookout = opened.lookout()) {
            Worker worker =
                    Worker.enlist(
                            opened, Machine.here(), labels, on, lookout, line -> log(opened, line));
            Shutdown shutdown = Shutdown.heldUpBy(worker::leaveNow, LEAVES_WITHIN);
            try {
                log(opened, "worker " + worker.name() + " is at work on " + opened.root());
                worker.run();
                log(opened, "worker " + worker.name() + " has left");
            } finally {
                shutdown.ended();
            }
        }
        return ExitCode.OK;
    }

    private void log(Spool opened, String line) {
        console.say(opened.time().now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }
}
