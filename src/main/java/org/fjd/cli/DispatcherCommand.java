package org.fjd.cli;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.fjd.dispatch.Dispatcher;
import org.fjd.spool.Lookout;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "dispatcher",
        mixinStandardHelpOptions = true,
        description = "Hands the jobs in jobqueue/ to idle workers, until all jobs have ended.",
        exitCodeList = {
            ExitCode.OK + ":Every job that ended meanwhile is in done/.",
            ExitCode.FAILED + ":Some of them are in failed/.",
            "130:It was ended by Ctrl-C. Workers and jobs go on."
        },
        footer = {"  dispatcher --forever", "  dispatcher --spool /home/me/fits"})
final class DispatcherCommand implements Callable<Integer> {

    private static final Duration LEAVES_WITHIN = Duration.ofSeconds(10);

    private final Console console;

    @Mixin private SpoolOption spool;

    @Option(names = "--forever", description = "Go on serving when all jobs have ended.")
    private boolean forever;

    DispatcherCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Spool opened = spool.openOrMake();
        AtomicBoolean interrupted = new AtomicBoolean();
        Set<String> before = opened.archive().failures();
        Shutdown shutdown = Shutdown.heldUpBy(() -> interrupted.set(true), LEAVES_WITHIN);
        try (Lookout lookout = opened.lookout()) {
            DispatcherConsole events = new DispatcherConsole(opened, console);
            Dispatcher dispatcher =
                    new Dispatcher(opened, Machine.here(), lookout.isHinted(), events);
            console.say("Dispatcher started.");
            opened.settings().warnings().forEach(console::complain);
            dispatcher.run(
                    lookout,
                    forever,
                    () -> {
                        events.refresh(dispatcher.queued());
                        return interrupted.get();
                    });
            dispatcher.leave();
            events.end();
            if (interrupted.get()) {
                console.say(
                        "Dispatcher stopped. Workers and jobs go on; start a dispatcher again to"
                                + " hand out what is queued.");
                return ExitCode.OK;
            }
        } finally {
            shutdown.ended();
        }
        console.say("No more jobs to dispatch.");
        Set<String> failures = opened.archive().failures();
        failures.removeAll(before);
        if (failures.isEmpty()) {
            return ExitCode.OK;
        }
        console.complain(
                "%s failed. See %s: each file ends with what happened."
                        .formatted(
                                Sayings.count(failures.size(), "job"), opened.archive().failed()));
        return ExitCode.FAILED;
    }
}
