package org.fjd.recruit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
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
}
