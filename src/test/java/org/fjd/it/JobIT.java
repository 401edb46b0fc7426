package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.detail;
import static org.fjd.it.Sandbox.gatedJob;
import static org.fjd.it.Sandbox.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.fjd.job.Outcome;
import org.fjd.job.State;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a job file asks for is what is done, and its end says how it went. */
class JobIT {

    @RegisterExtension static final Sandbox sandbox = new Sandbox();

    @BeforeAll
    static void serve() throws Exception {
        sandbox.serve(2);
    }

    @Test
    void aPlainCommandIsSplitAsAShellWould() throws Exception {
        script("words.sh", "for word; do echo \"<$word>\"; done");
        sandbox.submit("plain", "[control]\nexecutable = ./words.sh 'a  b' \"c 'd\" e\\ f -g=h\n");
        Outcome outcome = sandbox.done("plain");
        assertThat(sandbox.lines("logs/plain.log"))
                .startsWith("<a  b>", "<c 'd>", "<e f>", "<-g=h>")
                .hasSize(5)
                .last()
                .isEqualTo("<" + sandbox.at("jobpods/" + outcome.run() + "/plain.conf") + ">");
    }

    @Test
    void shellSyntaxGoesThroughAShell() throws Exception {
        sandbox.submit(
                "shell",
                "[control]\nexecutable: X=5; echo one two | tr a-z A-Z && echo $((X + 1)) >&2\n");
        sandbox.done("shell");
        assertThat(sandbox.lines("logs/shell.log").get(0)).isEqualTo("ONE TWO");
        assertThat(sandbox.lines("logs/shell.log").get(1)).startsWith("6");
        sandbox.submit("pipe", "[control]\nexecutable: true | cat\n[params]\na: b\n");
        sandbox.done("pipe");
        assertThat(sandbox.lines("logs/pipe.log")).contains("[params]", "a: b");
    }

    @Test
    void pathsAreRelativeAsTheSeedHasIt() throws Exception {
        Files.createDirectories(sandbox.at("place"));
        script("tool.sh", "pwd; echo err >&2; sed -n s/^logfile..//p \"$1\"");
        sandbox.submit(
                "paths",
                """
                [control]
                executable: ./tool.sh
                directory= place
                logfile: new/data/x.dat
                stdout: out/o.txt
                stderr = e.txt
                """);
        Outcome outcome = sandbox.done("paths");
        assertThat(sandbox.lines("place/out/o.txt"))
                .containsExactly(sandbox.at("place").toString(), "new/data/x.dat");
        assertThat(sandbox.lines("place/e.txt")).containsExactly("err");
        assertThat(sandbox.at("place/new/data")).isEmptyDirectory();
        assertThat(sandbox.at("logs/paths.log")).doesNotExist();
        assertThat(detail(outcome, "log")).startsWith("(no log");
    }

    @Test
    void theEnvironmentNamesTheRunAndInputIsEmpty() throws Exception {
        sandbox.submit("env", job("env | grep ^FJD_ | sort; wc -c; pwd"));
        Outcome outcome = sandbox.done("env");
        Path file = sandbox.at("jobpods/" + outcome.run() + "/env.conf");
        assertThat(sandbox.lines("logs/env.log"))
                .contains(
                        "FJD_ATTEMPT=1",
                        "FJD_JOB=env",
                        "FJD_JOB_FILE=" + file,
                        "FJD_POD=" + outcome.run(),
                        "FJD_SPOOL=" + sandbox.at(""),
                        "FJD_WORKER=" + outcome.run().worker())
                .endsWith("0", sandbox.at("").toString());
        assertThat(outcome.state()).isEqualTo(State.DONE);
        assertThat(detail(outcome, "exit")).isEqualTo("0");
        assertThat(detail(outcome, "log")).isEqualTo("logs/env.log");
        assertThat(detail(outcome, "wall")).matches("\\d+\\.\\d{3}");
        assertThat(detail(outcome, "started")).isLessThan(detail(outcome, "ended"));
    }

    @Test
    void theUsersPartIsNeverRewritten() throws Exception {
        String text =
                "; mine\n[control]\nEXECUTABLE  :  true \n\n# also\n[params]\na=b:c=d\n\ttail";
        sandbox.drop("untouched", text);
        sandbox.done("untouched");
        assertThat(Files.readString(sandbox.at("done/untouched.conf")))
                .startsWith(text + "\n[result]\nstate = done\n")
                .endsWith("\nwhole = yes\n");
    }

    @ParameterizedTest
    @CsvSource({"1, -", "77, -", "255, -", "143, TERM", "137, KILL", "139, SEGV"})
    void anEndIsRecordedAsItWas(int exit, String signal) throws Exception {
        String name = "exit" + exit;
        sandbox.submit(name, job(signal.equals("-") ? "exit " + exit : "kill -" + signal + " $$"));
        Outcome outcome = sandbox.failed(name);
        assertThat(outcome.state()).isEqualTo(State.FAILED);
        assertThat(detail(outcome, "exit")).isEqualTo(Integer.toString(exit));
        assertThat(detail(outcome, "signal"))
                .startsWith(signal.equals("-") ? "(no signal" : signal);
    }

    @Test
    void whyAJobCouldNotStartIsToldWithTheRemedy() throws Exception {
        Files.writeString(sandbox.at("plain.txt"), "echo\n");
        Files.writeString(script("bad-interpreter.sh", ""), "#!/no/such/shell\n");
        submitAndFail("n1", "executable: no-such-program-here", "not found on the worker's PATH");
        submitAndFail("n2", "executable: ./nowhere/x.sh", "nowhere/x.sh: not found");
        submitAndFail("n3", "executable: ./plain.txt", "plain.txt: not executable");
        submitAndFail("n4", "executable: ./logs", "logs: is a directory");
        submitAndFail("n5", "executable: ./bad-interpreter.sh", "/no/such/shell, not found");
        submitAndFail("n6", "executable: true\ndirectory: absent", "absent: no such directory");
        submitAndFail("n7", "executable: true\ndirectory: plain.txt", "plain.txt: not a directory");
        submitAndFail(
                "n8", "executable: true\nstdout: plain.txt/x", "plain.txt is not a directory");
        submitAndFail("n9", "executable: true\nlogfile: plain.txt/a/b", "plain.txt");
    }

    private void submitAndFail(String name, String control, String reason) throws Exception {
        sandbox.submit(name, "[control]\n" + control + "\n");
        Outcome outcome = sandbox.failed(name);
        assertThat(outcome.state()).isEqualTo(State.FAILED);
        assertThat(detail(outcome, "reason")).startsWith("could not start: ").contains(reason);
    }

    @Test
    void aNamesakeGetsANumber() throws Exception {
        sandbox.submit("same", job("echo first"));
        sandbox.done("same");
        sandbox.submit("same", job("echo second"));
        sandbox.done("same~2");
        sandbox.submit("same", job("exit 1"));
        sandbox.failed("same");
        Outcome second = sandbox.done("same~2");
        assertThat(sandbox.lines("logs/same.log")).containsExactly("first");
        assertThat(detail(second, "log")).isEqualTo("logs/same@" + second.run() + ".log");
        assertThat(sandbox.lines(detail(second, "log"))).containsExactly("second");
    }

    @Test
    void aFailedJobIsRetriedByMovingItBack() throws Exception {
        sandbox.drop("again", job("echo $FJD_ATTEMPT; test -e mended"));
        Outcome first = sandbox.failed("again");
        Files.createFile(sandbox.at("mended"));
        sandbox.run(
                "mv",
                sandbox.at("failed/again.conf").toString(),
                sandbox.at("jobqueue").toString());
        Outcome second = sandbox.done("again");

        assertThat(second.run()).isNotEqualTo(first.run());
        assertThat(sandbox.lines(detail(second, "log"))).containsExactly("2");
        assertThat(Files.readString(sandbox.at("done/again.conf")))
                .containsOnlyOnce("\n[result]\nstate = failed\n")
                .containsOnlyOnce("\n[result.2]\nstate = done\n");
        assertThat(sandbox.names("failed")).doesNotContain("again.conf");
    }

    @Test
    void aQueuedJobIsWithdrawnByMovingItAway() throws Exception {
        sandbox.submit("gated1", gatedJob("gate1"));
        sandbox.submit("gated2", gatedJob("gate2"));
        sandbox.waitForRuns("gate1", 1);
        sandbox.waitForRuns("gate2", 1);
        Path queued = sandbox.submit("withdrawn", job("true"));
        sandbox.submit("staying", job("true"));
        Files.move(queued, sandbox.scratch("withdrawn"));
        sandbox.open("gate1");
        sandbox.open("gate2");
        sandbox.done("staying");
        sandbox.done("gated1");
        sandbox.done("gated2");
        assertThat(sandbox.names("done")).doesNotContain("withdrawn.conf");
        assertThat(sandbox.names("failed")).doesNotContain("withdrawn.conf");
        assertThat(Files.readString(sandbox.scratch("withdrawn"))).startsWith(job("true"));
    }

    private static Path script(String name, String body) throws Exception {
        Path script = Files.writeString(sandbox.at(name), "#!/bin/sh\n" + body + "\n");
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    }
}
