package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.job;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.fjd.it.Program.Result;
import org.fjd.job.Outcome;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Jobs that meddle with what is fjd's: they have an end all the same, and others go on. */
class BadJobIT {

    @RegisterExtension static final Sandbox sandbox = new Sandbox();

    @BeforeAll
    static void serve() throws Exception {
        sandbox.serve(2);
    }

    @AfterAll
    static void nothingIsLeftBehind() throws Exception {
        Result fired = sandbox.run("recruiter", "fire");
        assertThat(fired.exit()).as(fired.text()).isZero();
        for (String directory :
                List.of(".fjd/workers", ".fjd/requests", ".fjd/morgue", "workerqueue", "jobpods")) {
            assertThat(sandbox.names(directory)).as(directory).isEmpty();
        }
    }

    @AfterEach
    void othersGoOn() throws Exception {
        String another = "another" + System.nanoTime();
        sandbox.submit(another, job("true"));
        sandbox.done(another);
    }

    static Stream<Arguments> meddlers() {
        return Stream.of(
                Arguments.of("deletes", "rm $FJD_JOB_FILE"),
                Arguments.of("deletes-pod", "rm -r ${FJD_JOB_FILE%/*}"),
                Arguments.of("edits", "sed -i s/executable/executable/ $FJD_JOB_FILE"),
                Arguments.of("appends", "echo \"[mine]\" >>$FJD_JOB_FILE"),
                Arguments.of("appends-text", "printf half-a-line >>$FJD_JOB_FILE"),
                Arguments.of("truncates", ": >$FJD_JOB_FILE"),
                Arguments.of("overwrites", "head -c 2000000 /dev/zero >$FJD_JOB_FILE"),
                Arguments.of("makes-directory", "rm $FJD_JOB_FILE; mkdir -p $FJD_JOB_FILE/x"),
                Arguments.of("makes-fifo", "rm $FJD_JOB_FILE; mkfifo $FJD_JOB_FILE"),
                Arguments.of(
                        "makes-link", "mv $FJD_JOB_FILE moved; ln -s $PWD/moved $FJD_JOB_FILE"),
                Arguments.of("deletes-log", "rm logs/deletes-log.log"),
                Arguments.of("deletes-logs", "rm -r logs"),
                Arguments.of("deletes-announcements", "rm -f workerqueue/*"),
                Arguments.of("forbids-writing", "chmod 000 $FJD_JOB_FILE"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("meddlers")
    void itIsRunOnceAndRecordedOnce(String name, String script) throws Exception {
        sandbox.submit(name, job("echo $FJD_ATTEMPT >>" + name + ".runs; " + script));
        sandbox.done(name);

        assertThat(sandbox.lines(name + ".runs")).containsExactly("1");
        assertThat(sandbox.names("failed")).noneMatch(ended -> ended.startsWith(name));
        assertThat(sandbox.names("done").stream().filter(ended -> ended.startsWith(name + "~")))
                .isEmpty();
        assertThat(
                        Files.isRegularFile(
                                sandbox.at("done/" + name + ".conf"), LinkOption.NOFOLLOW_LINKS))
                .isTrue();
    }

    @Test
    void whatAJobLeavesBesideItsFileIsKept() throws Exception {
        sandbox.submit("litters", job("echo precious >${FJD_JOB_FILE%/*}/note"));
        Outcome outcome = sandbox.done("litters");
        Path stray = sandbox.at(".fjd/strays/" + outcome.run() + "/note");
        Sandbox.waitUntil("the note is among the strays", () -> Files.exists(stray));
        assertThat(stray).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cp", "mv"})
    void aJobFileThatAJobLeavesBesideItsOwnIsNotRun(String how) throws Exception {
        String left = "left-by-" + how;
        sandbox.submit(
                how,
                job(
                        "echo $FJD_ATTEMPT >>%s.runs; %s $FJD_JOB_FILE ${FJD_JOB_FILE%%/*}/%s.conf"
                                .formatted(how, how, left)));
        Outcome outcome = sandbox.done(how);
        Path stray = sandbox.at(".fjd/strays/" + outcome.run() + "/" + left + ".conf");
        Sandbox.waitUntil(
                "it is among the strays, or runs",
                () -> Files.exists(stray) || sandbox.lines(how + ".runs").size() > 1);
        assertThat(sandbox.lines(how + ".runs")).containsExactly("1");
        assertThat(stray).exists();
    }

    @Test
    void hundredsOfMegabytesOfOutputAreNoLoad() throws Exception {
        sandbox.submit("chatty", job("yes | head -c 300000000"));
        sandbox.done("chatty");
        assertThat(sandbox.at("logs/chatty.log")).hasSize(300_000_000);
        Files.delete(sandbox.at("logs/chatty.log"));
    }

    @Test
    void aChildThatHoldsTheOutputOpenDelaysNobody() throws Exception {
        sandbox.submit("parent", job("sleep 1000 & echo $! >child; echo gone"));
        sandbox.done("parent");
        long child = Long.parseLong(sandbox.lines("child").get(0));
        assertThat(sandbox.lines("logs/parent.log")).containsExactly("gone");
        Sandbox.kill(child);
    }
}
