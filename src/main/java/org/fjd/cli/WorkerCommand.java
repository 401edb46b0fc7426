package org.fjd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.fjd.spool.Hire;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;
import org.fjd.work.Terms;
import org.fjd.work.Worker;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

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

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private LabelOption label;
    @Mixin private HiredOnOption hiredOn;
    @Mixin private IdleExitOption idleExit;

    @Option(
            names = "--ends-at",
            paramLabel = "SECONDS",
            description =
                    "When its allocation ends, in seconds since 1970: it leaves half a minute before"
                            + " that. If it is empty, never.")
    private String endsAt = "";

    @Option(
            names = "--hire",
            paramLabel = "MARK",
            description = "The request by which it was hired, as the recruiter marks it.")
    private Optional<String> hire = Optional.empty();

    @Option(
            names = "--log",
            paramLabel = "FILE",
            description = "The file that it prints to, which is then named after it.")
    private Optional<Path> printed = Optional.empty();

    WorkerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (hire.filter(mark -> !Hire.isMark(mark)).isPresent()) {
            throw usage("--hire is for a mark of letters, digits, _ and -.");
        }
        Terms terms = new Terms(label.labels(), hiredOn.name(), hire, end(), idleExit.duration());
        Spool opened = spool.openOrMake();
        try (Lookout lookout = opened.lookout()) {
            Worker worker =
                    Worker.enlist(
                            opened, Machine.here(), terms, lookout, line -> log(opened, line));
            printed.ifPresent(log -> name(opened, log, worker));
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

    /** It works all the same under the old name. */
    private void name(Spool opened, Path log, Worker worker) {
        try {
            opened.logs().rename(log.toAbsolutePath(), worker.name());
        } catch (IOException e) {
            log(opened, Trouble.describe(e));
        }
    }

    private Optional<Instant> end() {
        if (endsAt.isBlank()) {
            return Optional.empty();
        }
        if (!endsAt.matches("\\d{1,10}")) {
            throw usage(
                    "--ends-at %s is no number of seconds. Write one, such as 1798761600."
                            .formatted(endsAt));
        }
        return Optional.of(Instant.ofEpochSecond(Long.parseLong(endsAt)));
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private void log(Spool opened, String line) {
        console.say(opened.time().now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }
}
