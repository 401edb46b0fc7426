package org.fjd.recruit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.fjd.recruit.Canceller.Cancelled;
import org.fjd.recruit.WaitingList.Look;
import org.fjd.recruit.WaitingList.Missing;
import org.fjd.recruit.WaitingList.Pending;
import org.fjd.spool.Hire;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CancellerTest {

    private final TestTime time = new TestTime();
    private final FakeBatch batch = new FakeBatch();
    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        open(FakeBatch.SETTINGS);
    }

    private void open(String settings) throws IOException {
        spool = FakeBatch.spool(time, settings);
    }

    private Hire hire(int count) throws Exception {
        return batch.launcher(spool, FakeBatch.WISH).ask(count);
    }

    private Look look() throws Exception {
        return new WaitingList(spool, batch).look(List.of());
    }

    private Cancelled cancel(int most) throws Exception {
        return new Canceller(spool, new WaitingList(spool, batch)).cancel(most, List.of());
    }

    @Test
    void whoCouldNotBeCancelledSinceItIsBeingStartedIsToldOf() throws Exception {
        Hire hire = hire(3);
        batch.start(1);
        assertThat(cancel(9))
                .isEqualTo(new Cancelled(2, List.of(new Missing(hire, 1, false)), List.of()));
        assertThat(look().missing()).containsExactly(new Missing(hire, 1, false));
    }

    @Test
    void asManyAreCancelledAsAskedForTheYoungestFirst() throws Exception {
        hire(3);
        time.pass(Duration.ofMinutes(1));
        hire(3);
        assertThat(cancel(4)).isEqualTo(new Cancelled(4, List.of(), List.of()));
        assertThat(look().workers()).extracting(Pending::task).containsExactly("1", "2");
        assertThat(Spools.names(spool, ".fjd/hires")).containsExactly("fake-101");
        assertThat(cancel(Integer.MAX_VALUE)).isEqualTo(new Cancelled(2, List.of(), List.of()));
        assertThat(Spools.names(spool, ".fjd/hires")).isEmpty();
    }

    @Test
    void whatCanOnlyBeCancelledWholeIsNotWhereThatIsTooMuch() throws Exception {
        open(FakeBatch.SETTINGS.replace(" {tasks}", " 1,2,3"));
        hire(3);
        assertThat(cancel(2)).isEqualTo(new Cancelled(0, List.of(), List.of()));
        assertThat(batch.pending()).isEqualTo(3);
        assertThat(cancel(3)).isEqualTo(new Cancelled(3, List.of(), List.of()));
        assertThat(batch.pending()).isZero();
    }

    @Test
    void aRequestThatCannotBeReadIsLeftAlone() throws Exception {
        hire(1);
        Files.writeString(spool.root().resolve(".fjd/hires/fake-7"), "[hire]\nvia = fake\n");
        Files.writeString(
                spool.root().resolve(".fjd/hires/fake-8"),
                Spools.text(spool, ".fjd/hires/fake-101")); // another's name
        Files.createDirectory(spool.root().resolve(".fjd/hires/fake-9"));
        assertThat(spool.hires().list()).extracting(Hire::id).containsExactly("101");
        assertThat(cancel(9).workers()).isEqualTo(1);
    }

    @Test
    void whereNothingCanBeToldNobodyIsCancelledAndThatIsComplainedOf() throws Exception {
        hire(2);
        batch.refuse(Optional.of(1), "down");
        assertThat(cancel(9).workers()).isZero();
        assertThat(cancel(9).troubles()).hasSize(1);
    }

    @Test
    void whoIsCancelledIsNotMissedWhenTheBatchSystemIsMuteRightAfterwards() throws Exception {
        hire(3);
        Commands muteAfterwards =
                argv -> {
                    Commands.Said said = batch.run(argv);
                    if (argv.get(0).equals("cancel")) {
                        batch.refuse(Optional.of(1), "down");
                    }
                    return said;
                };
        Cancelled cancelled =
                new Canceller(spool, new WaitingList(spool, muteAfterwards)).cancel(2, List.of());
        assertThat(cancelled.workers()).isEqualTo(2);
        assertThat(cancelled.troubles()).hasSize(1);
        batch.accept();
        assertThat(look().missing()).isEmpty();
        assertThat(look().workers()).extracting(Pending::task).containsExactly("1");
    }
}
