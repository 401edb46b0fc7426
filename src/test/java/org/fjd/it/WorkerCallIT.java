package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fjd worker}, in whatever order it is called. */
class WorkerCallIT {

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @ParameterizedTest
    @ValueSource(strings = {"worker --spool %s", "--spool %s worker", "--spool=%s worker"})
    void aWorkerIsSmallAndAtTheSpoolThatWasGiven(String call) throws Exception {
        Path spool = Files.createDirectory(sandbox.scratch("other"));
        Program worker =
                sandbox.start(
                        Stream.concat(
                                        Stream.of("fjd"),
                                        Stream.of(call.formatted(spool).split(" ", -1)))
                                .toArray(String[]::new));
        Sandbox.waitUntil("it is up", () -> worker.out().contains(" is at work on " + spool));
        List<String> command =
                List.of(
                        Files.readString(Path.of("/proc/" + worker.pid() + "/cmdline"))
                                .split("\0", -1));
        assertThat(command).contains("-Xmx192m");
        assertThat(sandbox.workers()).isEmpty();
        worker.signal("TERM");
        worker.await();
    }
}
