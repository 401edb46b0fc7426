package org.fjd.spool;

import static java.util.stream.Collectors.groupingBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import org.fjd.job.Variable;
import org.fjd.spool.Processes.Living;

/**
 * The processes of one run on this machine: those that carry its mark in their environment, those
 * that were named, and all that descend from any of them. What has both left its parent and wiped
 * its environment is not found; where there is no {@code /proc}, nothing is found by its mark.
 *
 * <p>This process and its ancestors are never among them. For one thread.
 */
public final class ProcessTree {

    /** The environment variable that names the run. */
    public static final String RUN = Variable.POD.word();

    /** The environment variable that names the spool of the run. */
    public static final String SPOOL = Variable.SPOOL.word();

    private static final Duration LAST_WAIT = Duration.ofSeconds(2);
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(100);

    /** Longer than a busy system takes to give a process its next program. */
    private static final Duration FOR_ITS_PROGRAM = Duration.ofMillis(50);

    private final Machine machine = Machine.here();
    private final List<String> marks;
    private final Time time;
    private final Supplier<List<Living>> processes;
    private final Map<Long, String> known = new HashMap<>();
    private final Set<Long> asked = new HashSet<>();
    private Duration pause = SHORTEST_PAUSE;
    private boolean hidden;

    ProcessTree(List<String> marks, Time time, Supplier<List<Living>> processes) {
        this.marks = marks;
        this.time = time;
        this.processes = processes;
    }

    /** The processes that were started for a run of a spool, as its real path. */
    public static ProcessTree ofRun(String run, Path spool, Time time) {
        return new ProcessTree(
                List.of("\0" + RUN + "=" + run + "\0", "\0" + SPOOL + "=" + spool + "\0"),
                time,
                Processes::all);
    }

    /** Adds a process, if it is still the one with that {@linkplain Machine#startOf start}. */
    public ProcessTree with(long pid, String start) {
        known.put(pid, start);
        return this;
    }

    /**
     * Ends them: asks each to end (SIGTERM), and kills (SIGKILL) what is left after the grace. What
     * one starts on being asked, to clean up, is left to it until then.
     *
     * @return whether all are gone; if not, some could not be ended within two more seconds
     */
    public boolean end(Duration grace) throws InterruptedException {
        return ask(grace) || kill();
    }

    private boolean kill() throws InterruptedException {
        pause = SHORTEST_PAUSE;
        return end(true, LAST_WAIT);
    }

    /**
     * Asks each to end (SIGTERM), once in the life of this object, and waits.
     *
     * @param longest for how long at most
     * @return whether all are gone
     */
    public boolean ask(Duration longest) throws InterruptedException {
        return end(false, longest);
    }

    private boolean end(boolean kill, Duration limit) throws InterruptedException {
        long begin = time.nanos();
        boolean foundNone = false;
        while (true) {
            Map<Long, Living> found = find();
            if (found.isEmpty() && foundNone) {
                return true;
            }
            // One look may miss a process whose parent started it and ended during that look, or
            // one that had no environment, since it was just getting its next program (exec).
            foundNone = found.isEmpty();
            if (foundNone) {
                if (hidden) {
                    time.pause(FOR_ITS_PROGRAM);
                }
                continue;
            }
            boolean isFirst = asked.isEmpty();
            for (Living process : parentsFirst(found)) {
                boolean hasMaster = !isFirst && found.containsKey(process.parent());
                if (kill || (!hasMaster && asked.add(process.pid()))) {
                    signal(process, kill);
                }
            }
            if (time.nanos() - begin >= limit.toNanos()) {
                return false;
            }
            time.pause(pause);
            pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : pause;
        }
    }

    /** A script whose child was ended before it would go on with its next line. */
    static List<Living> parentsFirst(Map<Long, Living> found) {
        return found.values().stream()
                .sorted(Comparator.comparingInt(process -> depth(process, found)))
                .toList();
    }

    private static int depth(Living process, Map<Long, Living> found) {
        int depth = 0;
        Living parent = found.get(process.parent());
        while (parent != null && depth < found.size()) {
            depth++;
            parent = found.get(parent.parent());
        }
        return depth;
    }

    private Map<Long, Living> find() {
        List<Living> all = processes.get();
        Set<Long> spared = selfAndAncestors(all);
        Map<Long, List<Living>> children = all.stream().collect(groupingBy(Living::parent));
        Map<Long, Living> found = new HashMap<>();
        Deque<Living> toDo = new ArrayDeque<>();
        hidden = false;
        for (Living process : all) {
            String environment = Processes.environmentOf(process.pid()).orElse("");
            hidden |= environment.equals(Processes.NO_ENVIRONMENT);
            if (process.start().equals(known.get(process.pid()))
                    || marks.stream().allMatch(environment::contains)) {
                toDo.add(process);
            }
        }
        while (!toDo.isEmpty()) {
            Living process = toDo.remove();
            if (!spared.contains(process.pid()) && found.put(process.pid(), process) == null) {
                // Once its parent has gone, nothing else tells whose it was.
                known.put(process.pid(), process.start());
                toDo.addAll(children.getOrDefault(process.pid(), List.of()));
            }
        }
        return found;
    }

    private static Set<Long> selfAndAncestors(List<Living> all) {
        Map<Long, Long> parents = new HashMap<>();
        all.forEach(process -> parents.put(process.pid(), process.parent()));
        Set<Long> pids = new HashSet<>();
        long pid = ProcessHandle.current().pid();
        while (pids.add(pid)) {
            pid = Objects.requireNonNullElse(parents.get(pid), 0L);
        }
        return pids;
    }

    private void signal(Living process, boolean kill) {
        // Bound before the check, the handle refuses if the number changes hands after it.
        ProcessHandle.of(process.pid())
                .filter(handle -> machine.isAlive(process.pid(), process.start()))
                .ifPresent(handle -> send(handle, kill));
    }

    private static void send(ProcessHandle handle, boolean kill) {
        if (kill) {
            handle.destroyForcibly();
        } else {
            handle.destroy();
        }
    }
}
