package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.fjd.it.Program.Result;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code recruiter list}. */
class ListIT {

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    @Test
    void itSaysOfEachWorkerWhatItIsDoing() throws Exception {
        Files.createDirectory(sandbox.at("jobqueue"));
        Result none = sandbox.run("recruiter", "list");
        assertThat(none.text())
                .isEqualTo(
                        "[FJD] There are no workers at "
                                + sandbox.at("")
                                + ". Hire some: recruiter hire 4\n");
        assertThat(JSON.std.listFrom(sandbox.run("recruiter", "list", "--json").out())).isEmpty();

        sandbox.submit("a\u001b job", Sandbox.gatedJob("gate"));
        sandbox.hire(2);
        Program dispatcher = sandbox.start("dispatcher");
        sandbox.waitForRuns("gate", 1);
        WorkerRecord busy = sandbox.workerOf("a\uFFFD job");
        Sandbox.kill(dispatcher.pid()); // so that nobody strikes off the dead
        sandbox.hire(1);
        WorkerRecord dead =
                sandbox.workers().stream()
                        .filter(w -> !w.name().equals(busy.name()))
                        .findFirst()
                        .orElseThrow();
        Sandbox.kill(dead.process().pid());

        Sandbox.waitUntil(
                "the third says that it is idle",
                () ->
                        sandbox.workers().stream()
                                .anyMatch(
                                        w ->
                                                !w.name().equals(dead.name())
                                                        && w.activity()
                                                                instanceof WorkerRecord.Idle));
        Result text = sandbox.run("recruiter", "list");
        assertThat(text.exit()).as(text.text()).isZero();
        List<String> rows = text.out().lines().toList();
        assertThat(rows).hasSize(4);
        assertThat(rows.get(0)).matches("WORKER +HOST +PID +SINCE +DOING");
        assertThat(rows).anyMatch(row -> row.matches(row(busy) + "running 'a.* job' for \\d+.*"));
        assertThat(rows).anyMatch(row -> row.matches(row(dead) + "dead"));
        assertThat(rows).anyMatch(row -> row.matches(".* idle"));
        assertThat(text.out()).doesNotContain("\u001b");

        Result json = sandbox.run("recruiter", "list", "--json");
        assertThat(json.exit()).as(json.text()).isZero();
        assertThat(json.err()).isEmpty();
        Schemas.assertFits(json.out(), "recruiter-list");
        Map<String, Object> row = entry(json.out(), busy.name());
        assertThat(row)
                .containsEntry("state", "busy")
                .containsEntry("host", busy.process().host())
                .containsEntry("user", busy.user())
                .containsEntry("since", busy.since().toString())
                .containsKey("job_since");
        assertThat(((Number) row.get("pid")).longValue()).isEqualTo(busy.process().pid());
        assertThat(((Number) row.get("job_pid")).longValue())
                .isEqualTo(sandbox.pidOfRun("gate", 1));
        assertThat(Files.exists(Path.of((String) row.get("log")))).isTrue();
        assertThat(entry(json.out(), dead.name())).containsEntry("state", "dead");
        assertThat(JSON.std.listFrom(json.out()))
                .extracting(worker -> String.valueOf(((Map<?, ?>) worker).get("state")))
                .containsExactlyInAnyOrder("busy", "dead", "idle");
    }

    private static String row(WorkerRecord worker) {
        return "%s +%s +%d +\\d+\\S* +"
                .formatted(worker.name(), worker.process().host(), worker.process().pid());
    }

    private static Map<String, Object> entry(String json, String worker) throws Exception {
        Map<String, Object> found = new HashMap<>();
        for (Object row : JSON.std.listFrom(json)) {
            Map<?, ?> entries = (Map<?, ?>) row;
            if (worker.equals(entries.get("worker"))) {
                entries.forEach((key, value) -> found.put((String) key, value));
            }
        }
        return found;
    }

    @Test
    void whatIsNoSpoolIsRefusedAndLeftAsItIs() throws Exception {
        for (String[] command : new String[][] {{"list"}, {"list", "--json"}, {"fire"}}) {
            String[] words = new String[command.length + 1];
            words[0] = "recruiter";
            System.arraycopy(command, 0, words, 1, command.length);
            Result result = sandbox.run(words);
            assertThat(result.exit()).as(result.text()).isEqualTo(3);
            assertThat(result.err()).startsWith("[FJD] No spool at " + sandbox.at(""));
            assertThat(sandbox.names("")).isEmpty();
        }
    }
}
