package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code fjd submit --wait} and {@code --follow}, and {@code fjd wait}, with workers. */
class WaitIT {

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    private Result run(int exit, String... command) throws Exception {
        Result result = sandbox.run(command);
        assertThat(result.exit()).as(result.text()).isEqualTo(exit);
        return result;
    }

    @Test
    void theExitCodeOfOneJobIsPassedOn() throws Exception {
        sandbox.serve(1);

        assertThat(run(0, "fjd", "submit", "--wait", "--", "true").text()).isEqualTo("true-1\n");
        Result failed = run(7, "fjd", "submit", "--wait", "--", "exit 7");
        assertThat(failed.out()).isEqualTo("exit-1\n");
        assertThat(failed.err())
                .isEqualTo(
                        """
                        [FJD] exit-1: failed, exit 7
                        [FJD] See: fjd show exit-1
                        """);
        run(1, "fjd", "submit", "--wait", "--", "./missing", "x");
        Files.writeString(sandbox.scratch("lines"), "true\nexit 7\nexit 7\n");
        run(1, "fjd", "submit", "--wait", "--each-line", "lines");
    }

    @Test
    void whatIsFollowedIsJustWhatTheJobPrints() throws Exception {
        Path program = sandbox.scratch("show");
        Files.writeString(program, "#!/bin/sh\npwd; printf '<%s>' \"$@\"; echo; exit 3\n");
        program.toFile().setExecutable(true);
        sandbox.serve(1);

        Result words = run(3, "fjd", "submit", "--follow", "--", "./show", "a b", "ü", "*");
        assertThat(words.out()).isEqualTo(sandbox.scratch("") + "\n<a b><ü><*>\n");
        assertThat(words.err()).startsWith("[FJD] Submitted show-1.\n");

        Result line = run(0, "fjd", "submit", "--follow", "--", "printf 'b\\na\\n' | sort");
        assertThat(line.out()).isEqualTo("a\nb\n");
    }

    @Test
    void theOutputIsSeenWhileTheJobRuns() throws Exception {
        sandbox.serve(1);
        String gate = sandbox.at("gate").toString();
        Program follower =
                sandbox.start(
                        "fjd",
                        "submit",
                        "--follow",
                        "--",
                        "echo one; until [ -e " + gate + " ]; do sleep 0.1; done; echo two");
        Sandbox.waitUntil("the first line is there", () -> follower.out().equals("one\n"));
        assertThat(follower.isAlive()).isTrue();

        sandbox.open("gate");
        assertThat(follower.await().out()).isEqualTo("one\ntwo\n");
    }

    @Test
    void thousandsOfLinesAreDoneEachOnce() throws Exception {
        int many = 2_000;
        Files.write(
                sandbox.scratch("lines"), IntStream.range(0, many).mapToObj(i -> "" + i).toList());
        sandbox.serve(2);
        Result submitted =
                run(
                        0,
                        "sh",
                        "-c",
                        "%s/bin/fjd submit --name many --each-line - -- true x{} <lines"
                                .formatted(Sandbox.HOME));
        assertThat(submitted.out().lines())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, many).mapToObj(i -> "many-" + i).toList());

        run(0, "fjd", "wait");
        assertThat(sandbox.names("done")).hasSize(many);
        assertThat(sandbox.names("jobqueue")).isEmpty();
    }

    @Test
    void jobsAreWaitedForByName() throws Exception {
        sandbox.submit("good", Sandbox.gatedJob("gate"));
        sandbox.submit("bad", Sandbox.job("exit 9"));
        Result unknown = run(5, "fjd", "wait", "good", "other");
        assertThat(unknown.err()).contains("[FJD] There is no job other at ");

        Result nobody = run(4, "fjd", "wait", "--timeout", "2s");
        assertThat(nobody.err())
                .isEqualTo(
                        """
                        [FJD] There is no dispatcher. Start one: dispatcher
                        [FJD] There are no workers. Hire some: recruiter hire 4
                        [FJD] The time is over, and 2 jobs have not ended.
                        """);

        sandbox.serve(2);
        Result bad = run(1, "fjd", "wait", "bad");
        assertThat(bad.err()).startsWith("[FJD] bad: failed, exit 9\n");
        run(1, "fjd", "wait", "bad.conf");
        Result late = run(4, "fjd", "wait", "good", "bad", "--timeout=100ms");
        assertThat(late.err()).endsWith("[FJD] The time is over, and good has not ended.\n");

        Program waiting = sandbox.start("fjd", "wait");
        sandbox.waitForRuns("gate", 1);
        sandbox.open("gate");
        assertThat(waiting.await().exit()).isZero();
        assertThat(run(0, "fjd", "wait").out()).isEqualTo("[FJD] No job is queued or running.\n");
    }

    @Test
    void wrongUseIsSaid() throws Exception {
        sandbox.submit("a", Sandbox.job("true"));
        assertThat(run(2, "fjd", "wait", "--timeout", "soon").err()).contains("soon");
        assertThat(run(5, "fjd", "wait", "a/b").err()).contains("There is no job a/b at ");
    }

    @Test
    void programsAreToldInJsonWhatBecameOfEachJob() throws Exception {
        sandbox.submit("good", Sandbox.job("true"));
        sandbox.submit("bad", Sandbox.job("exit 9"));
        sandbox.submit("unready", "odd");
        String early = run(4, "fjd", "wait", "--json", "--timeout", "1ms").out();
        Schemas.assertFits(early, "wait");
        assertThat(early).contains("\"state\" : \"open\"");
        String unknown = run(5, "fjd", "wait", "--json", "good", "other").out();
        Schemas.assertFits(unknown, "wait");
        assertThat(unknown).contains("\"state\" : \"unknown\"");

        sandbox.serve(2);
        String ended = run(1, "fjd", "wait", "--json", "good", "bad", "unready").out();
        Schemas.assertFits(ended, "wait");
        assertThat(ended).contains("\"exit\" : 9", "\"state\" : \"done\"");
        assertThat(run(0, "fjd", "wait", "--json").out().strip()).isEqualTo("[ ]");
    }
}
