package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A minute of {@code src/bench/chaos}; where it fails it keeps its spool in {@code target/}. */
class ChaosIT {

    private static final Path HOME = Sandbox.HOME;

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void whateverIsKilledOrStoppedEachJobEndsOnce() throws Exception {
        sandbox.with("BENCH_DIR", HOME.resolve("target").toString());
        String chaos = HOME.resolve("src/bench/chaos").toString();
        Result result = sandbox.run(chaos, "--seconds", "25");
        System.out.println(result.text());

        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(result.out())
                .containsPattern("(?m)^jobs +[1-9]")
                .containsPattern("(?m)^kills +[1-9]");
    }
}
