package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code fjd jobs}, {@code show}, {@code log}, {@code values} and {@code failures}. */
class ViewIT {

    @RegisterExtension static final Sandbox SANDBOX = new Sandbox();

    /** For the tests that change something. */
    @RegisterExtension final Sandbox own = new Sandbox();

    @BeforeAll
    static void haveJobsInAllStates() throws Exception {
        for (int i = 1; i <= 3; i++) {
            SANDBOX.submit("fit" + i, fit(i));
            SANDBOX.submit(
                    "bad" + i,
                    Sandbox.job("echo begin; echo Error: no file /data/" + i + ".csv; exit 3"));
        }
        SANDBOX.submit("killed", Sandbox.job("kill -9 $$"));
        SANDBOX.submit("nonsense", "no job");
        SANDBOX.submit("odd\u001b name", Sandbox.job("true"));
        SANDBOX.hire(2);
        assertThat(SANDBOX.run("dispatcher").exit()).isEqualTo(1);

        SANDBOX.submit("running", Sandbox.gatedJob("gate"));
        Program dispatcher = SANDBOX.start("dispatcher", "--forever");
        SANDBOX.workerOf("running");
        Sandbox.kill(dispatcher.pid());
        SANDBOX.submit("waiting", Sandbox.job("true"));
        SANDBOX.submit("held", Sandbox.job("true") + "hold = yes\n");
    }

    /** It says of itself what a worker writes for a job. */
    private static String fit(int number) {
        String values =
                "\\n[values]\\naccuracy = 0.%d0\\nrun = $FJD_POD\\nwhole = yes\\n"
                        .formatted(number);
        return Sandbox.job("printf \"" + values + "\" >>\"$FJD_JOB_FILE\"")
                + "\n[params]\nseed = 00%d\nrate = 1e-%d\n".formatted(number, number);
    }

    private static String[] words(String arguments) {
        return ("fjd " + arguments).split(" ");
    }

    private static Result run(String... command) throws Exception {
        Result result = SANDBOX.run(command);
        assertThat(result.err()).doesNotContain("\tat ");
        return result;
    }

    private static String ok(String... command) throws Exception {
        Result result = run(command);
        assertThat(result.exit()).as(result.text()).isZero();
        return result.out();
    }

    private static Map<String, String> states(String json) throws Exception {
        return JSON.std.listFrom(json).stream()
                .map(row -> (Map<?, ?>) row)
                .collect(
                        Collectors.toMap(
                                row -> (String) row.get("job"), row -> (String) row.get("state")));
    }

    @Test
    void jobsShowsAllOfThemWhatRunsFirst() throws Exception {
        List<String> lines = ok("fjd", "jobs").lines().toList();
        assertThat(lines).hasSize(13);
        assertThat(lines.get(0)).matches("JOB +STATE +SINCE +NOTE");
        assertThat(lines.get(1)).matches("running +running +\\d+\\w.*");
        assertThat(lines.subList(2, 4))
                .allMatch(line -> line.matches("(waiting +queued|held +held).*"));
        assertThat(lines.subList(4, 9)).allMatch(line -> line.matches(".* (failed|rejected) .*"));
        assertThat(lines).anyMatch(line -> line.matches("bad1 +failed .* exit 3"));
        assertThat(lines).anyMatch(line -> line.matches("killed +failed .* exit 137 \\(KILL\\)"));
        assertThat(lines.subList(9, 13)).allMatch(line -> line.contains(" done "));
        assertThat(lines).noneMatch(line -> line.contains("\u001b"));
    }

    @Test
    void jobsAreChosenByNameAndStateAndSorted() throws Exception {
        assertThat(ok("fjd", "jobs", "fit*", "--sort", "job", "--columns", "job,exit"))
                .isEqualTo("JOB   EXIT\nfit1     0\nfit2     0\nfit3     0\n");
        assertThat(ok("fjd", "jobs", "--state", "queued,held", "--columns", "job", "--sort", "job"))
                .isEqualTo("JOB\nheld\nwaiting\n");
        assertThat(
                        ok(
                                "fjd",
                                "jobs",
                                "fit*",
                                "--columns",
                                "param:seed,value:accuracy",
                                "--sort",
                                "value:accuracy",
                                "--reverse",
                                "--limit",
                                "2"))
                .isEqualTo("seed  accuracy\n 003      0.30\n 002      0.20\n");
        assertThat(ok("fjd", "jobs", "--older-than", "1d")).startsWith("[FJD] There are no such");
        assertThat(states(ok("fjd", "jobs", "--since", "1d", "--json"))).hasSize(12);
        String worker = SANDBOX.workerOf("running").name();
        assertThat(ok("fjd", "jobs", "--worker", worker)).contains("running");
        assertThat(ok("fjd", "jobs", "--worker", "nobody")).startsWith("[FJD] There are no such");
    }

    @Test
    void theJsonOfJobsFitsItsSchema() throws Exception {
        String json = ok("fjd", "jobs", "--json");
        Schemas.assertFits(json, "jobs");
        assertThat(states(json))
                .containsEntry("running", "running")
                .containsEntry("waiting", "queued")
                .containsEntry("held", "held")
                .containsEntry("bad1", "failed")
                .containsEntry("nonsense", "rejected")
                .containsEntry("fit1", "done");
        String chosen =
                ok(
                        "fjd",
                        "jobs",
                        "--json",
                        "--columns",
                        "job,note,priority,attempts,param:seed,value:accuracy");
        Schemas.assertFits(chosen, "jobs");
        assertThat(chosen).contains("\"value:accuracy\" : 0.10", "\"param:seed\" : \"001\"");
        Schemas.assertFits(ok("fjd", "jobs", "--json", "--older-than", "1d"), "jobs");
    }

    @Test
    void onATerminalATableFits() throws Exception {
        String name = "a-job-with-a-name-that-is-longer-than-".repeat(3);
        own.submit(name + "1", Sandbox.job("true"));
        for (int i = 1; i <= 12; i++) {
            own.submit("q" + i, Sandbox.job("true"));
        }
        own.with("FJD_JAVA_OPTS", "-Dfjd.terminal=true");
        for (String width : List.of("80", "60")) {
            Result table = own.with("COLUMNS", width).run("fjd", "jobs");
            assertThat(table.out().lines().limit(11))
                    .allMatch(line -> line.length() <= Integer.parseInt(width));
            assertThat(table.out()).contains("…", "[FJD] 10 of 13 jobs: ", "All: --limit 0");
        }
        assertThat(own.run("fjd", "jobs", "--limit", "0").out().lines()).hasSize(14);
    }

    @Test
    void showTellsTheStoryOfAJob() throws Exception {
        assertThat(ok("fjd", "show", "bad1"))
                .startsWith("bad1: failed, ")
                .contains("  executable    sh -c ", "  attempt 1     failed, exit 3, on ")
                .contains("  file          failed/bad1.conf\n", "  log           logs/bad1.log\n")
                .contains("  its last lines:\n    begin\n    Error: no file /data/1.csv\n");
        assertThat(ok("fjd", "show", "fit2"))
                .contains("  param         seed = 002\n", "  value         accuracy = 0.20\n")
                .doesNotContain("its last lines");
        assertThat(ok("fjd", "show", "nonsense")).contains("  rejected      It is not INI.");
        assertThat(ok("fjd", "show", "running"))
                .startsWith("running: running for ")
                .containsPattern("  attempt 1     running for \\d+s, on .*, started 20")
                .containsPattern("by\\s+worker ");
        assertThat(ok("fjd", "show", "failed/bad1.conf")).startsWith("bad1: ");
        assertThat(ok("fjd", "show", "odd*"))
                .startsWith("'odd\\u{1b} name': done")
                .doesNotContain("\u001b");
        for (String job :
                List.of("bad1", "fit2", "nonsense", "running", "waiting", "held", "killed")) {
            assertThat(ok("fjd", "show", job).lines()).allMatch(line -> line.length() <= 80);
            Schemas.assertFits(ok("fjd", "show", job, "--json"), "show");
        }
    }

    @Test
    void logPrintsBytesAsTheyAreAndHarmlessOnATerminal() throws Exception {
        assertThat(ok("fjd", "log", "bad2")).isEqualTo("begin\nError: no file /data/2.csv\n");
        assertThat(ok("fjd", "log", "bad2", "-n", "1")).isEqualTo("Error: no file /data/2.csv\n");
        assertThat(ok("fjd", "log", "bad2", "--attempt", "1")).startsWith("begin\n");
        assertThat(run("fjd", "log", "bad2", "--attempt", "2").exit()).isEqualTo(1);
        assertThat(run("fjd", "log", "waiting").err())
                .contains("waiting is queued and has not run");

        own.submit("loud", Sandbox.job("printf \"\\033[2J\\033[31mred\\377\\n\""));
        own.hire(1);
        own.run("dispatcher");
        assertThat(Files.readAllBytes(own.at("logs/loud.log"))).hasSize(14);
        assertThat(own.run("fjd", "log", "loud").out()).startsWith("\u001b[2J\u001b[31mred");
        own.with("FJD_JAVA_OPTS", "-Dfjd.terminal=true");
        assertThat(own.run("fjd", "log", "loud").out())
                .isEqualTo("^[[2J\u001b[31mred\uFFFD\n\u001b[m");
    }

    @Test
    void logFollowsAJobToItsEnd() throws Exception {
        own.submit(
                "job",
                Sandbox.job("echo one; until [ -e gate ]; do sleep 0.1; done; echo two; exit 1"));
        Program log = own.start("fjd", "log", "-f", "job");
        own.serve(1);
        Sandbox.waitUntil("the first line is there", () -> log.out().equals("one\n"));
        assertThat(log.isAlive()).isTrue();
        own.open("gate");
        assertThat(log.await())
                .isEqualTo(
                        new Result(
                                0,
                                "one\ntwo\n",
                                "[FJD] job is queued, so there is nothing to follow yet. Why: fjd why job\n"));
    }

    @Test
    void valuesAreATableOfWhatWentInAndWhatCameOut() throws Exception {
        assertThat(ok("fjd", "values", "fit*"))
                .isEqualTo(
                        """
                        job   seed  rate  accuracy
                        fit1  001   1e-1      0.10
                        fit2  002   1e-2      0.20
                        fit3  003   1e-3      0.30
                        """);
        assertThat(ok("fjd", "values", "--csv"))
                .isEqualTo(
                        """
                        job,seed,rate,accuracy
                        fit1,001,1e-1,0.10
                        fit2,002,1e-2,0.20
                        fit3,003,1e-3,0.30
                        odd\u001b name,,,
                        """);
        assertThat(ok("fjd", "values", "fit1", "--state", "done,failed", "--columns", "accuracy"))
                .isEqualTo("job   state  accuracy\nfit1  done       0.10\n");
        String json = ok("fjd", "values", "--json");
        Schemas.assertFits(json, "values");
        assertThat(json).contains("\"accuracy\" : 0.10", "\"seed\" : \"001\"");
    }

    @Test
    void failuresAreGroupedByWhatWentWrong() throws Exception {
        assertThat(ok("fjd", "failures"))
                .startsWith(
                        """
                        3 jobs: failed, exit 3, all on %s
                            Error: no file PATH
                          see:    fjd show bad"""
                                .formatted(SANDBOX.workerOf("running").process().host()))
                .contains("\n  again:  fjd retry bad", "1 job: rejected\n    It is not INI.");
        Schemas.assertFits(ok("fjd", "failures", "--json"), "failures");
        Schemas.assertFits(ok("fjd", "failures", "fit*", "--json"), "failures");
        assertThat(ok("fjd", "failures", "fit*")).startsWith("[FJD] No job has failed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs --state gone",
                "jobs --since yesterday",
                "jobs --columns job,nix",
                "jobs --sort nix",
                "jobs --limit -1",
                "show",
                "show a b",
                "log",
                "log a -f --attempt 1",
                "log a -n -1",
                "values --csv --json",
                "values --columns nix"
            })
    void wrongUsageIsSaidToBeSo(String arguments) throws Exception {
        Result result = run(words(arguments));
        assertThat(result.exit()).as(result.text()).isEqualTo(2);
        assertThat(result.err()).startsWith("[FJD] ").contains("--help");
        assertThat(result.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jobs nix*",
                "show nix",
                "log nix",
                "log -f nix",
                "values nix",
                "failures [nix"
            })
    void aJobThatIsNotThereIsNamed(String arguments) throws Exception {
        Result result = run(words(arguments));
        assertThat(result.exit()).as(result.text()).isEqualTo(5);
        assertThat(result.err())
                .startsWith("[FJD] There is no job ")
                .contains("nix", SANDBOX.at("").toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"jobs", "show x", "log x", "values", "failures"})
    void whatIsNoSpoolIsRefusedAndLeftAsItIs(String arguments) throws Exception {
        Result result = own.run(words(arguments));
        assertThat(result.exit()).as(result.text()).isEqualTo(3);
        assertThat(result.err()).startsWith("[FJD] No spool at " + own.at(""));
        assertThat(own.names("")).isEmpty();
    }

    @Test
    void lookingChangesNothing() throws Exception {
        Files.createDirectories(own.at("jobqueue"));
        own.submit("a", Sandbox.job("true"));
        Map<String, String> before = everything();
        for (String command :
                List.of("jobs", "show a", "log a", "values", "failures", "jobs --json")) {
            own.run(words(command));
        }
        assertThat(everything()).isEqualTo(before);
    }

    private Map<String, String> everything() throws Exception {
        Map<String, String> all = new TreeMap<>();
        try (Stream<Path> entries = Files.walk(own.at(""))) {
            for (Path entry : entries.toList()) {
                all.put(entry.toString(), Files.getLastModifiedTime(entry).toString());
            }
        }
        return all;
    }
}
