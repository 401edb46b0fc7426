package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code fjd archive}, {@code fjd gc} and {@code fjd fsck} on a spool where work was done. */
class UpkeepIT {

    private final FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(30)));

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    private void workIsDone() throws Exception {
        sandbox.serve(1);
        for (String job : List.of("a", "b")) {
            sandbox.submit(job, Sandbox.job("echo printed by " + job));
            sandbox.done(job);
        }
        sandbox.submit("bad", Sandbox.job("exit 3"));
        sandbox.failed("bad");
    }

    private void age(String... files) throws Exception {
        for (String file : files) {
            Files.setLastModifiedTime(sandbox.at(file), longAgo);
        }
    }

    private static Map<String, Object> json(String schema, Result result) throws Exception {
        assertThat(result.err()).isEmpty();
        Schemas.assertFits(result.out(), schema);
        return JSON.std.mapFrom(result.out());
    }

    @Test
    void endedJobsArePackedSearchedAndRestored() throws Exception {
        workIsDone();
        String text = Files.readString(sandbox.at("done/a.conf"));
        age("done/a.conf", "failed/bad.conf");

        Result preview = sandbox.run("fjd", "archive", "--older-than", "7d", "--dry-run");
        assertThat(preview.exit()).as(preview.text()).isZero();
        assertThat(preview.out()).isEqualTo("a\nbad\n[FJD] 2 jobs would be packed.\n");

        Result packed = sandbox.run("fjd", "archive", "--older-than", "7d", "--logs");
        assertThat(packed.exit()).as(packed.text()).isZero();
        assertThat(packed.out()).matches("\\[FJD] Packed 2 jobs and 2 logs into archive/.*\n");
        assertThat(sandbox.names("done")).containsExactly("b.conf");
        assertThat(sandbox.names("failed")).isEmpty();
        assertThat(sandbox.names("logs")).containsExactly("b.log");

        Path pack =
                sandbox.at("archive")
                        .resolve(
                                sandbox.names("archive").stream()
                                        .filter(name -> name.endsWith(".gz"))
                                        .findFirst()
                                        .orElseThrow());
        Result found = sandbox.run("zgrep", "-ac", "^exit = 3$", pack.toString());
        assertThat(found.out()).as(found.text()).isEqualTo("1\n");
        assertThat(sandbox.run("zcat", pack.toString()).out())
                .contains(text)
                .contains("printed by a\n");

        Result restored = sandbox.run("fjd", "archive", "--restore", "*a*");
        assertThat(restored.exit()).as(restored.text()).isZero();
        assertThat(restored.out())
                .isEqualTo("done/a.conf\nfailed/bad.conf\n[FJD] Restored 2 jobs.\n");
        assertThat(Files.readString(sandbox.at("done/a.conf"))).isEqualTo(text);
        assertThat(sandbox.names("logs")).containsExactly("a.log", "b.log", "bad.log");
        assertThat(sandbox.run("fjd", "archive", "--restore", "a").exit()).isEqualTo(5);
    }

    @Test
    void whatIsPackedIsToldOfWithItsLogAndTheWayBack() throws Exception {
        workIsDone();
        age("done/a.conf", "failed/bad.conf");
        assertThat(sandbox.run("fjd", "archive", "--older-than", "7d", "--logs").exit()).isZero();

        Result log = sandbox.run("fjd", "log", "a");
        assertThat(log.exit()).as(log.text()).isZero();
        assertThat(log.out()).isEqualTo("printed by a\n");
        Files.delete(sandbox.at("logs/b.log"));
        Result gone = sandbox.run("fjd", "log", "b");
        assertThat(gone.exit()).isEqualTo(1);
        assertThat(gone.err()).startsWith("[FJD] logs/b.log is not there any more: ");

        String again = "fjd archive --restore bad && fjd retry --failed";
        assertThat(sandbox.run("fjd", "failures").out()).contains("  again:  " + again + "\n");
        Result refused = sandbox.run("fjd", "retry", "bad", "--json");
        assertThat(refused.exit()).isEqualTo(1);
        Schemas.assertFits(refused.out(), "steer");
        assertThat(refused.out()).contains("packed", "fjd archive --restore JOB");
        assertThat(sandbox.run("fjd", "archive", "--restore", "bad").exit()).isZero();
        assertThat(sandbox.run("fjd", "retry", "--failed").out())
                .isEqualTo("[FJD] Retried 1 job: bad.\n");
    }

    @Test
    void aDamagedPackHidesNothingElse() throws Exception {
        workIsDone();
        age("failed/bad.conf", "logs/b.log");
        Path packed =
                Path.of(
                        (String)
                                json(
                                                "archive",
                                                sandbox.run(
                                                        "fjd",
                                                        "archive",
                                                        "--older-than",
                                                        "7d",
                                                        "--json"))
                                        .get("pack"));
        byte[] pack = Files.readAllBytes(packed);
        Files.write(packed, java.util.Arrays.copyOf(pack, pack.length / 2));

        for (String command :
                List.of(
                        "jobs",
                        "show a",
                        "why a",
                        "log a",
                        "failures",
                        "values",
                        "report r.html",
                        "gc")) {
            String[] words = ("fjd " + command).split(" ");
            Result told = sandbox.run(words);
            assertThat(told.exit()).as(told.text()).isZero();
            assertThat(told.out()).as(command).isNotEmpty();
            assertThat(told.err())
                    .as(command)
                    .startsWith("[FJD] " + packed + " is no pack of fjd, or damaged: ")
                    .contains("Put a copy of it there", "'fjd fsck'")
                    .hasLineCount(1);
        }
        sandbox.submit("c", Sandbox.job("exit 4"));
        Result waited = sandbox.run("fjd", "wait", "c");
        assertThat(waited.exit()).as(waited.text()).isEqualTo(1);
        assertThat(waited.text()).contains("[FJD] c: failed, exit 4\n");
    }

    @Test
    void ofNamesakesThatArePackedTheLastIsRestoredAndTheOthersAreNamed() throws Exception {
        for (int i = 0; i < 2; i++) {
            workIsDone();
            age("done/a.conf");
            sandbox.run("fjd", "archive", "--older-than", "7d");
            sandbox.run("recruiter", "fire");
            sandbox.killAll();
        }
        Result restored = sandbox.run("fjd", "archive", "--restore", "a");
        assertThat(restored.exit()).as(restored.text()).isZero();
        assertThat(restored.out())
                .startsWith("done/a.conf\n[FJD] Restored 1 job.\n")
                .containsOnlyOnce("\n[FJD] An earlier done/a stays packed, which ended at ")
                .endsWith("[FJD] For that, move the later one elsewhere, and restore again.\n");
        assertThat(restored.out().lines()).allMatch(line -> line.length() <= 80);
        Files.delete(sandbox.at("done/a.conf"));
        Map<String, Object> told =
                json("archive", sandbox.run("fjd", "archive", "--restore", "a", "--json"));
        assertThat(told).containsEntry("earlier", List.of());
        assertThat((List<?>) told.get("restored")).hasSize(1);
    }

    @Test
    void archiveSaysWhatItDidInJsonAndRefusesWhatMakesNoSense() throws Exception {
        workIsDone();
        age("done/a.conf", "failed/bad.conf");

        Map<String, Object> told =
                json(
                        "archive",
                        sandbox.run(
                                "fjd",
                                "archive",
                                "--older-than",
                                "1d",
                                "--state",
                                "failed,lost",
                                "--json"));
        assertThat(told).containsEntry("jobs", List.of("bad")).containsEntry("kept", List.of());
        assertThat(Path.of((String) told.get("pack"))).exists();

        for (String[] wrong :
                new String[][] {
                    {"fjd", "archive"},
                    {"fjd", "archive", "--older-than", "soon"},
                    {"fjd", "archive", "--older-than", "7d", "--state", "odd"},
                    {"fjd", "archive", "--older-than", "7d", "--restore", "a"}
                }) {
            Result refused = sandbox.run(wrong);
            assertThat(refused.exit()).as(refused.text()).isEqualTo(2);
            assertThat(refused.err()).startsWith("[FJD] ").hasLineCount(1);
        }
    }

    @Test
    void gcRemovesWhatNobodyNeeds() throws Exception {
        workIsDone();
        Files.writeString(sandbox.at(".fjd/tmp/draft.conf"), "1234567");
        Files.delete(sandbox.at("done/a.conf"));
        age(".fjd/tmp/draft.conf", "logs/a.log", "logs/b.log");

        Map<String, Object> preview = json("gc", sandbox.run("fjd", "gc", "--dry-run", "--json"));
        assertThat((List<?>) preview.get("removed")).hasSize(2);
        assertThat(sandbox.names(".fjd/tmp")).containsExactly("draft.conf");

        Result removed = sandbox.run("fjd", "gc");
        assertThat(removed.exit()).as(removed.text()).isZero();
        assertThat(removed.out())
                .contains(".fjd/tmp/draft.conf: a draft", "logs/a.log: the log of a job")
                .contains("[FJD] Removed 2 entries, ");
        assertThat(sandbox.names(".fjd/tmp")).isEmpty();
        assertThat(sandbox.names("logs")).containsExactly("b.log", "bad.log");

        assertThat(sandbox.run("fjd", "gc", "--logs-older-than", "10d").exit()).isZero();
        assertThat(sandbox.names("logs")).containsExactly("bad.log");
    }

    @Test
    void fsckFindsNothingWhileJobsAreRunning() throws Exception {
        sandbox.serve(2);
        for (int i = 0; i < 40; i++) {
            sandbox.submit("job" + i, Sandbox.job("sleep 0.05"));
        }
        for (int i = 0; i < 3; i++) {
            Result checked = sandbox.run("fjd", "fsck");
            assertThat(checked.exit()).as(checked.text()).isZero();
        }
        Sandbox.waitUntil("all are done", () -> sandbox.names("done").size() == 40);
    }

    @Test
    void fsckTellsWhatIsWrongAndMendsIt() throws Exception {
        workIsDone();
        Files.writeString(sandbox.at("retryqueue/a\u001b.conf"), "odd name");
        Files.createFile(sandbox.at("done/empty.conf"));
        age("done/empty.conf");

        Result told = sandbox.run("fjd", "fsck");
        assertThat(told.exit()).as(told.text()).isEqualTo(1);
        assertThat(told.out().lines()).allMatch(line -> line.length() <= 80);
        assertThat(told.out())
                .contains("done/empty.conf\n", "[FJD] 2 problems found.\n")
                .doesNotContain("\u001b");

        Map<String, Object> mended = json("fsck", sandbox.run("fjd", "fsck", "--fix", "--json"));
        assertThat(mended).containsEntry("problems", 0);
        assertThat((List<?>) mended.get("findings")).hasSize(2);
        assertThat(sandbox.names(".fjd/strays/fsck")).containsExactly("a\u001b.conf");
        assertThat(sandbox.run("fjd", "fsck").exit()).isZero();
    }

    @Test
    void fsckWorksOnASpoolThatNoOtherCommandOpens() throws Exception {
        workIsDone();
        Files.writeString(sandbox.at(".fjd/fjd.conf"), "[fjd]\nlease = never\n");

        Result told = sandbox.run("fjd", "fsck");
        assertThat(told.exit()).as(told.text()).isEqualTo(1);
        assertThat(told.out()).contains(".fjd/fjd.conf", "lease = never");
        Result none = sandbox.run("fjd", "fsck", "--spool", sandbox.scratch("").toString());
        assertThat(none.exit()).isEqualTo(3);
    }
}
