package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.fjd.dispatch.Dispatcher;
import org.fjd.dispatch.Heard;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.QueuedJob;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;

/**
 * Three workers, two dispatchers and a slow third one, and a user, each doing one step at a time in
 * an order that a seed decides. Workers stall, wake up too late, die, are sent home; users withdraw
 * jobs and put failed ones back.
 */
final class World {

    private static final Pattern ID = Pattern.compile("(?m)^id = (\\d+)$");
    private static final Pattern END = Pattern.compile("(?m)^\\[result");
    private static final int WORKERS = 3;

    private record Hired(Worker worker, FakeRunner runner) {}

    private final Random random;
    private final TestTime time = new TestTime();
    private final Spool spool;
    private final Hired[] workers = new Hired[WORKERS];
    private final long[] asleepUntil = new long[WORKERS];
    private final List<Dispatcher> dispatchers = new ArrayList<>();
    private final Map<Integer, Integer> endsOwed = new HashMap<>();
    private Optional<Run> takenSlowly = Optional.empty();
    private int jobs;

    World(long seed) throws IOException {
        random = new Random(seed);
        Path root = Spools.inMemory(time).root();
        spool = Spools.at(root, time, "lease = 10s\n");
        for (int i = 0; i < WORKERS; i++) {
            workers[i] = hire();
        }
        for (int i = 0; i < 2; i++) {
            dispatchers.add(new Dispatcher(spool, Machine.here(), true, new Heard()));
        }
    }

    private Hired hire() throws IOException {
        time.pass(Duration.ofMillis(1));
        FakeRunner runner = new FakeRunner();
        return new Hired(
                Worker.enlist(spool, Machine.here(), runner, spool.lookout(), line -> {}), runner);
    }

    void step() throws IOException, InterruptedException {
        int die = random.nextInt(100);
        if (die < 40) {
            workAt(random.nextInt(WORKERS));
        } else if (die < 60) {
            dispatch(dispatchers.get(random.nextInt(2)));
        } else if (die < 67) {
            dispatchSlowly();
        } else if (die < 82) {
            time.pass(Duration.ofMillis(random.nextInt(1200)));
        } else if (die < 97) {
            use();
        } else {
            disturb(random.nextInt(WORKERS));
        }
    }

    private void workAt(int slot) throws IOException, InterruptedException {
        if (time.nanos() < asleepUntil[slot]) {
            return;
        }
        Hired hired = workers[slot];
        if (random.nextInt(3) == 0) {
            hired.worker().beat();
        } else {
            hired.worker().tick();
        }
        if (!hired.runner().started().isEmpty() && random.nextInt(4) == 0) {
            hired.runner().last().exits(random.nextInt(3) == 0 ? 1 : 0);
        }
        if (hired.worker().isGone()) {
            workers[slot] = hire();
        }
    }

    private void dispatch(Dispatcher dispatcher) throws IOException, InterruptedException {
        if (random.nextBoolean()) {
            dispatcher.hint();
        }
        dispatcher.tick(Duration.ofSeconds(random.nextInt(3)));
    }

    /** A dispatcher that may stall between taking a pod and assigning to it. */
    private void dispatchSlowly() throws IOException {
        if (takenSlowly.isPresent()) {
            List<Path> entries = spool.jobQueue().entries();
            if (!entries.isEmpty()) {
                Path entry = entries.get(random.nextInt(entries.size()));
                Optional<QueuedJob> job = spool.jobQueue().look(entry);
                if (job.isPresent()) {
                    spool.jobQueue().assign(job.get(), takenSlowly.get());
                }
            }
            takenSlowly = Optional.empty();
        } else {
            List<Run> idle = spool.workerQueue().idle();
            if (!idle.isEmpty()) {
                Run run = idle.get(random.nextInt(idle.size()));
                takenSlowly = spool.workerQueue().take(run) ? Optional.of(run) : Optional.empty();
            }
        }
    }

    private void use() throws IOException {
        int die = random.nextInt(10);
        if (die < 6) {
            endsOwed.put(++jobs, 1);
            String name = "job" + random.nextInt(8);
            Path queue = spool.root().resolve("jobqueue");
            Path file = queue.resolve(name + ".conf");
            if (Files.exists(file)) {
                file = queue.resolve("job" + (100 + jobs) + ".conf");
            }
            Files.writeString(file, Spools.JOB + "[params]\nid = " + jobs + "\n");
            Files.setLastModifiedTime(file, FileTime.from(time.now()));
        } else if (die < 7) {
            Optional<Path> queued = any("jobqueue");
            if (queued.isPresent()) {
                endsOwed.remove(id(queued.get()));
                Files.delete(queued.get());
            }
        } else {
            Optional<Path> failed = any("failed");
            if (failed.isPresent()) {
                Path target = spool.root().resolve("jobqueue").resolve(failed.get().getFileName());
                if (Files.notExists(target)) {
                    endsOwed.merge(id(failed.get()), 1, Integer::sum);
                    Files.move(failed.get(), target);
                }
            }
        }
    }

    private Optional<Path> any(String directory) throws IOException {
        List<String> names = List.copyOf(Spools.names(spool, directory));
        return names.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        spool.root()
                                .resolve(directory)
                                .resolve(names.get(random.nextInt(names.size()))));
    }

    private void disturb(int slot) throws IOException {
        switch (random.nextInt(5)) {
            case 0 -> workers[slot] = hire(); // the one before died; nobody ticks it any more
            case 1 -> {
                String worker = workers[slot].worker().name();
                if (spool.roll().has(worker)) {
                    spool.requests()
                            .ask(worker, random.nextBoolean() ? Leave.NOW : Leave.WHEN_DONE);
                }
            }
            case 2 -> {
                for (String seat : Spools.names(spool, ".fjd/seat")) {
                    Files.delete(spool.root().resolve(".fjd/seat").resolve(seat));
                }
            }
            default ->
                    asleepUntil[slot] =
                            time.nanos() + Duration.ofSeconds(5 + random.nextInt(40)).toNanos();
        }
    }

    /** Lets everything come to its end, then sends everybody home. */
    void settle() throws IOException, InterruptedException {
        calm(false);
        for (Hired hired : workers) {
            hired.worker().leave(Leave.WHEN_DONE);
        }
        calm(true);
    }

    private void calm(boolean leaving) throws IOException, InterruptedException {
        takenSlowly = Optional.empty();
        for (int round = 0; round < 2000; round++) {
            time.pass(Duration.ofMillis(100));
            for (Dispatcher dispatcher : dispatchers) {
                dispatcher.hint();
                dispatcher.tick(Duration.ZERO);
            }
            for (int slot = 0; slot < WORKERS; slot++) {
                workers[slot].worker().beat();
                workers[slot].worker().tick();
                workers[slot].runner().started().forEach(job -> job.exits(0));
                if (workers[slot].worker().isGone() && !leaving) {
                    workers[slot] = hire();
                }
            }
            boolean left = Stream.of(workers).allMatch(hired -> hired.worker().isGone());
            if (round > 300 && dispatchers.get(0).isOver() && (left || !leaving)) {
                return;
            }
        }
    }

    /** Each job that was queued has as many ends as it was queued, and nothing is left behind. */
    void check() throws IOException {
        for (String directory :
                List.of(
                        "jobqueue",
                        "retryqueue",
                        "jobpods",
                        "workerqueue",
                        ".fjd/morgue",
                        ".fjd/strays",
                        ".fjd/requests",
                        ".fjd/workers")) {
            assertThat(Spools.names(spool, directory)).as(directory).isEmpty();
        }
        Map<Integer, Integer> ends = new HashMap<>();
        for (String directory : List.of("done", "failed")) {
            for (String name : Spools.names(spool, directory)) {
                Path file = spool.root().resolve(directory).resolve(name);
                int count = (int) END.matcher(Files.readString(file)).results().count();
                assertThat(ends.put(id(file), count)).as("second file of a job").isNull();
            }
        }
        assertThat(ends).as("the ends of each job").isEqualTo(endsOwed);
    }

    private static int id(Path file) throws IOException {
        Matcher id = ID.matcher(Files.readString(file));
        assertThat(id.find()).as("an id in %s", file).isTrue();
        return Integer.parseInt(id.group(1));
    }
}
