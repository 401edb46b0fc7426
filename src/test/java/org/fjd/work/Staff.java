package org.fjd.work;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;
import org.fjd.job.Run;
import org.fjd.spool.Machine;
import org.fjd.spool.Spool;
import org.fjd.spool.Time;

/** A worker whose jobs take as long, and end as, a test says. */
public final class Staff {

    /**
     * What becomes of a job.
     *
     * @param wall how long it runs
     * @param exit its exit code
     */
    public record Fate(Duration wall, int exit) {}

    /** Decides what becomes of jobs. */
    public interface Fates {
        Fate of(String job, Run run);
    }

    private final Worker worker;

    private Staff(Worker worker) {
        this.worker = worker;
    }

    /** Puts a new worker on the roll. */
    public static Staff enlist(Spool spool, Machine here, Fates fates, Consumer<String> log)
            throws IOException {
        Runner runner =
                order -> {
                    String job = order.environment().get("FJD_JOB");
                    Run run = Run.parse(order.run()).orElseThrow();
                    return new Pretended(fates.of(job, run), spool.time());
                };
        return new Staff(Worker.enlist(spool, here, runner, spool.lookout(), log));
    }

    public void run(ThreadFactory threads) throws InterruptedException {
        worker.run(threads);
    }

    /** One step, for who calls the steps. */
    public boolean tick() throws IOException, InterruptedException {
        return worker.tick();
    }

    /** Whether the calling thread keeps others of its worker from the heart. */
    public boolean isInHeart() {
        return Thread.holdsLock(worker.heart);
    }

    private static final class Pretended implements Running {

        private final Time time;
        private final long end;
        private int exit;
        private boolean ended;

        Pretended(Fate fate, Time time) {
            this.time = time;
            this.exit = fate.exit();
            this.end = time.nanos() + fate.wall().toNanos();
        }

        @Override
        public long pid() {
            return 4711;
        }

        @Override
        public boolean await(Duration longest) throws InterruptedException {
            Duration left = Duration.ofNanos(end - time.nanos());
            if (!ended && !left.isNegative() && !longest.isZero()) {
                time.pause(left.compareTo(longest) < 0 ? left : longest);
            }
            return ended || end - time.nanos() <= 0;
        }

        @Override
        public Exit exit() {
            return new Exit(exit);
        }

        @Override
        public boolean end(Duration grace) {
            ended = true;
            exit = 143;
            return true;
        }
    }
}
