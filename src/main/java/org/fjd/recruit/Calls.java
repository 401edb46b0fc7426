package org.fjd.recruit;

import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Programs that are called for what they do elsewhere and what they say. Thread-safe. */
final class Calls {

    private static final int MOST_BYTES = 1 << 20;
    private static final int LONGEST_LINE = 1000;
    private static final String MORE = "(and more)";
    private static final Duration TO_END = Duration.ofSeconds(2);

    private final Set<Process> running = ConcurrentHashMap.newKeySet();
    private volatile boolean over;

    /**
     * How a call ended.
     *
     * @param exit its exit code
     * @param late whether it was ended because its time was over
     * @param out the lines it printed, without white space at their ends; of more than 1 MiB the
     *     first ones
     * @param err the same of its standard error
     */
    record Said(int exit, boolean late, List<String> out, List<String> err) {}

    /**
     * Calls a program, which reads nothing.
     *
     * @param longest after what time it is ended; if empty, never
     * @throws IOException if it can't be started
     */
    Said call(List<String> command, Optional<Duration> longest)
            throws IOException, InterruptedException {
        return call(command, longest, line -> {});
    }

    /**
     * As {@link #call(List, Optional)}.
     *
     * @param heard is told each line that it prints, at once, in a thread of its own
     */
    Said call(List<String> command, Optional<Duration> longest, Consumer<String> heard)
            throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(command)
                        .redirectInput(Redirect.from(new File("/dev/null")))
                        .start();
        running.add(process);
        try {
            if (over) {
                end(process); // it began while all were ended
            }
            Listener out = new Listener(process.getInputStream(), heard);
            Listener err = new Listener(process.getErrorStream(), line -> {});
            boolean late = !await(process, longest);
            if (late) {
                end(process);
            }
            return new Said(process.waitFor(), late, out.lines(), err.lines());
        } catch (InterruptedException e) {
            endTree(process);
            throw e;
        } finally {
            running.remove(process);
        }
    }

    private static boolean await(Process process, Optional<Duration> longest)
            throws InterruptedException {
        if (longest.isPresent()) {
            return process.waitFor(longest.get().toMillis(), TimeUnit.MILLISECONDS);
        }
        process.waitFor();
        return true;
    }

    /** Ends all calls, and those to come. */
    void end() {
        over = true;
        running.forEach(Calls::endTree);
    }

    boolean isOver() {
        return over;
    }

    private static void end(Process process) throws InterruptedException {
        endTree(process);
        if (!process.waitFor(TO_END.toMillis(), TimeUnit.MILLISECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** Who is below it is looked for first: when it is gone, nothing leads to them. */
    private static void endTree(Process process) {
        Stream.concat(process.descendants().toList().stream(), Stream.of(process.toHandle()))
                .forEach(ProcessHandle::destroy);
    }

    /** Hears a stream to its end, of which only so much is kept. */
    private static final class Listener {

        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
        private final Consumer<String> told;
        private final StringBuilder line = new StringBuilder();
        private final Thread thread;

        Listener(InputStream stream, Consumer<String> told) {
            this.told = told;
            thread = new Thread(() -> hear(stream), "hears a call");
            thread.setDaemon(true);
            thread.start();
        }

        private void hear(InputStream stream) {
            byte[] part = new byte[8192];
            try {
                for (int n = stream.read(part); n >= 0; n = stream.read(part)) {
                    tell(part, n);
                    synchronized (heard) {
                        heard.write(part, 0, Math.min(n, MOST_BYTES - heard.size()));
                    }
                }
            } catch (IOException e) {
                // its process was ended
            }
        }

        /** Its lines are of plain letters, where anybody listens, and short. */
        private void tell(byte[] part, int length) {
            for (char c : new String(part, 0, length, StandardCharsets.ISO_8859_1).toCharArray()) {
                if (c == '\n') {
                    told.accept(line.toString());
                    line.setLength(0);
                } else if (line.length() < LONGEST_LINE) {
                    line.append(c);
                }
            }
        }

        /** What was said by the end of the process; who else has the stream open is not awaited. */
        List<String> lines() throws InterruptedException {
            thread.join(TO_END.toMillis());
            synchronized (heard) {
                List<String> lines =
                        heard.toString(StandardCharsets.UTF_8)
                                .lines()
                                .map(String::stripTrailing)
                                .filter(line -> !line.isEmpty())
                                .collect(Collectors.toCollection(ArrayList::new));
                if (heard.size() == MOST_BYTES) {
                    lines.set(lines.size() - 1, MORE);
                }
                return lines;
            }
        }
    }
}
