package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code recruiter sync}, by a real rsync and a real sshd. */
class SyncIT {

    @RegisterExtension
    @Order(1)
    final Sandbox sandbox = new Sandbox();

    @RegisterExtension
    @Order(2)
    final Sshd sshd = new Sshd(sandbox);

    private Path there;

    @BeforeEach
    void code() throws Exception {
        Sandbox.needs("rsync");
        there = sandbox.scratch("there");
        Files.createDirectories(sandbox.at("jobqueue"));
        write(sandbox.at("code/main.py"), "print(1)");
        write(sandbox.at("code/it's $(touch hacked)/a b"), "x");
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void hosts(String text) throws IOException {
        Files.writeString(sandbox.at("hosts.conf"), text);
    }

    @Test
    void whatWouldChangeIsShownThenItIsCopiedAndNothingIsDeleted() throws Exception {
        write(there.resolve("code/kept"), "k");
        write(there.resolve("code/main.py"), "print(10)");
        hosts("[node1]\ndirectory = %s\nsync = code\n[node2]\n".formatted(there));
        Result dry = sandbox.run("recruiter", "sync", "--dry-run");
        assertThat(dry.exit()).as(dry.text()).isZero();
        assertThat(dry.out()).startsWith("[FJD] Would sync code to node1: ");
        assertThat(dry.out().lines().skip(1).toList())
                .allMatch(line -> line.startsWith("    "))
                .anyMatch(line -> line.matches(" {4}<f\\S+ main\\.py"))
                .anyMatch(line -> line.endsWith("it's $(touch hacked)/a b"))
                .noneMatch(line -> line.contains("kept"));
        assertThat(there.resolve("code/main.py")).hasContent("print(10)");

        Result synced = sandbox.run("recruiter", "sync");
        assertThat(synced.exit()).as(synced.text()).isZero();
        assertThat(synced.text()).isEqualTo("[FJD] Synced code to node1.\n");
        assertThat(there.resolve("code/main.py")).hasContent("print(1)");
        assertThat(there.resolve("code/it's $(touch hacked)/a b")).hasContent("x");
        assertThat(there.resolve("code/kept")).exists();
        assertThat(sandbox.run("recruiter", "sync", "--dry-run").out())
                .isEqualTo("[FJD] Would sync code to node1: 0 changes.\n");
    }

    @Test
    void whatIsMissingHereIsDeletedThereIfHostsConfSaysSo() throws Exception {
        write(there.resolve("code/old"), "o");
        hosts("[node1]\ndirectory = %s\nsync = code\nsync-delete = yes\n".formatted(there));
        Result dry = sandbox.run("recruiter", "sync", "--dry-run");
        assertThat(dry.out()).containsPattern("\\*deleting +old\n");
        assertThat(there.resolve("code/old")).exists();
        assertThat(sandbox.run("recruiter", "sync", "node1").exit()).isZero();
        assertThat(there.resolve("code/old")).doesNotExist();
    }

    @Test
    void commandsRunBeforeAndAfterButNotInADryRun() throws Exception {
        Path odd = sandbox.scratch("it's $(touch hacked) \\ !");
        Files.createDirectories(odd);
        hosts(
                """
                [node1]
                directory = %s
                before = echo noise; echo line >>%s
                sync = code, %s
                sync-before = test ! -e code && pwd >before
                sync-after = cat code/main.py >after
                """
                        .formatted(odd, sandbox.scratch("lines"), absolute()));
        Result dry = sandbox.run("recruiter", "sync", "--dry-run", "node1");
        assertThat(dry.exit()).as(dry.text()).isZero();
        assertThat(odd).isEmptyDirectory();
        Result synced = sandbox.run("recruiter", "sync", "node1");
        assertThat(synced.exit()).as(synced.text()).isZero();
        assertThat(synced.out())
                .isEqualTo(
                        "[FJD] Synced code to node1.\n[FJD] Synced %s to node1.\n"
                                .formatted(absolute()));
        assertThat(odd.resolve("before")).hasContent(odd.toString());
        assertThat(odd.resolve("after")).hasContent("print(1)");
        assertThat(sandbox.scratch("hacked")).doesNotExist();
    }

    @Test
    void theDirectoryThereIsMadeAlsoWhereACommandIsToRunInItFirst() throws Exception {
        Path deep = there.resolve("not/yet");
        hosts(
                """
                [node1]
                directory = %s
                sync = code
                sync-before = pwd >before
                """
                        .formatted(deep));
        Result synced = sandbox.run("recruiter", "sync");
        assertThat(synced.exit()).as(synced.text()).isZero();
        assertThat(deep.resolve("before")).hasContent(deep.toString());
        assertThat(deep.resolve("code/main.py")).exists();
    }

    /** A directory that is at the same path there, which is here. */
    private Path absolute() throws IOException {
        Path directory = Files.createDirectories(sandbox.scratch("lib"));
        write(directory.resolve("l"), "l");
        return directory;
    }

    @Test
    void whereACommandFailsNothingMoreIsDoneThereAndOtherHostsGoOn() throws Exception {
        hosts(
                """
                [node1]
                directory = %1$s
                sync = code
                sync-before = echo full >&2; (exit 4)
                [node2]
                directory = %1$s
                sync = code
                [down]
                sync = code
                """
                        .formatted(Files.createDirectories(there)));
        Result synced = sandbox.run("recruiter", "sync");
        assertThat(synced.exit()).isEqualTo(1);
        assertThat(synced.out()).isEqualTo("[FJD] Synced code to node2.\n");
        assertThat(synced.err())
                .contains("[FJD] node1: full\n[FJD] node1: 'sync-before' exited with 4\n")
                .containsPattern("\\[FJD\\] down: ssh: connect .*: Connection refused")
                .containsPattern("\\[FJD\\] down: rsync error: ");
    }

    @Test
    void aMissingRsyncIsToldOfHereAndThere() throws Exception {
        hosts("[node1]\ndirectory = %s\nsync = code\n".formatted(there));
        Path few = Files.createDirectory(sandbox.scratch("few"));
        for (String program : List.of("sh", "ssh", "mkdir")) {
            Files.createSymbolicLink(
                    few.resolve(program),
                    Path.of(sandbox.run("sh", "-c", "command -v " + program).out().strip()));
        }
        sshd.serveWithPath(few.toString());
        Result missingThere = sandbox.run("recruiter", "sync");
        assertThat(missingThere.exit()).isEqualTo(1);
        assertThat(missingThere.err()).contains("[FJD] node1: rsync is not installed there.\n");

        sandbox.with("JAVA_HOME", System.getProperty("java.home")).with("PATH", few.toString());
        Result missingHere = sandbox.run("recruiter", "sync");
        assertThat(missingHere.exit()).as(missingHere.text()).isEqualTo(1);
        assertThat(missingHere.err())
                .startsWith("[FJD] node1: rsync can't be started here, install it: ");
    }

    @Test
    void whatCannotBeCopiedIsSaidBeforeAnythingIsDone() throws Exception {
        String conf = "[FJD] " + sandbox.at("hosts.conf");
        for (String wrong : List.of(".", "..", "jobqueue", "/", ".fjd", ".fjd/workers")) {
            Files.createDirectories(sandbox.at(".fjd/workers"));
            hosts("[node2]\nsync = code\n[node1]\nsync = code, %s\n".formatted(wrong));
            Result refused = sandbox.run("recruiter", "sync");
            assertThat(refused.exit()).as(wrong).isEqualTo(3);
            assertThat(refused.err()).startsWith(conf + ", [node1]: sync: " + wrong + " has the ");
            assertThat(refused.out()).isEmpty();
        }
        hosts("[node1]\nsync = code data\n");
        assertThat(sandbox.run("recruiter", "sync").err())
                .startsWith(conf + ", [node1]: sync: '" + sandbox.at("code data") + "' is no");
        hosts("[node1]\n");
        assertThat(sandbox.run("recruiter", "sync").exit()).isEqualTo(2);
        assertThat(sandbox.run("recruiter", "sync", "node1").exit()).isEqualTo(2);
        assertThat(sandbox.run("recruiter", "sync", "node2").exit()).isEqualTo(2);
    }
}
