package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.fjd.it.Program.Result;
import org.fjd.it.Tour.Step;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The morning's work of the README, as a reader types it in. */
class TourIT {

    /** Jobs behind the 25th wait, so that the reader can look at the spool at leisure. */
    private static final String SLEEP =
            """
            #!/bin/sh
            case ${FJD_JOB#fit-} in
            ? | 1? | 2[0-5]) exit ;;
            esac
            until [ -e '%s' ]; do
                /bin/sleep 0.05
            done
            """;

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    private Path work;
    private Path gate;
    private Path directory;

    @BeforeEach
    void enter() throws IOException {
        Path example = Checkout.in(sandbox).resolve("example");
        work = example.resolve("work");
        gate = sandbox.scratch("gate");
        directory = Files.writeString(sandbox.scratch("directory"), example + "\n");
        Path stubs = Files.createDirectory(sandbox.scratch("stubs"));
        Path sleep = Files.writeString(stubs.resolve("sleep"), SLEEP.formatted(gate));
        Files.setPosixFilePermissions(sleep, PosixFilePermissions.fromString("rwxr-xr-x"));
        sandbox.without("FJD_SPOOL")
                .with(
                        "PATH",
                        "%s:%s:%s"
                                .formatted(
                                        Sandbox.HOME.resolve("bin"), stubs, System.getenv("PATH")));
    }

    @Test
    void whatTheReadmeTellsIsWhatHappens() throws Exception {
        List<Step> steps = Tour.of(Sandbox.HOME.resolve("README.md"), "A morning's work");
        assertThat(steps).hasSizeGreaterThan(10);
        List<String> first = new ArrayList<>();
        Optional<Program> dispatcher = Optional.empty();
        for (Step step : steps) {
            if (step.command().equals("dispatcher") && dispatcher.isEmpty()) {
                dispatcher = Optional.of(type(step));
                first.addAll(step.shown());
            } else if (step.command().startsWith("fjd status")) {
                Sandbox.waitUntil("it is as the README shows", () -> prints(step));
            } else if (step.command().isEmpty()) {
                Files.createFile(gate);
                first.addAll(step.shown());
                Result ended = dispatcher.orElseThrow().await();
                assertThat(ended.exit()).as(ended.text()).isEqualTo(1);
                assertShows(new Step("dispatcher", first), ended);
            } else {
                Result ended = type(step).await();
                assertThat(ended.exit()).as(step.command() + "\n" + ended.text()).isZero();
                assertShows(step, ended);
            }
        }

        assertThat(Files.readAllLines(work.resolve("accuracy.csv")))
                .hasSize(101)
                .startsWith("job,n,accuracy", "fit-1,1,0.91")
                .contains("fit-13,13,0.93");
        assertThat(work.resolve("night.html")).isNotEmptyFile();
        Sandbox.waitUntil("all have left", () -> sandbox.processes().isEmpty());
    }

    /** As in one terminal, which stays in the directory into which the last command went. */
    private Program type(Step step) throws IOException {
        return sandbox.start(
                "sh",
                "-c",
                "cd \"$(cat '%1$s')\" || exit\n%2$s\nexit=$?; pwd >'%1$s'; exit $exit"
                        .formatted(directory, step.command()));
    }

    private boolean prints(Step step) throws Exception {
        return step.shows(type(step).await().text(), work);
    }

    private void assertShows(Step step, Result printed) {
        assertThat(step.shows(printed.text(), work))
                .as("$ %s\n%s\n--- but the README shows\n%s", step.command(), printed, step.shown())
                .isTrue();
    }
}
