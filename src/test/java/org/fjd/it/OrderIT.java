package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs, workers and the dispatcher may come in any order. */
class OrderIT {

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create hire dispatch", "create dispatch hire", "hire create dispatch",
                "hire dispatch create", "dispatch create hire", "dispatch hire create"
            })
    void whicheverComesFirstTheJobsAreDone(String order) throws Exception {
        Program dispatcher = null;
        for (String step : Arrays.asList(order.split(" "))) {
            switch (step) {
                case "create" -> {
                    sandbox.drop("one", Sandbox.job("echo one"));
                    sandbox.submit("two", Sandbox.job("echo two"));
                }
                case "hire" -> sandbox.hire(2);
                default -> {
                    Program started = sandbox.start("dispatcher");
                    Sandbox.waitUntil(
                            "the dispatcher is up",
                            () -> started.out().contains("[FJD] Dispatcher started."));
                    dispatcher = started;
                }
            }
        }
        Result result = dispatcher.await();

        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(result.out())
                .startsWith("[FJD] Dispatcher started.\n")
                .contains("[FJD] Found some jobs to dispatch\n")
                .endsWith("[FJD] No more jobs to dispatch.\n");
        assertThat(sandbox.names("done")).containsExactly("one.conf", "two.conf");
        assertThat(sandbox.lines("logs/one.log")).containsExactly("one");
    }
}
