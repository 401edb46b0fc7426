package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.gatedJob;
import static org.fjd.it.Sandbox.job;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clocks that are set while work goes on, by libfaketime. */
class ClockIT {

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void nobodyIsLostAndNothingWaitsWhenClocksAreSet() throws Exception {
        Path library = FakeClock.library();
        Files.createDirectories(sandbox.at(".fjd"));
        Files.writeString(sandbox.at(".fjd/fjd.conf"), "[fjd]\nlease = 10s\n");
        String gate = sandbox.scratch("gate").toString();
        sandbox.submit("long", gatedJob(gate));
        Path workers = clock(library, "workers");
        sandbox.hire(2);
        Path dispatchers = clock(library, "dispatchers");
        Program dispatcher = sandbox.start("dispatcher", "--forever");
        sandbox.waitForRuns(gate, 1);

        String[] settings = {"+30d", "-30d", "+2d", "-3y", "+0"};
        for (int i = 0; i < settings.length; i++) {
            set(workers, settings[i]);
            set(dispatchers, settings[settings.length - 1 - i]);
            sandbox.submit("submitted" + i, job("date +%Y-%m-%d >>dates"));
            sandbox.drop("dropped" + i, job("true"));
            // The settle time passes, and beats and looks at the roll with it.
            sandbox.done("dropped" + i);
            sandbox.done("submitted" + i);
        }
        sandbox.open(gate);
        sandbox.done("long");

        assertThat(sandbox.lines("dates").stream().distinct()).as("the jobs' days").hasSize(5);
        assertThat(sandbox.lines(gate + ".runs")).hasSize(1);
        assertThat(dispatcher.describe()).doesNotContain("lost").doesNotContain("Another");
        assertThat(sandbox.workers()).hasSize(2);
        assertThat(sandbox.names("failed")).isEmpty();
        for (String name : sandbox.names("done")) {
            assertThat(sandbox.lines("done/" + name))
                    .noneMatch(line -> line.startsWith("[attempt"))
                    .anyMatch(line -> line.matches("wall = \\d\\d?\\.\\d{3}"));
        }
    }

    /** Gives the commands to come a clock that is set by a file. */
    private Path clock(Path library, String whose) throws Exception {
        Path clock = sandbox.scratch(whose + ".clock");
        set(clock, "+0");
        sandbox.with("LD_PRELOAD", library.toString())
                .with("FAKETIME_TIMESTAMP_FILE", clock.toString())
                .with("FAKETIME_CACHE_DURATION", "1")
                .with("FAKETIME_DONT_FAKE_MONOTONIC", "1");
        return clock;
    }

    private static void set(Path clock, String offset) throws Exception {
        Files.writeString(clock, offset + "\n");
    }
}
