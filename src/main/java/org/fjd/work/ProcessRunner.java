package org.fjd.work;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessTree;
import org.fjd.spool.Time;

/**
 * Starts jobs as processes of this machine. Their input is empty, and their output goes straight to
 * its files, never through this process: how much it is costs nothing, and a child that a job
 * leaves behind with its output open holds up nobody.
 */
final class ProcessRunner implements Runner {

    private static final String MECHANISM = "jdk.lang.Process.launchMechanism";
    private static final int FIRST_TO_WARN_OF_VFORK = 25;
    private static final Redirect NOTHING = Redirect.from(new File("/dev/null"));
    private static final Duration LAST_WAIT = Duration.ofSeconds(1);

    static {
        // Halves what it costs to start a process.
        if (System.getProperty(MECHANISM) == null
                && System.getProperty("os.name", "").equals("Linux")
                && Runtime.version().feature() < FIRST_TO_WARN_OF_VFORK) {
            System.setProperty(MECHANISM, "VFORK");
        }
    }

    private final Time time;

    ProcessRunner(Time time) {
        this.time = time;
    }

    @Override
    public Running start(Order order) throws CouldNotStart, IOException {
        List<String> argv = new ArrayList<>(order.command().argv(order.jobFile().toString()));
        String program = program(argv.get(0), order.workerDirectory());
        argv.set(0, program);
        if (order.nice() > 0) {
            argv = Niceness.raised(order, argv);
        }
        boolean oneOutput = order.stdout().equals(order.stderr());
        ProcessBuilder builder =
                new ProcessBuilder(argv)
                        .directory(order.directory().toFile())
                        .redirectInput(NOTHING)
                        .redirectOutput(Redirect.appendTo(order.stdout().toFile()))
                        .redirectErrorStream(oneOutput);
        if (!oneOutput) {
            builder.redirectError(Redirect.appendTo(order.stderr().toFile()));
        }
        builder.environment().putAll(order.environment());
        try {
            return new Started(builder.start(), order, time);
        } catch (IOException e) {
            Optional<String> fault = StartFault.of(order, program, e);
            if (fault.isPresent()) {
                throw new CouldNotStart(fault.get());
            }
            throw e;
        } catch (OutOfMemoryError e) {
            // For want of a thread the runtime may give up on a process that it has started.
            endForgotten(order);
            throw new IOException("too many processes or threads: " + e.getMessage(), e);
        }
    }

    private void endForgotten(Order order) {
        try {
            ProcessTree.ofRun(order.run(), order.spool(), time).end(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The system counts a relative path from where the program will run; jobs' don't. */
    private static String program(String word, Path workerDirectory) {
        return word.contains("/") ? workerDirectory.resolve(word).toString() : word;
    }

    private static final class Started implements Running {

        private final Process process;
        private final Order order;
        private final Time time;
        private Optional<ProcessTree> tree = Optional.empty();

        Started(Process process, Order order, Time time) {
            this.process = process;
            this.order = order;
            this.time = time;
        }

        @Override
        public long pid() {
            return process.pid();
        }

        @Override
        public boolean await(Duration longest) throws InterruptedException {
            return process.waitFor(longest.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public Exit exit() {
            return new Exit(process.exitValue());
        }

        @Override
        public synchronized boolean ask(Duration longest) throws InterruptedException {
            return tree().ask(longest) && await(LAST_WAIT);
        }

        @Override
        public synchronized boolean end(Duration grace) throws InterruptedException {
            return tree().end(grace) && await(LAST_WAIT);
        }

        /** One and the same, since it knows who was asked. */
        private ProcessTree tree() {
            if (tree.isEmpty()) {
                ProcessTree found = ProcessTree.ofRun(order.run(), order.spool(), time);
                Optional<String> start = Machine.here().startOf(pid());
                // Asked in this order: while it lives, its number and what was read are its own.
                if (start.isPresent() && process.isAlive()) {
                    found.with(pid(), start.get());
                }
                tree = Optional.of(found);
            }
            return tree.get();
        }
    }
}
