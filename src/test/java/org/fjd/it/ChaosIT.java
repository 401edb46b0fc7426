package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A minute of {@code src/bench/chaos}; where it fails it keeps its spool in {@code target/}. */
class ChaosIT {

    private static final Path HOME = Sandbox.HOME;

    private static final int LEAST_JOBS = 300;
    private static final int LEAST_KILLS = 18;
    private static final int LEAST_STALLS = 3;
    private static final int LEAST_COMMANDS = 5;
    private static final List<String> JUDGED =
            List.of(
                    "lost",
                    "recorded twice",
                    "wrong end",
                    "unexplained",
                    "outlived their run",
                    "altered",
                    "ran while held",
                    "left behind");

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void whateverIsKilledOrStoppedEachJobEndsOnce() throws Exception {
        sandbox.with("BENCH_DIR", HOME.resolve("target").toString());
        String chaos = HOME.resolve("src/bench/chaos").toString();
        Result result = sandbox.run(chaos, "--jobs", "" + LEAST_JOBS, "--kills", "" + LEAST_KILLS);
        System.out.println(result.text());

        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(count(result, "jobs")).isGreaterThanOrEqualTo(LEAST_JOBS);
        assertThat(count(result, "kills")).isGreaterThanOrEqualTo(LEAST_KILLS);
        assertThat(count(result, "stalls")).isGreaterThanOrEqualTo(LEAST_STALLS);
        assertThat(count(result, "past the lease")).isGreaterThanOrEqualTo(LEAST_STALLS);
        assertThat(count(result, "struck off")).isPositive();
        assertThat(count(result, "commands")).isGreaterThanOrEqualTo(LEAST_COMMANDS);
        assertThat(JUDGED).allSatisfy(what -> assertThat(count(result, what)).as(what).isZero());
    }

    /** The number that stands after a word at the beginning of a line. */
    private static int count(Result result, String what) {
        return result.out()
                .lines()
                .filter(line -> line.matches(what + " +\\d+\\b.*"))
                .map(line -> line.substring(what.length()).strip().replaceFirst("\\D.*", ""))
                .map(Integer::valueOf)
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + what + " in " + result.text()));
    }
}
