package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.fjd.it.Program.Result;
import org.fjd.spool.WorkerRecord;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Workers on other hosts: {@code recruiter hire --on} and what goes with it, by a real sshd. */
class HostsIT {

    @RegisterExtension
    @Order(1)
    final Sandbox sandbox = new Sandbox();

    @RegisterExtension
    @Order(2)
    final Sshd sshd = new Sshd(sandbox);

    private void hosts(String text) throws IOException {
        Files.writeString(sandbox.at("hosts.conf"), text);
    }

    private Result hire(String... more) throws Exception {
        return sandbox.run(
                Stream.concat(Stream.of("recruiter", "hire"), Stream.of(more))
                        .toArray(String[]::new));
    }

    private List<Optional<String>> hiredOn() throws IOException {
        return sandbox.workers().stream()
                .map(WorkerRecord::on)
                .sorted(java.util.Comparator.comparing(on -> on.orElse("")))
                .toList();
    }

    @Test
    void eachHostHasItsOwnNumberAndLabelsAndItsWorkersRunJobs() throws Exception {
        hosts("[node1]\nlabels = gpu\nworkers = 1\n[second]\nhost = node2\nworkers = 2\n");
        Result hired = hire("--on", "all", "--label", "fast");
        assertThat(hired.exit()).as(hired.text()).isZero();
        assertThat(hired.out().lines())
                .containsExactlyInAnyOrder(
                        "[FJD] Hired 1 worker on node1.", "[FJD] Hired 2 workers on second.");
        assertThat(hired.err()).isEmpty();
        assertThat(hiredOn())
                .containsExactly(
                        Optional.of("node1"), Optional.of("second"), Optional.of("second"));
        assertThat(sandbox.workers())
                .allMatch(
                        w ->
                                w.labels()
                                        .toString()
                                        .equals(
                                                w.hostName().equals("node1")
                                                        ? "fast gpu"
                                                        : "fast"));
        assertThat(sandbox.names(".fjd/tmp")).as("what told the hosts of the spool").isEmpty();

        sandbox.submit("job", "[control]\nexecutable: true\nrequires: gpu\n");
        sandbox.submit("other", Sandbox.job("true"));
        assertThat(sandbox.run("dispatcher").exit()).isZero();
        assertThat(sandbox.isDone("job") && sandbox.isDone("other")).isTrue();

        Result list = sandbox.run("recruiter", "list");
        assertThat(list.out().lines().findFirst().orElseThrow())
                .matches("WORKER +HOST +PID +SINCE +ON +LABELS +DOING");
        assertThat(list.out().lines().skip(1))
                .anyMatch(row -> row.matches(".* second +fast +idle"));
        Result json = sandbox.run("recruiter", "list", "--json");
        Schemas.assertFits(json.out(), "recruiter-list");
        assertThat(JSON.std.listFrom(json.out()))
                .extracting(row -> String.valueOf(((Map<?, ?>) row).get("on")))
                .containsExactlyInAnyOrder("node1", "second", "second");
    }

    @Test
    void aNumberIsForEachHostThatIsNamed() throws Exception {
        hosts("[node1]\nworkers = 5\n[node2]\n[node3]\nhost = node1\n");
        Result hired = hire("2", "--on", "node2,node1,node2");
        assertThat(hired.exit()).as(hired.text()).isZero();
        assertThat(hiredOn())
                .containsExactly(
                        Optional.of("node1"),
                        Optional.of("node1"),
                        Optional.of("node2"),
                        Optional.of("node2"));
    }

    @Test
    void withoutAnyNumberThereIsOneForEachProcessor() throws Exception {
        hosts("[node1]\n");
        int processors = Runtime.getRuntime().availableProcessors();
        org.junit.jupiter.api.Assumptions.assumeTrue(processors <= 16, "too many processors");
        assertThat(hire("--on", "node1").out()).startsWith("[FJD] Hired " + processors + " worker");
        assertThat(sandbox.workers()).hasSize(processors);
    }

    @Test
    void hostsThatFailAreToldOfInSshsWordsAndDoNotHoldUpTheOthers() throws Exception {
        hosts("[down]\n[stranger]\n[slow]\n[node1]\n[node2]\n");
        Program hire = sandbox.start("recruiter", "hire", "1", "--on", "all", "--timeout", "20s");
        Sandbox.waitUntil("the good ones are there", () -> hire.out().lines().count() == 2);
        assertThat(hire.isAlive()).as("it waits for the slow one").isTrue();
        Result hired = hire.await();

        assertThat(hired.exit()).isEqualTo(1);
        assertThat(hired.out().lines())
                .containsExactlyInAnyOrder(
                        "[FJD] Hired 1 worker on node1.", "[FJD] Hired 1 worker on node2.");
        assertThat(hired.err())
                .containsPattern(
                        "\\[FJD\\] down: ssh: connect to host \\S+ port \\d+: Connection refused")
                .contains("[FJD] down: Does it work by hand? ssh down true\n")
                .containsPattern("\\[FJD\\] stranger: No ED25519 host key is known for ")
                .contains("[FJD] stranger: Host key verification failed.\n")
                .containsPattern("\\[FJD\\] slow: .*[Cc]onnection timed out");
        assertThat(sandbox.workers()).hasSize(2);
    }

    @Test
    void aHostThatDoesNotEndInTimeIsGivenUp() throws Exception {
        hosts("[node1]\nbefore = sleep 600\n[node2]\n");
        long begin = System.nanoTime();
        Result hired = hire("1", "--on", "all", "--timeout", "8s");
        assertThat(TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - begin)).isLessThan(30);
        assertThat(hired.exit()).isEqualTo(1);
        assertThat(hired.out()).isEqualTo("[FJD] Hired 1 worker on node2.\n");
        assertThat(hired.err())
                .isEqualTo(
                        """
                        [FJD] node1: no answer within 8s
                        [FJD] node1: Workers may come up nevertheless: recruiter list
                        """);
    }

    @Test
    void namesOfAnyKindAreHarmlessThere() throws Exception {
        Path odd = sandbox.scratch("it's a \"dir\" $(touch hacked) `touch hacked` \\ ! ; $HOME");
        Files.createSymbolicLink(odd, sandbox.at(""));
        Path programs = sandbox.scratch("my $(touch hacked) 'bin'");
        Files.createSymbolicLink(programs, Sandbox.HOME.resolve("bin"));
        hosts("[node1]\ndirectory = %s\nfjd = %s\nlabels = a:b\n".formatted(odd, programs));
        Result hired = hire("1", "--on", "node1", "--label", "-x.y");
        assertThat(hired.exit()).as(hired.text()).isZero();
        assertThat(sandbox.workers().get(0).labels()).hasToString("-x.y a:b");
        assertThat(sandbox.scratch("hacked")).doesNotExist();
        assertThat(Path.of(System.getProperty("user.home")).resolve("hacked")).doesNotExist();

        for (String label : List.of("$(touch hacked)", "a b;c", "'")) {
            assertThat(hire("1", "--on", "node1", "--label", label).exit()).isEqualTo(2);
        }
    }

    @Test
    void aDirectoryThatIsNotThisSpoolIsRefused() throws Exception {
        Path other = Files.createDirectories(sandbox.scratch("other/.fjd/tmp"));
        Path missing = sandbox.scratch("missing");
        Path directory = other.getParent().getParent();
        hosts("[node1]\ndirectory = %s\n[node2]\ndirectory = %s\n".formatted(missing, directory));
        Result hired = hire("1", "--on", "all");
        assertThat(hired.exit()).isEqualTo(1);
        assertThat(hired.err())
                .contains("[FJD] node1: " + missing + " is not the spool there. Is it mounted?")
                .contains("[FJD] node2: " + directory + " is not the spool there. Is it mounted?")
                .contains("hosts.conf, [node2]: directory = PATH");
        assertThat(missing).doesNotExist();
        assertThat(sandbox.processes()).as("workers").noneMatch(p -> isWorker(p));
    }

    private static boolean isWorker(ProcessHandle process) {
        return process.info().commandLine().filter(line -> line.contains("org.fjd")).isPresent();
    }

    @Test
    void whereFjdAndJavaAreAndWhatRunsFirstCanBeSaid() throws Exception {
        Path java = Path.of(System.getProperty("java.home"));
        sshd.serveWithPath(Files.createDirectory(sandbox.scratch("empty")) + ":/bin:/usr/bin");
        hosts(
                """
                [node1]
                java = %1$s
                before = echo noise; touch %2$s/first
                [node2]
                fjd = %2$s
                [wrong]
                host = node1
                java = %2$s
                [fails]
                host = node1
                before = echo no such module >&2; (exit 9)
                [unknown]
                host = node1
                before = nosuchcommand
                """
                        .formatted(java, sandbox.scratch("")));
        Result hired = hire("1", "--on", "all");
        assertThat(hired.exit()).isEqualTo(1);
        assertThat(hired.out()).isEqualTo("[FJD] Hired 1 worker on node1.\n");
        assertThat(sandbox.scratch("first")).exists();
        assertThat(hired.err())
                .contains(
                        "[FJD] node2: There is no program recruiter in %s there. If fjd is at another path, say so in hosts.conf, [node2]: fjd = PATH\n"
                                .formatted(sandbox.scratch("")))
                .containsPattern("\\[FJD\\] unknown: .*nosuchcommand.*not found")
                .contains("[FJD] unknown: 'before' exited with 127\n")
                .doesNotContain("[unknown]")
                .contains("[FJD] wrong: There is no bin/java in " + sandbox.scratch(""))
                .contains("[FJD] fails: no such module\n[FJD] fails: 'before' exited with 9\n");
    }

    @Test
    void workersSurviveTheSessionThatHiredThemAndHoldNothingOfIt() throws Exception {
        hosts("[node1]\n");
        assertThat(hire("2", "--on", "node1").exit()).isZero();
        sshd.stop();
        assertThat(sandbox.workers()).hasSize(2);
        for (WorkerRecord worker : sandbox.workers()) {
            long pid = worker.process().pid();
            Path log = sandbox.at(".fjd/logs/" + worker.name() + ".log");
            Path descriptors = Path.of("/proc/" + pid + "/fd");
            assertThat(descriptors.resolve("0").toRealPath()).isEqualTo(Path.of("/dev/null"));
            assertThat(descriptors.resolve("1").toRealPath()).isEqualTo(log);
            assertThat(descriptors.resolve("2").toRealPath()).isEqualTo(log);
            try (Stream<Path> open = Files.list(descriptors)) {
                assertThat(open.map(HostsIT::target)).noneMatch(to -> to.startsWith("pipe:"));
            }
        }
        sandbox.submit("job", Sandbox.job("true"));
        assertThat(sandbox.run("dispatcher").exit()).isZero();
        assertThat(sandbox.isDone("job")).isTrue();
        assertThat(sandbox.run("recruiter", "fire", "--on", "node1").out())
                .isEqualTo("[FJD] Fired 2 workers.\n");
    }

    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void ctrlCEndsTheCallsAndLeavesNothingBehind() throws Exception {
        hosts("[slow]\n[node1]\nbefore = sleep 600\n");
        Program hire = sandbox.start("recruiter", "hire", "1", "--on", "all");
        Sandbox.waitUntil(
                "both are called",
                () ->
                        sandbox.processes().stream()
                                        .filter(p -> isCalling(p, "slow") || isCalling(p, "node1"))
                                        .count()
                                >= 2);
        hire.signal("INT");
        Result ended = hire.await();
        assertThat(ended.exit()).isEqualTo(130);
        assertThat(ended.err())
                .contains("[FJD] slow: interrupted\n", "[FJD] node1: interrupted\n")
                .contains("[FJD] node1: Workers may come up nevertheless: recruiter list\n");
        assertThat(sandbox.names(".fjd/tmp")).isEmpty();
        Sandbox.waitUntil(
                "no ssh is left",
                () ->
                        sandbox.processes().stream()
                                .noneMatch(p -> isCalling(p, "slow") || isCalling(p, "node1")));
    }

    private static boolean isCalling(ProcessHandle process, String host) {
        return process.info()
                .commandLine()
                .filter(line -> line.contains("ssh") && line.contains(" " + host + " sh -c"))
                .isPresent();
    }

    @Test
    void whatIsWrongWithTheHostsIsSaidAndNobodyIsHired() throws Exception {
        assertThat(hire("1", "--on", "node1").err())
                .startsWith("[FJD] No hosts are named in " + sandbox.at("hosts.conf"));
        hosts("[node1]\nwokers = 1\n[node2]\n");
        Result unknown = hire("1", "--on", "node1,nod2");
        assertThat(unknown.exit()).isEqualTo(2);
        assertThat(unknown.err())
                .contains("[node1]: The key wokers is not known. Did you mean 'workers'?")
                .contains("There is no host nod2 in " + sandbox.at("hosts.conf"))
                .contains("Did you mean 'node2'? It has: node1, node2");
        assertThat(hire("1", "--on", "").exit()).isEqualTo(2);
        assertThat(hire("1", "--on", "node1", "--timeout", "0").exit()).isEqualTo(2);
        assertThat(hire("1", "--on", "node1", "--timeout", "soon").exit()).isEqualTo(2);
        assertThat(hire("0", "--on", "node1").exit()).isEqualTo(2);
        assertThat(hire("1", "--hired-on", "a b").exit()).isEqualTo(2);

        hosts("[node1]\nworkers = some\n");
        Result wrong = hire("--on", "node1");
        assertThat(wrong.exit()).isEqualTo(3);
        assertThat(wrong.err())
                .startsWith(
                        "[FJD] %s, [node1]: workers = some is wrong. Write a whole number"
                                .formatted(sandbox.at("hosts.conf")));
        Files.setPosixFilePermissions(
                sandbox.at("hosts.conf"), PosixFilePermissions.fromString("rw-r--rw-"));
        assertThat(hire("--on", "node1").exit()).isEqualTo(3);
        assertThat(sandbox.workers()).isEmpty();

        hosts("[node1]\n");
        Files.setPosixFilePermissions(
                sandbox.at("hosts.conf"), PosixFilePermissions.fromString("rw-r--r--"));
        Result none =
                sandbox.with("FJD_SSH", "/no/such/ssh")
                        .run("recruiter", "hire", "1", "--on", "all");
        assertThat(none.exit()).isEqualTo(1);
        assertThat(none.err()).containsPattern("\\[FJD\\] node1: .*/no/such/ssh.*not found");
    }

    @Test
    void whoIsFiredIsDecidedByTheRollAlone() throws Exception {
        hosts("[node1]\n[node2]\n");
        assertThat(hire("2", "--on", "all").exit()).isZero();
        sandbox.hire(1);
        String here =
                sandbox.workers().stream()
                        .filter(w -> w.on().isEmpty())
                        .findFirst()
                        .orElseThrow()
                        .process()
                        .host();
        sshd.stop();
        Files.writeString(sandbox.at("hosts.conf"), "unreadable");

        Result fewer = sandbox.run("recruiter", "fire", "1", "--on", "node1,nod2");
        assertThat(fewer.exit()).isEqualTo(1);
        assertThat(fewer.out()).isEqualTo("[FJD] Fired 1 worker.\n");
        assertThat(fewer.err()).startsWith("[FJD] There were no workers on nod2, but on: ");
        assertThat(sandbox.run("recruiter", "fire", "--on", here).out())
                .isEqualTo("[FJD] Fired 1 worker.\n");
        assertThat(hiredOn())
                .containsExactly(Optional.of("node1"), Optional.of("node2"), Optional.of("node2"));
        Result only = sandbox.run("recruiter", "fire", "2", "--on", "all");
        assertThat(only.err()).isEqualTo("[FJD] There were only 1 worker on node1, not 2.\n");
        assertThat(only.out()).isEqualTo("[FJD] Fired 3 workers.\n");
        assertThat(sandbox.workers()).isEmpty();
        assertThat(sandbox.run("recruiter", "fire", "w", "--on", "all").exit()).isEqualTo(2);
    }

    @Test
    void theLogOfAWorkerIsShownAndFollowedUntilItLeaves() throws Exception {
        hosts("[node1]\n");
        assertThat(hire("1", "--on", "node1").exit()).isZero();
        String worker = sandbox.workers().get(0).name();
        Result log = sandbox.run("recruiter", "log", worker);
        assertThat(log.exit()).as(log.text()).isZero();
        assertThat(log.out()).contains(" worker " + worker + " is at work on ");

        Program follow = sandbox.start("recruiter", "log", "-f", worker);
        Sandbox.waitUntil("it follows", () -> follow.out().contains(" is at work on "));
        assertThat(sandbox.run("recruiter", "fire").exit()).isZero();
        Result followed = follow.await();
        assertThat(followed.exit()).as(followed.text()).isZero();
        assertThat(followed.out()).contains("worker " + worker + " has left");

        assertThat(sandbox.run("recruiter", "log", worker).out())
                .contains("worker " + worker + " has left");
        assertThat(sandbox.run("recruiter", "log", "-n", "1", worker).out().lines()).hasSize(1);
        for (String wrong : List.of("nobody", "../workers/" + worker, "", "..")) {
            Result unknown = sandbox.run("recruiter", "log", wrong);
            assertThat(unknown.exit()).as(wrong).isEqualTo(2);
            assertThat(unknown.err()).startsWith("[FJD] There is no worker ");
        }
        assertThat(sandbox.run("recruiter", "log", "-n", "-1", worker).exit()).isEqualTo(2);
    }
}
