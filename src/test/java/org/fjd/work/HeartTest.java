package org.fjd.work;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.WorkerRecord;
import org.fjd.spool.WorkerRecord.Activity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartTest {

    private final Waits waits = new Waits();
    private final List<String> told = new ArrayList<>();
    private Spool spool;
    private @TempDir Path directory;

    private Heart heart(String settings, Activity activity) throws IOException {
        spool = Spools.at(directory, waits, settings);
        Heart heart =
                new Heart(
                        spool,
                        Spools.worker("w", Spools.elsewhere(7), 0),
                        () -> activity,
                        Optional::empty,
                        new Heart.Listener() {
                            @Override
                            public void asked(Leave leave) {
                                told.add(leave.name());
                            }

                            @Override
                            public void struckOff() {
                                told.add("struck off");
                            }
                        });
        heart.enlist();
        return heart;
    }

    /** How often it beats in so many seconds. */
    private long beatsIn(int seconds, String settings) throws IOException {
        Heart heart = heart(settings, new WorkerRecord.Idle());
        long before = beat();
        waits.at(
                seconds + 1,
                () -> {
                    throw new InterruptedException();
                });
        heart.run();

        assertThat(Thread.interrupted()).isTrue();
        return beat() - before;
    }

    private long beat() throws IOException {
        return spool.roll().read("w").orElseThrow().beat();
    }

    @Test
    void beatsEveryFiveSecondsUntilItIsInterrupted() throws IOException {
        assertThat(beatsIn(14, "")).isEqualTo(2);
    }

    @Test
    void beatsMoreOftenWhereTheLeaseIsShort() throws IOException {
        assertThat(beatsIn(14, "lease = 48s\n")).isEqualTo(7);
    }

    @Test
    void hearsWhatIsAskedOfABusyWorker() throws IOException {
        Heart heart = heart("", new WorkerRecord.Busy("a", Instant.EPOCH, 4711));
        spool.requests().ask("w", Leave.NOW);
        heart.tick();

        assertThat(told).containsExactly("NOW");
    }

    @Test
    void leavesItToAnIdleWorkerToHearWhatIsAskedOfIt() throws IOException {
        Heart heart = heart("", new WorkerRecord.Idle());
        spool.requests().ask("w", Leave.NOW);
        heart.tick();

        assertThat(told).isEmpty();
    }

    @Test
    void tellsOnceThatTheWorkerWasStruckOffAndThenBeatsNoMore() throws IOException {
        Heart heart = heart("", new WorkerRecord.Idle());
        spool.roll().strike("w");
        waits.at(
                20,
                () -> {
                    throw new InterruptedException();
                });
        heart.run();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(told).containsExactly("struck off");
        assertThat(spool.roll().names()).isEmpty();
    }
}
