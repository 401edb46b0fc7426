package org.fjd.work;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.fjd.dispatch.Dispatcher;
import org.fjd.dispatch.Heard;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;

/** A spool in memory with a dispatcher and a worker, whose jobs exit with 0 at once. */
final class Serving {

    private static final Duration LONGER_THAN_AN_EMPTY_FILE_SETTLES = Duration.ofSeconds(12);

    private final TestTime time = new TestTime();
    private final FakeRunner runner = new FakeRunner();
    private final Spool spool = Spools.inMemory(time);
    private final Dispatcher dispatcher = new Dispatcher(spool, Machine.here(), true, new Heard());
    private final Worker worker =
            Worker.enlist(spool, Machine.here(), runner, spool.lookout(), line -> {});

    Serving() throws IOException {}

    Spool spool() {
        return spool;
    }

    /** Has them work for longer than one job takes. */
    void run() throws IOException, InterruptedException {
        for (int round = 0; round < 4; round++) {
            time.pass(LONGER_THAN_AN_EMPTY_FILE_SETTLES);
            dispatcher.hint();
            dispatcher.tick(Duration.ZERO);
            worker.beat();
            for (int i = 0; i < 3; i++) {
                worker.tick();
                runner.started().forEach(job -> job.exits(0));
            }
        }
    }

    /** The jobs that were started. */
    List<Order> started() {
        return runner.started().stream().map(FakeRunner.Fake::order).toList();
    }
}
