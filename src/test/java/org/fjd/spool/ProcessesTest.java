package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.fjd.spool.Processes.Living;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class ProcessesTest {

    private static final String REST = "4194304 120 0 0 0 1 2 0 0 20 0 %d 0 243898 0 0 184467 0";

    @Test
    void aNameWithParenthesesAndALineEndDoesNotShiftTheFields() {
        assertThat(Processes.parse("77 (a) Z (\n) S 5 77 1 0 -1 " + REST.formatted(1)))
                .contains(new Living(77, 5, "243898"));
    }

    @Test
    void aZombieDoesNotLive() {
        assertThat(Processes.parse("77 (a) Z 5 77 1 0 -1 " + REST.formatted(1))).isEmpty();
    }

    @Test
    void aProcessWhoseFirstThreadHasEndedLivesOnInTheOthers() {
        assertThat(Processes.parse("77 (a) Z 5 77 1 0 -1 " + REST.formatted(2))).isPresent();
    }

    @Test
    void anEmptyFileIsThatOfAProcessThatHasJustGone() {
        assertThat(Processes.parse("")).isEmpty();
    }

    @Test
    void allThatLiveAreFoundWithTheirParents() throws IOException {
        Process child = new ProcessBuilder("sleep", "60").start();
        try {
            long self = ProcessHandle.current().pid();
            assertThat(Processes.all())
                    .extracting(Living::pid, Living::parent)
                    .contains(org.assertj.core.groups.Tuple.tuple(child.pid(), self));
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void eachVariableOfAnEnvironmentHasANulBeforeAndAfterIt() throws IOException {
        ProcessBuilder builder = new ProcessBuilder("sleep", "60");
        builder.environment().clear();
        builder.environment().put("FJD_POD", "node-1.2");
        Process child = builder.start();
        try {
            assertThat(Processes.environmentOf(child.pid())).contains("\0FJD_POD=node-1.2\0\0");
        } finally {
            child.destroyForcibly();
        }
    }

    @Test
    void aProcessThatHasGoneHasNoEnvironment() throws Exception {
        Process child = new ProcessBuilder("true").start();
        child.waitFor();
        assertThat(Processes.environmentOf(child.pid())).isEmpty();
    }
}
