package org.fjd.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.fjd.it.Program.Result;
import org.fjd.job.Defaults;
import org.fjd.job.JobFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fjd submit}: what is queued, and what is refused. */
class SubmitIT {

    private static final String NOTHING_QUEUED = "Nothing was queued.";

    @RegisterExtension final Sandbox sandbox = new Sandbox();

    private Result submit(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("fjd", "submit"));
        command.addAll(List.of(arguments));
        return sandbox.run(command.toArray(String[]::new));
    }

    private JobFile queued(String job) throws Exception {
        return JobFile.parse(Files.readAllBytes(sandbox.queued(job)), Defaults.NONE);
    }

    private void refused(Result result, String... sayings) throws IOException {
        assertThat(result.exit()).as(result.text()).isEqualTo(2);
        assertThat(result.out()).isEmpty();
        assertThat(result.err()).contains(sayings).endsWith("See: fjd submit --help\n");
        assertThat(sandbox.names("jobqueue")).isEmpty();
        assertThat(sandbox.names(".fjd/tmp")).isEmpty();
    }

    @Test
    void everyOptionBecomesAKeyOfTheJobFile() throws Exception {
        Files.writeString(sandbox.scratch("d.conf"), "[control]\nnice = 1\n");
        Result result =
                submit(
                        "--name=mine",
                        "--priority",
                        "-5",
                        "--after=a",
                        "--after",
                        "b,c",
                        "--requires=gpu",
                        "--limit=licence",
                        "--not-before=2030-12-31T22:00Z",
                        "--hold",
                        "--retries=3",
                        "--retry-delay=30s",
                        "--retry-growth=1.5",
                        "--retry-on=1,2",
                        "--success=0",
                        "--success=3",
                        "--expects=out put",
                        "--expects=b",
                        "--timeout=2h",
                        "--expected=90m",
                        "--kill-after=10s",
                        "--nice=19",
                        "--env",
                        "A=b=c",
                        "--param=seed=7",
                        "--directory=sub",
                        "--stdout=o",
                        "--stderr=e",
                        "--logfile=l",
                        "--argument=file",
                        "--defaults=d.conf",
                        "--",
                        "./sim",
                        "--retries",
                        "a b");
        assertThat(result.text()).isEqualTo("mine\n");
        assertThat(result.exit()).isZero();
        Path scratch = sandbox.scratch("");
        assertThat(Files.readString(sandbox.queued("mine")))
                .startsWith(
                        """
                        [control]
                        executable = %1$s/sub/sim --retries 'a b'
                        argument = file
                        directory = %1$s/sub
                        defaults = %1$s/d.conf
                        stdout = o
                        stderr = e
                        logfile = l
                        priority = -5
                        after = a b,c
                        requires = gpu
                        limit = licence
                        not-before = 2030-12-31T22:00Z
                        hold = true
                        retries = 3
                        retry-delay = 30s
                        retry-growth = 1.5
                        retry-on = 1,2
                        success = 0 3
                        expects = 'out put' b
                        timeout = 2h
                        expected = 90m
                        kill-after = 10s
                        nice = 19

                        [environment]
                        A = b=c

                        [params]
                        seed = 7

                        [submitted]
                        """
                                .formatted(scratch));
    }

    @Test
    void aTimeMayBeSaidFromNow() throws Exception {
        assertThat(submit("--not-before", "1d", "--", "x").exit()).isZero();

        assertThat(queued("x-1").control().conditions().notBefore().orElseThrow())
                .isBetween(
                        java.time.Instant.now().plusSeconds(86_000),
                        java.time.Instant.now().plusSeconds(86_400));
    }

    @ParameterizedTest
    @CsvSource({
        "--priority, x, 'priority'",
        "--retries, -1, 'retries'",
        "--retries, 1001, 'retries'",
        "--retry-delay, soon, 'retry-delay'",
        "--retry-growth, 0.5, 'retry-growth'",
        "--retry-on, 256, 'retry-on'",
        "--success, a, 'success'",
        "--timeout, 5 weeks, 'timeout'",
        "--expected, 5 weeks, 'expected'",
        "--kill-after, -1s, 'kill-after'",
        "--after, .x, 'after'",
        "--requires, a/b, 'requires'",
        "--limit, a/b, 'limit'",
        "--not-before, tomorrow, 'not-before'",
        "--nice, 20, 'nice'",
        "--argument, path, 'argument'",
        "--env, FJD_JOB=x, [environment]",
        "--env, 1=x, [environment]",
        "--param, a:b=x, [params]",
        "--defaults, missing.conf, defaults",
        "--name, .x, --name"
    })
    void aWrongValueIsSaidBeforeAnythingIsQueued(String option, String value, String saying)
            throws Exception {
        refused(submit(option, value, "--", "x"), saying.replace("'", ""));
    }

    @Test
    void wrongUseIsSaid() throws Exception {
        Files.writeString(sandbox.scratch("a.conf"), Sandbox.job("true"));
        Path lines = Files.writeString(sandbox.scratch("lines"), "x\nit's\n");
        Files.write(sandbox.scratch("latin1"), new byte[] {'x', (byte) 0xfc, '\n'});

        refused(submit(), "Say what to submit");
        refused(submit("--"), "Say what to submit");
        refused(submit("echo", "hi"), "A command goes after --.", NOTHING_QUEUED);
        refused(submit("a.conf", "--", "x"), "only one of them");
        refused(submit("a.conf", "--nice=3"), "A job file says itself");
        refused(submit("a.conf", "missing.conf"), "missing.conf", NOTHING_QUEUED);
        refused(submit("--each-line", "a.conf", "a.conf"), "only one of them");
        refused(submit("--each-line", lines.toString()), "Line 2: ", NOTHING_QUEUED);
        refused(submit("--each-line", "latin1"), "not UTF-8", NOTHING_QUEUED);
        refused(submit("--each-line", "missing"), "missing", NOTHING_QUEUED);
        refused(submit("--each-line", "lines", "--", "x"), "a {}");
        refused(submit("--each-line", "lines", "--", "x {} | y"), "sh -c");
        refused(submit("--follow", "--each-line", "/dev/null"), "for one job");
        refused(submit("--", "a\nb", "c"), "executable");
    }

    @Test
    void jobFilesAreCopiedUnderNamesThatAreFree() throws Exception {
        String text = Sandbox.job("true") + "retrys = 1\n";
        Path file = Files.writeString(sandbox.scratch("a.conf"), text);
        Path other = Files.createDirectory(sandbox.scratch("sub")).resolve("a.conf");
        Files.writeString(other, text);

        Result result = submit("a.conf", "sub/a.conf", "--json");
        assertThat(result.exit()).as(result.text()).isZero();
        Schemas.assertFits(result.out(), "submit");
        assertThat(JSON.std.listFrom(result.out()))
                .isEqualTo(
                        List.of(
                                Map.of("job", "a", "file", sandbox.queued("a").toString()),
                                Map.of("job", "a-2", "file", sandbox.queued("a-2").toString())));
        assertThat(result.err())
                .contains("[FJD] sub/a.conf: The key retrys is not known. Did you mean 'retries'?");
        assertThat(Files.readString(file)).isEqualTo(text);
        assertThat(Files.readString(sandbox.queued("a-2"))).startsWith(text + "\n[submitted]\n");
    }

    @Test
    void anArgumentThatBeginsWithAnAtSignIsNoFileOfArguments() throws Exception {
        Files.writeString(sandbox.scratch("x"), "a b");

        assertThat(submit("--", "echo", "@x").exit()).isZero();
        assertThat(queued("echo-1").control().executable().argv("j")).containsExactly("echo", "@x");
    }

    @Test
    void manyProcessesAtOnceLoseNoLine() throws Exception {
        int each = 500;
        List<Program> programs = new ArrayList<>();
        for (String who : List.of("a", "b", "c", "d")) {
            List<String> lines = IntStream.range(0, each).mapToObj(i -> "echo " + who + i).toList();
            Files.write(sandbox.scratch(who), lines);
            programs.add(sandbox.start("fjd", "submit", "--each-line", who));
        }
        Set<String> names = new HashSet<>();
        for (Program program : programs) {
            Result result = program.await();
            assertThat(result.exit()).as(result.text()).isZero();
            assertThat(result.out().lines()).hasSize(each).allMatch(names::add);
        }
        Set<List<String>> commands = new HashSet<>();
        for (String name : names) {
            commands.add(queued(name).control().executable().argv("j"));
        }
        assertThat(commands).hasSize(programs.size() * each);
        assertThat(sandbox.names("jobqueue")).hasSize(programs.size() * each);
        assertThat(sandbox.names(".fjd/tmp")).isEmpty();
    }

    @Test
    void whoIsKilledLeavesWholeJobsOnly() throws Exception {
        List<String> lines = IntStream.range(0, 20_000).mapToObj(i -> "echo " + i).toList();
        Files.write(sandbox.scratch("lines"), lines);
        Program program = sandbox.start("fjd", "submit", "--each-line", "lines");
        Sandbox.waitUntil("some are queued", () -> sandbox.names("jobqueue").size() > 100);
        Sandbox.kill(program.pid());

        List<String> names = sandbox.names("jobqueue");
        assertThat(names).hasSizeBetween(101, 20_000);
        for (String name : names) {
            byte[] content = Files.readAllBytes(sandbox.at("jobqueue").resolve(name));
            assertThat(org.fjd.job.History.submittedWhole(content)).as(name).isTrue();
        }
    }
}
