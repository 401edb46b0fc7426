package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The example of the README, as a newcomer runs it. */
class ExampleIT {

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void tenJobsAreDoneByFourWorkersWhoThenLeave() throws Exception {
        Path checkout = Checkout.in(sandbox);
        Result result =
                sandbox.without("FJD_SPOOL").run(checkout.resolve("run-example.sh").toString());

        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(result.err()).isEmpty();
        assertThat(sentences(result.out()))
                .startsWith(
                        "[FJD] Hired 4 workers on localhost.",
                        "[FJD] Dispatcher started.",
                        "[FJD] Found some jobs to dispatch")
                .endsWith("[FJD] No more jobs to dispatch.", "[FJD] Fired 4 workers.");
        for (int i = 0; i < 10; i++) {
            assertThat(checkout.resolve("example/data/job" + i + ".dat"))
                    .hasContent("I was called with param1 = value" + i);
        }
        assertThat(entries(checkout.resolve("example/done")))
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 10).mapToObj(i -> "job" + i + ".conf").toList());
        assertThat(entries(checkout.resolve("example/failed"))).isEmpty();
        assertThat(sandbox.processes()).isEmpty();
    }

    /** The sentences in order, those that repeat themselves only once. */
    private static List<String> sentences(String out) {
        return out.lines().filter(line -> line.startsWith("[FJD]")).distinct().toList();
    }

    private static List<String> entries(Path directory) throws IOException {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.map(entry -> entry.getFileName().toString()).toList();
        }
    }
}
