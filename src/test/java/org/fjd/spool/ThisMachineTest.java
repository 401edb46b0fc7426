package org.fjd.spool;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ThisMachineTest {

    private final Machine here = Machine.here();

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource({
        "node3, node3",
        "node3.cluster.example.org, node3",
        "a_b-C9, a_b-C9",
        "10.0.0.7, 10-0-0-7",
        "-rf, rf",
        "größe am ende, gr-e-am-ende",
        "'../../etc', localhost",
        "'', localhost",
        "..., localhost",
        "a23456789b123456789c123456789d, a23456789b123456789c1234"
    })
    void aHostNameIsMadeShortAndFitForAFileName(String name, String expected) {
        assertThat(ThisMachine.shortName(name)).isEqualTo(expected);
    }

    @Test
    void itsHostNameIsFitForAFileName() {
        assertThat(here.host()).matches("[A-Za-z0-9_][A-Za-z0-9_-]{0,23}");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void theSystemSaysItsNameWithoutBeingLookedUp() throws Exception {
        String name = Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        assertThat(ThisMachine.nodeName()).contains(name);
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void itsIdentityTellsBootsAndContainersApart() throws Exception {
        String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
        String space = Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        assertThat(here.identity())
                .matches("[A-Za-z0-9_.+-]+")
                .contains(boot)
                .contains(space.replaceAll("[^0-9]", ""));
    }

    @Test
    void itsUserOwnsTheFilesThatItMakes(@TempDir Path directory) throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThat(here.user()).isEqualTo(Files.getOwner(file).getName());
    }

    @Test
    void aLivingProcessIsKnownByItsStart() {
        long pid = ProcessHandle.current().pid();
        String start = here.startOf(pid).orElseThrow();
        assertThat(here.startOf(pid)).contains(start);
        assertThat(here.isAlive(pid, start)).isTrue();
    }

    @Test
    void aNumberThatChangedHandsIsNotTheProcessThatHadIt() {
        long pid = ProcessHandle.current().pid();
        assertThat(here.isAlive(pid, "1")).isFalse();
    }

    @Test
    void aChildThatHasEndedDoesNotLive() throws Exception {
        Process child = new ProcessBuilder("cat").start();
        String start = here.startOf(child.pid()).orElseThrow();
        child.getOutputStream().close();
        child.waitFor();
        assertThat(here.startOf(child.pid())).isEmpty();
        assertThat(here.isAlive(child.pid(), start)).isFalse();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aZombieDoesNotLive() throws Exception {
        Process parent =
                new ProcessBuilder(
                                "sh",
                                "-c",
                                "sleep 300 & echo $!; exec tail -f /dev/null >/dev/null")
                        .start();
        try {
            long child = Long.parseLong(parent.inputReader().readLine());
            // As long as it is a shell it may take note of its child's end.
            await(() -> parent.info().command().filter(c -> c.endsWith("tail")).isPresent());
            ProcessHandle.of(child).orElseThrow().destroyForcibly();

            await(() -> here.startOf(child).isEmpty());
            assertThat(Path.of("/proc/" + child)).as("its entry").exists();
        } finally {
            parent.destroyForcibly();
        }
    }

    private static void await(BooleanSupplier condition) {
        long begin = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - begin).isLessThan(TimeUnit.SECONDS.toNanos(20));
            Thread.onSpinWait();
        }
    }
}
