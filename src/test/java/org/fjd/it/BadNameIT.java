package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.fjd.it.Sandbox.job;

import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Names of job files that trip programs up, with every command in the C locale. */
class BadNameIT {

    private static final List<String> ODD =
            List.of(
                    "with space",
                    "it's",
                    "quo\"te",
                    "new\nline",
                    "tab\there",
                    "escape\u001b[2J",
                    "-n",
                    "--help",
                    "*",
                    "$(touch pwned)",
                    "`touch pwned`",
                    ";touch pwned",
                    "back\\slash",
                    "%s%n",
                    "a@b",
                    "retry@vm-1-abc.1",
                    "x~2",
                    "x.conf",
                    "\u00fcn\u00efc\u00f6d\u00e9",
                    "\u65e5\u672c\u8a9e",
                    "\ud83d\ude00",
                    "l".repeat(180));

    @RegisterExtension final Sandbox sandbox = new Sandbox().with("LC_ALL", "C");

    @Test
    void jobsWithOddNamesRunLikeAnyOther() throws Exception {
        for (String name : ODD) {
            Files.writeString(sandbox.queued(name), job("cat \"$FJD_JOB_FILE\" >&2; echo ran"));
        }
        sandbox.hire(2);
        Result result = sandbox.run("dispatcher");

        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(sandbox.names("done"))
                .containsExactlyInAnyOrderElementsOf(ODD.stream().map(n -> n + ".conf").toList());
        for (String name : ODD) {
            assertThat(sandbox.lines("logs/" + name + ".log"))
                    .as(name)
                    .contains("ran", "[control]");
        }
        assertThat(sandbox.at("pwned")).doesNotExist();
    }

    @Test
    void namesThatCannotBeTakenAreSetAsideWithAReason() throws Exception {
        sandbox.hire(1);
        Files.writeString(sandbox.queued("m".repeat(181)), job("true"));
        Files.writeString(sandbox.queued("n".repeat(250)), job("true"));
        Result made =
                sandbox.run(
                        "sh",
                        "-c",
                        "printf \"[control]\\nexecutable: true\\n\" >"
                                + "\"$FJD_SPOOL/jobqueue/latin$(printf '\\351').conf\"");
        assertThat(made.exit()).as(made.text()).isZero();
        Result result = sandbox.run("dispatcher");

        assertThat(result.exit()).as(result.text()).isEqualTo(1);
        assertThat(sandbox.reason("m".repeat(180))).startsWith("Its name is longer than 180 bytes");
        assertThat(sandbox.reason("n".repeat(180))).startsWith("Its name is longer than 180 bytes");
        assertThat(sandbox.reason("latin_")).startsWith("Its name cannot be written");
        assertThat(Files.readString(sandbox.at("failed/latin_.conf")))
                .isEqualTo("[control]\nexecutable: true\n");
    }

    @Test
    void whatIsNoJobIsLeftAlone() throws Exception {
        List<String> others =
                Stream.of(
                                ".hidden.conf",
                                ".conf",
                                ".a.conf.swp",
                                ".#a.conf",
                                "#a.conf#",
                                "a.conf~",
                                "a.conf.bak",
                                "a.CONF",
                                "a.txt",
                                "README",
                                "4913",
                                ".nfs000000000a1b2c3d00000001",
                                ".nfs0001.conf")
                        .sorted()
                        .toList();
        for (String name : others) {
            Files.writeString(sandbox.queued("x").resolveSibling(name), job("touch ran"));
        }
        Files.createDirectory(sandbox.queued("x").resolveSibling("directory"));
        sandbox.drop("job", job("true"));
        sandbox.hire(1);
        Result result = sandbox.run("dispatcher");

        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(sandbox.names("jobqueue"))
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(others.stream(), Stream.of("directory")).toList());
        assertThat(sandbox.names("done")).containsExactly("job.conf");
        assertThat(sandbox.at("ran")).doesNotExist();
    }

    @Test
    void aFileThatIsStillBeingWrittenIsWaitedFor() throws Exception {
        Files.createDirectories(sandbox.at(".fjd"));
        Files.writeString(sandbox.at(".fjd/fjd.conf"), "[fjd]\nsettle = 2s\n");
        sandbox.hire(1);
        sandbox.queued("slow");
        Program writer =
                sandbox.start(
                        "sh",
                        "-c",
                        "{ echo '[control]'; for i in 1 2 3 4 5 6 7 8 9 10 11 12; do"
                                + " sleep 0.3; echo \"; $i\"; done; echo 'executable: echo whole';"
                                + " } | cat >\"$FJD_SPOOL/jobqueue/slow.conf\"");
        Result result = sandbox.run("dispatcher");

        assertThat(writer.await().exit()).isZero();
        assertThat(result.exit()).as(result.text()).isZero();
        assertThat(sandbox.lines("logs/slow.log").get(0)).startsWith("whole ");
    }

    @Test
    void filesThatVanishOrAreReplacedMeanwhileDoNoHarm() throws Exception {
        sandbox.serve(1);
        for (int i = 0; i < 100; i++) {
            sandbox.drop("flickering", job("touch flickered"));
            sandbox.submit("replaced", "; version " + i + "\n" + job("echo " + i));
            Files.deleteIfExists(sandbox.queued("flickering"));
        }
        sandbox.submit("last", job("true"));
        sandbox.done("last");
        Sandbox.waitUntil("the queue is empty", () -> sandbox.names("jobqueue").isEmpty());
        Sandbox.waitUntil(
                "the last version has run",
                () ->
                        sandbox.names("logs").stream().anyMatch(log -> log.startsWith("replaced"))
                                && logsOf("replaced").contains("99"));
        assertThat(logsOf("replaced")).doesNotHaveDuplicates();
        assertThat(sandbox.names("failed")).isEmpty();
    }

    private List<String> logsOf(String job) throws Exception {
        List<String> lines = new java.util.ArrayList<>();
        for (String log : sandbox.names("logs")) {
            if (log.startsWith(job)) {
                lines.addAll(sandbox.lines("logs/" + log));
            }
        }
        return lines;
    }
}
