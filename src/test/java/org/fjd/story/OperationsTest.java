package org.fjd.story;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.fjd.dispatch.Dispatcher;
import org.fjd.dispatch.Heard;
import org.fjd.job.JobName;
import org.fjd.spool.FakeMachine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.story.Operation.Kind;
import org.fjd.story.SteppedFileSystem.Effect;
import org.fjd.story.SteppedFileSystem.Performer;
import org.fjd.work.Staff;
import org.fjd.work.Staff.Fate;
import org.junit.jupiter.api.Test;

/**
 * How many operations on names short jobs take, over their dispatcher and their workers: each is a
 * call to the server of a network file system. The job's own output is opened once more by its
 * process, which is not seen here.
 */
class OperationsTest {

    private static final int JOBS = 400;
    private static final int WORKERS = 4;
    private static final Fate SHORT = new Fate(Duration.ofMillis(15), 0);
    private static final byte[] JOB =
            (Spools.JOB + "\n[submitted]\nby = ann\nwhole = yes\n").getBytes(UTF_8);

    private final FileSystem base = Jimfs.newFileSystem(Configuration.unix());
    private final TestTime time = new TestTime();
    private final Map<Kind, Integer> counts = new EnumMap<>(Kind.class);

    private final Performer counter =
            new Performer() {
                @Override
                public <T> T perform(Kind kind, Path path, Path target, Effect<T> effect)
                        throws IOException {
                    counts.merge(kind, 1, Integer::sum);
                    return effect.on(path, target);
                }
            };

    private double perJob(Kind... kinds) {
        int sum = 0;
        for (Kind kind : kinds) {
            sum += counts.getOrDefault(kind, 0);
        }
        return (double) sum / JOBS;
    }

    private FakeMachine machine(long pid) {
        return new FakeMachine("here", "here", "ann", pid, other -> Optional.of("start"));
    }

    @Test
    void shortJobsTakeFewOperations() throws Exception {
        Path root = Files.createDirectory(base.getPath("/spool"));
        Spool users = Spools.at(root, time);
        for (int i = 0; i < JOBS; i++) {
            JobName name = Spools.name("job" + i);
            users.jobQueue().draft(name, JOB);
            users.jobQueue().submit(name);
        }
        Spool spool = Spool.open(new SteppedFileSystem(base, counter).wrap(root), time);
        Dispatcher dispatcher = new Dispatcher(spool, machine(1), false, new Heard());
        List<Staff> workers = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            workers.add(Staff.enlist(spool, machine(100 + i), (job, run) -> SHORT, line -> {}));
        }
        time.atNextPause(() -> work(workers));
        counts.clear();

        dispatcher.run(spool.lookout(), true, () -> done(users) == JOBS);

        // take, assign, publish, renew, announce
        assertThat(perJob(Kind.MOVE)).isBetween(4.9, 5.0);
        // log, reservation
        assertThat(perJob(Kind.CREATE, Kind.MAKE, Kind.DELETE)).isBetween(2.0, 2.1);
        // what is queued; what is assigned; the end
        assertThat(perJob(Kind.OPEN, Kind.EDIT)).isBetween(3.0, 3.1);
        // the pod, for a job and when that has left; some of the queues and requests
        assertThat(perJob(Kind.LIST)).isBetween(2.3, 2.6);
        // when queued, before it is assigned, before it is read, recorded and published; the
        // reservation, the values, the pod
        assertThat(perJob(Kind.LOOK)).isBetween(8.0, 8.1);
    }

    private void work(List<Staff> workers) {
        try {
            for (Staff worker : workers) {
                while (worker.tick()) {}
            }
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
        time.atNextPause(() -> work(workers));
    }

    private static int done(Spool spool) {
        try {
            return spool.archive().countDone();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
