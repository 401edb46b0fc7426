package org.fjd.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fjd.job.Durations;
import org.fjd.recruit.Autoscaler;
import org.fjd.recruit.Autoscaler.Bounds;
import org.fjd.recruit.BatchLauncher;
import org.fjd.recruit.BatchLauncher.Wish;
import org.fjd.recruit.Launcher.Failure;
import org.fjd.recruit.WaitingList;
import org.fjd.spool.Hire;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Trouble;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "autoscale",
        mixinStandardHelpOptions = true,
        description = {
            "Asks a batch system for workers as jobs come, until Ctrl-C. Workers that have",
            "nothing to do leave by themselves."
        },
        exitCodeList = {
            ExitCode.FAILED + ":Five requests in a row failed, or the section can't be used.",
            "130:It was ended by Ctrl-C. Workers and jobs go on."
        },
        footer = {
            "  recruiter autoscale --via slurm --max 20",
            "  recruiter autoscale --via slurm --max 20 -- --time=4:00:00"
        })
final class AutoscaleCommand implements Callable<Integer> {

    private static final Duration LEAVES_WITHIN = Duration.ofSeconds(70);
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final int MOST = 1000;

    private final Console console;

    @Spec private CommandSpec spec;
    @Mixin private SpoolOption spool;
    @Mixin private LabelOption label;
    @Mixin private ViaOption via;
    @Mixin private IdleExitOption idleExit;

    @Option(
            names = "--min",
            paramLabel = "N",
            description = "So many workers are kept without jobs, too (default: 0).")
    private int min;

    @Option(
            names = "--max",
            paramLabel = "N",
            required = true,
            description = "So many workers it asks for at most.")
    private int max;

    @Parameters(
            paramLabel = "-- OPTION",
            arity = "0..*",
            description = "Behind '--': options for the batch system's own command.")
    private List<String> options = List.of();

    AutoscaleCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (min < 0 || max < 1 || min > max || max > MOST) {
            throw usage(
                    "--min %d and --max %d must be in order, from 0 to %d."
                            .formatted(min, max, MOST));
        }
        String name = via.name().orElseThrow(() -> usage("Say via what: --via slurm."));
        via.beforeDashes(options, 0);
        Duration idle = idleExit.duration().orElse(IDLE);
        Wish wish = new Wish(name, label.labels(), Optional.of(idle), options);
        Spool opened = spool.open();
        BatchLauncher launcher = via.launcher(opened, wish);
        Optional<Failure> unusable = launcher.trouble();
        if (unusable.isPresent()) {
            Hiring.complain(console, unusable.get());
            return ExitCode.FAILED;
        }
        AtomicBoolean interrupted = new AtomicBoolean();
        Shutdown shutdown = Shutdown.heldUpBy(() -> interrupted.set(true), LEAVES_WITHIN);
        boolean gaveUp;
        try {
            Autoscaler autoscaler =
                    new Autoscaler(
                            opened,
                            Machine.here(),
                            launcher,
                            new WaitingList(opened),
                            new Bounds(min, max),
                            new Told(opened));
            console.say("Autoscaling via %s, from %d to %d workers.".formatted(name, min, max));
            gaveUp = autoscaler.run(interrupted::get);
            if (!gaveUp) {
                console.say("Autoscaling stopped. Workers and jobs go on.");
            }
        } finally {
            shutdown.ended();
        }
        return gaveUp ? ExitCode.FAILED : ExitCode.OK;
    }

    private ParameterException usage(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private final class Told implements Autoscaler.Events {

        private final Spool spool;

        Told(Spool spool) {
            this.spool = spool;
        }

        @Override
        public void asked(Hire hire) {
            Hiring.asked(console, hire);
        }

        @Override
        public void failed(Failure why, Optional<Duration> pause) {
            Hiring.complain(console, why);
            goesOn(pause);
        }

        @Override
        public void died(Hire hire, int workers, List<Path> logs, Optional<Duration> pause) {
            console.complain(
                    "%s of job %s never came up, though %s started it."
                            .formatted(Sayings.count(workers, "worker"), hire.id(), hire.via()));
            logs.forEach(
                    log -> console.complain("What was printed is in " + Sayings.path(spool, log)));
            goesOn(pause);
        }

        @Override
        public void trouble(IOException why) {
            console.complain(Trouble.describe(why));
        }

        private void goesOn(Optional<Duration> pause) {
            console.complain(
                    pause.map(p -> "Nothing is asked for in the next " + Durations.format(p) + ".")
                            .orElse("That was the fifth time in a row, so autoscaling ends here."));
        }
    }
}
