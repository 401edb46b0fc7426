package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.fjd.it.Program.Result;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Workers via PBS, LSF and Kubernetes by the command lines that the documentation gives for them:
 * with stand-ins for their commands, which take and print what the real ones are documented to.
 */
class BatchTemplatesIT {

    private static final Path DOCUMENTATION = Sandbox.HOME.resolve("src/site/markdown/hosts.md");
    private static final Path STAND_INS = Sandbox.HOME.resolve("src/test/resources/batch");

    @RegisterExtension final Sandbox sandbox = new Sandbox();
    private Path batch;

    @BeforeEach
    void install() throws Exception {
        Sandbox.needs("jq");
        batch = Files.createDirectories(sandbox.scratch("batch"));
        try (Stream<Path> programs = Files.list(STAND_INS)) {
            for (Path program : programs.toList()) {
                Path copy = Files.copy(program, batch.resolve(program.getFileName()));
                assertThat(copy.toFile().setExecutable(true)).isTrue();
            }
        }
        sandbox.with("PATH", batch + File.pathSeparator + System.getenv("PATH"));
        Files.createDirectories(sandbox.at(".fjd"));
        Files.writeString(
                sandbox.at(".fjd/fjd.conf"),
                Stream.of("pbs", "lsf", "kubernetes")
                        .map(via -> example("[via " + via + "]"))
                        .collect(Collectors.joining()));
        Files.writeString(sandbox.at("pod.json"), example("{"));
    }

    /** What stands there from this line on, as long as it is indented. */
    private static String example(String begin) {
        try (Stream<String> lines = Files.lines(DOCUMENTATION)) {
            return lines.dropWhile(line -> !line.equals("    " + begin))
                    .takeWhile(line -> line.startsWith("    "))
                    .map(line -> line.substring(4) + "\n")
                    .collect(Collectors.joining());
        } catch (java.io.IOException e) {
            throw new AssertionError(DOCUMENTATION.toString(), e);
        }
    }

    private Result recruiter(String... words) throws Exception {
        return sandbox.run(
                Stream.concat(Stream.of("recruiter"), Stream.of(words)).toArray(String[]::new));
    }

    private List<String> tasks() throws Exception {
        try (Stream<Path> tasks = Files.list(batch.resolve("tasks"))) {
            return tasks.map(task -> task.getFileName().toString()).toList();
        }
    }

    private void come(int workers) throws Exception {
        Files.createFile(batch.resolve("open"));
        Sandbox.waitUntil(workers + " came", () -> sandbox.workers().size() == workers);
    }

    @ParameterizedTest
    @CsvSource({
        "pbs, 101, pending",
        "lsf, 101, pending: Not enough job slot(s);",
        "kubernetes, fjd-\\d+-\\d+, pending: 0/3 nodes are available: 3 Insufficient cpu."
    })
    void theyArePendingAreCancelledOneByOneOrComeAndAreFired(
            String via, String number, String pending) throws Exception {
        assertThat(recruiter("hire", "3", "--via", via).text())
                .matches("\\[FJD] Asked %s for 3 workers \\(job %s\\)\\.\n".formatted(via, number));
        assertThat(recruiter("list").out()).contains(" 3 " + pending + "\n");
        assertThat(recruiter("fire", "1").text())
                .isEqualTo("[FJD] Cancelled 1 worker not yet started.\n");
        assertThat(recruiter("list").out()).contains(" 2 " + pending + "\n");
        come(2);
        assertThat(recruiter("list").out()).doesNotContain("pending");
        assertThat(recruiter("fire").text()).isEqualTo("[FJD] Fired 2 workers.\n");
        assertThat(sandbox.names(".fjd/hires")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"pbs", "lsf", "kubernetes"})
    void thereMayBeOneAndItMayBeCancelled(String via) throws Exception {
        assertThat(recruiter("hire", "1", "--via", via).exit()).isZero();
        assertThat(tasks()).hasSize(1);
        assertThat(recruiter("fire").text())
                .isEqualTo("[FJD] Cancelled 1 worker not yet started.\n");
        assertThat(tasks()).isEmpty();
        assertThat(sandbox.names(".fjd/hires")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "pbs, 170, qsub: Unknown queue",
        "lsf, 255, nosuch: No such queue. Job not submitted.",
        "kubernetes, 1, is forbidden: exceeded quota: pods"
    })
    void aRefusalLeavesNothingBehind(String via, int code, String words) throws Exception {
        Files.createFile(batch.resolve("refuse"));
        Result refused = recruiter("hire", "2", "--via", via);
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err())
                .startsWith(
                        "[FJD] %s was not willing to give workers: its command exited with %d.\n"
                                .formatted(via, code))
                .endsWith(words + "\n");
        assertThat(tasks()).isEmpty();
        assertThat(sandbox.names(".fjd/hires")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "pbs, cannot connect to server pbs01",
        "lsf, LIM is down",
        "kubernetes, The connection to the server 10.0.0.1:6443 was refused"
    })
    void whileItDoesNotAnswerNobodyIsTakenForStarted(String via, String words) throws Exception {
        recruiter("hire", "2", "--via", via);
        Files.createFile(batch.resolve("down"));
        Result list = recruiter("list");
        assertThat(list.text())
                .contains(via + " did not tell what is pending of ", words)
                .doesNotContain("starting");
        Files.delete(batch.resolve("down"));
        assertThat(recruiter("list").out()).contains(" 2 pending");
    }

    @Test
    void whereOneOfSeveralCannotBeCancelledThatIsToldOf() throws Exception {
        recruiter("hire", "3", "--via", "pbs");
        Path kept = Files.createFile(batch.resolve("kept.101[1]"));
        Result fire = recruiter("fire");
        assertThat(fire.exit()).isEqualTo(1);
        assertThat(fire.text())
                .contains(
                        "[FJD] pbs did not cancel what is pending of 101: its command exited with 1.\n",
                        "qdel: Unauthorized Request 101[1].pbs01\n",
                        "[FJD] Cancelled 2 workers not yet started.\n");
        assertThat(recruiter("list").out()).contains(" 1 pending").doesNotContain("starting");
        Files.delete(kept);
        assertThat(recruiter("fire").exit()).isZero();
    }

    @Test
    void aNameOfOnesOwnHidesNothingThatIsPendingViaPbs() throws Exception {
        recruiter("hire", "1", "--via", "pbs", "--", "-N", "mine");
        assertThat(recruiter("list").out()).contains(" 1 pending");
    }

    @Test
    void whatThePodSaysOfItselfStays() throws Exception {
        Path pod = sandbox.at("pod.json");
        Files.writeString(
                pod,
                Files.readString(pod)
                        .replaceFirst(
                                "\\{",
                                "{ \"metadata\": { \"namespace\": \"x\", \"labels\": { \"team\": \"a\" } },"));
        assertThat(recruiter("hire", "2", "--via", "kubernetes").exit()).isZero();
        assertThat(Files.readString(batch.resolve("pods.json")).replaceAll("\\s", ""))
                .containsPattern(
                        "\"metadata\":\\{\"namespace\":\"x\",\"labels\":\\{\"team\":\"a\",\"fjd\":\"(fjd-\\d+-\\d+)\"},\"name\":\"\\1-2\"}");
    }

    @Test
    void aWorkerViaPbsKnowsWhenItsTimeIsOver() throws Exception {
        recruiter("hire", "1", "--via", "pbs", "--", "-l", "walltime=01:30:00");
        come(1);
        Object worker = JSON.std.listFrom(recruiter("list", "--json").out()).get(0);
        Object left = ((Map<?, ?>) worker).get("seconds_left");
        assertThat((Integer) left).isBetween(5200, 5400);
    }
}
