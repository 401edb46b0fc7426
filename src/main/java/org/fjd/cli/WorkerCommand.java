package org.fjd.cli;

import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
    private static final long LEAVES_WITHIN_SECONDS = 30;

    private final Console console;

    @Mixin private SpoolOption spool;

    WorkerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        Spool opened = spool.open();
        CountDownLatch left = new CountDownLatch(1);
        try (Lookout lookout = opened.lookout()) {
            Worker worker =
                    Worker.enlist(opened, Machine.here(), lookout, line -> log(opened, line));
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () -> {
                                        worker.leaveNow();
                                        awaitQuietly(left);
                                    }));
            log(opened, "worker " + worker.name() + " is at work on " + opened.root());
            worker.run();
            log(opened, "worker " + worker.name() + " has left");
        } finally {
            left.countDown();
        }
        return ExitCode.OK;
    }

    private void log(Spool opened, String line) {
        console.say(opened.time().now().truncatedTo(ChronoUnit.SECONDS) + " " + line);
    }

    private static void awaitQuietly(CountDownLatch left) {
        try {
            left.await(LEAVES_WITHIN_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
