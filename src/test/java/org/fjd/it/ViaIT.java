package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Hiring via a batch system: a script that starts what it was asked for when a gate is open. */
class ViaIT {

    private static final String SUBMIT =
            """
            #!/bin/sh
            # count, command, log, options: task files in queue/<id>.<task>, started when there is a file named open
            cd "$(dirname "$0")" || exit 1
            case "$*" in *refuse*) echo "error: no such partition" >&2; exit 4 ;; *hang*) sleep 1000 ;; esac
            id=$(($(cat last 2>/dev/null || echo 0) + 1))
            echo $id >last
            i=0
            while [ $i -lt "$1" ]; do
                i=$((i + 1))
                touch "queue/$id.$i"
                (
                    while [ ! -e open ]; do
                        [ -e "queue/$id.$i" ] || exit 0
                        sleep 0.1
                    done
                    rm "queue/$id.$i" || exit 0
                    exec sh -c "$2"
                ) </dev/null >/dev/null 2>&1 &
            done
            echo "$id;mycluster"
            """;
    private static final String PENDING =
            """
            #!/bin/sh
            cd "$(dirname "$0")/queue" || exit 1
            touch "../asked.$1"
            while [ -e ../busy ]; do sleep 0.1; done
            for task in $1.*; do [ -e "$task" ] && echo "${task#*.} (Resources)"; done
            exit 0
            """;
    private static final String CANCEL =
            """
            #!/bin/sh
            cd "$(dirname "$0")/queue" || exit 1
            for task in $(echo $2 | tr , ' '); do rm "$1.$task" || exit 1; done
            """;

    @RegisterExtension final Sandbox sandbox = new Sandbox();
    private Path batch;

    @BeforeEach
    void install() throws Exception {
        batch = Files.createDirectories(sandbox.scratch("batch"));
        Files.createDirectory(batch.resolve("queue"));
        script("submit", SUBMIT);
        script("pending", PENDING);
        script("cancel", CANCEL);
        Files.createDirectories(sandbox.at(".fjd"));
        Files.writeString(
                sandbox.at(".fjd/fjd.conf"),
                """
                [via fake]
                submit = %1$s/submit {count} {command} {log} {spool} {options}
                pending = %1$s/pending {id}
                cancel = %1$s/cancel {id} {tasks}
                ends-at = $FAKE_END
                """
                        .formatted(batch));
    }

    private void script(String name, String text) throws Exception {
        Path file = Files.writeString(batch.resolve(name), text);
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void openGate() throws Exception {
        Files.createFile(batch.resolve("open"));
    }

    private void come(int workers) {
        Sandbox.waitUntil(workers + " came", () -> sandbox.workers().size() == workers);
    }

    private List<String> states(Result json) throws Exception {
        assertThat(json.exit()).as(json.text()).isZero();
        Schemas.assertFits(json.out(), "recruiter-list");
        List<String> states = new ArrayList<>();
        for (Object row : JSON.std.listFrom(json.out())) {
            states.add(String.valueOf(((Map<?, ?>) row).get("state")));
        }
        return states;
    }

    @Test
    void theyArePendingThenComeAndWorkAndAreFired() throws Exception {
        Result asked = sandbox.run("recruiter", "hire", "2", "--via", "fake");
        assertThat(asked.text()).isEqualTo("[FJD] Asked fake for 2 workers (job 1).\n");
        assertThat(asked.exit()).isZero();
        assertThat(sandbox.names(".fjd/hires")).containsExactly("fake-1");
        assertThat(sandbox.run("recruiter", "list").out())
                .containsPattern("(?m)^fake 1 .* 2 pending: \\(Resources\\)$");
        assertThat(states(sandbox.run("recruiter", "list", "--json")))
                .containsExactly("pending", "pending");

        openGate();
        come(2);
        sandbox.submit("a", Sandbox.job("env >env"));
        sandbox.start("dispatcher");
        sandbox.done("a");
        assertThat(states(sandbox.run("recruiter", "list", "--json"))).hasSize(2);
        assertThat(sandbox.names(".fjd/hires")).isEmpty();
        String worker = sandbox.workers().get(0).name();
        assertThat(sandbox.lines(".fjd/logs/" + worker + ".log"))
                .anyMatch(line -> line.contains("worker " + worker + " is at work"));
        Result fired = sandbox.run("recruiter", "fire");
        assertThat(fired.text()).isEqualTo("[FJD] Fired 2 workers.\n");
    }

    @Test
    void theWorkersAreListedBeforeTheBatchSystemIsAskedForAllRequestsAtOnce() throws Exception {
        sandbox.hire(1);
        for (int i = 1; i <= 3; i++) {
            sandbox.run("recruiter", "hire", "2", "--via", "fake");
        }
        Files.createFile(batch.resolve("busy"));
        Program list = sandbox.start("recruiter", "list");
        Sandbox.waitUntil(
                "each is asked for though none was answered",
                () ->
                        Stream.of("asked.1", "asked.2", "asked.3")
                                .allMatch(asked -> Files.exists(batch.resolve(asked))));
        Sandbox.waitUntil("the worker is listed", () -> list.out().contains(" idle\n"));
        assertThat(list.isAlive()).isTrue();
        assertThat(list.out()).doesNotContain("pending");
        Files.delete(batch.resolve("busy"));
        assertThat(list.await().out().lines().map(line -> line.replaceFirst(" {2,}.*", "")))
                .containsExactly(
                        "WORKER",
                        sandbox.workers().get(0).name(),
                        "REQUEST",
                        "fake 1",
                        "fake 2",
                        "fake 3");
    }

    @Test
    void whatIsPendingIsFiredFirst() throws Exception {
        sandbox.run("recruiter", "hire", "3", "--via", "fake");
        sandbox.hire(1);
        Result two = sandbox.run("recruiter", "fire", "2");
        assertThat(two.text()).isEqualTo("[FJD] Cancelled 2 workers not yet started.\n");
        assertThat(two.exit()).isZero();
        assertThat(states(sandbox.run("recruiter", "list", "--json")))
                .containsExactlyInAnyOrder("idle", "pending");
        Result all = sandbox.run("recruiter", "fire");
        assertThat(all.text())
                .isEqualTo("[FJD] Cancelled 1 worker not yet started.\n[FJD] Fired 1 worker.\n");
        openGate();
        assertThat(sandbox.names(".fjd/hires")).isEmpty();
        assertThat(sandbox.workers()).isEmpty();
    }

    @Test
    void aRefusalIsToldInTheBatchSystemsWords() throws Exception {
        Result refused =
                sandbox.run("recruiter", "hire", "2", "--via", "fake", "--", "-p", "refuse");
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .isEqualTo(
                        """
                        [FJD] fake was not willing to give workers: its command exited with 4.
                        [FJD]     error: no such partition
                        """);
        Result unknown = sandbox.run("recruiter", "hire", "2", "--via", "pbs");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err()).contains("There is no section [via pbs]");
        assertThat(sandbox.run("recruiter", "hire", "--via", "fake").exit()).isEqualTo(2);
        assertThat(sandbox.run("recruiter", "hire", "1", "--", "-p", "x").exit()).isEqualTo(2);
        assertThat(sandbox.run("recruiter", "hire", "0", "--via", "fake").exit()).isEqualTo(2);
        assertThat(sandbox.names(".fjd/hires")).isEmpty();
    }

    @Test
    void anyPathAndAnyOptionReachTheWorkersAsTheyAre() throws Exception {
        Path odd =
                Files.createDirectories(sandbox.scratch("it's a \"$(touch pwned)\" `x` %j;\\ é"));
        Files.createDirectories(odd.resolve(".fjd"));
        Files.copy(sandbox.at(".fjd/fjd.conf"), odd.resolve(".fjd/fjd.conf"));
        openGate();
        String spool = odd.toString();
        Result asked =
                sandbox.run(
                        "recruiter", "hire", "1", "--spool", spool, "--via", "fake", "--", "$(x)");
        assertThat(asked.text()).isEqualTo("[FJD] Asked fake for 1 worker (job 1).\n");
        Sandbox.waitUntil(
                "it came",
                () -> {
                    try (var workers = Files.list(odd.resolve(".fjd/workers"))) {
                        return workers.count() == 1;
                    }
                });
        // The same through a shell.
        String shell =
                Files.readString(odd.resolve(".fjd/fjd.conf"))
                        .replace("{options}", "{options} && true");
        Files.writeString(odd.resolve(".fjd/fjd.conf"), shell);
        assertThat(sandbox.run("recruiter", "hire", "1", "--spool", spool, "--via", "fake").text())
                .isEqualTo("[FJD] Asked fake for 1 worker (job 2).\n");
        Sandbox.waitUntil(
                "another one came",
                () -> {
                    try (var workers = Files.list(odd.resolve(".fjd/workers"))) {
                        return workers.count() == 2;
                    }
                });
        assertThat(sandbox.run("recruiter", "fire", "--spool", spool).out())
                .isEqualTo("[FJD] Fired 2 workers.\n");
        for (Path place : List.of(odd, batch, sandbox.scratch(""), sandbox.at(""))) {
            assertThat(Files.exists(place.resolve("pwned"))).isFalse();
        }
    }

    @Test
    void aJobThatTakesLongerThanTheAllocationWaitsAndOneThatOutlivesItIsReturned()
            throws Exception {
        sandbox.with("FAKE_END", Long.toString(System.currentTimeMillis() / 1000 + 38));
        openGate();
        sandbox.run("recruiter", "hire", "1", "--via", "fake");
        come(1);
        sandbox.start("dispatcher", "--forever");
        sandbox.submit("long", Sandbox.gatedJob("long") + "expected: 10m\n");
        sandbox.submit("unknown", Sandbox.gatedJob("unknown"));
        sandbox.waitForRuns("unknown", 1);
        assertThat(sandbox.run("fjd", "why", "long").out())
                .contains("no worker has that much time left");
        come(0);
        assertThat(sandbox.names("retryqueue")).hasSize(1);
        assertThat(Files.readString(sandbox.at("retryqueue/" + sandbox.names("retryqueue").get(0))))
                .contains("state = returned");
        assertThat(sandbox.names("jobqueue")).containsExactly("long.conf");
    }

    @Test
    void theirNumberFollowsTheJobs() throws Exception {
        openGate();
        sandbox.start("dispatcher", "--forever");
        sandbox.submit("a", Sandbox.gatedJob("gate"));
        sandbox.submit("b", Sandbox.gatedJob("gate"));
        Program autoscale =
                sandbox.start("recruiter", "autoscale", "--via=fake", "--max=3", "--idle-exit=3s");
        sandbox.waitForRuns("gate", 2);
        assertThat(sandbox.workers()).hasSize(2);
        sandbox.open("gate");
        sandbox.done("a");
        sandbox.done("b");
        come(0);
        sandbox.submit("c", Sandbox.job("true"));
        sandbox.done("c");
        autoscale.signal("INT");
        Result ended = autoscale.await();
        assertThat(ended.exit()).isEqualTo(130);
        assertThat(ended.text())
                .startsWith(
                        """
                        [FJD] Autoscaling via fake, from 0 to 3 workers.
                        [FJD] Asked fake for 2 workers (job 1).
                        [FJD] Asked fake for 1 worker (job 2).
                        """)
                .endsWith("[FJD] Autoscaling stopped. Workers and jobs go on.\n");
        come(0);
    }
}
