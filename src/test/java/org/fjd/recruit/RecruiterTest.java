package org.fjd.recruit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.fjd.recruit.Launcher.Failure;
import org.fjd.recruit.Launcher.Launched;
import org.fjd.recruit.Recruiter.Fired;
import org.fjd.spool.Machine;
import org.fjd.spool.ProcessId;
import org.fjd.spool.Requests.Leave;
import org.fjd.spool.Spool;
import org.fjd.spool.Spools;
import org.fjd.spool.TestTime;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecruiterTest {

    private Spool spool;

    @BeforeEach
    void open() throws IOException {
        spool = Spools.inMemory(new TestTime());
    }

    private WorkerRecord enlisted(ProcessId process) throws IOException {
        WorkerRecord worker = Spools.worker("w", process, 1);
        spool.roll().enlist(worker);
        return worker;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void whoLeavesJustAsItIsLookedForIsGoneAndNotLost(int looks) throws Exception {
        Machine machine = Spools.whereItEnds(spool, "w", looks);
        WorkerRecord worker = enlisted(Spools.ENDING);

        Fired fired =
                new Recruiter(spool, machine)
                        .fire(List.of(worker), Leave.WHEN_DONE, Optional.empty());

        assertThat(fired.gone()).containsExactly("w");
        assertThat(fired.lost()).isEmpty();
        assertThat(spool.requests().workers()).isEmpty();
    }

    @Test
    void whoseProcessIsGoneWhileItStillIsOnTheRollIsLost() throws Exception {
        ProcessId self = ProcessId.self(Machine.here());
        WorkerRecord worker =
                enlisted(new ProcessId(self.host(), self.machine(), self.pid(), "before"));
        Recruiter recruiter = new Recruiter(spool, Machine.here());

        assertThat(recruiter.isDead(worker)).isTrue();
        assertThat(recruiter.fire(List.of(worker), Leave.WHEN_DONE, Optional.empty()).lost())
                .containsExactly("w");
    }

    @Test
    void allLaunchersLaunchAtOnceAndEachIsToldOfAsSoonAsItAnswers() throws Exception {
        CountDownLatch begun = new CountDownLatch(2);
        CountDownLatch toldOfQuick = new CountDownLatch(1);
        Launcher quick =
                count -> {
                    begun.countDown();
                    begun.await();
                    return new Launched("quick", count.orElse(7), Optional.empty(), List.of());
                };
        Launcher slow =
                count -> {
                    begun.countDown();
                    toldOfQuick.await();
                    Failure failure = new Failure("It failed.", List.of());
                    return new Launched("slow", 0, Optional.empty(), List.of(failure));
                };
        List<String> told = new ArrayList<>();
        new Recruiter(spool, Machine.here())
                .hire(
                        List.of(slow, quick),
                        Optional.empty(),
                        launched -> {
                            told.add(launched.place() + " " + launched.workers());
                            toldOfQuick.countDown();
                        });
        assertThat(told).containsExactly("quick 7", "slow 0");
    }

    @Test
    void aSpoolThatCannotBeUsedIsNoFailureOfALauncher() {
        Launcher launcher =
                count -> {
                    throw new FileSystemException("/spool");
                };
        assertThatExceptionOfType(FileSystemException.class)
                .isThrownBy(
                        () ->
                                new Recruiter(spool, Machine.here())
                                        .hire(List.of(launcher), Optional.of(1), told -> {}));
    }
}
