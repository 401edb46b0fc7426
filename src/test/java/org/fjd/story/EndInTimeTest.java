package org.fjd.story;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.jimfs.Configuration;
import com.google.common.jimfs.Jimfs;
import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.fjd.job.Outcome;
import org.fjd.job.Run;
import org.fjd.job.State;
import org.fjd.spool.Machine;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.work.Staff;
import org.fjd.work.Staff.Fate;
import org.junit.jupiter.api.Test;

class EndInTimeTest {

    private static final Duration AWAY_FOR = Duration.ofSeconds(15);
    private static final Fate SHORT = new Fate(Duration.ofMillis(10), 0);
    private static final Fate ENDLESS = new Fate(Duration.ofDays(1), 0);

    private final FileSystem base = Jimfs.newFileSystem(Configuration.unix());
    private final Path root = base.getPath("/spool");
    private final TestTime time = new TestTime();
    private final Deque<String> jobs = new ArrayDeque<>(List.of("short", "endless"));
    private Optional<Long> begin = Optional.empty();

    private boolean isAway() {
        return begin.isPresent() && !isBack();
    }

    private boolean isBack() {
        return begin.filter(at -> time.nanos() - at >= AWAY_FOR.toNanos()).isPresent();
    }

    /** What others do while the worker waits. */
    private void act(Spool users) {
        try {
            for (Run run : users.workerQueue().idle()) {
                if (isBack()) {
                    users.requests().ask(run.worker(), Leave.WHEN_DONE);
                } else if (!jobs.isEmpty()) {
                    users.workerQueue().take(run);
                    Path job = users.pods().path(run).resolve(jobs.remove() + ".conf");
                    Files.writeString(job, Spools.JOB + "timeout = 5s\n");
                }
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        time.atNextPause(() -> act(users));
    }

    /** The second job, after a short one: while it begins, the worker announces another pod. */
    private Fate fate(String job, Run run) {
        if (job.equals("short")) {
            return SHORT;
        }
        begin = Optional.of(time.nanos());
        return ENDLESS;
    }

    @Test
    void aJobIsEndedWhenItsTimeIsOverThoughTheSpoolCanNotBeUsedThen() throws Exception {
        Files.createDirectory(root);
        Spool users = Spools.at(root, time);
        Spool spool =
                Spool.open(new SteppedFileSystem(base, new Outage(this::isAway)).wrap(root), time);
        Staff worker = Staff.enlist(spool, Machine.here(), this::fate, line -> {});
        time.atNextPause(() -> act(users));

        worker.run(heart -> new Thread(() -> {}));

        Outcome end = Spools.history(root.resolve("failed/endless.conf")).result().orElseThrow();
        assertThat(end.state()).isEqualTo(State.TIMED_OUT);
        assertThat(Double.parseDouble(end.detail("wall").orElseThrow())).isBetween(5.0, 7.0);
    }
}
