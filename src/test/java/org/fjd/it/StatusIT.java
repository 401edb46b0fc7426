package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.util.Map;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code fjd status}, once and on a real terminal. */
class StatusIT {

    @RegisterExtension
    @Order(1)
    final Sandbox sandbox = new Sandbox();

    @RegisterExtension
    @Order(2)
    final Sshd sshd = new Sshd(sandbox);

    private static final String FIT =
            Sandbox.job("echo 3/10 fitting >$FJD_PROGRESS; until [ -e gate ]; do sleep 0.1; done");

    private String status() throws Exception {
        Result result = sandbox.run("fjd", "status");
        assertThat(result.exit()).as(result.text()).isZero();
        return result.out();
    }

    private String watch() {
        return Sandbox.HOME.resolve("bin/fjd") + " status --watch";
    }

    /** One that was done, one that failed, two that run and one that is queued. */
    private void haveSomething() throws Exception {
        sandbox.submit("ok", Sandbox.job("true"));
        sandbox.submit("bad", Sandbox.job("false"));
        sandbox.serve(2);
        sandbox.done("ok");
        sandbox.failed("bad");
        sandbox.submit("fit1", FIT);
        sandbox.submit("fit2", FIT);
        sandbox.workerOf("fit1");
        sandbox.workerOf("fit2");
        sandbox.submit("later", FIT);
    }

    @Test
    void tellsWhatThereIs() throws Exception {
        haveSomething();

        assertThat(status())
                .contains("1 queued, 2 with workers, 1 done, 1 failed")
                .contains("2 workers: 2 busy")
                .containsPattern("Dispatcher on \\S+, process \\d+")
                .containsPattern("fit1 +running +\\d+s +3/10 fitting +\\S")
                .containsPattern("fit2 +running +\\d+s +3/10 fitting +\\S")
                .containsPattern("\\d jobs/.*; about .* left");
    }

    @Test
    void theJsonIsAsDescribed() throws Exception {
        haveSomething();

        String json = sandbox.run("fjd", "status", "--json").out();

        Schemas.assertFits(json, "status");
        Map<String, Object> told = JSON.std.mapFrom(json);
        assertThat(told)
                .containsEntry("queued", 1)
                .containsEntry("with_workers", 2)
                .containsEntry("done", 1)
                .containsEntry("failed", 1);
    }

    @Test
    void saysWhatIsMissing() throws Exception {
        sandbox.submit("job", Sandbox.job("true"));
        sandbox.run("fjd", "pause", "--note", "maintenance");

        assertThat(status())
                .contains("There are no workers. Hire some: recruiter hire 4")
                .contains("There is no dispatcher. Start one: dispatcher")
                .contains("The spool is paused by ")
                .contains("maintenance");
    }

    @Test
    void tellsOfTheDead() throws Exception {
        sandbox.hire(2);
        Program dispatcher = sandbox.start("dispatcher", "--forever");
        sandbox.awaitSeatOf(dispatcher);
        Sandbox.kill(dispatcher.pid());
        Sandbox.kill(sandbox.workers().get(0).process().pid());

        assertThat(status())
                .contains("1 worker: 1 idle; 1 lost")
                .contains("is dead. Start another one:");
    }

    @Test
    void aTerminalShowsHowThingsGo() throws Exception {
        haveSomething();
        Tmux terminal = new Tmux(sandbox, 80, 24, watch());
        terminal.waitFor("1 queued, 2 with workers, 1 done, 1 failed");
        assertThat(terminal.screen())
                .containsPattern("fit1 +running +\\d+s +3/10 fitting")
                .contains("Leave: q");

        sandbox.open("gate");
        terminal.waitFor("0 queued, 0 with workers, 4 done, 1 failed");
        assertThat(terminal.screen()).doesNotContain("fit1", "fit2", "PROGRESS");
    }

    @Test
    void itFitsAnySizeAndIsDrawnAfresh() throws Exception {
        haveSomething();
        Tmux terminal = new Tmux(sandbox, 80, 24, watch());
        terminal.waitFor("fit2");

        terminal.resize(40, 10);
        Sandbox.waitUntil(
                "both jobs are on the small screen",
                () ->
                        terminal.screen().lines().allMatch(line -> line.length() <= 40)
                                && terminal.screen().contains("fit1")
                                && terminal.screen().contains("fit2")
                                && terminal.screen().contains("Leave: q"));
        assertThat(terminal.screen()).contains("JOB", "3/10 fitting");

        terminal.resize(40, 5);
        terminal.waitFor("and 2 more");

        terminal.resize(120, 30);
        terminal.waitFor("fit2");
        assertThat(terminal.screen()).containsOnlyOnce("Leave: q").containsOnlyOnce("fit2");

        terminal.resize(3, 1);
        terminal.waitFor("Le…");
    }

    @Test
    void theTerminalIsPutBackAsItWas() throws Exception {
        sandbox.hire(1);
        String before = "echo 'before'; stty -a >modes1; ";
        String after = "; stty -a >modes2";
        Tmux terminal = new Tmux(sandbox, 80, 24, before + watch() + after);
        terminal.waitFor("Leave: q");
        assertThat(terminal.screen()).doesNotContain("before");

        terminal.press("q");
        terminal.waitFor("ended with 0");
        assertThat(terminal.screen()).contains("before").doesNotContain("Leave");
        assertThat(Files.readString(sandbox.scratch("modes2")))
                .isEqualTo(Files.readString(sandbox.scratch("modes1")));
    }

    @Test
    void statesHaveTheirColours() throws Exception {
        haveSomething();
        Tmux terminal = new Tmux(sandbox, 80, 24, watch());
        terminal.waitFor("fit2");
        assertThat(terminal.screenWithColours()).contains("\u001b[36mrunning");
    }

    @Test
    void andNoneWhereTheUserWantsNone() throws Exception {
        haveSomething();
        Tmux terminal = new Tmux(sandbox, 80, 24, "NO_COLOR=1 " + watch());
        terminal.waitFor("fit2");
        assertThat(terminal.screenWithColours()).doesNotContain("\u001b[36m");
    }

    @Test
    void ctrlCIsAWayOutToo() throws Exception {
        sandbox.hire(1);
        Tmux terminal = new Tmux(sandbox, 80, 24, watch());
        terminal.waitFor("Leave: q");
        terminal.press("C-c");
        terminal.waitFor("ended with 0");
    }

    /** As over ssh from a terminal that this host has never heard of. */
    @Test
    void anUnknownTerminalWillDo() throws Exception {
        sandbox.hire(1);
        Tmux terminal = new Tmux(sandbox, 80, 24, "TERM=eterm " + watch() + " 2>err");
        terminal.waitFor("1 worker: 1 idle");
        terminal.press("q");
        terminal.waitFor("ended with 0");
        assertThat(sandbox.scratch("err")).isEmptyFile();
        assertThat(terminal.screen().lines()).contains("Leave: q", "ended with 0");
    }

    @Test
    void aKnownTerminalIsDrawnOnWithoutAWordToo() throws Exception {
        sandbox.hire(1);
        Tmux terminal = new Tmux(sandbox, 80, 24, watch() + " 2>err");
        terminal.waitFor("1 worker: 1 idle");
        terminal.press("q");
        terminal.waitFor("ended with 0");
        assertThat(sandbox.scratch("err")).isEmptyFile();
    }

    @Test
    void aTerminalThatCanOnlyAppendIsRefused() throws Exception {
        sandbox.hire(1);
        Tmux terminal = new Tmux(sandbox, 80, 24, "TERM=dumb " + watch());
        terminal.waitFor("ended with 2");
        assertThat(terminal.screen()).contains("[FJD] --watch needs a terminal").contains("dumb");
    }

    @Test
    void whereNoKeyCanBeReadItIsRefused() throws Exception {
        sandbox.hire(1);
        Tmux terminal = new Tmux(sandbox, 80, 24, watch() + " </dev/null");
        terminal.waitFor("ended with 2");
        assertThat(terminal.screen()).contains("[FJD] --watch needs a terminal");
    }

    /** As over ssh -tt from no terminal, or in a container. */
    @Test
    void aTerminalOfUnknownSizeIsTakenForAnUsualOne() throws Exception {
        sandbox.hire(1);
        Tmux terminal = new Tmux(sandbox, 100, 30, "stty rows 0 cols 0; " + watch());
        terminal.waitFor("1 worker: 1 idle");
        assertThat(terminal.screen()).contains("Leave: q");
        terminal.press("q");
        terminal.waitFor("ended with 0");
    }

    @Test
    void itIsWatchedOverSsh() throws Exception {
        haveSomething();
        String far = watch() + " --spool " + sandbox.at("");
        Tmux terminal = new Tmux(sandbox, 80, 24, "%s -t node1 %s".formatted(sshd.command(), far));
        terminal.waitFor("1 queued, 2 with workers, 1 done, 1 failed");
        assertThat(terminal.screen()).containsPattern("fit1 +running").contains("Leave: q");

        terminal.resize(40, 10);
        Sandbox.waitUntil(
                "it is drawn for the small screen",
                () ->
                        terminal.screen().lines().allMatch(line -> line.length() <= 40)
                                && terminal.screen().contains("fit2")
                                && terminal.screen().contains("Leave: q"));

        terminal.resize(80, 24);
        sandbox.open("gate");
        terminal.waitFor("0 queued, 0 with workers, 4 done, 1 failed");
        terminal.press("q");
        terminal.waitFor("ended with 0");
        assertThat(terminal.screen()).doesNotContain("Leave");
    }

    @Test
    void aSpoolThatIsTakenAwayIsToldOfAndNoReasonToEnd() throws Exception {
        haveSomething();
        Tmux terminal = new Tmux(sandbox, 80, 24, watch());
        terminal.waitFor("fit2");
        Files.move(sandbox.at("jobpods"), sandbox.scratch("jobpods"));
        Files.writeString(sandbox.at("jobpods"), "in the way");
        terminal.waitFor("0 with workers");
        terminal.press("q");
        terminal.waitFor("ended with 0");
    }

    @Test
    void withoutATerminalThereIsNothingToWatchOn() throws Exception {
        sandbox.hire(1);
        Result result = sandbox.run("fjd", "status", "--watch");

        assertThat(result.exit()).isEqualTo(2);
        assertThat(result.err()).contains("--watch needs a terminal");
    }

    @Test
    void thereIsOneReaderOnly() throws Exception {
        sandbox.hire(1);

        assertThat(sandbox.run("fjd", "status", "--watch", "--json").exit()).isEqualTo(2);
    }

    @Test
    void whereThereIsNoSpoolItSaysSo() throws Exception {
        Result result = sandbox.run("fjd", "status", "--spool", sandbox.root().toString());

        assertThat(result.exit()).isEqualTo(3);
        assertThat(result.err()).contains("No spool at");
    }
}
