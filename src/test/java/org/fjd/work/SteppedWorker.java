package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.fjd.job.Labels;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;

/** What the tests of a worker have in common that takes its steps when it is told to. */
abstract class SteppedWorker {

    final TestTime time = new TestTime();
    final FakeRunner runner = new FakeRunner();
    final List<String> log = new ArrayList<>();
    final Spool spool = Spools.inMemory(time);
    Worker worker = enlisted(Terms.of(Labels.NONE));

    SteppedWorker() throws IOException {}

    final Worker enlisted(Terms terms) throws IOException {
        return Worker.enlist(spool, Machine.here(), terms, runner, spool.lookout(), log::add);
    }

    final Run run(long number) {
        return new Run(worker.name(), number);
    }

    final void ticks(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            worker.tick();
        }
    }

    /** Puts a new job into an announced pod, as a dispatcher does. */
    final Path assign(String name, String content, Run run) throws IOException {
        return assign(Spools.drop(spool, name, content), run);
    }

    final Path assign(String name, Run run) throws IOException {
        return assign(name, Spools.JOB, run);
    }

    /** Puts a queued job into an announced pod. */
    final Path assign(Path queued, Run run) throws IOException {
        spool.workerQueue().take(run);
        assertThat(spool.jobQueue().assign(spool.jobQueue().look(queued).orElseThrow(), run))
                .isTrue();
        return spool.pods().path(run).resolve(queued.getFileName());
    }
}
